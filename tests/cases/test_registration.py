"""Registration: numbers, parties, papers, and what a mistake at the desk must not do."""

import threading
import uuid
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction

from cases.models import Case, NumberCounter
from cases.registration import register_case
from core.errors import Refused
from journal.models import Entry
from parties.models import Party
from reference.models import Category
from tests.cast import claim, lines, registered

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def form(**changes):
    """The registration page as a clerk sends it, with names by hand."""
    given = {
        "submission": str(uuid.uuid4()),
        "parties": "2",
        "register": "1",
        "kind": "civil",
        "category": claim().category.name_az,
        "price": "18 500,00",
        "text": "Borcun alınması",
        "channel": "desk",
        "is_electronic": "on",
        "exempt": "",
        "p0-role": "plaintiff",
        "p0-form": "natural",
        "p0-surname": "Rəhimli",
        "p0-given_name": "Aysel",
        "p0-phone": "050 111 22 33",
        "p1-role": "defendant",
        "p1-form": "natural",
        "p1-surname": "Əsgərov",
        "p1-given_name": "Vüqar",
    }
    return given | changes


@pytest.mark.requirement("BP-M01", "BP-C01", "EM-6.1.12")
def test_clerk_registers_a_claim_and_it_gets_the_next_number(as_user, clerk, judgeship):
    answer = as_user(clerk).post("/cases/register/", form())
    case = Case.objects.get()
    assert answer.status_code == 302 and answer["Location"] == f"/cases/{case.pk}/"
    assert case.number == f"e-2(5-104)-1/{case.year}"
    assert case.parties_line == "Aysel Rəhimli – Vüqar Əsgərov"
    assert Entry.objects.filter(event="cases.registered", dossier=case.pk).count() == 1


def test_a_category_of_another_kind_registers_nothing(as_user, clerk, court, judgeship):
    covert = Category.objects.get(code="jc.search")
    answer = as_user(clerk).post("/cases/register/", form(category=covert.name_az))
    assert answer.status_code == 422
    assert covert.kind.name_az in unescape(answer.text) and "növünün kateqoriyasıdır" in answer.text
    with pytest.raises(Refused):
        registered(court, clerk, category=covert)
    assert not Case.objects.exists()


def test_double_click_registers_once(as_user, clerk, judgeship):
    sent = form()
    first = as_user(clerk).post("/cases/register/", sent)
    second = as_user(clerk).post("/cases/register/", sent)
    assert first["Location"] == second["Location"]
    assert Case.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_the_same_moment_register_once_and_both_lead_to_the_case(as_user, clerk, judgeship):
    sent, answers = form(), []
    clients = [as_user(clerk) for _click in range(4)]

    def click(client):
        try:
            answers.append(client.post("/cases/register/", sent)["Location"])
        finally:
            connection.close()

    threads = [threading.Thread(target=click, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [Case.objects.get().get_absolute_url()] * 4
    assert Party.objects.count() == 2


@pytest.mark.requirement("EM-6.1.2", "EM-12.7", "EM-9.2.1")
@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("p0-fin", "5XK2O7P", "5XK207P"),
        ("p0-voen", "1234567890", "VÖEN"),
        ("p0-phone", "12", "+994 50 123 45 67"),
        ("price", "beş yüz", "7 240,00"),
        ("price", "-5", ""),
        ("category", "olmayan kateqoriya", "olmayan kateqoriya"),
        ("text", "", ""),
        ("p1-surname", "", ""),
    ],
)
def test_wrong_input_stands_beside_its_field_and_nothing_is_written(as_user, clerk, field, value, words):
    answer = as_user(clerk).post("/cases/register/", form(**{field: value}))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page and 'aria-invalid="true"' in page
    assert "Borcun alınması" in page or field == "text"
    assert not Case.objects.exists() and not Party.objects.exists()


@pytest.mark.parametrize(
    ("query", "words"), [({"fin": "5XK2O7P"}, "5XK207P"), ({"fin": "²"}, "FİN"), ({"voen": "1234567890"}, "VÖEN")]
)
def test_a_wrong_number_is_said_beside_its_field_while_the_clerk_types(as_user, clerk, query, words):
    answer = as_user(clerk).get("/cases/register/told/", query)
    assert answer.status_code == 200 and words in answer.content.decode()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("virus.pdf", b"MZ\x90\x00 this program cannot be run", "virus.pdf"),
        ("empty.pdf", b"", ""),
        ("claim.docx", PDF, "claim.docx"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused(as_user, clerk, name, content, words):
    answer = as_user(clerk).post("/cases/register/", form(papers=SimpleUploadedFile(name, content)))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Case.objects.exists()


def test_a_file_over_the_limit_is_refused(as_user, clerk, settings):
    settings.UPLOAD_LIMIT = 20
    answer = as_user(clerk).post("/cases/register/", form(papers=SimpleUploadedFile("claim.pdf", PDF)))
    assert answer.status_code == 422
    assert not Case.objects.exists()


def test_a_full_disk_keeps_nothing_half_written(as_user, clerk, settings, tmp_path):
    blocked = tmp_path / "files"
    blocked.write_text("not a folder")
    settings.MEDIA_ROOT = blocked
    answer = as_user(clerk).post("/cases/register/", form(papers=SimpleUploadedFile("claim.pdf", PDF)))
    assert answer.status_code == 422
    assert not Case.objects.exists() and not NumberCounter.objects.exists()


@pytest.mark.requirement("BP-M02", "EM-6.1.9")
def test_the_same_person_in_two_cases_is_one_party(court, clerk):
    registered(court, clerk)
    registered(court, clerk)
    assert Party.objects.count() == 2 and Case.objects.count() == 2


def test_a_claim_without_defendant_is_refused(court, clerk):
    with pytest.raises(Refused):
        register_case(court, claim(), parties=lines()[:1], by=clerk)
    assert not Case.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_sixteen_clerks_with_rollbacks_leave_no_gap_and_no_double(court, clerk):
    def work(turn):
        try:
            with transaction.atomic():
                registered(court, clerk)
                if turn % 4 == 0:
                    raise InterruptedError
        except InterruptedError:
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(turn,)) for turn in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(Case.objects.values_list("sequence", flat=True)) == list(range(1, 13))


def test_another_courts_clerk_does_not_see_the_case(as_user, clerk, murad, court):
    case = registered(court, clerk)
    assert as_user(murad).get(f"/cases/{case.pk}/").status_code == 404
    assert case.get_absolute_url() not in as_user(murad).get("/cases/").content.decode()
    assert as_user(murad).post(f"/cases/{case.pk}/note/", {"text": "x"}).status_code == 404
