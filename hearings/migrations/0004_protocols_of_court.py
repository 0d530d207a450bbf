import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """The court stands beside a protocol, so that those that wait for a signature are read court by court."""

    dependencies = [("hearings", "0003_waiting_on_the_desk"), ("reference", "0002_secrecy")]

    operations = [
        migrations.AddField(
            model_name="protocol",
            name="body",
            field=models.ForeignKey(
                null=True, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+",
                to="reference.body", verbose_name="court",
            ),
        ),
        migrations.RunSQL(
            """UPDATE hearings_protocol p SET body_id = h.body_id FROM hearings_hearing h WHERE h.id = p.hearing_id""",
            migrations.RunSQL.noop,
        ),
        migrations.AlterField(
            model_name="protocol",
            name="body",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+",
                to="reference.body", verbose_name="court",
            ),
        ),
        migrations.RemoveIndex(model_name="protocol", name="protocols_of_clerks"),
        migrations.RemoveIndex(model_name="protocol", name="protocols_of_judges"),
        migrations.AddIndex(
            model_name="protocol",
            index=models.Index(
                fields=["body", "ended_at", "id"],
                condition=models.Q(("signed_by_clerk_at", None)),
                name="protocols_for_clerks",
            ),
        ),
        migrations.AddIndex(
            model_name="protocol",
            index=models.Index(
                fields=["body", "ended_at", "id"],
                condition=models.Q(("signed_by_judge_at", None)),
                name="protocols_for_judges",
            ),
        ),
    ]
