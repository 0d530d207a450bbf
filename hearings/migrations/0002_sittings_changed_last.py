from django.db import migrations, models
from django.db.models import F


class Migration(migrations.Migration):

    dependencies = [("hearings", "0001_initial")]

    operations = [
        migrations.AddIndex(
            model_name="sitting",
            index=models.Index(F("body"), models.OrderBy(F("changed_at"), descending=True), name="sittings_changed_last"),
        ),
    ]
