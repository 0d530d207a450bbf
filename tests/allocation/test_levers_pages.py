"""The page of levers: what is in force, who changed what, a proposal with its simulation, the second signature."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from allocation import simulations
from allocation.actions import draw_case
from allocation.changes import approve_change, propose_change, simulate_change
from allocation.models import ChangeOfRule, CourtLog, EnteredRule
from allocation.models_changes import ChangeState
from allocation.opening import open_at_need
from allocation.rules import Terms, every
from allocation.simulating import Filing, Setting, changed, run
from cases.models import Case
from core import clock
from reference.models import Body
from staff.models import Judge

NewCase = Callable[..., Case]
AsUser = Callable[[User], Client]
PAGE = "/allocation/levers/"


begin = open_at_need


@pytest.fixture
def log(judges: list[Judge], court: Body) -> CourtLog:
    return open_at_need(court)


@pytest.fixture
def second(new_person: Callable[..., User], court: Body) -> User:
    return new_person("chair", court, surname="Məmmədova")


@pytest.fixture
def share(log: CourtLog, administrator: User, court: Body) -> ChangeOfRule:
    """A quarter for the first judge, proposed by the administrator."""
    wanted = {"judge": "j01", "pool": f"{court.short_code}/mulki", "share": [1, 4]}
    return propose_change(log, lever="share", wanted=wanted, reason="acts as chair", by=administrator)


@pytest.mark.requirement("BP-M05")
def test_a_change_goes_from_the_form_to_the_log_through_two_people(
    as_user: AsUser, administrator: User, second: User, log: CourtLog, new_case: NewCase, court: Body
) -> None:
    for _ in range(4):
        draw_case(new_case())
    first, other = as_user(administrator), as_user(second)
    form = {"place": f"j01 {court.short_code}/mulki", "manner": "after", "rounds": "2", "reason": "acts as chair"}
    answer = first.post(f"{PAGE}propose/share/?court={court.code}", form)
    change = ChangeOfRule.objects.get()
    assert answer.url == change.get_absolute_url()
    assert change.wanted["share"] == [1, 3]
    assert "/approve/" not in other.get(change.get_absolute_url()).content.decode()
    assert other.post(f"{change.get_absolute_url()}approve/").status_code == 422
    first.post(f"{change.get_absolute_url()}simulate/")
    page = other.get(change.get_absolute_url()).content.decode()
    assert "/approve/" in page
    assert "4" in page
    assert other.get(f"{change.get_absolute_url()}approve/").status_code == 200
    assert other.post(f"{change.get_absolute_url()}approve/").status_code == 302
    change.refresh_from_db()
    assert (change.state, change.decided_by) == (ChangeState.APPROVED, second)
    history = as_user(second).get(PAGE).content.decode()
    for word in ("acts as chair", "1 → 1/3", administrator.full_name, second.full_name):
        assert word in history


def test_the_first_signer_is_told_that_somebody_else_must_approve(
    as_user: AsUser, second: User, log: CourtLog, court: Body
) -> None:
    client = as_user(second)
    form = {"pool": f"{court.short_code}/mulki", "judges": "j02 j01", "reason": "turns"}
    client.post(f"{PAGE}propose/list/?court={court.code}", form)
    address = ChangeOfRule.objects.get().get_absolute_url()
    client.post(f"{address}simulate/")
    assert client.post(f"{address}approve/").status_code == 422
    assert f"{address}approve/" not in client.get(address).content.decode()
    assert client.post(f"{address}withdraw/").status_code == 302
    assert ChangeOfRule.objects.get().state == ChangeState.WITHDRAWN


@pytest.mark.parametrize(
    ("lever", "form", "value"),
    [
        ("quota", {"place": "j02 {pool}", "cases": "40"}, {"cases": 40}),
        ("specialisation", {"place": "j02 {pool}", "only": ["order"]}, {"only": ["order"]}),
        ("pool", {"judge": "j02", "pool": "{pool}", "takes_part": ""}, {"takes_part": False}),
    ],
)
def test_every_lever_has_its_form(
    as_user: AsUser, administrator: User, log: CourtLog, court: Body, lever: str, form: Any, value: Any
) -> None:
    pool = f"{court.short_code}/mulki"
    filled = {name: text.format(pool=pool) if isinstance(text, str) else text for name, text in form.items()}
    address = f"{PAGE}propose/{lever}/?court={court.code}"
    assert as_user(administrator).get(address).status_code == 200
    assert as_user(administrator).post(address, {**filled, "reason": "order"}).status_code == 302
    assert ChangeOfRule.objects.get().wanted == {"judge": "j02", "pool": pool, **value}


def test_weights_are_written_as_lines_and_a_wrong_line_is_told(
    as_user: AsUser, administrator: User, log: CourtLog, court: Body
) -> None:
    client, address = as_user(administrator), f"{PAGE}propose/rule/?court={court.code}"
    form = {"band": "400", "depth": "3", "reason": "weights of the council"}
    assert "band" in client.get(address).content.decode()
    for wrong in ("* 1,00\ncivil one", "* 1,00\nno-such-kind 2,00", "civil 2,00"):
        assert client.post(address, form | {"weights": wrong}).status_code == 422
    assert client.post(address, form | {"weights": "* 1,00\ncivil 1,5"}).status_code == 302
    assert ChangeOfRule.objects.get().wanted["weights"] == {"*": 100, "civil": 150}
    assert EnteredRule.objects.count() == 1


def test_what_the_log_refuses_is_said_beside_the_form(
    as_user: AsUser, administrator: User, log: CourtLog, court: Body
) -> None:
    form = {"place": f"j01 {court.short_code}/mulki", "manner": "1/1", "reason": "as it is"}
    answer = as_user(administrator).post(f"{PAGE}propose/share/?court={court.code}", form)
    assert answer.status_code == 422
    assert "as it is" in answer.content.decode()
    early = {**form, "manner": "1/2", "not_before": clock.today().isoformat()}
    assert as_user(administrator).post(f"{PAGE}propose/share/?court={court.code}", early).status_code == 422


def test_clerks_and_judges_do_not_see_the_levers(
    as_user: AsUser, clerk: User, judges: list[Judge], share: ChangeOfRule
) -> None:
    for person in (clerk, judges[0].user):
        for address in (PAGE, share.get_absolute_url(), f"{PAGE}propose/rule/"):
            assert as_user(person).get(address).status_code == 403
        assert as_user(person).post(f"{share.get_absolute_url()}approve/").status_code == 403


def test_another_court_does_not_see_them_and_the_council_does(
    as_user: AsUser, new_person: Callable[..., User], other_court: Body, court: Body, share: ChangeOfRule
) -> None:
    stranger = as_user(new_person("chair", other_court))
    assert stranger.get(share.get_absolute_url()).status_code == 404
    assert stranger.get(f"{PAGE}?court={court.code}").status_code == 404
    assert stranger.post(f"{share.get_absolute_url()}approve/").status_code == 404
    council = as_user(new_person("observer", Body.objects.get(code="mehkeme-huquq-surasi")))
    assert council.get(share.get_absolute_url()).status_code == 200
    assert council.get(f"{PAGE}?court={court.code}").status_code == 200


def test_the_page_costs_the_same_for_one_change_and_for_many(
    as_user: AsUser, administrator: User, second: User, log: CourtLog, court: Body, count_queries
) -> None:
    counts = []
    for cases in ((7,), range(8, 15)):
        for number in cases:
            wanted = {"judge": "j01", "pool": f"{court.short_code}/mulki", "cases": number}
            one = propose_change(log, lever="quota", wanted=wanted, reason="x", by=administrator)
            approve_change(simulate_change(one, by=administrator), by=second)
        client = as_user(second)
        clock.forget()
        clock.offset()
        with count_queries() as counted:
            assert client.get(PAGE).status_code == 200
        counts.append(len(counted))
    assert counts[0] == counts[1]


def test_a_simulation_shows_what_a_share_does_and_is_the_same_each_time(share: ChangeOfRule, new_case: NewCase) -> None:
    for _ in range(30):
        new_case()
    once, again = simulations.run(share), simulations.run(share)
    assert once == again
    (pool,) = once["pools"].values()
    parts = {row["judge"]: row["part"] for row in pool["judges"]}
    assert once["cases"] == 30
    assert parts["j01"][1] < parts["j01"][0]
    assert all(abs(sum(part[side] for part in parts.values()) - 10_000) < 10 for side in (0, 1))


def test_a_simulated_share_gives_the_part_that_is_due() -> None:
    members = {f"j{n}": Terms() for n in range(3)}
    setting = Setting(400, 3, {"*": 100, "civil/hard": 800}, {"p": members})
    filings = [Filing("p", "civil", "hard" if n % 5 == 0 else "plain") for n in range(1500)]
    after = changed(setting, "share", {"judge": "j0", "pool": "p", "share": list(every(4))})
    end = run(filings, after, "seed")["p"]
    assert abs(end.part("j0") - 10_000 // 9) < 100
    assert end.spread < 6000
    assert run(filings, setting, "seed")["p"].best_guess <= 750


def test_a_simulated_quota_specialisation_and_list() -> None:
    setting = Setting(400, 3, {"*": 100}, {"p": {f"j{n}": Terms() for n in range(2)}})
    filings = [Filing("p", "civil", "plain") for _ in range(10)]
    quota = run(filings, changed(setting, "quota", {"judge": "j0", "pool": "p", "cases": 2}), "s")["p"]
    assert (quota.cases["j0"], quota.no_choice > 0) == (2, True)
    only = run(filings, changed(setting, "specialisation", {"judge": "j0", "pool": "p", "only": ["order"]}), "s")["p"]
    assert only.cases == {"j0": 0, "j1": 10}
    turns = run(filings, changed(setting, "list", {"pool": "p", "judges": ["j1", "j0", "j0"]}), "s")["p"]
    assert turns.cases == {"j0": 6, "j1": 4}
    left = run(filings, changed(setting, "pool", {"judge": "j0", "pool": "p", "takes_part": False}), "s")["p"]
    assert left.cases == {"j1": 10}
