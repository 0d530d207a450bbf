from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("journal", "0002_months_of_other_tables")]

    operations = [
        migrations.AddField(
            model_name="publickey",
            name="used_from",
            field=models.DateTimeField(null=True, verbose_name="used from"),
        ),
        migrations.AddField(
            model_name="publickey",
            name="place",
            field=models.CharField(blank=True, default="", max_length=80, verbose_name="place of the private key"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="publickey",
            name="handovers",
            field=models.JSONField(default=dict, verbose_name="signed over by earlier keys, by log"),
        ),
    ]
