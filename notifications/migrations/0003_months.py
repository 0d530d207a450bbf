import uuid
from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

PARTITIONED = (Path(__file__).parent / "partitioned.sql").read_text()


class Migration(migrations.Migration):
    dependencies = [
        ("journal", "0002_months_of_other_tables"),
        ("notifications", "0002_parts_of_sms"),
    ]

    operations = [
        # A key of a partitioned table holds its month, so that the database keeps no key to the id alone.
        migrations.AlterField(
            model_name="part",
            name="delivery",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="parts",
                to="notifications.delivery",
                verbose_name="delivery",
            ),
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(PARTITIONED)],
            state_operations=[
                migrations.AlterField(
                    model_name="delivery",
                    name="message_id",
                    field=models.UUIDField(default=uuid.uuid4, verbose_name="message id"),
                ),
                migrations.AddConstraint(
                    model_name="delivery",
                    constraint=models.UniqueConstraint(fields=("message_id", "created_at"), name="one_message_id_once"),
                ),
            ],
        ),
    ]
