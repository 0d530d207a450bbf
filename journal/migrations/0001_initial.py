from pathlib import Path

import django.contrib.postgres.fields
from django.db import migrations, models

# Each of these is one table a month: the key gains `at`, a default partition takes what no month has yet.
PARTITIONED = {
    "journal_entry": "id",
    "journal_payload": "entry_id",
    "journal_delivery": "id",
    "journal_accessrow": "id",
}
PARTITION = """
ALTER TABLE {table} RENAME TO {table}_plain;
CREATE TABLE {table} (LIKE {table}_plain INCLUDING DEFAULTS INCLUDING IDENTITY) PARTITION BY RANGE (at);
DROP TABLE {table}_plain;
ALTER TABLE {table} ADD CONSTRAINT {table}_pkey PRIMARY KEY ({key}, at);
CREATE TABLE {table}_default PARTITION OF {table} DEFAULT;
"""
RULES = (Path(__file__).parent / "rules.sql").read_text()


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Head",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "log", "size", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("log", models.CharField(max_length=60, verbose_name="log")),
                ("size", models.BigIntegerField(verbose_name="leaves")),
                ("root", models.BinaryField(verbose_name="root")),
                ("at", models.DateTimeField(verbose_name="at")),
                ("key", models.CharField(max_length=64, verbose_name="key of the court")),
                ("court_signature", models.BinaryField(verbose_name="signature of the court")),
                ("witness_key", models.CharField(max_length=64, null=True, verbose_name="key of the witness")),
                ("witness_signature", models.BinaryField(null=True, verbose_name="signature of the witness")),
            ],
            options={
                "verbose_name": "head",
                "verbose_name_plural": "heads",
            },
        ),
        migrations.CreateModel(
            name="Heartbeat",
            fields=[
                ("name", models.CharField(max_length=60, primary_key=True, serialize=False, verbose_name="process")),
                ("at", models.DateTimeField(verbose_name="at")),
            ],
            options={
                "verbose_name": "heartbeat",
                "verbose_name_plural": "heartbeats",
            },
        ),
        migrations.CreateModel(
            name="Log",
            fields=[
                ("name", models.CharField(max_length=60, primary_key=True, serialize=False, verbose_name="name")),
                ("size", models.BigIntegerField(default=0, verbose_name="leaves")),
                ("frontier", models.BinaryField(default=bytes, verbose_name="roots of the complete subtrees")),
            ],
            options={
                "verbose_name": "log",
                "verbose_name_plural": "logs",
            },
        ),
        migrations.CreateModel(
            name="Node",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "log", "level", "index", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("log", models.CharField(max_length=60, verbose_name="log")),
                ("level", models.SmallIntegerField(verbose_name="level")),
                ("index", models.BigIntegerField(verbose_name="index")),
                ("hash", models.BinaryField(verbose_name="hash")),
            ],
            options={
                "verbose_name": "inner node",
                "verbose_name_plural": "inner nodes",
            },
        ),
        migrations.CreateModel(
            name="Payload",
            fields=[
                ("entry_id", models.BigIntegerField(primary_key=True, serialize=False, verbose_name="entry")),
                ("at", models.DateTimeField(verbose_name="at")),
                ("salt", models.BinaryField(verbose_name="salt")),
                ("payload", models.TextField(verbose_name="content")),
            ],
            options={
                "verbose_name": "content of an entry",
                "verbose_name_plural": "contents of entries",
            },
        ),
        migrations.CreateModel(
            name="AccessMinute",
            fields=[
                ("index", models.BigIntegerField(primary_key=True, serialize=False, verbose_name="leaf")),
                ("minute", models.DateTimeField(verbose_name="minute")),
                (
                    "row_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), size=None, verbose_name="rows"
                    ),
                ),
            ],
            options={
                "verbose_name": "sealed minute of the access log",
                "verbose_name_plural": "sealed minutes of the access log",
                "indexes": [models.Index(fields=["minute"], name="accessminute_minute")],
            },
        ),
        migrations.CreateModel(
            name="AccessRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(verbose_name="at")),
                ("user_id", models.BigIntegerField(null=True, verbose_name="who, id")),
                ("user_name", models.CharField(max_length=200, verbose_name="who")),
                ("posting", models.CharField(max_length=300, verbose_name="posting")),
                ("subject", models.CharField(max_length=60, verbose_name="whose data")),
                ("dossier", models.BigIntegerField(null=True, verbose_name="dossier")),
                ("purpose", models.CharField(max_length=200, verbose_name="purpose")),
                ("request_id", models.CharField(blank=True, max_length=40, verbose_name="request")),
            ],
            options={
                "verbose_name": "opening of personal data",
                "verbose_name_plural": "openings of personal data",
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("entry_id", models.BigIntegerField(verbose_name="entry")),
                ("at", models.DateTimeField(verbose_name="at")),
                ("task", models.CharField(max_length=120, verbose_name="task")),
                ("dossier", models.BigIntegerField(null=True, verbose_name="dossier")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "waiting"),
                            ("running", "running"),
                            ("failed", "failed, will be tried again"),
                            ("done", "done"),
                            ("dead", "given up"),
                        ],
                        default="pending",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="attempts")),
                ("next_at", models.DateTimeField(verbose_name="next attempt at")),
                ("error", models.TextField(blank=True, verbose_name="last error")),
            ],
            options={
                "verbose_name": "delivery",
                "verbose_name_plural": "deliveries",
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("log", models.CharField(max_length=60, verbose_name="log")),
                ("at", models.DateTimeField(verbose_name="at")),
                ("event", models.CharField(max_length=80, verbose_name="event")),
                ("actor_id", models.BigIntegerField(null=True, verbose_name="id of the actor")),
                ("actor_name", models.CharField(max_length=200, verbose_name="actor")),
                ("actor_posting", models.CharField(max_length=300, verbose_name="posting of the actor")),
                ("dossier", models.BigIntegerField(null=True, verbose_name="dossier")),
                ("subject_kind", models.CharField(max_length=80, verbose_name="kind of subject")),
                ("subject_id", models.CharField(max_length=40, verbose_name="id of the subject")),
                ("data_hash", models.BinaryField(verbose_name="hash of the content")),
                ("canonical", models.TextField(verbose_name="hashed text")),
            ],
            options={
                "verbose_name": "entry",
                "verbose_name_plural": "entries",
            },
        ),
        migrations.CreateModel(
            name="Leaf",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "log", "index", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("log", models.CharField(max_length=60, verbose_name="log")),
                ("index", models.BigIntegerField(verbose_name="index")),
                ("entry_id", models.BigIntegerField(null=True, unique=True, verbose_name="entry")),
                ("body", models.TextField(null=True, verbose_name="hashed text")),
                ("leaf_hash", models.BinaryField(verbose_name="leaf hash")),
                ("sealed_at", models.DateTimeField(verbose_name="sealed at")),
            ],
            options={
                "verbose_name": "leaf",
                "verbose_name_plural": "leaves",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("entry_id__isnull", False), ("body__isnull", False), _connector="XOR"),
                        name="leaf_is_of_an_entry_or_has_its_own_text",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PublicKey",
            fields=[
                ("hash", models.CharField(max_length=64, primary_key=True, serialize=False, verbose_name="hash")),
                ("owner", models.CharField(max_length=60, verbose_name="owner")),
                ("n", models.TextField(verbose_name="modulus")),
                ("e", models.PositiveIntegerField(verbose_name="exponent")),
                ("soundness", models.JSONField(default=list, verbose_name="signatures of soundness")),
                ("added_at", models.DateTimeField(verbose_name="added at")),
            ],
            options={
                "verbose_name": "public key",
                "verbose_name_plural": "public keys",
                "indexes": [models.Index(fields=["owner", "-added_at"], name="publickey_of_owner")],
            },
        ),
        migrations.CreateModel(
            name="Unsealed",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "log", "row_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("log", models.CharField(max_length=60, verbose_name="log")),
                ("row_id", models.BigIntegerField(verbose_name="row")),
                ("at", models.DateTimeField(verbose_name="at")),
            ],
            options={
                "verbose_name": "unsealed row",
                "verbose_name_plural": "unsealed rows",
                "indexes": [models.Index(fields=["at"], name="unsealed_oldest")],
            },
        ),
        *(
            migrations.RunSQL(PARTITION.format(table=table, key=key), migrations.RunSQL.noop)
            for table, key in PARTITIONED.items()
        ),
        migrations.AddIndex(
            model_name="accessrow", index=models.Index(fields=["subject", "-at", "-id"], name="access_of_subject")
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("state__in", ("pending", "running", "failed"))),
                fields=["next_at"],
                name="delivery_due",
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("state__in", ("pending", "running", "failed"))),
                fields=["dossier", "task", "id"],
                name="delivery_order",
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(condition=models.Q(("state", "dead")), fields=["id"], name="delivery_dead"),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.UniqueConstraint(
                fields=("entry_id", "task", "at"), name="one_delivery_of_an_entry_to_a_task"
            ),
        ),
        migrations.AddIndex(
            model_name="entry", index=models.Index(fields=["dossier", "-at", "-id"], name="entry_timeline")
        ),
        migrations.AddIndex(
            model_name="entry", index=models.Index(fields=["event", "log", "at"], name="entry_statistics")
        ),
        migrations.AddIndex(
            model_name="entry", index=models.Index(fields=["subject_kind", "subject_id"], name="entry_subject")
        ),
        migrations.RunSQL(RULES, migrations.RunSQL.noop),
    ]
