from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_days_of_figures")]

    operations = [
        migrations.AddField(
            model_name="deadline",
            name="is_certain",
            field=models.BooleanField(db_default=True, default=True, verbose_name="certain"),
        ),
    ]
