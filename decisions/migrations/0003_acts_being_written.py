from django.db import migrations, models


class Migration(migrations.Migration):
    """What a judge is writing is found without all that the judge ever wrote, what waits for the public by court."""

    dependencies = [("decisions", "0002_waiting_on_the_desk")]

    operations = [
        migrations.AddIndex(
            model_name="act",
            index=models.Index(
                fields=["author", "made_at", "id"],
                condition=models.Q(("state__in", ["draft", "checked"])),
                name="acts_being_written",
            ),
        ),
        migrations.RemoveIndex(model_name="publication", name="acts_to_publish"),
        migrations.AddIndex(
            model_name="publication",
            index=models.Index(
                fields=["court", "proposed_at", "id"],
                condition=models.Q(("state", "proposed")),
                name="acts_to_look_through",
            ),
        ),
    ]
