"""A court changes its key: draws before, on the day and after are verified by anybody, and none waits."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from allocation.actions import draw_case, record_form
from allocation.models import CourtLog, Draw
from allocation.opening import open_log
from allocation.rotation import rotate_key
from cases.models import Case
from journal import heads, keys
from journal.models import Head
from reference.models import Body
from staff.models import Judge
from tests.allocation.test_public_draws import fetch, next_day, replayed, run
from tests.fresh_logs import fresh_logs, lay_key

NewCase = Callable[..., Case]


@pytest.fixture(autouse=True)
def _own_key(_own_logs: None, court: Body) -> None:
    """The court of these tests has a key that no other court has; the two that follow are made beforehand."""
    fresh_logs(court, own_keys=True)
    for number in (2, 3):
        lay_key(f"{court.short_code}.{number}", number)


def court_key(draw: Draw) -> str:
    return str(record_form(draw)["keys"]["court"])


def holds(client: Client, draw: Draw, folder: Path) -> bool:
    """Whether a stranger's computer finds the draw true with what is published under its address."""
    place = f"/draws/{draw.public_id}"
    fetch(client, folder, draw__json=f"{place}/draw.json", key__json=f"{place}/key.json")
    fetch(client, folder, verify_draw__py="/draws/verify_draw.py")
    return run(folder, "verify_draw.py", "draw.json", "key.json").returncode == 0


@pytest.mark.requirement("EM-6.1.13")
def test_draws_before_on_the_day_and_after_a_change_of_key_are_verified_by_anybody(
    client: Client, new_case: NewCase, judges: list[Judge], court: Body, tmp_path: Path
) -> None:
    before = draw_case(new_case())
    old = keys.entered(court.short_code)
    call_command("rotate_key", court.short_code)
    on_the_day = draw_case(new_case())
    next_day()
    after = [draw_case(new_case()) for _ in range(2)]
    new = keys.entered(court.short_code)
    assert new.hash != old.hash
    assert [court_key(draw) for draw in (before, on_the_day, *after)] == [old.hash, old.hash, new.hash, new.hash]
    signed = dict(Head.objects.filter(log=after[0].log.name).values_list("key", "witness_key"))
    assert signed.keys() == {old.hash, new.hash}
    assert None not in signed.values()
    next_day()
    assert all(holds(client, draw, tmp_path) for draw in (before, on_the_day, *after))
    assert replayed(client, court, tmp_path) == ""
    call_command("verify_draw")


def test_the_old_key_may_be_destroyed_when_the_new_one_is_in_use(
    client: Client, new_case: NewCase, judges: list[Judge], court: Body, tmp_path: Path
) -> None:
    before = draw_case(new_case())
    rotate_key(court)
    next_day()
    keys.path_of(court.short_code).unlink()
    after = draw_case(new_case())
    next_day()
    assert holds(client, before, tmp_path)
    assert holds(client, after, tmp_path)


def test_two_changes_while_a_log_stands_still_are_one_for_the_witness(
    client: Client, new_case: NewCase, judges: list[Judge], court: Body, tmp_path: Path
) -> None:
    draw_case(new_case())
    for _ in range(2):
        rotate_key(court)
        next_day()
    last = draw_case(new_case())
    assert heads.waiting().count(last.log.name) in (0, 1)
    assert heads.sign_head(last.log.name).witness_signature
    next_day()
    assert replayed(client, court, tmp_path) == ""


def test_a_change_waits_for_the_one_before_it(new_case: NewCase, judges: list[Judge], court: Body) -> None:
    draw_case(new_case())
    rotate_key(court)
    entries = CourtLog.objects.get(court=court).keys.count()
    with pytest.raises(CommandError, match="Nothing was changed"):
        call_command("rotate_key", court.code)
    assert CourtLog.objects.get(court=court).keys.count() == entries


def test_a_court_whose_present_key_is_lost_is_told_so(new_case: NewCase, judges: list[Judge], court: Body) -> None:
    """The witness takes a new key on the word of the old one alone: what to do is in docs/operations.md."""
    draw_case(new_case())
    keys.path_of(court.short_code).unlink()
    with pytest.raises(CommandError, match="the private key"):
        call_command("rotate_key", court.short_code)
    with pytest.raises(CommandError, match="No court"):
        call_command("rotate_key", "nowhere")


def test_a_log_opened_while_a_key_waits_has_both(judges: list[Judge], court: Body) -> None:
    rotate_key(court)
    log = open_log(court)
    assert log.keys.filter(holder="court").count() == 2


def test_the_nation_changes_its_key_too(db: None, settings: Any, tmp_path: Path) -> None:
    settings.COURTCMS_HOME = tmp_path
    call_command("rotate_key", "national")
    (key,) = keys.coming("national")
    assert set(key.handovers) >= {"national", "access"}
