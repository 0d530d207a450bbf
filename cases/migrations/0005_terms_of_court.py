import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """The court stands beside a term, so that a desk reads the terms of its court alone; open cases are counted by judge."""

    dependencies = [("cases", "0004_reserve_judge"), ("reference", "0002_secrecy")]

    operations = [
        migrations.AddField(
            model_name="deadline",
            name="court",
            field=models.ForeignKey(
                null=True, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+",
                to="reference.body", verbose_name="court",
            ),
        ),
        migrations.RunSQL(
            """UPDATE cases_deadline d SET court_id = c.court_id FROM cases_case c WHERE c.dossier_id = d.case_id""",
            migrations.RunSQL.noop,
        ),
        migrations.AlterField(
            model_name="deadline",
            name="court",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+",
                to="reference.body", verbose_name="court",
            ),
        ),
        migrations.AddIndex(
            model_name="deadline",
            index=models.Index(
                fields=["court", "due_on", "id"],
                condition=models.Q(("closed_on", None), ("has_passed", False)),
                name="terms_of_court",
            ),
        ),
        migrations.AlterField(
            model_name="case",
            name="court",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="cases",
                to="reference.body", verbose_name="court",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                fields=["court", "judge"],
                condition=models.Q(("judge__isnull", False), models.Q(("status__in", ["cancelled", "closed", "returned"]), _negated=True)),
                name="loads_of_court",
            ),
        ),
    ]
