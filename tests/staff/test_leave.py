"""The yearly leave by the Labour Code: each article, and what card, request and order say of it."""

import datetime as dt

import pytest

from core import clock
from core.errors import Refused
from reference.models import CalendarDay
from staff import absences, keeping, leave, leaves
from staff.models import AbsenceRequest, Order
from tests.people import LONG_AGO

DAY = dt.timedelta(days=1)
BEGAN = dt.date(2020, 3, 1)


def terms(**changes):
    return leave.Terms(**({"basic": 30, "served_from": BEGAN} | changes))


def days(**changes):
    first = changes.pop("first", dt.date(2026, 3, 1))
    return {part.article: part.days for part in leave.entitlement(terms(**changes), first)}


@pytest.mark.parametrize(("years", "added"), [(0, 0), (4, 0), (5, 2), (9, 2), (10, 4), (14, 4), (15, 6), (40, 6)])
def test_long_service_adds_days(years, added):
    """ƏM 116.1"""
    assert leave.for_long_service(years) == added


def test_each_part_names_its_article():
    assert days() == {"ƏM 114.3 b": 30, "ƏM 116.1": 2}
    assert days(basic=21, first=dt.date(2021, 3, 1)) == {"ƏM 114.2": 21}
    assert days(children="two")["ƏM 117"] == 2
    assert days(children="more")["ƏM 117"] == 5
    assert days(extra=3, extra_ground="kollektiv müqavilə")["ƏM 112–115, 134"] == 3


def test_what_the_law_on_judges_may_add_is_not_passed_off_as_read():
    assert not any(part.is_verified for part in leave.entitlement(terms(is_judge=True), BEGAN))
    assert all(part.is_verified for part in leave.entitlement(terms(), BEGAN))


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        (dt.date(2026, 2, 28), dt.date(2025, 3, 1), dt.date(2026, 2, 28)),
        (dt.date(2026, 3, 1), dt.date(2026, 3, 1), dt.date(2027, 2, 28)),
        (dt.date(2020, 1, 1), BEGAN, dt.date(2021, 2, 28)),
    ],
)
def test_leave_is_given_for_the_year_of_work(day, first, last):
    """ƏM 113.3"""
    assert leave.work_year(BEGAN, day) == (first, last)


def test_a_year_of_work_that_began_on_29_february_is_found():
    assert leave.work_year(dt.date(2024, 2, 29), dt.date(2025, 2, 27))[0] == dt.date(2024, 2, 29)
    assert leave.work_year(dt.date(2024, 2, 29), dt.date(2025, 2, 28))[0] == dt.date(2025, 2, 28)


@pytest.mark.django_db
def test_holidays_are_not_counted_and_days_moved_are():
    """ƏM 114.6; a day off in place of a holiday on a weekend (105.5) is no holiday."""
    holidays = {dt.date(2026, 3, 20), dt.date(2026, 3, 21)}
    assert leave.counted(dt.date(2026, 3, 16), dt.date(2026, 3, 25), holidays) == 8
    CalendarDay.objects.filter(date__year=2030).delete()
    CalendarDay.objects.create(date=dt.date(2030, 5, 9), name_az="Qələbə günü", legal_basis="ƏM 105")
    CalendarDay.objects.create(date=dt.date(2030, 5, 10), name_az="Qələbə günü (müşahidə)", legal_basis="ƏM 105.5")
    assert leaves.counted(dt.date(2030, 5, 6), dt.date(2030, 5, 12)) == 6


def test_the_right_begins_after_six_months_of_the_first_year(clerk, serving):
    """ƏM 131.1"""
    assert leave.due_from(dt.date(2026, 8, 31)) == dt.date(2027, 2, 28)
    member = serving(clerk)
    assert not leaves.is_first_half_year(member, clock.today())
    member.served_from = clock.today() - 30 * DAY
    assert leaves.is_first_half_year(member, clock.today())


def ask(member, first, count, kind="leave"):
    return absences.ask(member, kind=kind, from_on=first, to_on=first + (count - 1) * DAY, by=member.user)


def test_no_more_leave_is_asked_for_than_is_left(clerk, serving):
    member = serving(clerk)
    year = clock.today().year + 1
    due = leaves.balance(member, dt.date(year, 2, 1)).due
    assert due == 30 + leave.for_long_service(year - LONG_AGO.year)
    ask(member, dt.date(year, 2, 1), 20)
    with pytest.raises(Refused, match=r"114\.6"):
        ask(member, dt.date(year, 4, 1), due - 20 + 1)
    assert ask(member, dt.date(year, 4, 1), due - 20).pk
    assert leaves.balance(member, dt.date(year, 4, 1)).left == 0
    assert ask(member, dt.date(year, 6, 1), 20, kind="illness").pk


@pytest.mark.requirement("EM-4.2.6")
def test_the_office_sets_what_the_leave_hangs_on_and_the_card_reckons_it(as_user, administrator, clerk, serving):
    member, browser = serving(clerk), as_user(administrator)
    sent = {"leave_days": 21, "served_from": "2009-05-04", "children": "two", "extra_days": 3, "extra_ground": ""}
    assert browser.post(f"/staff/{member.pk}/leave/", sent).status_code == 422
    assert browser.post(f"/staff/{member.pk}/leave/", sent | {"leave_days": 20}).status_code == 422
    assert browser.post(f"/staff/{member.pk}/leave/", sent | {"extra_ground": "müqavilə"}).status_code == 302
    year = leaves.balance(type(member).objects.get(pk=member.pk), clock.today())
    assert [part.days for part in year.parts] == [21, 6, 2, 3]
    page = browser.get(f"/staff/{member.pk}/").content.decode()
    assert all(part.article in page for part in year.parts)
    assert not as_user(clerk).get("/staff/me/").context["balance"].is_verified


@pytest.mark.requirement("EM-4.2.6")
def test_an_approved_leave_is_an_order_on_paper(as_user, chair, clerk, judge, murad, serving):
    one = ask(serving(clerk), clock.today() + 5 * DAY, 4)
    absences.approve(one, by=chair)
    one.refresh_from_db()
    order = Order.objects.get()
    assert (one.order, order.kind, order.member_id) == (order, "away", one.member_id)
    assert "Abbasova Leyla" in order.text
    for reader in (chair, clerk):
        answer = as_user(reader).get(f"/desk/orders/{order.pk}.pdf")
        assert answer["Content-Type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF-")
    for stranger in (judge, murad):
        assert as_user(stranger).get(f"/desk/orders/{order.pk}.pdf").status_code == 404


def test_an_order_is_in_the_language_of_the_state_whatever_the_page_is_read_in(as_user, chair, clerk, serving):
    ask(serving(clerk), clock.today() + 5 * DAY, 4)
    browser = as_user(chair)
    browser.cookies["language"] = "en"
    browser.post(f"/staff/absences/{AbsenceRequest.objects.get().pk}/approve/")
    assert "məzuniyyət" in Order.objects.get().text


def test_an_illness_is_ordered_by_nobody_and_a_note_with_a_quote_stays_text(as_user, chair, clerk, serving):
    clerk.surname, clerk.given_name = "İsmayılova", 'Gül "Ay"'
    clerk.save()
    member = serving(clerk)
    absences.approve(ask(member, clock.today() + DAY, 2, kind="illness"), by=chair)
    assert not Order.objects.exists()
    trip = absences.ask(member, kind="trip", from_on=clock.today() + 9 * DAY, to_on=clock.today() + 9 * DAY,
                        note='<b>"İclas"</b>', by=clerk)  # fmt: skip
    absences.approve(trip, by=chair)
    order = Order.objects.get()
    page = as_user(chair).get(f"/staff/orders/{order.pk}/").content.decode()
    assert "&lt;b&gt;&quot;İclas&quot;" in page
    assert '<b>"İclas' not in page
    assert as_user(chair).get(f"/desk/orders/{order.pk}.pdf").content.startswith(b"%PDF-")


def test_who_may_not_read_why_somebody_is_away_reads_no_order_on_it(as_user, chair, clerk, court, new_person, without,
                                                                    serving):  # fmt: skip
    absences.approve(ask(serving(clerk), clock.today() + 5 * DAY, 4), by=chair)
    order = Order.objects.get()
    reader = as_user(new_person(without("chair", "staff.absence_reason"), court))
    assert reader.get(f"/staff/orders/{order.pk}/").status_code == 404
    assert reader.get(f"/desk/orders/{order.pk}.pdf").status_code == 404
    assert order.number not in reader.get("/staff/orders/").content.decode()
    assert order.number not in reader.get(f"/staff/{order.member_id}/").content.decode()


@pytest.mark.requirement("EM-4.2.6")
def test_a_line_of_the_file_is_corrected_and_struck_and_what_stood_there_is_kept(as_user, administrator, clerk, chair,
                                                                                serving):  # fmt: skip
    member, browser = serving(clerk), as_user(administrator)
    line = keeping.write_file(member, kind="award", title="Fexri ferman", from_on=clock.today(), by=administrator)
    place = f"/staff/file/{line.pk}/"
    stale = {"kind": "award", "title": "Fəxri fərman", "from_on": clock.today().isoformat(), "mark": line.mark}
    assert browser.post(place, stale).status_code == 302
    assert browser.post(place, stale | {"title": "Başqa"}).status_code == 409, "the form is of the line as it was"
    page = browser.get(place).content.decode()
    assert "Fexri ferman" in page
    assert "Fəxri fərman" in page
    line.refresh_from_db()
    assert browser.post(f"{place}strike/", {"mark": line.mark, "why": " "}).status_code == 422
    assert browser.post(f"{place}strike/", {"mark": line.mark, "why": "səhv yazılıb"}).status_code == 302
    line.refresh_from_db()
    assert (line.struck_on, line.struck_why) == (clock.today(), "səhv yazılıb")
    assert "səhv yazılıb" in browser.get(f"/staff/{member.pk}/").content.decode()
    assert browser.post(place, stale | {"mark": line.mark}).status_code in (409, 422)


def test_a_measure_is_corrected_by_the_head_alone_and_never_made_of_another_line(as_user, administrator, clerk, chair,
                                                                                murad, serving):  # fmt: skip
    member = serving(clerk)
    measure = keeping.write_file(member, kind="discipline", title="Töhmət", from_on=clock.today(), by=chair)
    award = keeping.write_file(member, kind="award", title="Fərman", from_on=clock.today(), by=chair)
    office = as_user(administrator)
    assert office.get(f"/staff/file/{measure.pk}/").status_code == 404
    sent = {"kind": "discipline", "title": "x", "from_on": clock.today().isoformat(), "mark": award.mark}
    assert office.post(f"/staff/file/{award.pk}/", sent).status_code == 422
    keeping.correct_line(measure, seen=measure.mark, kind="award", title="Fərman", place="", from_on=clock.today(),
                         to_on=None, by=chair)  # fmt: skip
    assert office.get(f"/staff/file/{measure.pk}/").status_code == 404, "its history tells of the measure"
    assert as_user(murad).get(f"/staff/file/{award.pk}/").status_code in (403, 404)
