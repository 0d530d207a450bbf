import django.contrib.postgres.fields.ranges
from django.db import migrations, models


class Migration(migrations.Migration):
    """What a court set for a day that is over is read without all that it ever held or has still to hold."""

    dependencies = [("hearings", "0004_protocols_of_court")]

    operations = [
        migrations.AddIndex(
            model_name="sitting",
            index=models.Index(
                models.F("body"),
                django.contrib.postgres.fields.ranges.RangeStartsWith("during"),
                condition=models.Q(("state", "planned")),
                name="sittings_planned",
            ),
        ),
    ]
