"""Personal files, discipline, orders, boards and the staffing table."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile

from core import clock, files
from core.errors import Refused
from journal.models import Entry
from staff import keeping
from staff.models import Board, FileEntry, Order, Post
from staff.orders import keep_paper, make_order
from staff.presence import staffing
from tests.staff.test_absences import PDF

DAY = dt.timedelta(days=1)


def measure(member, chair):
    return keeping.write_file(member, kind="discipline", title="Töhmət", from_on=clock.today(), by=chair)


def test_discipline_is_read_by_the_head_and_by_oneself_alone(as_user, chair, administrator, clerk, serving):
    member = serving(clerk)
    measure(member, chair)
    keeping.write_file(member, kind="award", title="Fəxri fərman", from_on=clock.today(), by=administrator)
    page = f"/staff/{member.pk}/"
    assert "Töhmət" in as_user(chair).get(page).content.decode()
    seen = as_user(administrator).get(page).content.decode()
    assert "Fəxri fərman" in seen
    assert "Töhmət" not in seen
    assert "Töhmət" in as_user(clerk).get("/staff/me/").content.decode()
    written = Entry.objects.get(subject_kind="staff.fileentry", subject_id=str(FileEntry.objects.first().pk))
    assert "Töhmət" not in str(written.data)


def test_without_the_right_to_personal_files_there_is_no_file_on_the_page(as_user, new_person, without, court, clerk,
                                                                         chair, serving):  # fmt: skip
    member = serving(clerk)
    keeping.write_file(member, kind="award", title="Fəxri fərman", from_on=clock.today(), by=chair)
    reader = as_user(new_person(without("administrator", "staff.personal_file"), court))
    text = reader.get(f"/staff/{member.pk}/").content.decode()
    assert 'id="file"' not in text
    assert "Fəxri fərman" not in text
    assert reader.get(f"/staff/{member.pk}/file/").status_code == 404


def test_the_office_writes_no_disciplinary_measure(as_user, administrator, clerk, serving):
    member = serving(clerk)
    with pytest.raises(PermissionDenied):
        measure(member, administrator)
    sent = {"kind": "discipline", "title": "Töhmət", "from_on": clock.today().isoformat()}
    assert as_user(administrator).post(f"/staff/{member.pk}/file/", sent).status_code == 422
    assert not FileEntry.objects.exists()


def test_orders_are_numbered_through_the_year_and_printed(as_user, court, chair, clerk, serving):
    member = serving(clerk)
    first = make_order(court, kind="other", text="Birinci", member=member, by=chair)
    second = make_order(court, kind="other", text="İkinci", by=chair)
    last_year = make_order(court, kind="other", text="Köhnə", made_on=clock.today().replace(year=2025), by=chair)
    assert [first.sequence, second.sequence, last_year.sequence] == [1, 2, 1]
    page = as_user(chair).get(f"/staff/orders/{first.pk}/").content.decode()
    assert "Birinci" in page
    assert first.number in page


def test_the_signed_paper_is_kept_once(as_user, court, chair):
    order = make_order(court, kind="other", text="Əmr", by=chair)
    browser = as_user(chair)
    browser.post(f"/staff/orders/{order.pk}/", {"paper": SimpleUploadedFile("emr.pdf", PDF)})
    assert browser.get(f"/staff/orders/{order.pk}/paper/").content == PDF
    with pytest.raises(Refused):
        keep_paper(order, paper=SimpleUploadedFile("other.pdf", PDF), by=chair)


def test_a_paper_that_is_missing_on_the_disk_is_said_in_words(as_user, court, chair, administrator):
    order = make_order(court, kind="other", text="Əmr", paper=SimpleUploadedFile("emr.pdf", PDF), by=chair)
    files.path_of(order.paper.sha256).unlink()
    answer = as_user(chair).get(f"/staff/orders/{order.pk}/paper/")
    assert answer.status_code == 503 and "Saxlanılan fayl zədələnib" in answer.content.decode()


def test_orders_on_discipline_and_of_other_courts_are_not_found(as_user, court, chair, administrator, new_judge,
                                                                other_court):  # fmt: skip
    order = make_order(court, kind="discipline", text="Töhmət", by=chair)
    assert as_user(administrator).get(f"/staff/orders/{order.pk}/").status_code == 404
    assert order.number not in as_user(administrator).get("/staff/orders/").content.decode()
    stranger = new_judge(other_court, role="chair").user
    assert as_user(stranger).get(f"/staff/orders/{order.pk}/").status_code == 404


def test_the_staffing_table_shows_what_is_vacant_and_never_falls_below_what_is_held(as_user, chair, clerk, court,
                                                                                    serving):  # fmt: skip
    serving(clerk)
    line = staffing(court)[0]
    assert (line.post.places, line.held, line.vacant) == (3, 1, 2)
    sent = {"title": "clerk", "note": "", "board": "", "places": 0, "role": line.post.role_id}
    answer = as_user(chair).post(f"/staff/table/{line.post.pk}/", sent)
    assert answer.status_code in (409, 422)
    assert Post.objects.get().places == 3
    assert "Abbasova" in as_user(chair).get("/staff/table/?vacant=1").content.decode()


def test_boards_are_made_by_the_head_and_are_of_one_court(as_user, chair, clerk, murad, court):
    assert as_user(clerk).get("/staff/boards/new/").status_code == 403
    sent = {"name": "Mülki kollegiya", "kinds": ["civil"], "is_open": "on"}
    as_user(chair).post("/staff/boards/new/", sent)
    assert Board.objects.get().kinds == ["civil"]
    assert as_user(chair).post("/staff/boards/new/", sent).status_code in (409, 422)
    assert as_user(murad).get(f"/staff/boards/{Board.objects.get().pk}/").status_code == 404


def test_an_order_bears_no_day_to_come_and_needs_a_head(court, administrator):
    with pytest.raises(Refused):
        make_order(court, kind="other", text="x", by=administrator)
    assert not Order.objects.exists()
