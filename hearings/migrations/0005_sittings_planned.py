from django.db import migrations, models


class Migration(migrations.Migration):
    """What a court set and nobody held is read without all that it ever held."""

    dependencies = [("hearings", "0004_protocols_of_court")]

    operations = [
        migrations.AddIndex(
            model_name="sitting",
            index=models.Index(
                fields=["body", "id"], condition=models.Q(("state", "planned")), name="sittings_planned"
            ),
        ),
    ]
