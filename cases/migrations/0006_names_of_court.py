import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models

import cases.names

# Court and name stand beside each participation: a surname is looked up among the parties of one court, not among
# those of the nation. A name is kept true by the database itself: a key of two columns follows every change of it.
BESIDE = """
CREATE FUNCTION public.cases_words(court bigint, name text) RETURNS tsvector
    LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
    RETURN pg_catalog.array_to_tsvector(pg_catalog.string_to_array(
        (court::text || ':' || pg_catalog.replace(name, ' ', ' ' || court::text || ':')), ' '));
UPDATE cases_participation t SET court_id = c.court_id, search_key = p.search_key
    FROM cases_case c, parties_party p WHERE c.dossier_id = t.case_id AND p.id = t.party_id;
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE cases_participation ALTER court_id SET NOT NULL, ALTER search_key SET NOT NULL;
ALTER TABLE parties_party ADD CONSTRAINT a_party_and_its_name UNIQUE (id, search_key);
ALTER TABLE cases_participation ADD CONSTRAINT name_of_party FOREIGN KEY (party_id, search_key)
    REFERENCES parties_party (id, search_key) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;
CREATE FUNCTION cases_court_and_key() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    SELECT c.court_id INTO NEW.court_id FROM cases_case c WHERE c.dossier_id = NEW.case_id;
    SELECT p.search_key INTO NEW.search_key FROM parties_party p WHERE p.id = NEW.party_id;
    RETURN NEW;
END $$;
CREATE TRIGGER court_and_key BEFORE INSERT ON cases_participation
    FOR EACH ROW WHEN (NEW.search_key IS NULL) EXECUTE FUNCTION cases_court_and_key();
"""
AS_BEFORE = """
DROP TRIGGER court_and_key ON cases_participation;
DROP FUNCTION cases_court_and_key();
ALTER TABLE cases_participation DROP CONSTRAINT name_of_party;
ALTER TABLE parties_party DROP CONSTRAINT a_party_and_its_name;
ALTER TABLE cases_participation ALTER court_id DROP NOT NULL, ALTER search_key DROP NOT NULL;
DROP FUNCTION public.cases_words(bigint, text);
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_terms_of_court"), ("parties", "0002_names_of_courts")]

    operations = [
        migrations.AddField(
            model_name="participation",
            name="court",
            field=models.ForeignKey(
                null=True, editable=False, db_index=False, related_name="+", to="reference.body",
                on_delete=django.db.models.deletion.PROTECT,
            ),
        ),
        migrations.AddField(
            model_name="participation",
            name="search_key",
            field=models.TextField(null=True, editable=False),
        ),
        migrations.RunSQL(BESIDE, AS_BEFORE),
        migrations.AddIndex(
            model_name="participation",
            index=django.contrib.postgres.indexes.GinIndex(
                cases.names.CourtsWords("court", "search_key"),
                name="parties_of_court",
            ),
        ),
    ]
