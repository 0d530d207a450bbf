"""The cabinet: my own cases with all that concerns me, and nothing of anybody else's."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cases.models import Deadline, Filing
from core import clock
from documents.actions import make_document
from hearings.models import Hearing, Kind, Protocol, Remark, Sitting, State
from journal.access import saw
from journal.models import Entry
from notifications.actions import notify
from notifications.ladder import Recipient
from notifications.models import Delivery
from reference.models import Room, Term
from tests.people import PASSWORD

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture
def page(as_user):
    def opened(person, case, tail=""):
        return as_user(person).get(f"/cabinet/cases/{case.pk}/{tail}")

    return opened


@pytest.fixture
def hearing(case, judgeship):
    starts = clock.at(clock.today() + dt.timedelta(days=12), dt.time(10, 30))
    room = Room.objects.filter(body=case.court).first()
    sitting = Sitting.objects.create(
        body=case.court, room=room, judge=judgeship, during=(starts, starts + dt.timedelta(hours=1))
    )
    sitting.refresh_from_db()
    return Hearing.objects.create(case=case, sitting=sitting, kind=Kind.PREPARATORY, starts_at=starts, body=case.court)


@pytest.fixture
def served(case, claimant, clerk):
    """A notice placed in Aysel's cabinet."""
    paper = make_document(case.dossier, case.court, "notice", "Bildiriş", PDF, "b.pdf", by=clerk)
    recipient = Recipient(key=f"participation:{claimant.pk}", name="Aysel Rəhimli", fin="5XK2T7P")
    notify(case.dossier, case.court, recipient, subject="Bildiriş", text="Mətn", document=paper.pk, purpose="notice",
           by=clerk)  # fmt: skip
    return paper


@pytest.mark.requirement("EM-10.1.3", "EM-4.2.2", "EM-6.1.20")
def test_my_case_stands_in_my_cabinet(as_user, aysel, case):
    home = as_user(aysel).get("/cabinet/").content.decode()
    assert f"/cabinet/cases/{case.pk}/" in home
    assert case.number.split("-")[-1].split("/")[0] in home


def test_a_stranger_has_an_empty_cabinet_and_finds_no_case(as_user, stranger, case, page):
    assert f"/cabinet/cases/{case.pk}/" not in as_user(stranger).get("/cabinet/").content.decode()
    for tail in ("", "send/", "papers/1/", "hearings/1.ics", "protocols/1/remark/"):
        assert page(stranger, case, tail).status_code == 404


def test_staff_without_a_part_in_the_case_open_nothing_here(clerk, case, page, as_user):
    assert as_user(clerk).get("/cabinet/").status_code == 403
    assert page(clerk, case).status_code == 403


def test_a_password_opens_no_cabinet(case, claimant, new_person):
    new_person(username="aysel", fin="5XK2T7P", password=PASSWORD)
    client = Client()
    client.post("/sign-in/", {"login": "aysel", "password": PASSWORD})
    assert client.session.get("_auth_user_id")
    assert client.get(f"/cabinet/cases/{case.pk}/").status_code == 403


def test_whoever_is_not_signed_in_is_sent_to_asan_login(client, case):
    response = client.get(f"/cabinet/cases/{case.pk}/")
    assert response["Location"].startswith("/sign-in/asan/?next=")


def test_a_part_that_ended_closes_the_case(page, aysel, case, claimant):
    claimant.to_on = clock.today() - dt.timedelta(days=1)
    claimant.save()
    assert page(aysel, case).status_code == 404


@pytest.mark.requirement("EO-2.9", "EM-6.1.20")
def test_the_case_page_says_what_comes_and_what_is_owed(page, aysel, case, hearing):
    text = page(aysel, case).content.decode()
    assert "10:30" in text and hearing.sitting.room.name in text
    invoice = case.invoices.get()
    assert invoice.service_code in text


def test_the_other_side_owes_no_duty_of_the_claimant(page, vuqar, case):
    assert not page(vuqar, case).context["matter"].invoices


def test_terms_are_those_of_the_person_alone(page, aysel, vuqar, case, defendant):
    due = clock.today() + dt.timedelta(days=9)
    Deadline.objects.create(
        case=case,
        court=case.court,
        participation=defendant,
        term=Term.objects.first(),
        opened_by=1,
        starts_on=clock.today(),
        due_on=due,
    )
    assert f"{due:%d.%m.%Y}" in page(vuqar, case).content.decode()
    assert f"{due:%d.%m.%Y}" not in page(aysel, case).content.decode()


@pytest.mark.requirement("EM-13.2")
def test_no_number_or_contact_of_the_other_side_is_shown(page, as_user, aysel, vuqar, case, served, hearing):
    for person, other in ((aysel, ("2MV8C4R", "0552223344", "552223344", "vuqar.esgerov", "Füzuli küçəsi 41")),
                          (vuqar, ("5XK2T7P", "501112233", "aysel.rehimli", "Nizami küçəsi 18"))):  # fmt: skip
        for text in (page(person, case), as_user(person).get("/cabinet/"), as_user(person).get("/cabinet/seen/")):
            assert not [words for words in other if words in text.content.decode()]


@pytest.mark.requirement("EM-13.2")
def test_a_paper_delivered_to_me_opens_and_is_marked_read(page, aysel, case, served):
    assert f"papers/{served.pk}/" in page(aysel, case).content.decode()
    response = page(aysel, case, f"papers/{served.pk}/")
    assert response.content == PDF
    delivery = Delivery.objects.get(document=served.pk, channel="cabinet")
    assert delivery.read_at is not None
    assert Entry.objects.filter(event="notifications.opened", actor_id=aysel.pk).count() == 1
    page(aysel, case, f"papers/{served.pk}/")
    assert Entry.objects.filter(event="notifications.opened").count() == 1


def test_a_paper_of_the_case_that_was_not_delivered_to_me_is_not_mine(page, vuqar, aysel, case, served, clerk):
    inner = make_document(case.dossier, case.court, "letter", "Daxili", PDF, "d.pdf", by=clerk)
    assert page(vuqar, case, f"papers/{served.pk}/").status_code == 404
    assert page(aysel, case, f"papers/{inner.pk}/").status_code == 404
    assert "Daxili" not in page(aysel, case).content.decode()


@pytest.mark.requirement("EM-13.3")
def test_i_see_who_looked_at_my_data_and_nobody_elses(page, as_user, aysel, vuqar, case, clerk):
    as_user(clerk).get(f"/cases/{case.pk}/")
    saw(clerk, ["fin:2MV8C4R"], None, "only about Vüqar")
    for address in (f"/cabinet/cases/{case.pk}/", "/cabinet/seen/"):
        text = as_user(aysel).get(address).content.decode()
        assert clerk.full_name in text
        assert "only about Vüqar" not in text
    assert "only about Vüqar" in as_user(vuqar).get("/cabinet/seen/").content.decode()


def test_the_hearing_goes_into_my_calendar(page, aysel, case, hearing, new_case):
    response = page(aysel, case, f"hearings/{hearing.pk}.ics")
    lines = response.content.decode().split("\r\n")
    assert response["Content-Type"].startswith("text/calendar")
    assert f"DTSTART:{hearing.starts_at.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}" in lines
    assert max(len(line.encode()) for line in lines) <= 75
    assert page(aysel, new_case(), f"hearings/{hearing.pk}.ics").status_code == 404


@pytest.mark.requirement("EM-10.1.4", "EM-3.1.1")
def test_i_send_a_paper_and_it_is_in_the_case(page, as_user, aysel, case, claimant):
    sent = {"kind": "motion", "title": "Vəsatət", "paper": SimpleUploadedFile("v.pdf", PDF, "application/pdf")}
    response = as_user(aysel).post(f"/cabinet/cases/{case.pk}/send/", sent)
    assert response.status_code == 302
    filing = Filing.objects.get(case=case, kind="motion")
    assert (filing.channel, filing.participation) == ("cabinet", claimant)
    assert "Vəsatət" in page(aysel, case).content.decode()


def test_an_objection_is_the_defendants_alone(as_user, aysel, vuqar, case):
    sent = {"kind": "objection", "title": "Etiraz"}
    for person, status in ((aysel, 422), (vuqar, 302)):
        paper = SimpleUploadedFile("e.pdf", PDF, "application/pdf")
        assert as_user(person).post(f"/cabinet/cases/{case.pk}/send/", sent | {"paper": paper}).status_code == status
    assert Entry.objects.filter(event="cases.objection_filed").count() == 1


def test_i_remark_on_the_protocol_within_three_days(as_user, aysel, case, hearing, clerk, settings):
    paper = make_document(case.dossier, case.court, "protocol", "Protokol", PDF, "p.pdf", by=clerk)
    now = clock.now()
    protocol = Protocol.objects.create(
        hearing=hearing, body=case.court, document=paper, signed_by_clerk_at=now, signed_by_judge_at=now, text="…"
    )
    Sitting.objects.filter(pk=hearing.sitting_id).update(state=State.ENDED)
    address = f"/cabinet/cases/{case.pk}/protocols/{protocol.pk}/remark/"
    client = as_user(aysel)
    assert address in client.get(f"/cabinet/cases/{case.pk}/").content.decode()
    assert client.post(address, {"text": "Şahidin sözü yazılmayıb."}).status_code == 302
    assert Remark.objects.get().participation.party.fin == "5XK2T7P"
    Protocol.objects.update(signed_by_judge_at=now - dt.timedelta(days=5))
    assert client.post(address, {"text": "Gec"}).status_code in (409, 422)


def test_a_sealed_case_is_open_to_its_own_parties_alone(page, aysel, stranger, new_case):
    case = new_case(is_sealed=True)
    assert page(aysel, case).status_code == 200
    assert page(stranger, case).status_code == 404


def test_the_cabinet_costs_the_same_for_one_case_and_for_ten(as_user, aysel, new_case, cost, clerk):
    client = as_user(aysel)
    case = new_case()
    addresses = ["/cabinet/", f"/cabinet/cases/{case.pk}/", "/cabinet/seen/"]
    saw(clerk, ["fin:5XK2T7P"], case.pk, "case page")
    one = [cost(client, address) for address in addresses]
    for turn in range(9):
        new_case()
        saw(clerk, ["fin:5XK2T7P"], case.pk, "case page")
        make_document(case.dossier, case.court, "letter", f"M {turn}", PDF, "m.pdf", by=clerk)
    assert [cost(client, address) for address in addresses] == one
