from django.db import migrations, models


class Migration(migrations.Migration):
    """Papers that wait to be handed over are read court by court, in the order in which they came."""

    dependencies = [("notifications", "0003_months")]

    operations = [
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                fields=["body", "created_at", "id"],
                condition=models.Q(("channel", "print"), ("state", "pending")),
                name="papers_to_serve",
            ),
        ),
    ]
