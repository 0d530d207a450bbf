import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

COUNT_CASES = """
UPDATE allocation_place AS place SET drawn = counted.drawn
FROM (
    SELECT place.id, count(*) AS drawn
    FROM allocation_place AS place
    JOIN staff_judge AS judge ON judge.id = place.judge_id
    JOIN allocation_courtlog AS log ON log.court_id = place.log_id
    JOIN allocation_draw AS draw ON draw.log_id = place.log_id AND draw.pool = place.pool AND draw.state = 'done'
        AND draw.judges ? judge.public_id AND extract(year FROM draw.at AT TIME ZONE 'Asia/Baku') = log.year
    GROUP BY place.id
) AS counted
WHERE counted.id = place.id
"""


class Migration(migrations.Migration):
    dependencies = [
        ("allocation", "0002_correction"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="place",
            name="changes",
            field=models.JSONField(blank=True, default=list, verbose_name="changes entered since"),
        ),
        migrations.AddField(
            model_name="place",
            name="drawn",
            field=models.PositiveIntegerField(default=0, verbose_name="cases this year"),
        ),
        migrations.CreateModel(
            name="ChangeOfRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "lever",
                    models.CharField(
                        choices=[
                            ("rule", "Band, depth and weights"),
                            ("share", "Share of a judge"),
                            ("specialisation", "Specialisation"),
                            ("quota", "Quota of cases a year"),
                            ("list", "List of turns or of duty"),
                            ("pool", "Place in a pool"),
                        ],
                        max_length=20,
                        verbose_name="lever",
                    ),
                ),
                ("before", models.JSONField(verbose_name="old")),
                ("wanted", models.JSONField(verbose_name="new")),
                ("reason", models.CharField(max_length=500, verbose_name="reason")),
                ("not_before", models.DateField(blank=True, null=True, verbose_name="in force not before")),
                (
                    "state",
                    models.CharField(
                        choices=[("proposed", "Waits for the second signature"), ("approved", "Approved"), ("withdrawn", "Withdrawn")],
                        default="proposed",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("proposed_as", models.CharField(max_length=20, verbose_name="posting of the first")),
                ("proposed_at", models.DateTimeField(verbose_name="proposed at")),
                ("simulation", models.JSONField(blank=True, null=True, verbose_name="simulation")),
                ("decided_as", models.CharField(blank=True, max_length=20, verbose_name="posting of the second")),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="decided at")),
                ("in_force_on", models.DateField(blank=True, null=True, verbose_name="in force from")),
                ("index", models.PositiveBigIntegerField(blank=True, null=True, verbose_name="index of the log entry")),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
                (
                    "log",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="allocation.courtlog",
                        verbose_name="log",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="proposed by",
                    ),
                ),
            ],
            options={
                "verbose_name": "change of the rules of the draw",
                "verbose_name_plural": "changes of the rules of the draw",
            },
        ),
        migrations.CreateModel(
            name="PublishedList",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("pool", models.CharField(max_length=100, verbose_name="pool")),
                (
                    "judges",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), size=None, verbose_name="judges in their order"
                    ),
                ),
                ("index", models.PositiveBigIntegerField(verbose_name="index of the log entry")),
                ("published_on", models.DateField(verbose_name="published on")),
                (
                    "log",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lists",
                        to="allocation.courtlog",
                        verbose_name="log",
                    ),
                ),
            ],
            options={
                "verbose_name": "published list",
                "verbose_name_plural": "published lists",
                "ordering": ["index"],
            },
        ),
        migrations.AddIndex(
            model_name="changeofrule",
            index=models.Index(fields=["log", "-id"], name="changes_of_a_court"),
        ),
        migrations.AddConstraint(
            model_name="changeofrule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "approved"), _negated=True),
                    models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                    _connector="OR",
                ),
                name="a_change_has_two_signers",
            ),
        ),
        migrations.AddConstraint(
            model_name="changeofrule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "approved"), _negated=True),
                    models.Q(("decided_by__isnull", False), ("index__isnull", False)),
                    _connector="OR",
                ),
                name="an_approved_change_stands_in_the_log",
            ),
        ),
        migrations.AddConstraint(
            model_name="publishedlist",
            constraint=models.UniqueConstraint(fields=("log", "index"), name="one_list_a_place_in_the_log"),
        ),
        migrations.RunSQL(COUNT_CASES, migrations.RunSQL.noop),
    ]
