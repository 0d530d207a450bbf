"""What is watched: parties, lawyers, prosecutors and clerks against chance, late absences; the proof of one entry."""

import datetime as dt
import hashlib
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from allocation.actions import draw_case, draw_many, keep_up
from allocation.models import CourtLog
from allocation.monthly import month_of
from cases.models import Case, Participation
from core import clock
from journal.heads import sign_head
from journal.merkle import verify_inclusion
from journal.models import Leaf
from parties.models import Party
from reference.models import Body, PartyRole
from staff.models import Absence, Judge
from tests.allocation.after_draws.test_month import first_of, steer
from tests.allocation.test_draw_of_case import away
from tests.allocation.test_public_draws import next_day

NewCase = Callable[..., Case]


def test_anybody_gets_the_proof_that_an_entry_lies_under_a_head_that_both_signed(
    client: Client, new_case: NewCase, judges: list[Judge], court: Body
) -> None:
    draws = [draw_case(new_case()) for _ in range(5)]
    sign_head(draws[0].log.name)
    told = client.get(f"/draws/{court.short_code}/proof/{draws[2].index}.json").json()
    assert told["leaf"] == hashlib.sha256(b"\0" + draws[2].record.encode()).hexdigest()
    head, path = told["head"]["head"], [bytes.fromhex(side) for side in told["path"]]
    root = bytes.fromhex(head["root"])
    verify_inclusion(told["index"], head["size"], bytes.fromhex(told["leaf"]), root, path)
    size = Leaf.objects.filter(log=draws[0].log.name).count()
    assert client.get(f"/draws/{court.short_code}/proof/{size}.json").status_code == 404


@pytest.fixture
def sides(new_case: NewCase, judges: list[Judge], court: Body, clerk: User) -> CourtLog:
    """Thirty cases with one party, lawyer and prosecutor each time, all registered by the same clerk."""
    people = [
        Party.objects.create(surname=name, given_name="Xalidə", full_name=f"{name} Xalidə")
        for name in ("İddiaçıyeva", "Vəkilova", "Prokurorova")
    ]
    roles = [PartyRole.objects.get(code=code) for code in ("plaintiff", "representative", "prosecutor-civil")]
    cases, began = [new_case(by=clerk) for _ in range(30)], {"from_on": clock.today()}
    Participation.objects.bulk_create(
        Participation(case=case, party=person, role=role, **began)
        for case in cases
        for person, role in zip(people, roles, strict=True)
    )
    draw_many(court, [(case, None) for case in cases])
    next_day()
    return CourtLog.objects.get(court=court)


@pytest.mark.requirement("EM-6.1.13")
def test_litigant_lawyer_prosecutor_and_clerk_are_each_held_against_chance_and_named_to_the_chair_alone(
    as_user: Any, client: Client, sides: CourtLog, chair: User, court: Body
) -> None:
    first = first_of(sides)
    steer(sides)
    next_day()
    flagged = {pair.key.split(":")[0] for pair in month_of(sides, first).flagged if pair.z > 0}
    assert flagged == {"party", "lawyer", "prosecutor", "clerk"}
    of = {"month": f"{first:%Y-%m}"}
    named = as_user(chair).get("/allocation/statistics/", of).content.decode()
    public = client.get(f"/draws/{court.short_code}/statistics/", of).content.decode()
    for name in ("İddiaçıyeva", "Vəkilova", "Prokurorova", "Abbasova"):
        assert name in named, name
        assert name not in public, name


def test_an_absence_entered_within_a_day_before_a_draw_is_counted(
    new_case: NewCase, judges: list[Judge], court: Body
) -> None:
    """Told at eleven in the evening, and in the morning the draw knows it: lawful, and watched."""
    draw_case(new_case())
    absence, log = away(judges[1], days_ago=0), CourtLog.objects.get(court=court)
    keep_up(log)
    Absence.objects.filter(pk=absence.pk).update(entered_at=clock.now() + dt.timedelta(hours=1))
    next_day()
    draw_case(new_case())
    next_day()
    assert month_of(log, first_of(log)).late_absences == 1
