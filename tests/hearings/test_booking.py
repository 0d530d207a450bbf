"""Setting hearings: rooms, judges and participants in one place at a time, and what follows from it."""

import datetime as dt
import subprocess
import threading

import pytest
import requests
from bs4 import BeautifulSoup
from django.db import connection
from django.utils import translation

from cases.actions import accept_case, settle_duty
from cases.models import Case
from core import clock, files, shown
from core.errors import Refused
from core.models import ClockOffset
from documents.models import Document
from hearings import booking
from hearings.models import Hearing, Kind, State
from hearings.notices import send_notices
from hearings.views.public import ROWS_OF_BOARD
from journal.actors import LAW
from journal.models import Entry
from notifications import sending
from notifications.models import Delivery
from reference.calendar import calendar
from reference.models import Room
from tests.cast import registered
from tests.notifications.conftest import mail  # noqa: F401


def working_day(ahead=15):
    return calendar().add_working_days(clock.today(), ahead)


def at(hour, minute=0, ahead=15):
    return clock.at(working_day(ahead), dt.time(hour, minute))


@pytest.fixture
def new_accepted(court, clerk, judge, judgeship):
    """Makes an accepted case of Rashad's."""

    def make(judge_of=judgeship):
        case = registered(court, clerk)
        Case.objects.filter(pk=case.pk).update(judge=judge_of)
        settle_duty(case, ground="qəbz", by=LAW)
        case = Case.objects.get(pk=case.pk)
        return accept_case(case, seen=case.version, by=judge)

    return make


@pytest.fixture
def room(court):
    return Room.objects.filter(body=court).first()


def set_one(case, room, by, starts=None, **changes):
    given = {"room": room, "starts_at": starts or at(10), "minutes": 60, "kind": Kind.PREPARATORY}
    return booking.set_hearing(case, **(given | changes), by=by)


@pytest.mark.requirement("BP-M06", "EM-6.1.14", "EO-2.4")
def test_judge_sets_a_hearing_and_the_case_shows_it(as_user, new_accepted, room, judge):
    case = new_accepted()
    sent = {"kind": "preparatory", "room": room.pk, "day": working_day().isoformat(), "hour": "10:00", "minutes": "60"}
    answer = as_user(judge).post(f"/calendar/cases/{case.pk}/set/", sent)
    case.refresh_from_db()
    assert answer.status_code == 302 and case.next_hearing_at == at(10)
    assert "10:00" in as_user(judge).get(f"/cases/{case.pk}/").content.decode()


def test_a_hearing_is_not_set_before_acceptance(court, clerk, room, judge):
    with pytest.raises(Refused):
        set_one(registered(court, clerk), room, judge)


@pytest.mark.requirement("BP-C12", "BP-M06")
def test_a_clash_of_rooms_is_said_in_words_with_free_times(as_user, new_accepted, room, judge):
    set_one(new_accepted(), room, judge)
    other = new_accepted()
    sent = {"kind": "main", "room": room.pk, "day": working_day().isoformat(), "hour": "10:30", "minutes": "60"}
    answer = as_user(judge).post(f"/calendar/cases/{other.pk}/set/", sent)
    assert answer.status_code == 422 and "11:00" in answer.content.decode()
    assert Hearing.objects.count() == 1


@pytest.mark.parametrize("hour", [7, 13, 18])
def test_outside_court_hours_nothing_is_set(new_accepted, room, judge, hour):
    with pytest.raises(Refused):
        set_one(new_accepted(), room, judge, at(hour))


def test_on_a_day_off_or_in_the_past_nothing_is_set(new_accepted, room, judge):
    case, day = new_accepted(), working_day()
    saturday = day + dt.timedelta(days=(5 - day.weekday()) % 7)
    while calendar().is_working(saturday):
        saturday += dt.timedelta(days=7)
    for wrong in (saturday, clock.today() - dt.timedelta(days=1)):
        with pytest.raises(Refused):
            set_one(case, room, judge, clock.at(wrong, dt.time(10)))


def test_an_adjourned_hearing_frees_the_room_and_stays_in_the_lists(client, new_accepted, room, judge):
    hearing = set_one(new_accepted(), room, judge)
    booking.adjourn(hearing, room=room, starts_at=at(15), minutes=60, reason="ekspert rəyi gözlənilir", by=judge)
    set_one(new_accepted(), room, judge)
    page = client.get(f"/hearings/?day={working_day().isoformat()}").content.decode()
    assert "ekspert rəyi gözlənilir" in page
    assert Hearing.objects.filter(sitting__state=State.MOVED).count() == 1


@pytest.mark.parametrize("named", ["Vüqar Əsgərovun xəstəliyi", "ESGEROVUN xahişi", "5XK2T7P gəlmir"])
def test_the_reason_that_everybody_reads_names_no_party(as_user, client, new_accepted, room, judge, named):
    hearing = set_one(new_accepted(), room, judge)
    answer = as_user(judge).post(f"/calendar/{hearing.pk}/cancel/", {"reason": named})
    assert answer.status_code == 422 and "Səbəbi siyahılarda hamı oxuyur" in answer.text and named in answer.text
    assert Hearing.objects.get().sitting.state == State.PLANNED
    assert as_user(judge).post(f"/calendar/{hearing.pk}/cancel/", {"reason": "tərəf xəstədir"}).status_code == 302
    assert "tərəf xəstədir" in client.get(f"/hearings/?day={working_day().isoformat()}").text


@pytest.mark.requirement("BP-M07", "BP-C20", "EM-6.1.15")
def test_every_party_is_called_by_every_channel_once(new_accepted, room, judge):
    hearing = set_one(new_accepted(), room, judge)
    entry = Entry.objects.get(event="hearings.set", subject_id=str(hearing.pk))
    send_notices(entry, {})
    send_notices(entry, {})
    for channel in ("cabinet", "email", "sms"):
        assert Delivery.objects.filter(channel=channel, purpose="notice").count() == 2
    assert Delivery.objects.filter(channel="cabinet", purpose="notice", state="delivered").count() == 2
    assert Entry.objects.filter(event="cases.served", dossier=hearing.case_id).count() == 2


def test_a_mail_carries_nothing_that_a_field_right_guards(new_accepted, room, judge, mail):  # noqa: F811
    case = set_one(new_accepted(), room, judge).case
    send_notices(Entry.objects.get(event="hearings.set"), {})
    sending.drain()
    told = [one["subject"] + one["text"] for one in requests.get(f"{mail.knob}/messages.json", timeout=5).json()]
    ours = [letter for letter in told if case.number in letter]
    parties = [part.party for part in case.participations.select_related("party")]
    guarded = {
        getattr(party, name) for party in parties for name in ("fin", "id_card", "actual_address", "phone", "email")
    }
    guarded |= {party.surname for party in parties} | {str(case.claim_price), shown.money(case.claim_price)}
    assert len(ours) == 2
    assert [value for value in guarded - {"", None} for letter in ours if value in letter] == []


def test_the_place_of_the_next_hearing_holds_no_words_of_anybodys_language(new_accepted, room, judge):
    with translation.override("ru"):
        hearing = set_one(new_accepted(), room, judge)
    assert Case.objects.get(pk=hearing.case_id).next_hearing_place == room.name


def test_the_notice_is_one_sheet_with_a_line_for_the_clerk(new_accepted, room, judge):
    hearing = set_one(new_accepted(), room, judge)
    send_notices(Entry.objects.get(event="hearings.set", subject_id=str(hearing.pk)), {})
    version = Document.objects.filter(kind="notice").first().versions.get(is_current=True)
    told = subprocess.run(["pdftotext", "-layout", "-", "-"], input=files.read(version.file), capture_output=True)
    pages = told.stdout.decode().split("\f")[:-1]
    assert len(pages) == 1
    assert str(room) in pages[0] and f"zal {room}" not in pages[0]


@pytest.mark.django_db(transaction=True)
def test_two_at_once_for_one_room_and_one_wins(new_accepted, new_judge, court, room, judge):
    second = new_judge(court)
    cases, results = [new_accepted(), new_accepted(second)], []

    def work(case):
        try:
            results.append(set_one(case, room, judge))
        except Refused as error:
            results.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(case,)) for case in cases]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(isinstance(result, Refused) for result in results) == [False, True]


@pytest.mark.requirement("EO-2.4", "BP-M06")
def test_public_list_and_kiosk_show_initials_and_never_a_sealed_case(client, new_accepted, room, judge, court):
    open_one, sealed = set_one(new_accepted(), room, judge), set_one(new_accepted(), room, judge, at(11))
    sealed.case.dossier.is_sealed = True
    sealed.case.dossier.save()
    public = client.get(f"/hearings/?day={working_day().isoformat()}").content.decode()
    assert f"<b>{open_one.case.sequence}</b>" in public and "A. R." in public
    assert f"<b>{sealed.case.sequence}</b>" not in public
    assert "Rəhimli" not in public and "5XK2T7P" not in public
    board = client.get(f"/kiosk/{court.short_code}/")
    assert board.status_code == 200 and board["Refresh"].startswith("15;")
    assert client.get(f"/kiosk/{court.code}/").status_code == 200
    assert client.get("/kiosk/no-such-court/").status_code == 404


def test_public_pages_cost_the_same_for_one_hearing_and_for_many(
    client, new_accepted, room, judge, court, count_queries
):
    set_one(new_accepted(), room, judge, at(9))
    addresses = [f"/hearings/?day={working_day().isoformat()}", f"/kiosk/{court.short_code}/"]
    for address in addresses:
        client.get(address)  # the choices that everybody has are drawn once a minute
    costs = []
    for _turn in range(2):
        costs.append([])
        for address in addresses:
            with count_queries() as counted:
                client.get(address)
            costs[-1].append(len(counted))
        for hour in (10, 11, 14, 15, 16, 17):
            set_one(new_accepted(), room, judge, at(hour)) if not costs[1:] else None
    assert costs[0] == costs[1]


@pytest.fixture
def day_of_hearings(settings):
    """The clock of the demo goes on to the day for which the hearings were set: call it once they are."""

    def come():
        settings.DEMO = True
        days = (working_day() - clock.today()).days
        ClockOffset.objects.create(days=days, moved_at=clock.now(), moved_by="test")
        clock.forget()

    return come


@pytest.mark.requirement("EO-2.4")
def test_board_turns_when_the_hearings_are_more_than_the_glass_holds(
    client, new_accepted, room, judge, court, day_of_hearings
):
    hours = (9, 10, 11, 14, 15, 16, 17)
    days = [set_one(new_accepted(), room, judge, at(hour)) for hour in hours]
    day_of_hearings()
    boards = [client.get(f"/kiosk/{court.short_code}/?page={page}") for page in (1, 2)]
    shown = [[f"<b>{one.case.sequence}</b>" in board.content.decode() for one in days] for board in boards]
    assert shown == [[place < ROWS_OF_BOARD for place in range(7)], [place >= ROWS_OF_BOARD for place in range(7)]]
    assert [board["Refresh"] for board in boards] == ["15; url=?page=2", "15; url=?page=1"]


def test_board_marks_what_was_put_off_with_its_new_time(client, new_accepted, room, judge, court, day_of_hearings):
    hearing = set_one(new_accepted(), room, judge)
    later = at(11, ahead=20)
    booking.adjourn(hearing, room=room, starts_at=later, minutes=30, reason="ekspert rəyi", by=judge)
    day_of_hearings()
    client.cookies["language"] = "en"
    board = BeautifulSoup(client.get(f"/kiosk/{court.short_code}/").content, "html.parser").find(class_="moved")
    assert "Changes" in board.text and str(hearing.case.sequence) in board.text
    assert f"New time: {clock.local(later):%d.%m.%Y, %H:%M}" in board.text


def test_finger_types_a_number_on_the_glass_and_the_list_comes_back(client, new_accepted, room, judge, court):
    hearing = set_one(new_accepted(), room, judge)
    address, typed = f"/kiosk/{court.short_code}/find/", ""
    for digit in str(hearing.case.sequence):
        answer = client.get(address, {"number": typed, "key": digit})
        typed += digit
        assert f'value="{typed}"' in answer.content.decode()
    assert f"<b>{hearing.case.sequence}</b>" in answer.content.decode()
    assert f'value="{typed[:-1]}"' in client.get(address, {"number": typed, "key": "back"}).content.decode()
    assert answer["Refresh"] == f"60; url=/kiosk/{court.short_code}/"
