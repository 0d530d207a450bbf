"""Recusal and objection: who decides, the seat taken, the new attempt drawn by itself."""

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from accounts.models import User
from allocation import redraw
from allocation.actions import draw_case
from allocation.giving import Mover, Recusal, Ruling, Vacancy
from allocation.models import Draw, Way
from allocation.recusal import Decider, competence, outcome
from allocation.tasks import sweep
from allocation.verifying import ledger_faults
from cases.models import Case, Task
from core import clock
from core.errors import Refused
from hearings.models import Hearing, Sitting
from journal.models import Entry
from reference.models import Body, Room
from staff.models import Judge
from tests.allocation.test_public_draws import next_day, replayed

NewCase = Callable[..., Case]


def moved(case: Case, judge: Judge, by: User, mover: str = Mover.PARTY) -> Recusal:
    party = "Vüqar Əsgərov" if mover == Mover.PARTY else ""
    facts = {"mover": mover, "party": party, "ground": "relative", "text": "Qohumdurlar", "filed_on": clock.today()}
    return redraw.file_recusal(case, judge, by=by, **facts)


def drawn(case: Case) -> Case:
    draw_case(case)
    case.refresh_from_db()
    return case


@pytest.fixture
def three(new_judge: Callable[..., Judge], court: Body) -> list[Judge]:
    """Three judges of Yasamal, the last of them the chair by office and by rights."""
    judges = [new_judge(court), new_judge(court), new_judge(court, role="chair")]
    Judge.objects.filter(pk=judges[2].pk).update(is_chair=True, share_den=4)
    judges[2].refresh_from_db()
    return judges


def not_of_chair(new_case: NewCase, chair: Judge) -> Case:
    """A case that was drawn for somebody else than the chair."""
    while (case := drawn(new_case())).judge == chair:
        pass
    return case


# MPM 22
@pytest.mark.parametrize(
    ("facts", "decider", "article"),
    [
        ({"seats": 1, "is_chair": False, "is_only_judge": False}, Decider.CHAIR, "MPM 22.2"),
        ({"seats": 3, "is_chair": False, "is_only_judge": False}, Decider.PANEL, "MPM 22.3"),
        ({"seats": 1, "is_chair": True, "is_only_judge": False}, Decider.APPEAL, "MPM 22.5"),
        ({"seats": 1, "is_chair": False, "is_only_judge": True}, Decider.APPEAL, "MPM 22.5"),
    ],
)
def test_the_law_names_who_decides(facts, decider, article) -> None:
    ruler = competence(**facts, is_civil=True, by_self=False)
    assert (ruler.decider, ruler.article, ruler.is_verified) == (decider, article, True)
    assert not competence(**facts, is_civil=False, by_self=False).is_verified
    assert not competence(**facts, is_civil=True, by_self=True).is_verified


ALONE = {"seats": 1, "is_chair": False, "is_only_judge": False}
OF_PANEL = ALONE | {"seats": 3}


@pytest.mark.parametrize(
    ("facts", "decider", "article"),
    [
        (ALONE, Decider.CHAIR, "CPM 109.3.1"),
        (OF_PANEL, Decider.PANEL, "CPM 109.3.2"),
        (ALONE | {"is_chair": True}, Decider.APPEAL, "CPM 109.3.3"),
        (OF_PANEL | {"others_moved": 1}, Decider.APPEAL, "CPM 109.3.3"),
        (OF_PANEL | {"others_moved": 1, "is_first_instance": False}, Decider.CHAIR, "CPM 109.3.4"),
    ],
)
def test_the_code_of_criminal_procedure_names_its_own_deciders_for_the_judge_himself_too(facts, decider, article):
    for by_self in (True, False):
        ruler = competence(**facts, is_criminal=True, by_self=by_self)
        assert (ruler.decider, ruler.article, ruler.is_verified) == (decider, article, True)


def test_several_judges_of_an_appeal_panel_are_decided_on_by_the_president_of_the_court() -> None:
    """MPM 22.3"""
    ruler = competence(**OF_PANEL, is_civil=True, by_self=False, is_first_instance=False, others_moved=1)
    assert ruler.decider == Decider.CHAIR


def test_a_tie_removes_the_judge_and_a_panel_waits_for_all_votes() -> None:
    assert outcome(Decider.PANEL, [True], 2) is None
    assert outcome(Decider.PANEL, [True, False], 2) is True
    assert outcome(Decider.PANEL, [False, False], 2) is False
    assert outcome(Decider.CHAIR, [], 0) is None
    assert outcome(Decider.CHAIR, [False], 0) is False


@pytest.mark.requirement("EM-6.1.13")
def test_a_granted_objection_draws_the_case_anew_without_that_judge(
    client: Client,
    new_case: NewCase,
    three: list[Judge],
    clerk: User,
    court: Body,
    tmp_path: Path,
    django_capture_on_commit_callbacks,
) -> None:
    case = not_of_chair(new_case, three[2])
    old, first = case.judge, Draw.objects.get(dossier=case.pk)
    recusal = moved(case, old, clerk)
    with django_capture_on_commit_callbacks(execute=True):
        redraw.decide_recusal(recusal, grants=True, text="Etiraz təmin edilsin", by=three[2].user)
    second = Draw.objects.get(dossier=case.pk, attempt=2)
    pre = json.loads(second.record)
    matter = pre.get("matter", pre)
    case.refresh_from_db()
    assert matter["previous"] == first.public_id
    assert [row["judge"] for row in matter["roster"] if "out" in row] == [old.public_id]
    assert case.judge != old
    assert [case.judge.public_id] == second.judges
    assert not case.dossier.team.filter(user=old.user, to_on=None).exists()
    events = list(Entry.objects.for_dossier(case.pk).values_list("event", flat=True))
    assert events[:4] == [
        "cases.judge_assigned", "allocation.drawn", "cases.judge_left", "allocation.recusal_granted"
    ]  # fmt: skip
    assert list(ledger_faults()) == []
    next_day()
    draw_case(new_case())
    assert replayed(client, court, tmp_path) == ""
    assert '"kind":"recusal"' in (tmp_path / "log.jsonl").read_text()


def test_a_refused_objection_changes_nothing_and_is_not_repeated(
    new_case: NewCase, three: list[Judge], clerk: User
) -> None:
    case = not_of_chair(new_case, three[2])
    recusal = redraw.decide_recusal(moved(case, case.judge, clerk), grants=False, text="Əsas yoxdur", by=three[2].user)
    case.refresh_from_db()
    assert (recusal.state, Draw.objects.filter(dossier=case.pk).count()) == (Ruling.REFUSED, 1)
    assert case.judge is not None
    assert not Vacancy.objects.exists()
    with pytest.raises(Refused, match=r"21\.6"):
        moved(case, case.judge, clerk)
    with pytest.raises(Refused):
        redraw.decide_recusal(recusal, grants=True, text="Yenə", by=three[2].user)


def test_nobody_rules_on_himself_or_in_anothers_place(new_case: NewCase, three: list[Judge], clerk: User) -> None:
    case = not_of_chair(new_case, three[2])
    recusal = moved(case, case.judge, clerk)
    for person in (case.judge.user, clerk, *(judge.user for judge in three[:2])):
        with pytest.raises(Refused):
            redraw.decide_recusal(recusal, grants=True, text="Öz işim", by=person)
    other = next(judge for judge in three[:2] if judge != case.judge)
    with pytest.raises(Refused):
        moved(case, other, clerk)
    with pytest.raises(Refused):
        moved(drawn(case), case.judge, other.user, Mover.SELF)


def test_the_crash_after_a_granted_recusal_is_caught_by_the_sweep(
    new_case: NewCase, three: list[Judge], clerk: User
) -> None:
    case = not_of_chair(new_case, three[2])
    redraw.decide_recusal(moved(case, case.judge, clerk), grants=True, text="Təmin", by=three[2].user)
    case.refresh_from_db()
    assert case.judge is None
    sweep()
    case.refresh_from_db()
    assert case.judge is not None
    assert not Vacancy.objects.filter(filled_by=None).exists()


def test_hearings_set_before_the_judge_who_left_become_tasks(
    new_case: NewCase, three: list[Judge], clerk: User, court: Body
) -> None:
    case = not_of_chair(new_case, three[2])
    begins = clock.now() + dt.timedelta(days=3)
    room = Room.objects.filter(body=court).first() or Room.objects.create(body=court, name="Zal 1", floor="1")
    sitting = Sitting.objects.create(
        body=court, room=room, judge=case.judge, during=(begins, begins + dt.timedelta(hours=1))
    )
    hearing = Hearing.objects.create(case=case, sitting=sitting, starts_at=begins, body=court)
    redraw.decide_recusal(moved(case, case.judge, clerk), grants=True, text="Təmin", by=three[2].user)
    task = Task.objects.get(subject=f"hearings.hearing:{hearing.pk}")
    assert (task.dossier_id, task.body, task.done_at) == (case.pk, court, None)


def test_one_of_a_panel_is_replaced_and_the_others_keep_their_seats(
    client: Client, new_case: NewCase, new_judge: Callable[..., Judge], appeal_court: Body, clerk: User, tmp_path: Path
) -> None:
    for _ in range(5):
        new_judge(appeal_court)
    case = drawn(new_case(appeal_court))
    panel = redraw.sitting(case)
    recusal = moved(case, panel[1], clerk)
    assert recusal.decider == Decider.PANEL
    redraw.decide_recusal(recusal, grants=True, text="Lehinə", by=panel[0].user)
    recusal.refresh_from_db()
    assert (recusal.state, redraw.deciders(recusal)) == (Ruling.FILED, [panel[2]])
    redraw.decide_recusal(recusal, grants=False, text="Əleyhinə", by=panel[2].user)
    sweep()
    now = redraw.sitting(case)
    assert (now[0], now[2]) == (panel[0], panel[2])
    assert now[1] not in panel
    second = Draw.objects.get(dossier=case.pk, attempt=2)
    assert (second.judges, json.loads(second.record)["seats"]) == ([now[1].public_id], 1)
    assert list(ledger_faults()) == []
    next_day()
    draw_case(new_case(appeal_court))
    assert replayed(client, appeal_court, tmp_path) == ""


def test_the_only_other_judge_is_no_choice(
    new_case: NewCase, new_judge: Callable[..., Judge], court: Body, clerk: User, new_person: Callable[..., User]
) -> None:
    two = [new_judge(court), new_judge(court, role="chair")]
    Judge.objects.filter(pk=two[1].pk).update(is_chair=True)
    case = not_of_chair(new_case, two[1])
    redraw.decide_recusal(moved(case, case.judge, clerk), grants=True, text="Təmin", by=two[1].user)
    sweep()
    assert Draw.objects.get(dossier=case.pk, attempt=2).way == Way.NO_CHOICE


@pytest.mark.requirement("EM-4.2.14")
def test_a_judge_recuses_himself_and_the_chair_decides_on_the_pages(
    as_user, new_case: NewCase, three: list[Judge], murad: User
) -> None:
    case = not_of_chair(new_case, three[2])
    own = as_user(case.judge.user)
    form = own.get(f"/allocation/{case.pk}/recuse/")
    assert form.status_code == 200
    wanted = {
        "judge": case.judge.public_id, "mover": "self", "filed_on": "22.11.2026", "ground": "relative", "text": "Qohum"
    }  # fmt: skip
    assert own.post(f"/allocation/{case.pk}/recuse/", wanted | {"mover": "party"}).status_code == 422
    place = own.post(f"/allocation/{case.pk}/recuse/", wanted).url
    assert own.get(place).status_code == 200
    assert own.post(f"{place}decide/", {"grants": "yes", "text": "Öz işim"}).status_code == 422
    chair = as_user(three[2].user)
    assert f"{place}decide/" in chair.get(place).content.decode()
    assert chair.get(f"{place}decide/").status_code == 200
    assert chair.post(f"{place}decide/", {"grants": "yes"}).status_code == 422
    assert chair.post(f"{place}decide/", {"grants": "yes", "text": "Təmin edilsin"}).url == case.get_absolute_url()
    assert Recusal.objects.get().state == Ruling.GRANTED
    for address in (place, f"{place}decide/", f"/allocation/{case.pk}/recuse/"):
        assert as_user(murad).get(address).status_code == 404
