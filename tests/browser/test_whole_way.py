"""A case goes its whole way through the browser, each step by the person whose job it is."""

import datetime as dt

import pytest
import requests
from django.conf import settings

from accounts.demo import make_demo_people
from cases.models import Case
from core import clock
from documents.defaults import load_templates
from notifications.models import Delivery
from reference.calendar import calendar
from reference.models import Body
from staff.demo import make_demo_staff
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


def the_hearing_is_recorded(opened, url, case, judge):
    """Step 7: kept by the clerk, signed by the clerk, then by the judge."""
    hearing = case.hearings.get(kind="main")
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
