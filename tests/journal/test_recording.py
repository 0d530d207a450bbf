import pytest
from celery import Celery
from django.db import IntegrityError, connection, transaction
from django.db.transaction import TransactionManagementError
from structlog.testing import capture_logs

from courtcms.celery import app
from journal import actors, plot
from journal.actions import destroy_payload, record
from journal.models import Delivery, Entry, Heartbeat, Payload, Unsealed
from journal.nudge import nudge
from journal.registry import Event, UndeclaredEvent
from tests.journal.acting import ANSWERED, BROKEN, FILED, LEYLA, matter, write


@pytest.mark.django_db
def test_entry_tells_who_did_what_on_what_and_when(django_assert_num_queries):
    entry = record(FILED, on=matter(5), by=LEYLA, claim="borc", amounts=["12.50", None], is_urgent=True)
    told = Entry.objects.get(pk=entry.pk)
    assert (told.log, told.event, told.dossier, told.subject_kind, told.subject_id) == (
        "yasamal",
        "trial.filed",
        11,
        "journal.entry",
        "5",
    )
    assert (told.actor_id, told.actor_name, told.actor_posting) == (7, "Leyla Abbasova", LEYLA.actor_posting)
    assert told.data == {"claim": "borc", "amounts": ["12.50", None], "is_urgent": True}
    assert (told.title, told.icon, told.actor) == ("Filed", "circle", "Leyla Abbasova")


@pytest.mark.django_db
def test_entry_costs_two_statements_and_its_timeline_one(django_assert_num_queries):
    write()
    with django_assert_num_queries(2):
        record(FILED, on=matter(), by=LEYLA, number=2)
    write(count=8)
    with django_assert_num_queries(1):
        assert [entry.data["number"] for entry in Entry.objects.for_dossier(11)][:2] == [7, 6]


@pytest.mark.django_db
def test_event_that_no_app_declares_is_refused():
    forged = object.__new__(Event)
    for name, value in {"code": "trial.forged", "title": "Forged", "icon": "circle"}.items():
        object.__setattr__(forged, name, value)
    with pytest.raises(UndeclaredEvent):
        record(forged, on=matter(), by=LEYLA)
    assert not Entry.objects.filter(event="trial.forged").exists()


def test_event_is_declared_once_with_one_title():
    assert Event("trial.filed", "Filed") == FILED
    with pytest.raises(ValueError, match="declared twice"):
        Event("trial.filed", "Something else")
    with pytest.raises(ValueError, match=r"app\.verb"):
        Event("filed", "Filed")


@pytest.mark.django_db(transaction=True)
def test_entry_outside_of_a_transaction_is_refused():
    with pytest.raises(TransactionManagementError):
        record(FILED, on=matter(), by=LEYLA)


@pytest.mark.django_db
@pytest.mark.parametrize("log", ["access", "draws/yasamal"])
def test_log_with_leaves_of_its_own_takes_no_entries(log):
    with pytest.raises(ValueError, match="takes no entries"):
        record(FILED, on=matter(log=log), by=LEYLA)


@pytest.mark.django_db
@pytest.mark.parametrize("value", [1.5, {1, 2}, b"x"])
def test_data_that_have_no_canonical_text_are_refused(value):
    with pytest.raises(ValueError, match="no place in a canonical text"):
        record(FILED, on=matter(), by=LEYLA, value=value)


@pytest.mark.django_db
def test_what_follows_at_once_stands_and_falls_with_the_entry():
    entry = record(ANSWERED, on=matter(), by=LEYLA, number=3)
    assert Heartbeat.objects.filter(name=f"at once {entry.pk} 3").exists()
    with pytest.raises(LookupError), transaction.atomic():
        record(BROKEN, on=matter(), by=LEYLA)
    assert not Entry.objects.filter(event="trial.broken").exists()


@pytest.mark.django_db
def test_what_was_rolled_back_was_never_written():
    counts = [model.objects.count() for model in (Entry, Payload, Delivery, Unsealed)]
    with pytest.raises(RuntimeError), transaction.atomic():
        record(FILED, on=matter(), by=LEYLA)
        raise RuntimeError
    assert [model.objects.count() for model in (Entry, Payload, Delivery, Unsealed)] == counts


@pytest.mark.django_db
def test_workers_are_woken_once_for_a_bulk_act(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as waiting:
        write(count=20)
    assert len(waiting) == 1


def test_request_goes_on_when_the_broker_is_down(settings):
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    house = Celery("courtcms", set_as_current=False)
    house.config_from_object("django.conf:settings", namespace="CELERY")
    house.set_current()
    try:
        with capture_logs() as told:
            nudge()
    finally:
        app.set_current()
    assert [line["event"] for line in told] == ["no worker could be woken"]
    assert "127.0.0.1:1." in told[0]["cause"]


def test_plot_that_leads_nowhere_is_refused_at_start(settings):
    settings.PLOT = "tests.journal.plot_with_faults"
    faults = "\n".join(plot.faults())
    assert "no app declares the event trial.unheard_of" in faults
    assert "trial.filed names a function twice" in faults
    assert "tests.journal.reactions.absent, which cannot be imported" in faults
    assert "tests.journal.acting.LEYLA, which is no function" in faults


def test_plot_of_the_house_leads_somewhere(settings):
    settings.PLOT = "courtcms.plot"
    assert list(plot.faults()) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE journal_entry SET event = 'trial.answered'",
        "DELETE FROM journal_entry",
        "UPDATE journal_payload SET payload = '{}'",
        "DELETE FROM journal_payload",
    ],
)
def test_entry_and_its_content_cannot_be_altered(tampering):
    write()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(tampering)


@pytest.mark.django_db
def test_no_table_of_the_journal_can_be_emptied():
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'no_truncate'")
        tables = [table for (table,) in cursor.fetchall()]
        assert {"journal_entry", "journal_entry_default", "journal_payload", "journal_leaf"} <= set(tables)
        for table in tables:
            with pytest.raises(IntegrityError), transaction.atomic():
                cursor.execute(f"TRUNCATE {table}")


@pytest.mark.django_db
def test_content_is_destroyed_by_an_act_that_is_an_entry_itself():
    (entry,) = write()
    destroyed = destroy_payload(entry, act="Act 12 of 2026-11-22", by=LEYLA)
    assert Entry.objects.get(pk=entry.pk).data is None
    assert (destroyed.event, destroyed.subject_id, destroyed.dossier) == (
        "journal.payload_destroyed",
        str(entry.pk),
        11,
    )
    assert destroyed.data == {"act": "Act 12 of 2026-11-22"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Payload.objects.filter(pk=destroyed.pk).delete()


@pytest.mark.django_db
def test_entries_lie_in_the_partition_of_their_month():
    (entry,) = write()
    with connection.cursor() as cursor:
        cursor.execute("SELECT tableoid::regclass::text FROM journal_entry WHERE id = %s", [entry.pk])
        assert cursor.fetchone()[0] == f"journal_entry_y{entry.at:%Y}m{entry.at:%m}"


@pytest.mark.django_db
def test_months_ahead_get_their_partitions_and_the_default_takes_the_rest():
    with connection.cursor() as cursor:
        cursor.execute("SELECT journal_make_partitions('2031-05-17', 2), journal_make_partitions('2031-05-17', 2)")
        assert cursor.fetchone() == (8, 0)
        cursor.execute("SELECT to_regclass('journal_payload_y2031m06') IS NOT NULL")
        assert cursor.fetchone() == (True,)
    Entry.objects.create(**_far("1999-01-01T00:00:00Z"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM journal_entry_default WHERE at < '2000-01-01'")
        assert cursor.fetchone() == (1,)


def _far(at: str) -> dict[str, object]:
    return {"log": "yasamal", "at": at, "event": "trial.filed", "data_hash": b"\0" * 32, "canonical": "{}"}


def test_law_and_jobs_are_named_in_words():
    assert actors.spoken(actors.LAW.actor_name)
    assert "deadlines" in actors.spoken(actors.job("deadlines").actor_name)
    assert actors.spoken("Leyla Abbasova") == "Leyla Abbasova"
