import datetime as dt
import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from accounts.models import User
from allocation.actions import draw_case, keep_up, record_draw
from allocation.models import CourtLog, Draw, Place
from allocation.opening import open_at_need
from allocation.publishing import VERIFIERS
from cases.models import Case
from core import clock
from core.models import ClockOffset
from journal.heads import sign_head
from reference.models import Body
from staff.models import Absence, Judge
from tests.allocation.test_verify_log import inside

NewCase = Callable[..., Case]
ADDRESSES = ["draw.json", "key.json"]
begin = open_at_need


def next_day(days: int = 1) -> None:
    """The demo's clock goes on: today's draws become public."""
    ClockOffset.objects.create(days=days, moved_at=clock.now(), moved_by="test")
    clock.forget()


def body_of(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def fetch(client: Client, folder: Path, **addresses: str) -> None:
    for name, address in addresses.items():
        response = client.get(address)
        assert response.status_code == 200, address
        (folder / name.replace("__", ".")).write_bytes(body_of(response))


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-I", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture
def drawn(new_case: NewCase, judges: list[Judge]) -> Draw:
    """A draw of yesterday."""
    draw = draw_case(new_case())
    next_day()
    return draw


@pytest.mark.requirement("EM-6.1.13")
def test_a_stranger_computes_a_published_draw_again(client: Client, drawn: Draw, tmp_path: Path) -> None:
    place = f"/draws/{drawn.public_id}"
    fetch(client, tmp_path, draw__json=f"{place}/draw.json", key__json=f"{place}/key.json")
    fetch(client, tmp_path, verify_draw__py="/draws/verify_draw.py")
    answer = run(tmp_path, "verify_draw.py", "draw.json", "key.json")
    assert (answer.returncode, answer.stderr) == (0, "")
    assert drawn.public_id in answer.stdout
    told = json.loads((tmp_path / "draw.json").read_text())
    told["pre"]["roster"][0]["load"] += 1
    (tmp_path / "draw.json").write_text(json.dumps(told))
    assert run(tmp_path, "verify_draw.py", "draw.json", "key.json").returncode == 1


def test_a_stranger_replays_the_whole_log_of_a_court(
    client: Client, new_case: NewCase, judges: list[Judge], court: Body, tmp_path: Path
) -> None:
    draw_case(new_case())
    today = clock.today()
    days = {"from_on": today, "to_on": today + dt.timedelta(days=25)}
    Absence.objects.create(judge=judges[0], kind="illness", **days)
    log = CourtLog.objects.get(court=court)
    keep_up(log)
    next_day()
    draw_case(new_case())
    next_day(30)
    keep_up(log)
    draw_case(new_case(is_sealed=True))
    next_day(366)
    for _ in range(3):
        draw_case(new_case())
    sign_head(log.name)
    next_day()
    draw_case(new_case())
    assert replayed(client, court, tmp_path) == replayed(client, court, tmp_path, as_outsider=True) == ""
    kinds = set(re.findall(r'"kind":"([a-z-]+)"', (tmp_path / "log.jsonl").read_text()))
    assert {"key", "rule", "judge", "absence", "result", "new-year", "sealed"} <= kinds


def replayed(client: Client, court: Body, folder: Path, *, as_outsider: bool = False) -> str:
    """What the published verifier has against the published log; the draws of today show their leaves.

    `as_outsider`: fetched and run in an interpreter that has nothing else, as a stranger does.
    """
    place = f"/draws/{court.short_code}"
    fetch(client, folder, log__jsonl=f"{place}/log.jsonl", heads__jsonl=f"{place}/heads.jsonl")
    if not as_outsider:
        return inside([str(folder / "log.jsonl"), str(folder / "heads.jsonl")])
    for name in VERIFIERS:
        fetch(client, folder, **{f"{name}__py": f"/draws/{name}.py"})
    return run(folder, "verify_log.py", "log.jsonl", "heads.jsonl").stderr


def test_a_load_changed_by_hand_in_the_database_shows_in_the_log(
    client: Client, new_case: NewCase, judges: list[Judge], court: Body, tmp_path: Path
) -> None:
    draw_case(new_case())
    Place.objects.filter(judge=judges[1], pool__endswith="/mulki").update(load=5000)
    draw_case(new_case())
    next_day()
    assert "the load of j02 is" in replayed(client, court, tmp_path, as_outsider=True)


def test_roster_and_tickets_are_not_shown_before_the_day_is_over(
    client: Client, new_case: NewCase, judges: list[Judge], court: Body
) -> None:
    draw = draw_case(new_case())
    page = client.get(draw.get_absolute_url()).content.decode()
    assert draw.public_id in page
    assert "/draw.json" not in page
    assert "<table" not in page
    assert client.get(f"/draws/{draw.public_id}/draw.json").status_code == 403
    assert b"roster" not in body_of(client.get(f"/draws/{court.short_code}/log.jsonl")).split(b"\n")[draw.index]
    assert draw.public_id not in client.get(f"/draws/{court.short_code}/").content.decode()
    assert draw.public_id not in client.get("/draws/").content.decode()


def test_the_pages_show_the_draw_when_the_day_is_over(client: Client, drawn: Draw, court: Body) -> None:
    name = str(Judge.objects.get(body=court, public_id=drawn.judges[0]))
    for address in ("/draws/", f"/draws/{court.short_code}/", drawn.get_absolute_url()):
        page = client.get(address)
        assert page.status_code == 200
        assert drawn.public_id in page.content.decode()
        assert name in page.content.decode()
    assert "j03" in client.get(drawn.get_absolute_url()).content.decode()


def test_a_draw_is_found_by_the_number_on_the_receipt(client: Client, drawn: Draw) -> None:
    assert client.get("/draws/", {"number": drawn.public_id.upper()}).url == drawn.get_absolute_url()
    assert client.get("/draws/", {"number": "ab" * 10}).status_code == 200
    assert client.get(f"/draws/{'ab' * 10}/").status_code == 404


def test_the_log_of_a_court_is_narrowed_by_case_and_way(client: Client, drawn: Draw, court: Body) -> None:
    place = f"/draws/{court.short_code}/"
    assert drawn.public_id in client.get(place, {"q": drawn.case}).content.decode()
    assert drawn.public_id not in client.get(place, {"q": "2(5-155)-999999/2026"}).content.decode()
    assert drawn.public_id not in client.get(place, {"way": "no-choice"}).content.decode()


def test_no_public_door_names_a_sealed_case(
    client: Client, new_case: NewCase, judges: list[Judge], court: Body
) -> None:
    case = new_case(is_sealed=True)
    draw = draw_case(case)
    next_day()
    place, own = f"/draws/{court.short_code}", f"/draws/{draw.public_id}"
    doors = ["/draws/", f"{place}/", f"{place}/log.jsonl", f"{place}/heads.jsonl", f"{place}/key.json"]
    doors += [f"{place}/statistics/", f"{place}/proof/{draw.index}.json", f"{own}/", f"{own}/draw.json"]
    doors += [f"{own}/key.json", f"{place}/?q={draw.case}", f"{place}/?way=random", f"/draws/?number={draw.case[:20]}"]
    doors += ["/", "/hearings/", "/decisions/", "/search/?q=" + case.number]
    for door in doors:
        told = body_of(client.get(door)).decode()
        assert case.number not in told, door
        assert case.category.code not in told, door
    assert draw.public_id not in client.get(f"{place}/", {"q": case.number}).content.decode()


def test_the_clerk_sees_what_waits_and_why(as_user, clerk: User, new_case: NewCase) -> None:
    case = new_case()
    page = as_user(clerk).get("/allocation/").content.decode()
    assert f"/cases/{case.pk}/" in page


def test_a_draw_under_way_is_not_called_drawn(as_user, clerk: User, new_case: NewCase, judges: list[Judge]) -> None:
    open_at_need(judges[0].body)
    draw = record_draw(new_case())
    page = as_user(clerk).get(f"/cases/{draw.dossier}/draw/").content.decode()
    assert draw.public_id in page
    assert draw.get_absolute_url() not in page
    assert as_user(clerk).get(draw.get_absolute_url()).status_code == 404


def test_a_waiting_case_is_drawn_at_the_press_of_a_button(
    as_user, clerk: User, new_case: NewCase, judges: list[Judge]
) -> None:
    case = new_case()
    assert as_user(clerk).post(f"/allocation/{case.pk}/draw/").status_code == 302
    case.refresh_from_db()
    assert case.judge in judges


def test_a_clerk_of_another_court_neither_sees_nor_draws(as_user, murad: User, new_case: NewCase) -> None:
    case = new_case()
    assert as_user(murad).post(f"/allocation/{case.pk}/draw/").status_code == 404
    assert f"/cases/{case.pk}/" not in as_user(murad).get("/allocation/").content.decode()


def test_the_queue_costs_the_same_for_one_case_and_for_many(
    as_user, clerk: User, new_case: NewCase, judges: list[Judge], count_queries
) -> None:
    counts = []
    for more in (1, 9):
        for _ in range(more):
            draw_case(new_case())
            new_case()
        page = as_user(clerk)
        clock.forget()
        clock.offset()  # read once a second, whatever the page
        with count_queries() as counted:
            page.get("/allocation/")
        counts.append(len(counted))
    assert counts[0] == counts[1]


def test_who_checks_a_log_is_led_to_every_program_that_it_needs(client: Client, court: Body) -> None:
    page = client.get("/draws/").text
    assert "bütün faylları bir qovluqda olmalıdır" in page
    assert [name for name in VERIFIERS if f'<a href="/draws/{name}.py" download="{name}.py">' not in page] == []
