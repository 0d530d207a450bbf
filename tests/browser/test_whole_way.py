"""A case goes its whole way through the browser, each step by the person whose job it is."""

import datetime as dt

import pytest
import requests
from django.conf import settings

from accounts.demo import make_demo_people
from allocation.models import Draw
from cases.models import Case, Serving
from core import clock
from core.files import read
from decisions.models import Act, Publication
from documents.actions import current_version
from documents.defaults import load_templates
from enforcement.models import EnforcementCase, Writ
from notifications.models import Delivery
from reference.calendar import calendar
from reference.models import Body
from staff.demo import make_demo_staff
from staff.models import Absence, AbsenceRequest
from tests.axe import browser, findings
from tests.browser.walker import Walker, work_after_commit
from tests.fresh_logs import fresh_logs

AYSEL, VUGAR, OFFICER = "5XK2T7P", "2MV8C4R", "4PS6E1Z"
NAMES = ("Rəhimli", "Əsgərov", AYSEL, VUGAR)
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
COURT = "baki-seheri-yasamal-rayon-mehkemesi"


@pytest.fixture
def court_at_work(transactional_db):
    """The demo's people, its papers, and a log of draws that the witness has not seen."""
    make_demo_people()
    make_demo_staff()
    # Whoever is drawn must be there on the day of the hearing.
    AbsenceRequest.objects.update(absence=None)
    Absence.objects.all().delete()
    AbsenceRequest.objects.all().delete()
    load_templates()
    court = Body.objects.get(code=COURT)
    fresh_logs(court)
    return court


@pytest.mark.browser
@pytest.mark.requirement("EM-4.2.7", "EM-6.1.12", "BP-C09")
def test_a_case_goes_its_whole_way(court_at_work, live_server, settings, monkeypatch):
    settings.PUBLIC_URL = live_server.url
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    # The browser's driver keeps an event loop in this thread; the database is asked between its steps alone.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with browser() as opened:
        case = the_clerk_registers(opened, live_server.url)
        finance_records_the_payment(opened, live_server.url, case)
        judge = the_judge_accepts_and_sets_hearings(opened, live_server.url, case)
        everybody_is_called(case)
        the_public_sees_the_hearing(opened, live_server.url, case, court_at_work)
        the_hearing_is_recorded(opened, live_server.url, case, judge)
        judgment = the_judge_signs_the_judgment(opened, live_server.url, case, judge)
        it_is_published_without_a_name(opened, live_server.url, case, judge)
        the_party_reads_the_case(opened, live_server.url, case, judgment)
        it_enters_into_force(opened, live_server.url, case)
        the_writ_goes_to_the_officer(opened, live_server.url, case, judge)
        the_court_counts_it_all(opened, live_server.url, case)
        outsiders_find_no_name_and_check_the_draw(opened, live_server.url, case)


def the_clerk_registers(opened, url):
    """Step 1 and 3: parties by FIN from the register, files, duty; the judge is drawn at once."""
    leyla = Walker(opened, url).signs_in("leyla").goes("/cases/register/")
    leyla.fills(p0__fin=AYSEL, p1__fin=VUGAR).page.keyboard.press("Tab")
    leyla.page.locator("#told-0 .told").wait_for()
    leyla.page.locator("#told-1 .told").wait_for()
    leyla.fills(p0__phone="+994501112233", p0__email="aysel@posta.example", p1__email="vuqar@posta.example")
    leyla.fills(category="Borc müqaviləsi", price="18 500,00", text="18 500,00 AZN borcun alınması")
    choose_category(leyla)
    file = {"name": "iddia.pdf", "mimeType": "application/pdf", "buffer": PDF}
    leyla.page.set_input_files("main [name=papers]", files=[file])
    assert findings(leyla.page) == []
    leyla.presses("aside button[name=register]")
    case = Case.objects.get(pk=leyla.number_in_address())
    leyla.page.reload()
    case.refresh_from_db()
    assert case.judge is not None
    leyla.sees(str(case.sequence), "Aysel Kamran qızı Rəhimli", str(case.judge), "145,50")
    assert findings(leyla.page) == []
    return case


def choose_category(leyla):
    """The first category of loans that the list offers."""
    options = leyla.page.locator("#categories option").evaluate_all("all => all.map(one => one.value)")
    leyla.fills(category=next(name for name in options if "orc" in name))


def finance_records_the_payment(opened, url, case):
    """Step 2."""
    clerk = Walker(opened, url).signs_in("kamran").goes(f"/cases/{case.pk}/duty/")
    clerk.presses("main a[href*='/finance/']")
    clerk.fills(receipt="0071 4482 9035", paid_on=clock.today().isoformat())
    clerk.presses("main form button[type=submit]")
    case.refresh_from_db()
    assert case.duty_settled_on == clock.today()


def the_judge_accepts_and_sets_hearings(opened, url, case):
    """Step 4: a preparatory session, and the hearing on the merits; a clash is said in words."""
    judge = Walker(opened, url).signs_in(case.judge.user.username).goes(f"/cases/{case.pk}/")
    judge.presses(f"form[action='/cases/{case.pk}/accept/'] button")
    day = calendar().add_working_days(clock.today(), 12)
    for kind, hour in (("preparatory", "10:00"), ("main", "15:00")):
        judge.goes(f"/calendar/cases/{case.pk}/set/")
        judge.fills(kind=kind, day=day.isoformat(), hour=hour).presses("main form button[type=submit]")
    judge.goes(f"/calendar/cases/{case.pk}/set/")
    judge.fills(kind="main", day=day.isoformat(), hour="10:30").presses("main form button[type=submit]")
    judge.sees("11:00")
    case.refresh_from_db()
    assert case.next_hearing_at == clock.at(day, dt.time(10))
    return judge


def everybody_is_called(case):
    """Step 5: cabinet, e-mail and SMS, each with a state; the mail is in the sink."""
    work_after_commit()
    states = set(Delivery.objects.filter(dossier=case.pk, purpose="notice").values_list("channel", "state"))
    assert {("cabinet", "delivered"), ("email", "sent")} <= states
    mails = requests.get(f"{settings.MAIL_PAGE_URL}/messages.json", timeout=5).json()
    assert any("aysel@posta.example" in str(mail) for mail in mails)


def the_public_sees_the_hearing(opened, url, case, court):
    """Step 6: the list and the kiosk, without a name."""
    someone = Walker(opened, url)
    day = clock.local(case.next_hearing_at).date()
    someone.goes(f"/hearings/?day={day.isoformat()}").sees(str(case.sequence), "A. R.").misses(*NAMES)
    someone.goes(f"/kiosk/{court.short_code}/").misses(*NAMES)
    someone.goes(f"/kiosk/{court.short_code}/find/?number={case.sequence}").sees("10:00").misses(*NAMES)


def the_clock_goes_on(opened, url, days):
    """The demo's clock, on its page; what the law brings meanwhile is done."""
    leyla = Walker(opened, url).signs_in("leyla").goes(f"/desk/clock/?days={days}")
    leyla.fills(days=str(days)).presses("main form button[type=submit]")
    clock.forget()
    work_after_commit()


def the_hearing_is_recorded(opened, url, case, judge):
    """Step 7: kept by the clerk, signed by the clerk, then by the judge."""
    hearing = case.hearings.get(kind="main")
    the_clock_goes_on(opened, url, (clock.local(hearing.starts_at).date() - clock.today()).days)
    judge.goes(f"/calendar/{hearing.pk}/").presses("form[action$='/start/'] button")
    judge.presses("form[action$='/end/'] button")
    leyla = Walker(opened, url).signs_in("leyla").goes(f"/calendar/{hearing.pk}/")
    person = case.participations.first()
    leyla.fills(**{f"came__{person.pk}": "came", f"at__{person.pk}": "15:00", "text": "Tərəflər dinlənildi."})
    leyla.presses("form[action$='/keep/'] button")
    leyla.presses("a[href$='/sign/clerk/']").presses("main form button[type=submit]")
    judge.goes(f"/calendar/{hearing.pk}/").presses("a[href$='/sign/judge/']").presses("main form button[type=submit]")
    hearing.protocol.refresh_from_db()
    assert hearing.protocol.is_signed


FACTS = (
    "İddiaçı Aysel Kamran qızı Rəhimli (FİN 5XK2T7P) bildirmişdir ki, cavabdeh Vüqar Əsgərova 18 500 AZN borc verib."
)
REASONS = (
    "Məhkəmə müəyyən etdi ki, Əsgərovun borcu Rəhimliyə qaytarılmayıb. Tələb +994501112233 nömrəsindən bildirilib."
)
OPERATIVE = "İddia təmin edilsin. Vüqar Tofiq oğlu Əsgərovdan Aysel Rəhimlinin xeyrinə 18 500,00 AZN alınsın."


def the_judge_signs_the_judgment(opened, url, case, judge):
    """Step 8: four parts, signed and locked, served on each party, genuine by its code."""
    judge.goes(f"/acts/cases/{case.pk}/draft/").presses("main form button[type=submit]")
    judge.fills(facts=FACTS, reasons=REASONS, operative=OPERATIVE, outcome="granted", debt="18 500,00")
    judge.presses("main form button[type=submit]")
    act = Act.objects.get(case=case)
    judge.presses("form[action$='/pronounce/'] button")
    judge.goes(f"/acts/{act.pk}/sign/").presses("main form button[type=submit]")
    act.refresh_from_db()
    case.refresh_from_db()
    assert act.document.signed_at and case.status == "decided"
    work_after_commit()
    assert Serving.objects.filter(document=act.document).count() == 2
    stranger = Walker(opened, url).goes(f"/verify/{act.document.code}/").misses(*NAMES)
    stranger.sees(str(case.judge))
    return act


def it_is_published_without_a_name(opened, url, case, judge):
    """Step 9: masked in all forms, a person confirms, found by search."""
    publication = Publication.objects.get(act__case=case)
    judge.goes(f"/acts/publications/{publication.pk}/")
    judge.presses("form[action$='/publish/'] button")
    publication.refresh_from_db()
    assert publication.state == "published"
    someone = Walker(opened, url).goes("/decisions/?q=borcun")
    someone.sees(case.number).misses(*NAMES)
    someone.goes(f"/decisions/{publication.pk}/").misses(*NAMES, "994501112233")


def the_party_reads_the_case(opened, url, case, judgment):
    """Step 10: ASAN login, the case, its papers, who looked; the other side's FIN is nowhere."""
    aysel = Walker(opened, url).signs_in_by_asan(AYSEL).goes("/cabinet/").sees(str(case.sequence))
    aysel.goes(f"/cabinet/cases/{case.pk}/").sees(str(case.judge)).misses(VUGAR)
    assert findings(aysel.page) == []
    aysel.goes("/cabinet/seen/").sees("Leyla Abbasova", str(case.judge))
    paper = aysel.context.request.get(f"{url}/cabinet/cases/{case.pk}/papers/{judgment.document_id}/")
    assert paper.ok and paper.body() == read(current_version(judgment.document).file)


def it_enters_into_force(opened, url, case):
    """Step 11, first half: the term of appeal ends by the demo's clock."""
    the_clock_goes_on(opened, url, 45)
    case.refresh_from_db()
    assert case.status == "in_force"


def the_writ_goes_to_the_officer(opened, url, case, judge):
    """Step 11, second half: prepared, signed, sent; the officer enters by ASAN login."""
    leyla = Walker(opened, url).signs_in("leyla").goes(f"/enforcement/cases/{case.pk}/issue/")
    leyla.presses("main form button[type=submit]")
    writ = Writ.objects.get(case=case)
    judge = Walker(opened, url).signs_in(case.judge.user.username)
    judge.goes(f"/enforcement/writs/{writ.pk}/sign/").presses("main form button[type=submit]")
    leyla.goes(f"/enforcement/writs/{writ.pk}/send/").presses("main form button[type=submit]")
    work_after_commit()
    officer = Walker(opened, url).signs_in_by_asan(OFFICER).goes("/enforcement/")
    opened_case = EnforcementCase.objects.get(writ=writ)
    officer.sees(opened_case.number)
    officer.goes(f"/enforcement/{opened_case.pk}/").sees("18\N{NO-BREAK SPACE}500,00")


def the_court_counts_it_all(opened, url, case):
    """Step 12: the statistics count the case, and the number opens it."""
    chair = Walker(opened, url).signs_in("nigar").goes("/reports/")
    chair.presses("main dl a >> nth=0")
    chair.sees(str(case.sequence))


def outsiders_find_no_name_and_check_the_draw(opened, url, case):
    """A planted name is behind no public door; the draw's record is open and verifies."""
    someone = Walker(opened, url)
    draw = Draw.objects.get(dossier=case.pk)
    doors = ["/", "/hearings/", "/decisions/", "/draws/", f"/draws/{draw.public_id}/", "/api/v1/decisions"]
    for door in doors:
        someone.goes(door).misses(*NAMES)
    for door in ("/decisions/?q=Rəhimli", f"/decisions/?q={AYSEL}"):
        someone.goes(door)
        assert case.number not in someone.words()
    paper = requests.get(f"{url}/draws/{draw.public_id}/draw.json", timeout=5)
    assert paper.status_code == 200 and paper.json()["post"]["judges"]
