"""Absences: asked for, decided by the head, never by oneself; hearings know them at once, draws from tomorrow."""

import datetime as dt
import json

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile

from allocation.actions import draw_case, keep_up
from allocation.models import CourtLog, EnteredAbsence
from core import clock
from core.errors import Refused
from hearings import booking
from journal.deliveries import drain
from journal.models import Entry
from staff import absences
from staff.models import Absence, AbsenceRequest, RequestState
from tests.fresh_logs import fresh_logs
from tests.hearings.test_booking import at, new_accepted, room, set_one, working_day

__all__ = ["new_accepted", "room"]
DAY = dt.timedelta(days=1)
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def ask(member, first=None, days=5, kind="leave", **more):
    first = first or clock.today() + 2 * DAY
    days_asked = {"from_on": first, "to_on": first + (days - 1) * DAY}
    return absences.ask(member, kind=kind, **(days_asked | {"by": member.user} | more))


@pytest.mark.requirement("EM-4.2.6")
def test_a_judge_asks_the_chair_approves_and_both_read_it(as_user, judge, chair, serving):
    serving(judge, "judge")
    first = clock.today() + 2 * DAY
    sent = {"kind": "leave", "from_on": first.isoformat(), "to_on": (first + 4 * DAY).isoformat(),
            "paper": SimpleUploadedFile("arayis.pdf", PDF)}  # fmt: skip
    answer = as_user(judge).post("/staff/me/absence/", sent)
    one = AbsenceRequest.objects.get()
    assert answer["Location"] == f"/staff/absences/{one.pk}/"
    assert not Absence.objects.exists()
    assert as_user(chair).get("/staff/absences/").content.decode().count("Quliyev") == 1
    as_user(chair).post(f"/staff/absences/{one.pk}/approve/")
    one.refresh_from_db()
    assert (one.state, one.decided_by, one.absence.judge.user) == ("approved", chair, judge)
    assert as_user(judge).get(f"/staff/absences/{one.pk}/paper/").content == PDF
    assert [e.event for e in Entry.objects.order_by("pk") if e.event.startswith("staff.absence")] == [
        "staff.absence_asked",
        "staff.absence_approved",
    ]
    assert "kind" not in Entry.objects.get(event="staff.absence_approved").data


def test_nobody_approves_the_own_absence(as_user, chair, serving):
    one = ask(serving(chair, "chair"))
    with pytest.raises(Refused):
        absences.approve(one, by=chair)
    with pytest.raises(Refused):
        absences.refuse(one, reason="x", by=chair)
    assert b"/approve/" not in as_user(chair).get(f"/staff/absences/{one.pk}/").content
    one.refresh_from_db()
    assert one.state == RequestState.ASKED


def test_the_office_enters_absences_but_does_not_decide(as_user, administrator, clerk, serving):
    one = ask(serving(clerk), kind="illness", by=administrator)
    with pytest.raises(PermissionDenied):
        absences.approve(one, by=administrator)
    assert as_user(administrator).post(f"/staff/absences/{one.pk}/approve/").status_code == 403


def test_a_clerk_asks_for_no_one_else(clerk, judge, serving):
    with pytest.raises(PermissionDenied):
        ask(serving(judge, "judge"), by=clerk)


def test_a_refusal_says_why_and_what_is_decided_stays_so(chair, clerk, serving):
    one = ask(serving(clerk))
    with pytest.raises(Refused):
        absences.refuse(one, reason=" ", by=chair)
    absences.refuse(one, reason="iclas var", by=chair)
    with pytest.raises(Refused):
        absences.approve(one, by=chair)
    one.refresh_from_db()
    assert (one.state, one.reason) == ("refused", "iclas var")


def test_days_that_overlap_are_asked_for_once(clerk, serving):
    member = serving(clerk)
    ask(member)
    with pytest.raises(Refused):
        ask(member, first=clock.today() + 6 * DAY, kind="trip")
    absences.withdraw(AbsenceRequest.objects.get(), by=clerk)
    assert ask(member, first=clock.today() + 6 * DAY, kind="trip").pk


@pytest.mark.requirement("EM-4.2.14")
def test_an_absence_not_yet_approved_keeps_no_judge_from_a_draw(new_case, new_judge, court, chair, serving):
    fresh_logs(court)
    away, _other = new_judge(court), new_judge(court)
    draw_case(new_case())
    one = ask(serving(away.user, "judge"), first=clock.today())
    log = CourtLog.objects.get()
    keep_up(log)
    assert not EnteredAbsence.objects.exists()
    absences.approve(one, by=chair)
    keep_up(log)
    roster = {one["judge"]: one.get("out") for one in json.loads(draw_case(new_case()).record)["roster"]}
    assert roster[away.public_id] is None, "it counts from tomorrow"
    with clock.as_of(clock.now() + DAY):
        roster = {one["judge"]: one.get("out") for one in json.loads(draw_case(new_case()).record)["roster"]}
    assert roster[away.public_id]["code"] == "absent"


def test_who_comes_back_early_is_drawn_again(new_case, new_judge, court, chair, serving):
    fresh_logs(court)
    away, _other = new_judge(court), new_judge(court)
    draw_case(new_case())
    one = ask(serving(away.user, "judge"), first=clock.today(), days=9)
    absences.approve(one, by=chair)
    keep_up(CourtLog.objects.get())
    with clock.as_of(clock.now() + 2 * DAY):
        absences.come_back(one, back_on=clock.today(), by=away.user)
        drain()
    known = EnteredAbsence.objects.get()
    assert known.to_on == clock.today() + 2 * DAY
    with clock.as_of(clock.now() + 3 * DAY):
        roster = {row["judge"]: row.get("out") for row in json.loads(draw_case(new_case()).record)["roster"]}
    assert roster[away.public_id] is None


def test_no_hearing_is_set_for_a_judge_who_is_away(as_user, new_accepted, room, judge, chair, serving):
    case = new_accepted()
    one = ask(serving(judge, "judge"), first=working_day(), days=3)
    absences.approve(one, by=chair)
    with pytest.raises(Refused, match="Quliyev"):
        set_one(case, room, judge)
    sent = {"kind": "preparatory", "room": room.pk, "day": working_day().isoformat(), "hour": "10:00", "minutes": "60"}
    assert as_user(judge).post(f"/calendar/cases/{case.pk}/set/", sent).status_code in (409, 422)
    week = as_user(judge).get(f"/calendar/?week={working_day().isoformat()}").content.decode()
    assert "Quliyev" in week


def test_hearings_are_set_again_from_the_day_of_the_return(new_accepted, room, judge, chair, serving):
    case = new_accepted()
    one = ask(serving(judge, "judge"), first=working_day(), days=10)
    absences.approve(one, by=chair)
    absences.come_back(one, back_on=working_day(), by=judge)
    assert booking.set_hearing(case, room=room, starts_at=at(10), minutes=60, kind="preparatory", by=judge).pk


def test_why_somebody_is_away_is_for_few(as_user, new_person, without, chair, clerk, court, serving):
    one = ask(serving(clerk), kind="illness", note="qrip", paper=SimpleUploadedFile("arayis.pdf", PDF))
    absences.approve(one, by=chair)
    reader = as_user(new_person(without("chair", "staff.absence_reason"), court))
    for page in ("/staff/absences/?state=approved", "/staff/presence/", f"/staff/absences/{one.pk}/"):
        text = reader.get(page).content.decode()
        assert "Abbasova" in text, page
        assert "qrip" not in text
        assert one.get_kind_display() not in text
    assert reader.get(f"/staff/absences/{one.pk}/paper/").status_code == 404
    assert (
        one.get_kind_display() in as_user(chair).get("/staff/presence/").content.decode()
        or "qrip" in as_user(chair).get(f"/staff/absences/{one.pk}/").content.decode()
    )


def test_the_clerk_of_another_court_finds_no_absence_of_this_one(as_user, murad, clerk, serving):
    one = ask(serving(clerk))
    browser = as_user(murad)
    assert browser.get(f"/staff/absences/{one.pk}/").status_code == 404
    for step in ("withdraw", "back", "paper"):
        address = f"/staff/absences/{one.pk}/{step}/"
        answer = browser.get(address) if step == "paper" else browser.post(address)
        assert answer.status_code == 404, step
    assert browser.post(f"/staff/absences/{one.pk}/approve/").status_code in (403, 404)
