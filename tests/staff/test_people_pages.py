"""The register of people: who sees it, what is found in it, what it costs; import and export."""

import csv
import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from core import clock
from core.tables import harmless
from journal.models import Entry
from staff import absences
from staff.importing import import_people
from staff.models import Appointment, Member, Order

HEAD = "username;surname;given_name;patronymic;post;board;from;rate\n"
DAY = dt.timedelta(days=1)


@pytest.mark.requirement("EM-4.2.6")
def test_the_chair_sees_the_people_of_the_own_court_alone(as_user, chair, clerk, murad, serving):
    own, other = serving(clerk), serving(murad)
    browser = as_user(chair)
    text = browser.get("/staff/").content.decode()
    assert "Abbasova Leyla" in text
    assert "Orucov" not in text
    assert browser.get(f"/staff/{own.pk}/").status_code == 200
    for page in ("", "office/", "file/", "leave/", "absence/", "substitute/"):
        assert browser.get(f"/staff/{other.pk}/{page}").status_code == 404, page
    assert browser.get("/staff/?court=baki-kommersiya-mehkemesi").status_code == 404


def test_people_are_found_by_name_post_and_presence(as_user, chair, clerk, judge, serving):
    card = serving(clerk)
    serving(judge, "judge")
    browser = as_user(chair)
    assert "Quliyev" not in browser.get("/staff/?q=abbas").content.decode()
    assert "Abbasova" not in browser.get("/staff/?title=judge").content.decode()
    one = absences.ask(card, kind="trip", from_on=clock.today(), to_on=clock.today() + DAY, by=clerk)
    absences.approve(one, by=chair)
    assert "Abbasova" in browser.get("/staff/?now=away").content.decode()
    assert "Abbasova" not in browser.get("/staff/?now=present").content.decode()
    assert "Abbasova" not in browser.get("/staff/?now=left&title=x&board=y").content.decode()


def test_a_clerk_sees_the_own_card_and_nobody_elses(as_user, clerk, judge, serving):
    serving(clerk)
    other = serving(judge, "judge")
    browser = as_user(clerk)
    assert "Abbasova Leyla" in browser.get("/staff/me/").content.decode()
    assert browser.get("/staff/").status_code == 403
    assert browser.get(f"/staff/{other.pk}/").status_code in (403, 404)


@pytest.mark.parametrize("page", ["/staff/", "/staff/absences/?state=approved", "/staff/presence/", "/staff/table/"])
def test_pages_cost_the_same_for_one_and_for_many(as_user, chair, court, new_person, serving, count_queries, page):
    def away(person: User) -> None:
        card = serving(person)
        one = absences.ask(card, kind="trip", from_on=clock.today(), to_on=clock.today() + DAY, by=person)
        absences.approve(one, by=chair)

    browser = as_user(chair)
    costs = []
    for people in (1, 2):
        for _ in range(people):
            away(new_person("clerk", court))
        browser.get(page)
        with count_queries() as counted:
            assert browser.get(page).status_code == 200
        costs.append(len(counted))
    assert costs[0] == costs[1]


def test_a_card_costs_the_same_for_few_and_for_many_absences(as_user, chair, clerk, serving, count_queries):
    card, browser, costs = serving(clerk), as_user(chair), []
    for count in (1, 4):
        for n in range(count):
            day = clock.today() + (count * 10 + n) * DAY
            absences.approve(absences.ask(card, kind="trip", from_on=day, to_on=day, by=clerk), by=chair)
        browser.get(f"/staff/{card.pk}/")
        with count_queries() as counted:
            browser.get(f"/staff/{card.pk}/")
        costs.append(len(counted))
    assert costs[0] == costs[1]


def test_a_table_brings_people_in(as_user, administrator, chair, line):
    line("clerk", 3)
    table = HEAD + "afaq;Əliyeva;Afaq;Rauf qızı;clerk;;01.03.2024;1\nelnur;Kazımov;Elnur;;clerk;;2024-03-01;0,5\n"
    answer = as_user(administrator).post("/staff/import/", {"file": SimpleUploadedFile("p.csv", table.encode())})
    assert answer.status_code == 302
    assert sorted(Member.objects.values_list("name", flat=True)) == ["Kazımov Elnur", "Əliyeva Afaq Rauf qızı"]
    assert not User.objects.get(username="afaq").has_usable_password()
    assert Order.objects.count() == 1


def test_one_bad_line_and_nothing_is_written(as_user, administrator, chair, line, court):
    line("clerk", 1)
    table = HEAD + (
        "afaq;Əliyeva;Afaq;;clerk;;01.03.2024;1\n"
        ";X;Y;;clerk;;01.03.2024;1\n"
        "a;X;Y;;emperor;;32.13.2024;3\n"
        "b;X;Y;;judge;;01.03.2024;1\n"
    )
    answer = as_user(administrator).post("/staff/import/", {"file": SimpleUploadedFile("p.csv", table.encode())})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert all(f">{number}</th>" in text for number in (3, 4, 5))
    assert not Appointment.objects.exists()
    assert not User.objects.filter(username="afaq").exists()
    full = HEAD + "a1;X;Y;;clerk;;01.03.2024;1\na2;X;Y;;clerk;;01.03.2024;1\n"
    report = import_people(court, full.encode(), by=administrator)
    assert [number for number, _words in report.wrong] == [3], "the second finds no vacancy, so the first is not kept"
    assert not User.objects.filter(username="a1").exists()
    assert not Order.objects.exists()


@pytest.mark.parametrize("content", [b"", b"a;b\n1;2\n", b"\xff\xfe\x00", HEAD.encode()])
def test_what_is_no_table_is_told_and_written_nowhere(as_user, administrator, content):
    answer = as_user(administrator).post("/staff/import/", {"file": SimpleUploadedFile("p.csv", content)})
    assert answer.status_code == 422
    assert not Member.objects.exists()


def test_what_is_exported_is_imported_again_and_runs_no_formula(as_user, chair, clerk, serving, court):
    User.objects.filter(pk=clerk.pk).update(patronymic='=HYPERLINK("http://x")')
    serving(clerk)
    text = as_user(chair).get("/staff/export/").content.decode("utf-8-sig")
    assert "leyla;Abbasova;Leyla" in text
    assert ";=HYPERLINK" not in text
    assert ";\"'=HYPERLINK" in text
    assert Entry.objects.get(event="staff.exported").log == court.code
    assert import_people(court, text.encode(), by=chair).wrong, "she holds this post already"


def test_the_staffing_table_is_exported_with_its_vacancies(as_user, chair, clerk, serving, line, court, settings):
    settings.LANGUAGE_CODE = "az"
    line("clerk", 3, note="Katib, =1+1")
    serving(clerk, post=line("clerk", 2))
    client = as_user(chair)
    assert "/staff/table/export/" in client.get("/staff/table/").content.decode()
    rows = list(csv.reader(client.get("/staff/table/export/").content.decode("utf-8-sig").splitlines(), delimiter=";"))
    assert [row[2:6] for row in rows[1:]] == [["3", "0,00", "3,00", ""], ["2", "1,00", "1,00", "Abbasova Leyla"]]
    assert Entry.objects.get(event="staff.exported").log == court.code
    assert as_user(clerk).get("/staff/table/export/").status_code == 403


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@A1", "\t=1", "\r=1", "  =1", "＝1"])
def test_no_cell_runs(cell):
    assert harmless(cell) == f"'{cell}"


def test_export_and_import_ask_for_their_rights(as_user, clerk, new_person, without, court):
    assert as_user(clerk).get("/staff/export/").status_code == 403
    reader = as_user(new_person(without("chair", "staff.export"), court))
    assert reader.get("/staff/export/").status_code == 403
    assert b"/staff/export/" not in reader.get("/staff/").content
