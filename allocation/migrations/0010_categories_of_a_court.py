from django.db import migrations, models


class Migration(migrations.Migration):
    """Categories that wait for a second person are read court by court, in the order in which they came."""

    dependencies = [("allocation", "0009_one_record_a_batch")]

    operations = [
        migrations.RemoveIndex(model_name="categorycheck", name="categories_to_confirm"),
        migrations.AddIndex(
            model_name="categorycheck",
            index=models.Index(
                fields=["court", "since", "case"],
                condition=models.Q(("state", "waiting")),
                name="categories_waiting",
            ),
        ),
    ]
