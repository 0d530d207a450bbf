from django.db import migrations

# Makes the partitions of `months` months of one table, partitioned by `moment`, from the month of `first`; a month whose
# rows already lie in the default partition stays there. Returns how many were made.
FUNCTION = """
CREATE FUNCTION public.journal_make_months(parent text, moment text, first date, months integer) RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
    child text;
    starts timestamptz;
    ends timestamptz;
    is_taken boolean;
    made integer := 0;
BEGIN
    FOR month IN 0 .. months - 1 LOOP
        starts := (date_trunc('month', first::timestamp) + make_interval(months => month)) AT TIME ZONE 'UTC';
        ends := (date_trunc('month', first::timestamp) + make_interval(months => month + 1)) AT TIME ZONE 'UTC';
        child := parent || to_char(starts AT TIME ZONE 'UTC', '"_y"YYYY"m"MM');
        CONTINUE WHEN to_regclass('public.' || child) IS NOT NULL;
        EXECUTE format('SELECT EXISTS (SELECT FROM public.%I WHERE %I >= $1 AND %I < $2)',
                       parent || '_default', moment, moment) INTO is_taken USING starts, ends;
        CONTINUE WHEN is_taken;
        EXECUTE format('CREATE TABLE public.%I PARTITION OF public.%I FOR VALUES FROM (%L) TO (%L)',
                       child, parent, starts, ends);
        made := made + 1;
    END LOOP;
    RETURN made;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]

    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION public.journal_make_months(text, text, date, integer)"),
    ]
