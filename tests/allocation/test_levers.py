"""Changes of what steers the draw: two signers, a simulation, a later day, and a log that still verifies."""

import datetime as dt
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import translation

from accounts.models import User
from allocation.actions import draw_case, keep_up
from allocation.changes import approve_change, propose_change, simulate_change, withdraw_change
from allocation.levers import duty_pool, list_on
from allocation.models import ChangeOfRule, CourtLog, Draw, EnteredRule, Place
from allocation.opening import open_at_need
from allocation.rules import Lever
from allocation.verifying import ledger_faults
from cases.models import Case
from core import clock
from core.errors import Refused
from journal.heads import sign_head
from journal.models import Entry, Leaf
from reference.models import Body
from tests.allocation.test_public_draws import next_day, replayed

NewCase = Callable[..., Case]
TOMORROW = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """Reasons are compared in the words of the code, whatever the catalogues say."""
    with translation.override("en"):
        yield


begin = open_at_need


@pytest.fixture
def log(court: Body) -> CourtLog:
    return CourtLog.objects.get(court=court)


@pytest.fixture
def pool(court: Body) -> str:
    return f"{court.short_code}/mulki"


@pytest.fixture
def second(new_person: Callable[..., User], court: Body) -> User:
    """The head of the court, who signs as the second."""
    return new_person("chair", court)


@pytest.fixture
def change(log: CourtLog, administrator: User, second: User) -> Callable[..., ChangeOfRule]:
    """Brings a change through: proposed by the administrator, simulated, approved by the head of the court."""

    def bring(lever: str, wanted: dict[str, Any], **more: Any) -> ChangeOfRule:
        proposed = propose_change(log, lever=lever, wanted=wanted, reason="order no. 7", by=administrator, **more)
        return approve_change(simulate_change(proposed, by=administrator), by=second)

    return bring


def roster(draw: Draw) -> dict[str, dict[str, Any]]:
    return {row["judge"]: row for row in json.loads(draw.record)["roster"]}


def body(log: CourtLog, index: int) -> dict[str, Any]:
    return json.loads(Leaf.objects.get(log=log.name, index=index).body)


def holds(client: Client, court: Body, folder: Path) -> None:
    """A stranger's verifier and our own find nothing wrong with the log."""
    next_day()
    sign_head(CourtLog.objects.get(court=court).name)
    assert replayed(client, court, folder) == ""
    assert list(ledger_faults()) == []


@pytest.mark.requirement("EM-4.2.14", "EO-2.3")
def test_a_share_counts_from_the_day_after_it_was_signed(
    client: Client, change: Any, new_case: NewCase, pool: str, court: Body, log: CourtLog, tmp_path: Path
) -> None:
    done = change("share", {"judge": "j01", "pool": pool, "share": [1, 3]})
    assert done.in_force_on == clock.today() + TOMORROW
    assert body(log, done.index)["by"] == [done.proposed_as, done.decided_as]
    assert roster(draw_case(new_case()))["j01"]["share"] == [1, 1]
    next_day()
    assert roster(draw_case(new_case()))["j01"]["share"] == [1, 3]
    assert Place.objects.get(judge__public_id="j01", pool=pool).share == (1, 3)
    holds(client, court, tmp_path)


def test_a_rule_counts_from_its_day_and_names_its_signers(
    client: Client, change: Any, new_case: NewCase, court: Body, log: CourtLog, tmp_path: Path
) -> None:
    later = clock.today() + 2 * TOMORROW
    weights = {**EnteredRule.objects.get(log=log).weights, "civil": 170}
    done = change("rule", {"band": 500, "depth": 2, "weights": weights}, not_before=later)
    assert done.in_force_on == later
    assert draw_case(new_case()).weight != 170
    next_day(2)
    draw = draw_case(new_case())
    used = json.loads(draw.record)["rule"]
    assert (used["band"], used["depth"], draw.weight) == (500, 2, 170)
    assert len(body(log, done.index)["by"]) == 2
    holds(client, court, tmp_path)


def test_a_specialisation_keeps_a_judge_from_other_kinds(
    client: Client, change: Any, new_case: NewCase, pool: str, court: Body, tmp_path: Path
) -> None:
    done = change("specialisation", {"judge": "j02", "pool": pool, "only": ["special"]})
    assert "out" not in roster(draw_case(new_case()))["j02"]
    next_day()
    assert roster(draw_case(new_case()))["j02"]["out"] == {"code": "not-specialised", "entry": done.index}
    holds(client, court, tmp_path)


def test_a_quota_ends_the_cases_of_a_judge_for_the_year(
    client: Client, change: Any, new_case: NewCase, pool: str, court: Body, tmp_path: Path
) -> None:
    done = change("quota", {"judge": "j01", "pool": pool, "cases": 1})
    next_day()
    first = next(draw for draw in (draw_case(new_case()) for _ in range(200)) if "j01" in draw.judges)
    assert "out" not in roster(first)["j01"]
    for draw in [draw_case(new_case()) for _ in range(4)]:
        assert draw.judges != ["j01"] and roster(draw)["j01"]["out"] == {"code": "quota", "entry": done.index}
    assert Place.objects.get(judge__public_id="j01", pool=pool).drawn == 1
    holds(client, court, tmp_path)


def test_a_judge_taken_out_of_a_pool_stays_out_until_another_change(
    client: Client, change: Any, new_case: NewCase, pool: str, court: Body, log: CourtLog, tmp_path: Path
) -> None:
    change("pool", {"judge": "j02", "pool": pool, "takes_part": False})
    assert "j02" in roster(draw_case(new_case()))
    with pytest.raises(Refused, match="later day"):
        change("pool", {"judge": "j02", "pool": pool, "takes_part": True})
    next_day()
    keep_up(log)
    assert "j02" not in roster(draw_case(new_case()))
    change("pool", {"judge": "j02", "pool": pool, "takes_part": True})
    next_day()
    assert "j02" in roster(draw_case(new_case()))
    holds(client, court, tmp_path)


@pytest.mark.requirement("BP-C08")
def test_a_roster_of_duty_is_a_list_in_a_pool_of_its_own(
    client: Client, change: Any, new_case: NewCase, court: Body, log: CourtLog, tmp_path: Path
) -> None:
    duty = duty_pool(log)
    done = change("list", {"pool": duty, "judges": ["j02", "j01"]})
    assert body(log, done.index)["judges"] == ["j02", "j01"]
    assert list_on(log, duty, clock.today()) is None
    next_day()
    assert list_on(log, duty, clock.today()).judges == ["j02", "j01"]
    assert Place.objects.filter(pool=duty).count() == 2
    holds(client, court, tmp_path)


@pytest.mark.requirement("EM-4.2.6")
def test_who_proposed_a_change_cannot_approve_it(log: CourtLog, second: User, pool: str) -> None:
    proposed = simulate_change(share_of(log, pool, second), by=second)
    with pytest.raises(Refused, match="somebody else"):
        approve_change(proposed, by=second)
    with pytest.raises(IntegrityError), transaction.atomic():
        ChangeOfRule.objects.filter(pk=proposed.pk).update(state="approved", decided_by=second, index=1)


def share_of(log: CourtLog, pool: str, by: User, **more: Any) -> ChangeOfRule:
    wanted = {"judge": "j01", "pool": pool, "share": [1, 4]}
    return propose_change(log, lever=Lever.SHARE, wanted=wanted, reason="chair", by=by, **more)


def test_nothing_is_approved_without_a_simulation_of_exactly_this_change(
    log: CourtLog, administrator: User, second: User, pool: str
) -> None:
    proposed = share_of(log, pool, administrator)
    with pytest.raises(Refused, match="exactly this change"):
        approve_change(proposed, by=second)
    simulate_change(proposed, by=administrator)
    ChangeOfRule.objects.filter(pk=proposed.pk).update(wanted={**proposed.wanted, "share": [1, 9]})
    with pytest.raises(Refused, match="exactly this change"):
        approve_change(proposed, by=second)


def test_a_change_of_today_or_yesterday_is_refused(log: CourtLog, administrator: User, second: User, pool: str) -> None:
    with pytest.raises(Refused, match="tomorrow"):
        share_of(log, pool, administrator, not_before=clock.today())
    late = share_of(log, pool, administrator, not_before=clock.today() + TOMORROW)
    simulate_change(late, by=administrator)
    next_day()
    with pytest.raises(Refused, match="tomorrow"):
        approve_change(late, by=second)


def test_two_changes_of_one_value_do_not_cross(
    change: Any, log: CourtLog, administrator: User, second: User, pool: str
) -> None:
    first = simulate_change(share_of(log, pool, administrator), by=administrator)
    change("share", {"judge": "j01", "pool": pool, "share": [1, 2]})
    with pytest.raises(Refused, match="proposed again"):
        approve_change(first, by=second)
    withdraw_change(first, by=second)
    with pytest.raises(Refused, match="already"):
        simulate_change(first, by=administrator)


@pytest.mark.parametrize(
    ("lever", "value", "words"),
    [
        ("share", {"judge": "j09", "share": [1, 2]}, "no judge"),
        ("share", {"judge": "j01", "share": [0, 2]}, "whole numbers"),
        ("share", {"judge": "j01", "share": [1, 1]}, "nothing would change"),
        ("list", {"judges": ["j01", "j01"]}, "twice"),
        ("list", {"judges": ["j01", "j77"]}, "No judges"),
    ],
)
def test_what_cannot_stand_in_the_log_is_refused_in_words(
    log: CourtLog, administrator: User, pool: str, lever: str, value: dict[str, Any], words: str
) -> None:
    with pytest.raises(Refused, match=words):
        propose_change(log, lever=lever, wanted={"pool": pool, **value}, reason="x", by=administrator)


def test_every_step_of_a_change_is_a_line_of_the_journal(change: Any, pool: str) -> None:
    done = change("quota", {"judge": "j01", "pool": pool, "cases": 5})
    lines = Entry.objects.filter(subject_kind="allocation.changeofrule", subject_id=str(done.pk)).order_by("pk")
    assert [line.event.removeprefix("allocation.change_") for line in lines] == ["proposed", "simulated", "approved"]
    assert lines[2].data["signed"] == [done.proposed_as, done.decided_as]
    assert (lines[2].data["before"]["cases"], lines[2].data["wanted"]["cases"]) == (1_000_000, 5)


def test_the_council_may_be_the_second_signer(
    log: CourtLog, second: User, new_person: Callable[..., User], pool: str
) -> None:
    council = new_person("observer", Body.objects.get(code="mehkeme-huquq-surasi"))
    done = approve_change(simulate_change(share_of(log, pool, second), by=second), by=council)
    assert done.decided_as == f"p{council.postings.get().pk}"


@pytest.mark.requirement("EM-4.2.6")
@pytest.mark.parametrize("hand", ["share", "quota", "rule", "change"])
def test_a_lever_moved_by_hand_in_the_database_is_found(change: Any, log: CourtLog, pool: str, hand: str) -> None:
    change("share", {"judge": "j01", "pool": pool, "share": [1, 2]})
    done = change("quota", {"judge": "j02", "pool": pool, "cases": 7})
    assert list(ledger_faults()) == []
    place = Place.objects.filter(judge__public_id="j01", pool=pool)
    if hand == "share":
        place.update(changes=[])
    elif hand == "quota":
        place.update(drawn=3)
    elif hand == "rule":
        log.rules.update(band=900)
    else:
        ChangeOfRule.objects.filter(pk=done.pk).update(wanted={**done.wanted, "cases": 70})
    assert list(ledger_faults())


def test_a_share_edited_by_hand_shows_to_a_stranger_who_replays_the_log(
    client: Client, log: CourtLog, new_case: NewCase, pool: str, court: Body, tmp_path: Path
) -> None:
    Place.objects.filter(judge__public_id="j01", pool=pool).update(share_den=5)
    draw_case(new_case())
    next_day()
    assert "the share of j01 is" in replayed(client, court, tmp_path)
