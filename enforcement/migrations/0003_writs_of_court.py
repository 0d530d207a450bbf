import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """The court stands beside a writ, so that a desk reads what waits in its court alone."""

    dependencies = [("enforcement", "0002_creditor_account"), ("cases", "0005_terms_of_court")]

    operations = [
        migrations.AddField(
            model_name="writ",
            name="court",
            field=models.ForeignKey(
                null=True, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+",
                to="reference.body", verbose_name="court",
            ),
        ),
        migrations.RunSQL(
            """UPDATE enforcement_writ w SET court_id = c.court_id FROM cases_case c WHERE c.dossier_id = w.case_id""",
            migrations.RunSQL.noop,
        ),
        migrations.AlterField(
            model_name="writ",
            name="court",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+",
                to="reference.body", verbose_name="court",
            ),
        ),
        migrations.AddIndex(
            model_name="writ",
            index=models.Index(
                fields=["court", "issued_on", "id"],
                condition=models.Q(("state__in", ["prepared", "signed"])),
                name="writs_to_sign_and_send",
            ),
        ),
    ]
