"""A reserve judge (CPM 309): asked for, drawn as a further seat, booked, seated where a judge leaves."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from allocation import redraw
from allocation.actions import draw_case, keep_up
from allocation.giving import Mover, Recusal, Ruling, Vacancy
from allocation.models import CourtLog, Draw, Place, Waiting
from allocation.verifying import ledger_faults
from cases.lifecycle import Status
from cases.models import Case, JudgeSeat
from core import clock
from core.errors import Refused
from decisions.obstacles import signers
from hearings import booking
from hearings.models import Kind
from journal.heads import sign_head
from journal.models import Entry
from reference.calendar import calendar
from reference.models import Body, Room
from staff.models import Absence, Judge
from tests.allocation.beginning import registered
from tests.allocation.test_public_draws import next_day, replayed
from tests.conftest import APPEAL
from tests.people import judge_of

NewCase = Callable[..., Case]
CHAIR, PANEL = 0, 3


def accepted_criminal(_court: Body) -> None:
    """Five judges of the court of appeal, the first its chair; a criminal case before three of them, accepted."""
    appeal = Body.objects.get(code=APPEAL)
    chair = judge_of(appeal, role="chair")
    Judge.objects.filter(pk=chair.pk).update(is_chair=True)
    for _ in range(4):
        judge_of(appeal)
    case = registered(appeal, kind="criminal")
    draw_case(case)
    Case.objects.filter(pk=case.pk).update(status=Status.ACCEPTED)


begin = accepted_criminal


@pytest.fixture
def five(appeal_court: Body) -> list[Judge]:
    return list(Judge.objects.filter(body=appeal_court).order_by("public_id"))


@pytest.fixture
def criminal(appeal_court: Body) -> Case:
    return fresh(Case.objects.get(court=appeal_court, kind__code="criminal"))


def fresh(case: Case) -> Case:
    return Case.objects.select_related("court", "kind", "category", "dossier", "judge__user").get(pk=case.pk)


def ask(client: Client, case: Case) -> Any:
    return client.post(f"/allocation/{case.pk}/ask-reserve/", {"seen": fresh(case).version})


def seat(client: Client, case: Case, number: int) -> Any:
    return client.post(f"/allocation/{case.pk}/seat-reserve/", {"seen": fresh(case).version, "seat": number})


@pytest.fixture
def reserved(as_user: Any, criminal: Case) -> JudgeSeat:
    """The seat of the reserve judge, whom the presiding judge asked for."""
    assert ask(as_user(criminal.judge.user), criminal).status_code == 302
    return JudgeSeat.objects.select_related("judge__user").get(case=criminal, is_reserve=True, to_on=None)


def member(case: Case, number: int = 2) -> Judge:
    return JudgeSeat.objects.select_related("judge__user").get(case=case, seat=number, to_on=None).judge


def recused(case: Case, judge: Judge, by: User) -> None:
    """Granted at the first word, past the question who decides."""
    facts = {"mover": Mover.PARTY, "party": "prokuror", "ground": "interested", "text": "…", "filed_on": clock.today()}
    recusal = redraw.file_recusal(fresh(case), judge, by=by, **facts)
    Recusal.objects.filter(pk=recusal.pk).update(decider="appeal")
    recusal.refresh_from_db()
    assert redraw.decide_recusal(recusal, grants=True, text="…", by=by).state == Ruling.GRANTED


@pytest.mark.requirement("EM-6.1.13")
def test_the_reserve_judge_is_a_further_seat_drawn_by_an_ordinary_record_that_a_stranger_replays(
    client: Client, criminal: Case, reserved: JudgeSeat, appeal_court: Body, tmp_path: Path
) -> None:
    first, draw = Draw.objects.filter(dossier=criminal.pk).order_by("attempt")
    assert draw.pool == first.pool == f"{appeal_court.short_code}/cinayet"
    assert (reserved.seat, draw.judges) == (4, [reserved.judge.public_id])
    assert reserved.judge not in redraw.sitting(criminal)
    place = Place.objects.get(judge=reserved.judge, pool=draw.pool)
    assert (place.load, place.drawn) == (draw.weight, 1)
    sign_head(draw.log.name)
    next_day()
    assert replayed(client, appeal_court, tmp_path) == ""
    assert list(ledger_faults()) == []
    client.cookies["language"] = "en"
    assert "reserve judge" in client.get(draw.get_absolute_url()).content.decode()


def test_the_presiding_judge_is_told_at_once_by_name_who_the_reserve_judge_is(as_user: Any, criminal: Case) -> None:
    client = as_user(criminal.judge.user)
    page = client.get(ask(client, criminal).url)
    held = JudgeSeat.objects.select_related("judge__user").get(case=criminal, is_reserve=True)
    assert [str(held.judge) in str(message) for message in page.context["messages"]] == [True]


def test_the_case_page_says_who_is_the_reserve_judge(as_user: Any, criminal: Case, reserved: JudgeSeat) -> None:
    client = as_user(reserved.judge.user)
    client.cookies["language"] = "en"
    page = client.get(f"/cases/{criminal.pk}/").content.decode()
    assert "Reserve judge" in page
    assert str(reserved.judge) in page
    assert Entry.objects.filter(event="allocation.reserve_asked", dossier=criminal.pk).count() == 1


def test_the_reserve_judge_neither_signs_nor_votes(criminal: Case, reserved: JudgeSeat) -> None:
    assert reserved.judge.user not in signers(criminal)
    assert len(signers(criminal)) == PANEL
    facts = {"mover": Mover.PARTY, "party": "prokuror", "ground": "relative", "text": "…", "filed_on": clock.today()}
    against = redraw.file_recusal(criminal, member(criminal), by=reserved.judge.user, **facts)
    assert reserved.judge not in redraw.deciders(against)
    assert not redraw.may_decide(against, reserved.judge.user)
    against.delete()  # two at once would be decided elsewhere (CPM 109.3.3)
    own = redraw.file_recusal(criminal, reserved.judge, by=criminal.judge.user, **facts)
    assert len(redraw.deciders(own)) == PANEL


def test_a_member_who_leaves_is_replaced_by_the_reserve_judge_and_by_no_draw(
    as_user: Any, criminal: Case, reserved: JudgeSeat
) -> None:
    Case.objects.filter(pk=criminal.pk).update(status=Status.HEARING)
    gone = member(criminal)
    recused(criminal, gone, reserved.judge.user)
    with pytest.raises(Refused):
        draw_case(fresh(criminal))
    presiding = as_user(criminal.judge.user)
    page = presiding.get(f"/allocation/{criminal.pk}/seat-reserve/").content.decode()
    assert str(gone) in page and str(reserved.judge) in page
    assert seat(presiding, criminal, 2).status_code == 302
    held = {one.seat: one.judge for one in JudgeSeat.objects.held().filter(case=criminal)}
    assert held[2] == reserved.judge and set(held) == {1, 2, 3}
    assert not JudgeSeat.objects.held().filter(case=criminal, is_reserve=True).exists()
    assert reserved.judge.user in signers(fresh(criminal))
    assert Draw.objects.filter(dossier=criminal.pk).count() == 2
    assert Entry.objects.get(event="cases.reserve_seated").dossier == criminal.pk
    assert not Vacancy.objects.filter(case=criminal, filled_by=None).exists()
    assert fresh(criminal).status == Status.HEARING
    assert list(ledger_faults()) == []


def test_the_reserve_judge_who_takes_the_first_seat_presides_and_the_log_agrees(
    as_user: Any, five: list[Judge], criminal: Case, reserved: JudgeSeat
) -> None:
    recused(criminal, criminal.judge, reserved.judge.user)
    assert seat(as_user(five[CHAIR].user), criminal, 1).status_code == 302
    assert fresh(criminal).judge == reserved.judge
    assert list(ledger_faults()) == []


def test_a_member_who_is_away_for_long_gives_the_seat_to_the_reserve_judge(
    as_user: Any, criminal: Case, reserved: JudgeSeat
) -> None:
    presiding, away = as_user(criminal.judge.user), member(criminal, 3)
    assert seat(presiding, criminal, 3).status_code == 422
    Absence.objects.create(judge=away, kind="illness", from_on=clock.today(), to_on=clock.today() + 20 * clock.DAY)
    assert seat(presiding, criminal, 3).status_code == 302
    assert member(criminal, 3) == reserved.judge


def test_without_a_reserve_judge_the_seat_is_drawn_as_ever(criminal: Case, five: list[Judge]) -> None:
    gone = member(criminal)
    recused(criminal, gone, five[CHAIR].user if five[CHAIR] != gone else criminal.judge.user)
    draw = draw_case(fresh(criminal))
    assert draw.attempt == 2 and member(criminal) != gone


def test_a_reserve_judge_is_asked_for_only_before_a_criminal_trial_of_three(
    as_user: Any, new_case: NewCase, five: list[Judge], criminal: Case, appeal_court: Body
) -> None:
    civil = new_case(appeal_court, kind="civil")
    draw_case(civil)
    chair = as_user(five[CHAIR].user)
    assert ask(chair, civil).status_code == 422
    Case.objects.filter(pk=criminal.pk).update(status=Status.HEARING)
    assert ask(chair, criminal).status_code == 422
    Case.objects.filter(pk=criminal.pk).update(status=Status.ACCEPTED)
    assert ask(chair, criminal).status_code == 302
    assert ask(chair, criminal).status_code == 422
    assert JudgeSeat.objects.filter(case=criminal, is_reserve=True).count() == 1


def test_nobody_else_asks_for_a_reserve_judge(
    as_user: Any, new_person: Any, criminal: Case, appeal_court: Body, judges: list[Judge]
) -> None:
    idle = next(judge for judge in redraw.sitting(criminal)[1:] if not judge.is_chair)
    clerk = new_person("clerk", appeal_court)
    stranger = judges[2].user
    said = [ask(as_user(person), criminal).status_code for person in (idle.user, clerk, stranger)]
    assert said == [422, 403, 404]
    assert not Vacancy.objects.filter(case=criminal).exists()


def test_when_nobody_is_left_the_case_waits_for_its_reserve_judge_and_goes_on(
    as_user: Any, criminal: Case, five: list[Judge], appeal_court: Body
) -> None:
    sitting = {judge.pk for judge in redraw.sitting(criminal)}
    days = {"from_on": clock.today(), "to_on": clock.today() + 30 * clock.DAY}
    for judge in (one for one in five if one.pk not in sitting):
        Absence.objects.create(judge=judge, kind="leave", **days)
    keep_up(CourtLog.objects.get(court=appeal_court))
    next_day()
    assert ask(as_user(criminal.judge.user), criminal).status_code == 302
    assert Waiting.objects.filter(dossier=criminal.pk).exists()
    assert len(signers(fresh(criminal))) == PANEL


def test_no_hearing_is_set_while_a_judge_of_the_panel_or_the_reserve_judge_sits_elsewhere(
    new_case: NewCase, criminal: Case, reserved: JudgeSeat, appeal_court: Body
) -> None:
    rooms = [Room.objects.get_or_create(body=appeal_court, name=f"Zal {n}")[0] for n in (71, 72)]
    starts = clock.at(calendar().add_working_days(clock.today(), 15), dt.time(10))
    other = new_case(appeal_court, kind="criminal")
    JudgeSeat.objects.create(case=other, judge=reserved.judge, seat=1, from_on=clock.today())
    Case.objects.filter(pk=other.pk).update(judge=reserved.judge, status=Status.ACCEPTED)
    facts = {"starts_at": starts, "minutes": 60, "kind": Kind.PREPARATORY}
    booking.set_hearing(fresh(other), room=rooms[0], by=reserved.judge.user, **facts)
    with pytest.raises(Refused, match=str(reserved.judge)):
        booking.set_hearing(criminal, room=rooms[1], by=criminal.judge.user, **facts)
    later = facts | {"starts_at": starts + dt.timedelta(hours=1)}
    assert booking.set_hearing(criminal, room=rooms[1], by=criminal.judge.user, **later)
