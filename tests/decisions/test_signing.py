"""A judgment is drafted in four parts, checked, signed; from then on its text is locked, and it is served."""

import datetime as dt

import pytest
from bs4 import BeautifulSoup

from cases.lifecycle import Status
from cases.models import Case, Deadline
from core import clock, files
from core.errors import Refused, Stale
from decisions.actions import check_act, draft_act, pronounce_act, save_draft, sign_act
from decisions.drafting import paper
from decisions.models import Act, State
from documents.actions import current_version
from documents.signing import check_pdf
from hearings.booking import set_hearing
from hearings.models import Kind, Protocol
from hearings.models import State as Course
from journal import deliveries
from notifications.models import Delivery
from reference.calendar import calendar
from reference.models import ActKind, Body, Room
from tests.decisions.conftest import TEXT


def test_a_draft_begins_with_what_the_case_knows(draft):
    assert "Rəşad Quliyev" in draft.intro
    assert "iddiaçı Aysel Kamran qızı Rəhimlinin" in draft.intro and "Vüqar Tofiq oğlu Əsgərova qarşı" in draft.intro


@pytest.mark.requirement("BP-C31", "BP-C32")
def test_the_judge_drafts_checks_and_signs_in_the_browser(as_user, heard, judge, clerk):
    browser = as_user(judge)
    answer = browser.post(f"/acts/cases/{heard.pk}/draft/", {"act_kind": "qetname"})
    act = Act.objects.get(case=heard)
    assert answer.headers["Location"] == f"/acts/{act.pk}/edit/"
    text = TEXT | {"intro": act.intro, "debt": "7 240,00", "seen": act.version}
    assert browser.post(f"/acts/{act.pk}/edit/", text).status_code == 302
    assert as_user(clerk).post(f"/acts/{act.pk}/check/", {"seen": 2}).status_code == 302
    assert Act.objects.get(pk=act.pk).state == State.CHECKED
    page = browser.get(f"/acts/{act.pk}/sign/").content.decode()
    assert "Vüqar Əsgərov" in page and "7 240,00 AZN alınsın" in page
    assert browser.post(f"/acts/{act.pk}/sign/", {"seen": 3}).status_code == 302
    act.refresh_from_db()
    assert act.state == State.SIGNED and Case.objects.get(pk=heard.pk).status == Status.DECIDED


def test_a_clerk_neither_drafts_nor_signs(as_user, draft, clerk):
    assert as_user(clerk).post(f"/acts/{draft.pk}/sign/", {"seen": draft.version}).status_code == 403
    assert as_user(clerk).get(f"/acts/{draft.pk}/edit/").status_code == 403
    assert as_user(clerk).get(f"/acts/{draft.pk}/").status_code == 200


def test_another_judge_of_the_court_cannot_sign(draft, chair):
    with pytest.raises(Refused):
        sign_act(draft, seen=draft.version, by=chair)


@pytest.mark.parametrize(
    "missing", [{"facts": " "}, {"reasons": ""}, {"operative": ""}, {"outcome": ""}, {"debt": None}]
)
def test_an_unfinished_judgment_is_not_signed(heard, new_draft, judge, missing):
    act = new_draft(heard, **missing)
    with pytest.raises(Refused):
        sign_act(act, seen=act.version, by=judge)
    assert Case.objects.get(pk=heard.pk).status == Status.HEARING


def test_a_case_that_was_not_heard_is_not_decided(accepted, new_draft, judge):
    act = new_draft(accepted)
    with pytest.raises(Refused):
        sign_act(act, seen=act.version, by=judge)


def test_a_small_claim_is_decided_by_the_papers(accepted, new_draft, judge):
    Case.objects.filter(pk=accepted.pk).update(claim_price="300.00")
    accepted.refresh_from_db()
    act = new_draft(accepted, debt="300.00")
    assert sign_act(act, seen=act.version, by=judge).state == State.SIGNED


def test_the_sign_page_says_why_it_is_barred(as_user, accepted, new_draft, judge):
    act = new_draft(accepted)
    assert as_user(judge).get(f"/acts/{act.pk}/sign/").status_code in {409, 422}
    assert f'href="/acts/{act.pk}/sign/"' not in as_user(judge).get(f"/acts/{act.pk}/").content.decode()


def test_a_stale_draft_is_refused(draft, judge):
    with pytest.raises(Stale):
        save_draft(draft, seen=draft.version - 1, by=judge, facts="başqa")


def test_a_change_takes_the_check_back(draft, clerk, judge):
    act = check_act(draft, seen=draft.version, by=clerk)
    assert save_draft(act, seen=act.version, by=judge, facts="dəyişdi").state == State.DRAFT


def test_there_is_one_judgment_a_case(draft, judge):
    with pytest.raises(Refused):
        draft_act(draft.case, act_kind=ActKind.objects.get(code="qetname"), by=judge)


def test_terms_of_drafting_and_delivery_run_for_the_act(draft, judge):
    act = pronounce_act(draft, seen=draft.version, by=judge)
    assert Deadline.objects.get(term__code="mpm-reasoned", act=act.pk).closed_on is None
    act = sign_act(act, seen=act.version, by=judge)
    assert Deadline.objects.get(term__code="mpm-reasoned", act=act.pk).closed_on
    assert Deadline.objects.get(term__code="mpm-deliver", act=act.pk).closed_on is None
    deliveries.drain()
    assert Deadline.objects.get(term__code="mpm-deliver", act=act.pk).closed_on
    assert Deadline.objects.filter(term__code="mpm-appeal", case=act.case, closed_on=None).count() == 2


def test_a_ruling_does_not_decide_the_case(heard, judge):
    act = draft_act(heard, act_kind=ActKind.objects.get(code="qerardad"), by=judge)
    act = save_draft(act, seen=act.version, by=judge, reasons="Vəsatət əsaslıdır.", operative="Vəsatət təmin edilsin.")
    assert sign_act(act, seen=act.version, by=judge).is_signed
    assert Case.objects.get(pk=heard.pk).status == Status.HEARING
    deliveries.drain()
    assert Delivery.objects.filter(purpose="ruling").exists()


def test_every_seat_of_a_panel_signs(draft, judge, judgeship, new_judge, court):
    members = [judgeship, new_judge(court, surname="Bağırov"), new_judge(court, surname="Cəfərov")]
    for seat, member in enumerate(members, start=1):
        draft.case.seats.create(judge=member, seat=seat, from_on="2026-01-01")
    act = draft
    for member in members[:2]:
        act = sign_act(act, seen=act.version, by=member.user)
        assert act.state == State.SIGNING
    act = sign_act(act, seen=act.version, by=members[2].user)
    assert act.state == State.SIGNED and len(check_pdf(files.read(current_version(act.document).file))) == 3


def test_the_preview_is_a_pdf_marked_as_a_draft(as_user, draft, judge):
    assert as_user(judge).get(f"/acts/{draft.pk}/preview/").content.startswith(b"%PDF")


def test_lists_of_acts_cost_the_same_for_one_and_for_many(as_user, draft, judge, count_queries, settings):
    settings.DEMO = False  # the demo's clock asks the database once a second
    browser = as_user(judge)
    browser.get("/acts/")
    with count_queries() as one:
        browser.get("/acts/")
    for _turn in range(9):
        draft_act(draft.case, act_kind=ActKind.objects.get(code="qerardad"), by=judge)
    with count_queries() as many:
        browser.get("/acts/")
    assert len(one) == len(many)


def test_a_decided_case_has_no_hearing_to_come(client, draft, judge, court):
    case, day = draft.case, calendar().add_working_days(clock.today(), 15)
    room = Room.objects.create(body=court, name="Zal 9")
    set_hearing(case, room=room, starts_at=clock.at(day, dt.time(10)), minutes=60, kind=Kind.PREPARATORY, by=judge)
    sign_act(draft, seen=draft.version, by=judge)
    case.refresh_from_db()
    assert case.next_hearing_at is None and not case.hearings.filter(sitting__state=Course.PLANNED).exists()
    assert "iş həll edilib" in client.get(f"/hearings/?day={day.isoformat()}").text


def test_the_judgment_names_the_secretary_of_the_hearing_as_the_law_does(draft, clerk):
    hearing = draft.case.hearings.get()
    Protocol.objects.create(hearing=hearing, body=hearing.body, clerk=clerk, began_at=hearing.starts_at)
    assert ["Məhkəmə iclasının katibi", clerk.full_name] in paper(draft)["bench"]


@pytest.mark.parametrize(
    ("instance", "offered", "absent"),
    [
        (1, {"qetname", "qetname-qiyabi", "qerardad"}, {"qetname-apellyasiya", "qerar-kassasiya"}),
        (2, {"qetname", "qetname-apellyasiya", "qerardad"}, {"qetname-qiyabi", "qerar-kassasiya"}),
        (3, {"qerar-kassasiya", "qerardad"}, {"qetname", "qetname-qiyabi", "qetname-apellyasiya"}),
    ],
)
def test_a_judge_is_offered_acts_that_a_court_of_this_instance_makes(
    as_user, heard, judge, court, instance, offered, absent
):
    Body.objects.filter(pk=court.pk).update(court_instance=instance)
    page = BeautifulSoup(as_user(judge).get(f"/acts/cases/{heard.pk}/draft/").content, "html.parser")
    kinds = {one["value"] for one in page.select("select[name=act_kind] option")}
    assert offered <= kinds and not absent & kinds


def test_the_road_of_the_case_shows_the_day_on_which_its_hearing_began(as_user, accepted, heard, judge):
    page = BeautifulSoup(as_user(judge).get(f"/cases/{heard.pk}/").content, "html.parser")
    (here,) = page.select(".road [aria-current]")
    assert "Məhkəmə baxışı" in here.text and f"{clock.today():%d.%m}" in here.text
