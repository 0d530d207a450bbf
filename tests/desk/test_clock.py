"""The clock of the demonstration moves forward only, on record, and nowhere else."""

import datetime as dt

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from cases.models import Status
from core import clock
from core.errors import Refused
from core.models import ClockOffset
from desk.actions import advance_clock
from journal.access import saw
from journal.deliveries import drain
from journal.models import Entry
from notifications.actions import notify
from notifications.ladder import Recipient


@pytest.mark.django_db
def test_the_clock_moves_forward_and_is_written_down(as_user, clerk):
    before = clock.today()
    response = as_user(clerk).post("/desk/clock/", {"days": 7}, follow=True)
    assert response.status_code == 200
    assert clock.today() == before + dt.timedelta(days=7)
    entry = Entry.objects.get(event="core.clock_moved")
    assert (entry.log, entry.actor_name, entry.data["days"]) == ("national", clerk.full_name, 7)


@pytest.mark.django_db
def test_asking_moves_nothing(as_user, clerk):
    assert as_user(clerk).get("/desk/clock/?days=5").status_code == 200
    assert not ClockOffset.objects.exists()


@pytest.mark.parametrize("days", ["0", "-3", "401", "x", ""])
def test_the_clock_never_goes_back_nor_leaps(as_user, clerk, days):
    assert as_user(clerk).post("/desk/clock/", {"days": days}).status_code == 422
    assert not ClockOffset.objects.exists()


@pytest.mark.parametrize("days", [0, -1, 401])
def test_the_action_refuses_what_the_form_would(clerk, days):
    with pytest.raises(Refused):
        advance_clock(days, by=clerk)


def test_outside_the_demonstration_there_is_no_such_clock(as_user, clerk, settings):
    settings.DEMO = False
    assert as_user(clerk).get("/desk/clock/").status_code == 404
    with pytest.raises(Refused):
        advance_clock(1, by=clerk)
    with pytest.raises(CommandError):
        call_command("advance_clock", "1")


def test_without_the_right_the_clock_is_not_moved(as_user, new_person, without, court):
    person = new_person(without("clerk", "desk.move_clock"), court)
    assert as_user(person).post("/desk/clock/", {"days": 1}).status_code == 403


@pytest.mark.django_db
def test_the_command_moves_it_too(capsys):
    before = clock.today()
    call_command("advance_clock", "3")
    assert f"{before + dt.timedelta(days=3):%d.%m.%Y}" in capsys.readouterr().out


def test_days_that_pass_accept_a_claim_by_silence(clerk, new_case, judgeship):
    case = new_case(judge=judgeship)
    advance_clock(20, by=clerk)
    drain()
    case.refresh_from_db()
    assert (case.status, case.accepted_by_law) == (Status.ACCEPTED, True)


@pytest.mark.django_db
def test_fourteen_months_ahead_every_row_lies_in_the_table_of_its_month(clerk, case):
    first = clock.today()
    for days in (400, 30):
        advance_clock(days, by=clerk)
    assert (clock.today().year - first.year) * 12 + clock.today().month - first.month >= 14
    drain()
    saw(clerk, ["fin:5XK2T7P"], case.pk, "a test")
    recipient = Recipient(name="Aysel Rəhimli", key="participation:1", email="aysel.rehimli@mail.example")
    notify(case.dossier, case.court, recipient, subject="x", text="x", purpose="note", by=clerk)
    month = f"_y{clock.today():%Y}m{clock.today():%m}"
    with connection.cursor() as cursor:
        for table in (
            "journal_entry",
            "journal_payload",
            "journal_delivery",
            "journal_accessrow",
            "notifications_delivery",
        ):
            cursor.execute(f"SELECT EXISTS (SELECT FROM {table}{month}), EXISTS (SELECT FROM {table}_default)")
            assert cursor.fetchone() == (True, False), table
