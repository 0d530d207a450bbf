import django.db.models.deletion
from django.db import migrations, models

# The dossier's body and seal stand beside each member of its team, so that what a judge sees apart from the own court
# is found without asking thousands of dossiers on every page. The database itself keeps them true: a key of three
# columns follows every change of the dossier, and a new member takes them over from it.
BESIDE = """
UPDATE accounts_teammember t SET body_id = d.body_id, is_sealed = d.is_sealed
    FROM accounts_dossier d WHERE d.id = t.dossier_id;
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE accounts_teammember ALTER body_id SET NOT NULL, ALTER is_sealed SET NOT NULL;
ALTER TABLE accounts_dossier ADD CONSTRAINT body_and_seal UNIQUE (id, body_id, is_sealed);
ALTER TABLE accounts_teammember ADD CONSTRAINT body_and_seal_of_dossier FOREIGN KEY (dossier_id, body_id, is_sealed)
    REFERENCES accounts_dossier (id, body_id, is_sealed) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;
CREATE FUNCTION accounts_body_and_seal() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    SELECT d.body_id, d.is_sealed INTO NEW.body_id, NEW.is_sealed FROM accounts_dossier d WHERE d.id = NEW.dossier_id;
    RETURN NEW;
END $$;
CREATE TRIGGER body_and_seal BEFORE INSERT ON accounts_teammember
    FOR EACH ROW WHEN (NEW.body_id IS NULL) EXECUTE FUNCTION accounts_body_and_seal();
"""
AS_BEFORE = """
DROP TRIGGER body_and_seal ON accounts_teammember;
DROP FUNCTION accounts_body_and_seal();
ALTER TABLE accounts_teammember DROP CONSTRAINT body_and_seal_of_dossier;
ALTER TABLE accounts_dossier DROP CONSTRAINT body_and_seal;
ALTER TABLE accounts_teammember ALTER body_id DROP NOT NULL, ALTER is_sealed DROP NOT NULL;
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_secrecy"), ("reference", "0002_secrecy")]

    operations = [
        migrations.AddField(
            model_name="teammember",
            name="body",
            field=models.ForeignKey(
                null=True, editable=False, db_index=False, db_constraint=False, related_name="+", to="reference.body",
                on_delete=django.db.models.deletion.PROTECT, verbose_name="body",
            ),
        ),
        migrations.AddField(
            model_name="teammember",
            name="is_sealed",
            field=models.BooleanField(null=True, editable=False, verbose_name="sealed"),
        ),
        migrations.RunSQL(BESIDE, AS_BEFORE),
        migrations.AddIndex(
            model_name="teammember",
            index=models.Index(
                fields=["user", "is_sealed", "body"], include=["dossier", "from_on", "to_on"], name="dossiers_apart"
            ),
        ),
    ]
