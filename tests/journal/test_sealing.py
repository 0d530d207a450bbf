import datetime as dt
import threading
from functools import partial

import pytest
from django.db import IntegrityError, connection, transaction

from core import clock
from journal import alarms, merkle, sealing, tree
from journal.access import saw, who_saw
from journal.actions import record
from journal.models import AccessMinute, AccessRow, Delivery, Entry, Leaf, Log, Node, Payload, Unsealed
from tests.journal.acting import FILED, LEYLA, at_once, matter, write


def leaves(log: str = "yasamal") -> list[Leaf]:
    return list(Leaf.objects.filter(log=log).order_by("index"))


@pytest.mark.django_db
def test_sealer_gives_entries_their_place_in_their_own_log():
    first, second = write(count=2)
    (other,) = write(log="national")
    assert sealing.seal("yasamal") == 2
    assert sealing.seal("national") >= 1
    assert [(leaf.index, leaf.entry_id) for leaf in leaves()] == [(0, first.pk), (1, second.pk)]
    assert other.pk in [leaf.entry_id for leaf in leaves("national")]
    assert not Unsealed.objects.filter(log="yasamal").exists()


@pytest.mark.django_db
def test_leaf_hashes_the_stored_text_and_the_log_keeps_the_root_of_its_leaves():
    for _turn in range(3):
        (entry,) = write()
        sealing.seal("yasamal")
        assert bytes(leaves()[-1].leaf_hash) == merkle.leaf_hash(entry.canonical.encode())
    hashes = [bytes(leaf.leaf_hash) for leaf in leaves()]
    log = Log.objects.get(pk="yasamal")
    assert merkle.Frontier(log.size, bytes(log.frontier)).root == merkle.root(hashes) == tree.root("yasamal", 3)


@pytest.mark.django_db
def test_proofs_come_from_kept_nodes_in_two_queries(django_assert_max_num_queries):
    write(count=21)
    sealing.seal("yasamal")
    hashes = [bytes(leaf.leaf_hash) for leaf in leaves()]
    root = merkle.root(hashes)
    for index in (0, 7, 16, 20):
        with django_assert_max_num_queries(2):
            proof = tree.inclusion("yasamal", index, 21)
        merkle.verify_inclusion(index, 21, hashes[index], root, proof)
    for old in (1, 8, 13, 20, 21):
        merkle.verify_consistency(old, 21, merkle.root(hashes[:old]), root, tree.consistency("yasamal", old, 21))


@pytest.mark.django_db
def test_log_of_draws_is_appended_to_directly_and_never_in_the_background():
    index, leaf = sealing.append("draws/yasamal", '{"a":1}')
    again, _leaf = sealing.append("draws/yasamal", '{"a":2}')
    assert (index, again) == (0, 1)
    assert leaf == merkle.leaf_hash(b'{"a":1}')
    assert [row.body for row in leaves("draws/yasamal")] == ['{"a":1}', '{"a":2}']
    with pytest.raises(sealing.NotThisLog):
        sealing.append("yasamal", "{}")


@pytest.mark.django_db(transaction=True)
def test_entry_committed_late_is_sealed_late_and_not_passed_over():
    written, go_on = threading.Event(), threading.Event()

    def late() -> None:
        with transaction.atomic():
            record(FILED, on=matter(), by=LEYLA, number=99)
            written.set()
            go_on.wait(30)

    def early() -> None:
        written.wait(30)
        write(count=3)
        assert sealing.seal("yasamal") == 3
        go_on.set()

    at_once([late, early])
    assert sealing.seal("yasamal") == 1
    assert leaves()[3].entry_id < leaves()[0].entry_id


@pytest.mark.django_db(transaction=True)
def test_eight_writers_and_two_sealers_lose_and_double_nothing(settings):
    Log.objects.get_or_create(name="yasamal")
    stop = threading.Event()

    def seal_on() -> None:
        while not stop.is_set():
            sealing.seal()

    def draw(court: str) -> None:
        for number in range(10):
            with transaction.atomic():
                sealing.append(court, f'{{"number":{number}}}')

    def write_all() -> None:
        at_once([*[partial(write, count=25)] * 6, partial(write, count=25, log="national"), partial(write, count=25)])
        at_once([partial(draw, "draws/yasamal")] * 4)
        stop.set()

    at_once([write_all, seal_on, seal_on])
    sealing.seal()
    mine = Entry.objects.filter(event="trial.filed")
    assert mine.count() == Payload.objects.filter(entry_id__in=mine.values("pk")).count() == 200
    assert Delivery.objects.filter(task="tests.journal.reactions.note").count() == 200
    assert [leaf.index for leaf in leaves()] == list(range(175))
    assert len({leaf.entry_id for leaf in leaves()}) == 175
    assert [leaf.index for leaf in leaves("draws/yasamal")] == list(range(40))
    assert not Unsealed.objects.exclude(log="access").exists()
    hashes = [bytes(leaf.leaf_hash) for leaf in leaves()]
    assert tree.root("yasamal", 175) == merkle.root(hashes)


@pytest.mark.django_db
@pytest.mark.parametrize("table", ["leaf", "node", "accessrow", "accessminute"])
def test_what_was_sealed_cannot_be_altered(table):
    write(count=2)
    saw(LEYLA, ["fin:5XK2T7P"], 11, "case page")
    AccessMinute.objects.create(index=10**6, minute=clock.now(), row_ids=[1])
    sealing.seal()
    for tampering in (f"DELETE FROM journal_{table}", f"UPDATE journal_{table} SET {column(table)} = {column(table)}"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(tampering)


def column(table: str) -> str:
    return "subject" if table == "accessrow" else "index"


@pytest.mark.django_db
def test_log_never_shrinks():
    write(count=2)
    sealing.seal()
    with pytest.raises(IntegrityError), transaction.atomic():
        Log.objects.filter(pk="yasamal").update(size=1)
    assert Node.objects.filter(log="yasamal").count() == 1


@pytest.mark.django_db
def test_entry_unsealed_for_a_minute_alarms():
    write()
    assert "yasamal" not in [alarm.where for alarm in alarms.current()]
    old = clock.now() - dt.timedelta(seconds=61)
    Unsealed.objects.filter(log="yasamal").update(at=old)
    (alarm,) = [alarm for alarm in alarms.current() if alarm.where == "yasamal"]
    assert (alarm.code, alarm.since) == ("unsealed", old)
    assert "yasamal" in alarm.text
    (age,) = [m.samples[0].value for m in alarms.JournalCollector().collect() if "oldest" in m.name]
    assert age >= 61


@pytest.mark.django_db
def test_person_sees_who_opened_her_data_newest_first(django_assert_num_queries):
    clock.now()  # reads the offset of the demo's clock
    with django_assert_num_queries(1):
        saw(LEYLA, ["fin:5XK2T7P", "party:3", "fin:5XK2T7P"], 11, "case page", "request-1")
    saw(LEYLA, ["fin:5XK2T7P"], None, "search")
    saw(LEYLA, ["fin:0000000"], 12, "case page")
    rows = list(who_saw(["fin:5XK2T7P", "party:3"]))
    assert [row.purpose for row in rows] == ["search", "case page", "case page"]
    assert (rows[0].user_name, rows[0].posting, rows[0].dossier) == (LEYLA.actor_name, LEYLA.actor_posting, None)
    assert list(who_saw(["fin:5XK2T7P", "party:3"], before=(rows[0].at, rows[0].pk))) == rows[1:]


@pytest.mark.django_db
def test_each_minute_of_the_access_log_is_one_leaf():
    minute = clock.now().replace(second=0, microsecond=0) - dt.timedelta(minutes=10)
    for offset in (0, 10, 70):
        row = AccessRow(at=minute + dt.timedelta(seconds=offset), user_name="Leyla", subject="party:1", purpose="page")
        row.save()
    saw(LEYLA, ["party:1"], None, "now, in a minute that is not over")
    assert sealing.seal_access() == 3
    assert [(row.minute, len(row.row_ids)) for row in AccessMinute.objects.order_by("index")] == [
        (minute, 2),
        (minute + dt.timedelta(minutes=1), 1),
    ]
    assert Unsealed.objects.filter(log="access").count() == 1
    AccessRow.objects.create(at=minute, user_name="Late", subject="party:1", purpose="page")
    assert sealing.seal_access() == 1
    assert AccessMinute.objects.filter(minute=minute).count() == 2
