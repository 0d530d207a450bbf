from django.db import migrations


class Migration(migrations.Migration):
    """Names are looked up among the parties of a court, beside whose participation they stand, and by whole words."""

    dependencies = [("parties", "0001_initial")]

    operations = [migrations.RemoveIndex(model_name="party", name="party_by_part_of_name")]
