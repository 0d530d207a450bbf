"""A second person looks at category and weight of a registered case; who registered it never does; the judge stays."""

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.models import TeamMember, User
from allocation import redraw
from allocation.actions import draw_case
from allocation.confirming import confirm_categories, confirm_category
from allocation.corrections import ask_correction, confirm_correction, refuse_correction
from allocation.models import CategoryCheck, Correction, Draw, Place
from allocation.models_corrections import CheckState
from allocation.overdue import unconfirmed
from allocation.verifying import ledger_faults
from cases.actions import cancel_registration
from cases.models import Case, JudgeSeat
from core import clock
from core.errors import Refused
from journal.models import Entry
from reference.models import Body
from staff.models import Judge
from tests.allocation import beginning
from tests.people import LEYLA, person

NewCase = Callable[..., Case]
AsUser = Callable[[User], Client]
LIST = "/allocation/categories/"


@pytest.fixture
def colleague(new_person: Callable[..., User], court: Body) -> User:
    """Another clerk of Yasamal."""
    return new_person("clerk", court, surname="Quliyeva", given_name="Sevda")


def begin(court: Body) -> None:
    """A case that Leyla registered and a judge was drawn for."""
    of(partial(beginning.registered, court), person("clerk", court, **LEYLA))


@pytest.fixture
def registered(clerk: User) -> Case:
    return Case.objects.get(pk=CategoryCheck.objects.get(registered_by=clerk).pk)


def of(new_case: NewCase, by: User, **facts: Any) -> Case:
    case = new_case(**facts)
    CategoryCheck.objects.filter(pk=case.pk).update(registered_by=by)
    draw_case(case)
    return Case.objects.get(pk=case.pk)


def page_of(case: Case) -> str:
    return f"/allocation/{case.pk}/category/"


def state(case: Case) -> str:
    return CategoryCheck.objects.get(pk=case.pk).state


def loads(case: Case) -> dict[str, int]:
    draw = Draw.objects.filter(dossier=case.pk).order_by("attempt").last()
    assert draw
    return dict(Place.objects.filter(pool=draw.pool).values_list("judge__public_id", "load"))


@pytest.mark.requirement("EM-6.1.13")
def test_the_draw_does_not_wait_and_another_clerk_confirms(
    as_user: AsUser, registered: Case, clerk: User, colleague: User
) -> None:
    judge, before = registered.judge, loads(registered)
    assert (judge is not None, state(registered)) == (True, CheckState.WAITING)
    second = as_user(colleague)
    case_page = second.get(registered.get_absolute_url()).content.decode()
    assert page_of(registered) in case_page
    assert str(registered.category) in second.get(page_of(registered)).content.decode()
    assert second.post(page_of(registered)).status_code == 302
    check = CategoryCheck.objects.get(pk=registered.pk)
    assert (check.state, check.decided_by) == (CheckState.CONFIRMED, colleague)
    newest = Entry.objects.for_dossier(registered.pk).first()
    assert (newest.event, newest.actor_id) == ("allocation.category_confirmed", colleague.pk)
    registered.refresh_from_db()
    assert (registered.judge, loads(registered)) == (judge, before)
    assert page_of(registered) not in second.get(registered.get_absolute_url()).content.decode()
    assert colleague.full_name in second.get(f"{registered.get_absolute_url()}?tab=draw").content.decode()


def test_the_case_page_offers_the_confirmation_to_a_colleague_and_says_why_not_to_who_registered(
    as_user: AsUser, registered: Case, clerk: User, colleague: User
) -> None:
    address = registered.get_absolute_url()
    assert f'href="{page_of(registered)}"' in as_user(colleague).get(address).content.decode()
    own = as_user(clerk).get(address)
    assert f'href="{page_of(registered)}"' not in own.content.decode()
    assert any("başqa şəxs" in reason for act in own.context["barred"] for reason in act.reasons)


def test_who_registered_is_refused_on_the_page_in_bulk_and_by_the_database(
    as_user: AsUser, registered: Case, clerk: User
) -> None:
    client = as_user(clerk)
    page = client.get(page_of(registered))
    assert page.status_code == 200
    assert "badge-check" not in page.content.decode().split("</form>")[-2]
    assert client.post(page_of(registered)).status_code == 422
    assert client.post(f"{LIST}confirm/", {"rows": [registered.pk]}).status_code == 422
    assert f'value="{registered.pk}"' not in client.get(LIST).content.decode()
    assert state(registered) == CheckState.WAITING
    done = {"state": "confirmed", "decided_by": clerk, "decided_at": clock.now()}
    with pytest.raises(IntegrityError, match="who_registered_does_not_confirm"), transaction.atomic():
        CategoryCheck.objects.filter(pk=registered.pk).update(**done)
    with pytest.raises(IntegrityError, match="has_its_second_person"), transaction.atomic():
        CategoryCheck.objects.filter(pk=registered.pk).update(state="confirmed")


def test_a_foreign_court_sees_nothing_and_a_judge_may_not(
    as_user: AsUser, registered: Case, murad: User, judges: list[Judge]
) -> None:
    stranger = as_user(murad)
    assert stranger.get(page_of(registered)).status_code == 404
    assert stranger.post(page_of(registered)).status_code == 404
    assert stranger.post(f"{LIST}confirm/", {"rows": [registered.pk]}).status_code == 404
    assert registered.number not in stranger.get(LIST).content.decode()
    sitting = as_user(judges[0].user)
    assert sitting.get(LIST).status_code == 403
    assert sitting.post(page_of(registered)).status_code == 403
    assert state(registered) == CheckState.WAITING


def test_pressed_twice_it_is_confirmed_once_and_a_third_person_is_told(
    as_user: AsUser, registered: Case, colleague: User, chair: User
) -> None:
    for _turn in range(2):
        assert as_user(colleague).post(page_of(registered)).status_code == 302
    confirmed = Entry.objects.filter(dossier=registered.pk, event="allocation.category_confirmed")
    assert confirmed.count() == 1
    answer = as_user(chair).post(page_of(registered))
    assert answer.status_code == 422
    assert colleague.full_name in answer.content.decode()
    assert CategoryCheck.objects.get().decided_by == colleague


def test_several_are_confirmed_at_once_or_none(
    as_user: AsUser, new_case: NewCase, judges: list[Judge], clerk: User, colleague: User, chair: User
) -> None:
    mine, theirs = [of(new_case, colleague) for _ in range(2)], [of(new_case, clerk) for _ in range(2)]
    client, rows = as_user(chair), [case.pk for case in (*mine, *theirs)]
    page = client.get(LIST).content.decode()
    assert all(f'value="{pk}"' in page for pk in rows)
    refused = as_user(clerk).post(f"{LIST}confirm/", {"rows": rows})
    assert refused.status_code == 422
    assert all(case.number in refused.content.decode() for case in theirs)
    assert {state(case) for case in (*mine, *theirs)} == {CheckState.WAITING}
    assert client.post(f"{LIST}confirm/", {"rows": []}).status_code == 422
    assert client.post(f"{LIST}confirm/", {"rows": rows}).status_code == 302
    assert client.post(f"{LIST}confirm/", {"rows": rows}).status_code == 302
    assert {state(case) for case in (*mine, *theirs)} == {CheckState.CONFIRMED}
    assert Entry.objects.filter(event="allocation.category_confirmed").count() == 4


def test_a_sealed_case_is_confirmed_by_its_team_alone(
    as_user: AsUser, new_case: NewCase, judges: list[Judge], clerk: User, colleague: User
) -> None:
    case = of(new_case, clerk, is_sealed=True)
    client = as_user(colleague)
    assert case.number not in client.get(LIST).content.decode()
    assert client.post(page_of(case)).status_code == 404
    assert client.post(f"{LIST}confirm/", {"rows": [case.pk]}).status_code == 404
    TeamMember.objects.create(dossier=case.dossier, user=colleague, part="clerk", from_on=clock.today())
    assert case.number in client.get(LIST).content.decode()
    assert client.post(page_of(case)).status_code == 302


def test_an_imported_case_needs_no_confirmation(as_user: AsUser, new_case: NewCase, colleague: User) -> None:
    case = new_case(is_imported=True)
    assert not CategoryCheck.objects.filter(pk=case.pk).exists()
    assert as_user(colleague).get(page_of(case)).status_code == 404


def test_a_wrong_category_goes_to_the_correction_and_settles_the_confirmation(
    as_user: AsUser, registered: Case, clerk: User, colleague: User
) -> None:
    second, correct = as_user(colleague), f"/allocation/{registered.pk}/correct/"
    assert correct in second.get(page_of(registered)).content.decode()
    other = type(registered.category).objects.leaves().filter(kind=registered.kind).order_by("code")[2]
    asked = {"category": other.pk, "level": "1", "reason": "lender is a bank", "seen": registered.version}
    assert second.post(correct, asked).status_code == 302
    assert second.post(page_of(registered)).status_code == 422
    assert correct in second.get(page_of(registered)).content.decode()
    waiting = {"correction": Correction.objects.get().pk}
    assert second.post(correct, waiting).status_code == 422
    assert as_user(clerk).post(correct, waiting).status_code == 302
    registered.refresh_from_db()
    check = CategoryCheck.objects.get(pk=registered.pk)
    assert registered.category == other
    assert (check.state, check.decided_by) == (CheckState.CORRECTED, colleague)
    assert second.post(page_of(registered)).status_code == 422
    assert list(ledger_faults()) == []


@pytest.mark.requirement("EM-6.1.13")
def test_complexity_set_by_two_moves_the_load_and_never_the_judge(
    as_user: AsUser, registered: Case, clerk: User, colleague: User, chair: User
) -> None:
    judge, before, correct = registered.judge, loads(registered), f"/allocation/{registered.pk}/correct/"
    assert judge is not None
    plain = Draw.objects.get(dossier=registered.pk).weight
    asked = {"category": registered.category_id, "level": "2", "reason": "forty parties", "seen": registered.version}
    assert as_user(colleague).post(correct, asked | {"level": "7"}).status_code == 422
    assert as_user(colleague).post(correct, asked | {"level": "1"}).status_code == 422
    assert as_user(colleague).post(correct, asked).status_code == 302
    assert loads(registered) == before
    assert "forty parties" in as_user(chair).get("/allocation/waiting/").content.decode()
    assert as_user(chair).post(correct, {"correction": Correction.objects.get().pk}).status_code == 302
    share = Place.objects.get(judge=judge, pool=Draw.objects.get(dossier=registered.pk).pool).share
    heavier = -(-plain * 150 // 100)
    grown = -(-heavier * share.den // share.num) - -(-plain * share.den // share.num)
    assert loads(registered) == before | {judge.public_id: before[judge.public_id] + grown}
    registered.refresh_from_db()
    assert (registered.judge, registered.weight, state(registered)) == (judge, heavier, CheckState.CORRECTED)
    assert list(ledger_faults()) == []


def test_a_correction_turned_down_leaves_the_confirmation_waiting(
    as_user: AsUser, registered: Case, clerk: User, colleague: User, chair: User
) -> None:
    facts = {"category": registered.category, "level": 3, "reason": "thick", "seen": registered.version}
    correction = ask_correction(registered, **facts, by=colleague)
    address = f"/allocation/corrections/{correction.pk}/refuse/"
    assert as_user(chair).post(address, {"answer": ""}).status_code == 422
    assert as_user(chair).post(address, {"answer": "an ordinary loan"}).status_code == 302
    assert as_user(chair).post(address, {"answer": "again"}).status_code == 422
    with pytest.raises(Refused):
        confirm_correction(correction, by=chair)
    assert state(registered) == CheckState.WAITING
    seen, correct = {"correction": correction.pk}, f"/allocation/{registered.pk}/correct/"
    other = ask_correction(registered, **facts | {"level": 2}, by=colleague)
    assert as_user(chair).post(correct, seen).status_code == 422  # another was asked for since the page was read
    refuse_correction(other, answer="an ordinary loan", by=chair)
    confirm_category(registered, by=colleague)
    own = ask_correction(registered, **{**facts, "seen": Case.objects.get().version}, by=clerk)
    refuse_correction(own, answer="a slip", by=clerk)
    assert "a slip" in as_user(chair).get(registered.get_absolute_url()).content.decode()


def recused(case: Case, judge: Judge, clerk: User, head: User, draws: Callable[..., Any]) -> None:
    facts = {"mover": "party", "party": "A", "ground": "relative", "text": "Qohum", "filed_on": clock.today()}
    recusal = redraw.file_recusal(case, judge, by=clerk, **facts)
    with draws(execute=True):
        redraw.decide_recusal(recusal, grants=True, text="Qəbul edilir", by=head)


def test_confirmed_after_a_recusal_and_a_second_attempt(
    registered: Case, clerk: User, colleague: User, chair: User, django_capture_on_commit_callbacks: Any
) -> None:
    assert registered.judge
    recused(registered, registered.judge, clerk, chair, django_capture_on_commit_callbacks)
    assert Draw.objects.filter(dossier=registered.pk).count() == 2
    confirm_category(registered, by=colleague)
    assert state(registered) == CheckState.CONFIRMED
    assert list(ledger_faults()) == []


def test_a_second_attempt_keeps_the_complexity_that_two_people_set(
    registered: Case, clerk: User, colleague: User, chair: User, django_capture_on_commit_callbacks: Any
) -> None:
    facts = {"category": registered.category, "level": 3, "reason": "thick", "seen": registered.version}
    confirm_correction(ask_correction(registered, **facts, by=colleague), by=chair)
    first, old = Draw.objects.get(dossier=registered.pk), registered.judge
    assert old
    recused(registered, old, clerk, chair, django_capture_on_commit_callbacks)
    registered.refresh_from_db()
    second = Draw.objects.get(dossier=registered.pk, attempt=2)
    assert registered.judge not in (None, old)
    assert second.weight == first.weight == registered.weight
    assert '"weight":100' in second.record or second.weight == 2 * _recorded(second)
    assert list(ledger_faults()) == []


def _recorded(draw: Draw) -> int:
    return int(draw.record.split('"weight":')[1].split(",")[0].rstrip("}"))


def test_complexity_asked_before_a_recusal_and_confirmed_after_it_reaches_the_judge_who_sits(
    registered: Case, clerk: User, colleague: User, chair: User, django_capture_on_commit_callbacks: Any
) -> None:
    facts = {"category": registered.category, "level": 2, "reason": "thick", "seen": registered.version}
    asked, old = ask_correction(registered, **facts, by=colleague), registered.judge
    assert old
    recused(registered, old, clerk, chair, django_capture_on_commit_callbacks)
    before = loads(registered)
    confirm_correction(asked, by=chair)
    registered.refresh_from_db()
    moved = {judge for judge, load in loads(registered).items() if load != before[judge]}
    assert registered.judge
    assert moved == {registered.judge.public_id}
    assert list(ledger_faults()) == []


def test_complexity_of_a_panel_reaches_all_who_sit_also_when_one_seat_was_drawn_anew(
    new_case: NewCase,
    new_judge: Callable[..., Judge],
    new_person: Callable[..., User],
    appeal_court: Body,
    django_capture_on_commit_callbacks: Any,
) -> None:
    for _ in range(5):
        new_judge(appeal_court)
    Judge.objects.filter(body=appeal_court, public_id="j05").update(is_chair=True)
    first, second = (new_person("clerk", appeal_court) for _ in range(2))
    case = of(new_case, first, in_court=appeal_court)
    leaving = JudgeSeat.objects.get(case=case, seat=2).judge
    head = new_person("chair", appeal_court)
    facts = {"mover": "party", "party": "A", "ground": "relative", "text": "Qohum", "filed_on": clock.today()}
    recusal = redraw.file_recusal(case, leaving, by=first, **facts)
    for judge in redraw.deciders(recusal) or [None]:
        with django_capture_on_commit_callbacks(execute=True):
            redraw.decide_recusal(recusal, grants=True, text="Qəbul", by=judge.user if judge else head)
        recusal.refresh_from_db()
    sitting = set(JudgeSeat.objects.filter(case=case, to_on=None).values_list("judge__public_id", flat=True))
    assert len(sitting) == 3
    assert leaving.public_id not in sitting
    before = loads(case)
    case.refresh_from_db()
    asked = ask_correction(case, category=case.category, level=2, reason="thick", seen=case.version, by=second)
    confirm_correction(asked, by=first)
    moved = {judge for judge, load in loads(case).items() if load != before[judge]}
    assert sitting <= moved
    assert list(ledger_faults()) == []


def test_a_case_returned_meanwhile_is_no_more_to_be_confirmed_or_corrected(
    as_user: AsUser, new_case: NewCase, judges: list[Judge], clerk: User, colleague: User
) -> None:
    case = of(new_case, clerk)
    facts = {"category": case.category, "level": 2, "reason": "thick"}
    asked = ask_correction(case, **facts, seen=case.version, by=colleague)
    cancel_registration(case, ground="səhv", seen=case.version, by=clerk)
    before = loads(case)
    assert case.number not in as_user(colleague).get(LIST).content.decode()
    assert as_user(colleague).post(page_of(case)).status_code == 422
    with pytest.raises(Refused):
        confirm_correction(asked, by=clerk)
    refuse_correction(asked, answer="cancelled", by=clerk)
    with pytest.raises(Refused):
        ask_correction(case, **facts, seen=Case.objects.get(pk=case.pk).version, by=colleague)
    assert loads(case) == before


def test_what_waits_longer_than_three_working_days_alarms_and_stands_on_the_alerts(
    as_user: AsUser, registered: Case, clerk: User, colleague: User, court: Body
) -> None:
    assert list(unconfirmed()) == []
    long_ago = clock.now() - dt.timedelta(days=12)
    CategoryCheck.objects.update(since=long_ago)
    (alarm,) = unconfirmed()
    assert alarm.where == f"draws/{court.short_code}"
    assert registered.number in as_user(colleague).get("/desk/alerts/").content.decode()
    confirm_categories([registered.pk], by=colleague)
    assert list(unconfirmed()) == []
    assert registered.number not in as_user(colleague).get("/desk/alerts/").content.decode()


def test_the_desk_counts_what_this_person_may_confirm(
    as_user: AsUser, registered: Case, clerk: User, colleague: User, chair: User
) -> None:
    asked = "/desk/?queue=categories"
    assert page_of(registered) in as_user(colleague).get(asked).content.decode()
    assert page_of(registered) not in as_user(clerk).get(asked).content.decode()
    facts = {"category": registered.category, "level": 2, "reason": "thick", "seen": registered.version}
    ask_correction(registered, **facts, by=colleague)
    assert page_of(registered) not in as_user(chair).get(asked).content.decode()
    corrections = "/desk/?queue=corrections"
    assert "thick" in as_user(chair).get(corrections).content.decode()
    assert "thick" not in as_user(colleague).get(corrections).content.decode()
