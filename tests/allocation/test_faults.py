"""Attacks on the court's own side: what the database, the log and the signers do not let anybody do."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from allocation import alarms
from allocation.actions import draw_case, record_draw
from allocation.courtlog import append_record
from allocation.models import CourtLog, Draw, EnteredAbsence, EnteredKey, Place
from allocation.opening import enter_key, open_at_need
from allocation.proving import keys_in_use
from cases.models import Case
from core import clock
from core.errors import Refused
from journal import alarms as journal_alarms
from journal import keys, rsa
from journal.models import Leaf
from reference.models import Body
from staff.models import Absence, Judge
from tests.allocation.test_verify_draw import NOT_COPRIME, padded

NewCase = Callable[..., Case]


def test_an_attempt_has_one_record_even_if_a_program_forgets_the_rule(new_case: NewCase, judges: list[Judge]) -> None:
    draw = draw_case(new_case())
    twin = {"log": draw.log, "case": draw.case, "attempt": 1, "pool": draw.pool, "dossier": draw.dossier}
    with pytest.raises(IntegrityError, match="one_record_an_attempt"), transaction.atomic():
        Draw.objects.create(**twin, public_id="ab" * 10, at=clock.now(), kind="civil", weight=100, index=99)


def test_a_record_under_way_is_not_written_again(new_case: NewCase, judges: list[Judge]) -> None:
    case = new_case()
    open_at_need(case.court)
    assert record_draw(case) == record_draw(case)
    assert Draw.objects.count() == 1


def test_a_record_whose_time_is_not_later_than_the_one_before_is_refused(
    new_case: NewCase, judges: list[Judge], court: Body
) -> None:
    draw_case(new_case())
    log = CourtLog.objects.get(court=court)
    leaves = Leaf.objects.filter(log=log.name).count()
    for at in (log.record_at, log.record_at - dt.timedelta(seconds=1)):
        with pytest.raises(Refused):
            append_record(log, "{}", at)
    assert Leaf.objects.filter(log=log.name).count() == leaves


def test_draws_of_the_same_second_still_have_times_in_order(new_case: NewCase, judges: list[Judge]) -> None:
    times = [draw_case(new_case()).at for _ in range(4)]
    assert times == sorted(set(times))


def test_a_key_is_not_used_on_the_day_it_was_entered(new_case: NewCase, judges: list[Judge], court: Body) -> None:
    log = open_at_need(court)
    EnteredKey.objects.filter(holder="court").delete()
    enter_key(log, "court", keys.entered(court.short_code))
    with pytest.raises(Refused):
        draw_case(new_case())
    with pytest.raises(Refused):
        keys_in_use(log, log.last_at + dt.timedelta(hours=23))
    assert keys_in_use(log, log.last_at + dt.timedelta(hours=24))["court"] == keys.signer(court.short_code).public.hash


def test_a_key_whose_exponent_is_not_coprime_never_enters_the_house(db: None) -> None:
    """Most texts have no signature under it, so eight of them cannot be shown; some texts would have many."""
    p, q = NOT_COPRIME
    n, best = p * q, pow(65537, -1, (p - 1) // 65537 * (q - 1))
    tries = [pow(padded(text), best, n).to_bytes(256) for text in rsa.soundness_texts(rsa.Public(n, 65537))]
    form = {"n": f"{n:x}", "e": 65537, "soundness": [one.hex() for one in tries]}
    with pytest.raises(ValueError, match="soundness"):
        keys.enter("yasamal", form)
    with pytest.raises(ValueError, match="exponent"):
        keys.enter("yasamal", {**form, "e": 3})


def test_a_leaf_of_the_public_log_can_be_neither_changed_nor_removed(new_case: NewCase, judges: list[Judge]) -> None:
    draw = draw_case(new_case())
    leaf = Leaf.objects.filter(log=draw.log.name, index=draw.index)
    with pytest.raises(IntegrityError), transaction.atomic():
        leaf.update(body=draw.record.replace('"load":0', '"load":9', 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        leaf.delete()


def miscounts() -> list[str]:
    return [alarm.text for alarm in journal_alarms.current() if alarm.code == "signer counts differ"]


def test_a_witness_that_signed_more_than_the_log_has_alarms(
    new_case: NewCase, judges: list[Judge], court: Body, settings: Any, empty_cache: Any
) -> None:
    for _ in range(2):
        draw_case(new_case())
    assert court.short_code not in alarms.compare_counts()
    assert miscounts() == []
    with connection.cursor() as cursor:  # somebody with the database in hand makes a draw vanish
        cursor.execute("DELETE FROM allocation_draw WHERE id = (SELECT max(id) FROM allocation_draw)")
    assert alarms.compare_counts()[court.short_code] == (1, 2)
    assert len(miscounts()) == 1
    settings.WITNESS_URL = "http://127.0.0.1:9"
    assert alarms.compare_counts() == {}
    empty_cache()
    assert miscounts() == []


def test_judges_who_go_missing_overnight_alarm(
    judges: list[Judge], new_judge: Callable[..., Judge], court: Body
) -> None:
    for _ in range(3):
        new_judge(court)
    log = open_at_need(court)
    Place.objects.update(from_on=clock.today() - dt.timedelta(days=5))
    assert list(alarms.shrunk([log])) == []
    away(log, judges[0])
    assert list(alarms.shrunk([log])) == []  # one of six
    away(log, judges[1])
    found = list(alarms.shrunk([log]))
    assert {alarm.code for alarm in found} == {"judges missing"}
    assert {alarm.where for alarm in found} == {log.name}


def away(log: CourtLog, judge: Judge) -> None:
    """Absent from today on, by an entry of yesterday."""
    today = clock.today()
    days = {"from_on": today, "to_on": today + dt.timedelta(days=3)}
    absence = Absence.objects.create(judge=judge, kind="leave", **days)
    entry = {"index": 1, "entered_on": today - dt.timedelta(days=1)}
    EnteredAbsence.objects.create(log=log, absence=absence, judge=judge, **entry, **days)
