-- What the journal promises, kept by the database itself.

CREATE FUNCTION public.journal_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'integrity_constraint_violation';
END $$;

-- The content of an entry goes only while journal.destroying names the entry (journal.actions.destroy_payload).
CREATE FUNCTION public.journal_payload_goes_by_an_act() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND current_setting('journal.destroying', true) = OLD.entry_id::text THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'the content of entry % is destroyed by an act only: % refused', OLD.entry_id, TG_OP
        USING ERRCODE = 'integrity_constraint_violation';
END $$;

-- A head changes once: when the witness has co-signed it.
CREATE FUNCTION public.journal_head_is_cosigned_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.witness_signature IS NULL
        AND (OLD.log, OLD.size, OLD.root, OLD.at, OLD.key, OLD.court_signature)
            = (NEW.log, NEW.size, NEW.root, NEW.at, NEW.key, NEW.court_signature) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the head %@% stands: % refused', OLD.log, OLD.size, TG_OP
        USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE FUNCTION public.journal_log_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.name = OLD.name AND NEW.size >= OLD.size THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the log % only grows: % refused', OLD.name, TG_OP USING ERRCODE = 'integrity_constraint_violation';
END $$;

-- Every new row waits for the sealer, whoever wrote it.
CREATE FUNCTION public.journal_entry_waits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO public.journal_unsealed (log, row_id, at) VALUES (NEW.log, NEW.id, NEW.at);
    RETURN NULL;
END $$;

CREATE FUNCTION public.journal_access_waits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO public.journal_unsealed (log, row_id, at) VALUES ('access', NEW.id, NEW.at);
    RETURN NULL;
END $$;

CREATE TRIGGER waits AFTER INSERT ON public.journal_entry FOR EACH ROW EXECUTE FUNCTION public.journal_entry_waits();
CREATE TRIGGER waits AFTER INSERT ON public.journal_accessrow FOR EACH ROW EXECUTE FUNCTION public.journal_access_waits();

DO $$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['entry', 'leaf', 'node', 'publickey', 'accessrow', 'accessminute'] LOOP
        EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON public.journal_%s
            FOR EACH ROW EXECUTE FUNCTION public.journal_append_only()', name);
    END LOOP;
    FOREACH name IN ARRAY ARRAY['entry', 'entry_default', 'payload', 'payload_default', 'accessrow', 'accessrow_default',
                                'leaf', 'node', 'publickey', 'accessminute', 'head', 'log'] LOOP
        EXECUTE format('CREATE TRIGGER no_truncate BEFORE TRUNCATE ON public.journal_%s
            FOR EACH STATEMENT EXECUTE FUNCTION public.journal_append_only()', name);
    END LOOP;
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON public.journal_payload
    FOR EACH ROW EXECUTE FUNCTION public.journal_payload_goes_by_an_act();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON public.journal_head
    FOR EACH ROW EXECUTE FUNCTION public.journal_head_is_cosigned_once();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON public.journal_log
    FOR EACH ROW EXECUTE FUNCTION public.journal_log_only_grows();

-- Makes the partitions of `months` months from the month of `first`; a month whose rows already lie in the default
-- partition stays there. Returns how many were made.
CREATE FUNCTION public.journal_make_partitions(first date, months integer) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    parent text;
    child text;
    starts timestamptz;
    ends timestamptz;
    is_taken boolean;
    made integer := 0;
BEGIN
    FOREACH parent IN ARRAY ARRAY['journal_entry', 'journal_payload', 'journal_delivery', 'journal_accessrow'] LOOP
        FOR month IN 0 .. months - 1 LOOP
            starts := (date_trunc('month', first::timestamp) + make_interval(months => month)) AT TIME ZONE 'UTC';
            ends := (date_trunc('month', first::timestamp) + make_interval(months => month + 1)) AT TIME ZONE 'UTC';
            child := parent || to_char(starts AT TIME ZONE 'UTC', '"_y"YYYY"m"MM');
            CONTINUE WHEN to_regclass('public.' || child) IS NOT NULL;
            EXECUTE format('SELECT EXISTS (SELECT FROM public.%I WHERE at >= $1 AND at < $2)', parent || '_default')
                INTO is_taken USING starts, ends;
            CONTINUE WHEN is_taken;
            EXECUTE format('CREATE TABLE public.%I PARTITION OF public.%I FOR VALUES FROM (%L) TO (%L)',
                           child, parent, starts, ends);
            IF parent <> 'journal_delivery' THEN
                EXECUTE format('CREATE TRIGGER no_truncate BEFORE TRUNCATE ON public.%I
                    FOR EACH STATEMENT EXECUTE FUNCTION public.journal_append_only()', child);
            END IF;
            made := made + 1;
        END LOOP;
    END LOOP;
    RETURN made;
END $$;

SELECT public.journal_make_partitions(CURRENT_DATE, 3);
