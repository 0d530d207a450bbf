import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """The court stands beside an invoice, so that the unpaid ones of one court are read in their order."""

    dependencies = [("finance", "0002_balanced_ledger"), ("cases", "0005_terms_of_court")]

    operations = [
        migrations.AddField(
            model_name="invoice",
            name="court",
            field=models.ForeignKey(
                null=True, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+",
                to="reference.body", verbose_name="court",
            ),
        ),
        migrations.RunSQL(
            """UPDATE finance_invoice i SET court_id = c.court_id FROM cases_case c WHERE c.dossier_id = i.case_id""",
            migrations.RunSQL.noop,
        ),
        migrations.AlterField(
            model_name="invoice",
            name="court",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+",
                to="reference.body", verbose_name="court",
            ),
        ),
        migrations.RemoveIndex(model_name="invoice", name="invoices_open"),
        migrations.AddIndex(
            model_name="invoice",
            index=models.Index(
                models.F("court"), models.F("made_at").desc(), models.F("id").desc(),
                condition=models.Q(("state", "open")),
                name="invoices_of_court",
            ),
        ),
    ]
