"""Every page of the house, as the person whose page it is: axe finds nothing, nothing is cut, squeezed or lost."""

import io
from typing import Any

import pytest
from django.core.management import call_command

from accounts.models import User
from cases.models import Case
from core import clock
from decisions.actions import draft_act
from enforcement.actions import issue_writ, send_writ, sign_writ
from enforcement.conduct import draft_action
from enforcement.forms import written
from enforcement.models import EnforcementCase, Writ
from enforcement.obstacles import of_issuing
from hearings.conduct import keep_protocol, sign_by_clerk
from hearings.models import Protocol
from journal import deliveries
from notifications.models import Delivery
from reference.models import ActKind, Body
from tests.axe import browser, findings
from tests.browser.pages import Page, Walk, every_page
from tests.fresh_logs import fresh_logs

CASES, DRAWN, SIGNED = 150, 12, 1
LOOKS = (("light", 1440), ("dark", 360))
# A telephone laid across, a tablet, a small screen on a desk: nothing scrolls sideways there either.
BETWEEN = (640, 900, 1024)
# Words that stand one letter below the other: a column that another one has pressed flat.
SQUEEZED = """() => [...document.querySelectorAll("main :is(dt, dd, td, th, p, li)")]
  .filter(one => one.textContent.trim() && one.offsetWidth > 1)
  .filter(one => one.offsetWidth < 40 && one.offsetHeight > 5 * one.offsetWidth)
  .map(one => one.textContent.trim().slice(0, 40))"""
# A sheet of A4 at the resolution of the screen, and what has no sense on it.
PAPER = {"width": 794, "height": 1123}
ON_PAPER = """() => [...document.querySelectorAll(".bar, .rail, .skip, .tabs, .filters, .tongues, main .button")]
  .filter(one => one.offsetParent).map(one => one.className)"""


@pytest.fixture
def busy_courts(transactional_db: Any) -> None:
    """The demo's courts with cases at every stage, a writ on its way and one in the officer's hands."""
    fresh_logs(*Body.objects.filter(kind="court", is_demo=True))
    call_command("load_demo", cases=CASES, drawn=DRAWN, signed=SIGNED, stdout=io.StringIO())
    leyla = User.objects.get(username="leyla")
    writs_of(leyla)
    draft_of(leyla)
    protocols_of(leyla)
    failed = Delivery.objects.order_by("-pk").first()
    if failed is not None:
        Delivery.objects.filter(pk=failed.pk).update(state="failed", error="no answer")


def writs_of(leyla: User) -> None:
    """One writ at each of its stages: prepared, signed, sent and opened by the office."""
    ready = [case for case in Case.objects.filter(status="in_force").order_by("-pk") if leyla_writes(case, leyla)]
    for case, steps in zip(ready, (0, 1, 2), strict=False):
        writ = issue_writ(case, **written(case), by=leyla)
        if steps:
            writ = sign_writ(writ, by=case.judge.user)
        if steps > 1:
            send_writ(writ, by=leyla)
    deliveries.drain()
    opened = EnforcementCase.objects.latest("pk")
    draft_action(opened, kind="opening", on=clock.today(), text="İcra işi başlanılsın.", by=opened.officer)
    assert Writ.objects.filter(state="prepared").exists() and Writ.objects.filter(state="signed").exists()


def leyla_writes(case: Case, leyla: User) -> bool:
    facts = written(case)
    may = leyla.holds("enforcement.issue", case) and facts["creditor"] and facts["debtor"]
    return bool(may) and not list(of_issuing(case))


def draft_of(leyla: User) -> None:
    """A judgment that its judge is writing."""
    mine = Case.objects.filter(judge__isnull=False, court__in=leyla.bodies_with("cases.view"))
    case = mine.filter(status="hearing").first()
    if case is not None:
        draft_act(case, act_kind=ActKind.objects.filter(act_class="judgment").first(), by=case.judge.user)


def protocols_of(leyla: User) -> None:
    """A protocol that waits for its clerk, and one that waits for its judge."""
    newest = Protocol.objects.filter(body__in=leyla.bodies_with("hearings.protocol")).order_by("-pk")
    Protocol.objects.filter(pk__in=newest.values("pk")[:2]).update(signed_by_clerk_at=None, signed_by_judge_at=None)
    for protocol in newest[:2]:
        came = {protocol.hearing.case.participations.first().pk: ("came", None)}
        keep_protocol(protocol, text=protocol.text, attendance=came, seen=protocol.version, by=leyla)
    sign_by_clerk(newest[0], by=leyla)


@pytest.mark.browser
@pytest.mark.requirement("EM-4.2.7")
def test_axe_finds_nothing_on_any_page_and_none_scrolls_sideways(busy_courts, live_server, settings, monkeypatch):
    settings.PUBLIC_URL = live_server.url
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    walk = every_page()
    assert not walk.closed, "no example opens these doors; make one here, or give the reason in NO_PAGES"
    assert len(walk.pages) > 90
    with browser() as opened:
        contexts = {who: opened.new_context(locale="az") for who in {page.who for page in walk.pages}}
        for who, context in contexts.items():
            context.add_cookies([walk.cookie(who, live_server.url)] if who else [])
        found = [line for who, context in contexts.items() for line in looked_at(context, walk, who, live_server.url)]
    assert found == []


def looked_at(context: Any, walk: Walk, who: str, url: str) -> list[str]:
    """What is wrong with the pages of one person."""
    sheet = context.new_page()
    return [line for page in walk.pages if page.who == who for line in faults(sheet, page, url)]


def faults(sheet: Any, page: Page, url: str) -> list[str]:
    """What is wrong with one page, in light on a desk and in dark on a telephone."""
    found = []
    sheet.goto(url + page.path)
    for theme, width in LOOKS:
        sheet.set_viewport_size({"width": width, "height": 900})
        sheet.emulate_media(color_scheme=theme)
        found += [f"{page.path} {theme} {width}: {line}" for line in findings(sheet)]
        found += sideways(sheet, page, width)
        found += [f"{page.path} {width}: squeezed: {words}" for words in sheet.evaluate(SQUEEZED)]
    found += [line for width in BETWEEN for line in sideways(sheet, page, width)]
    if not sheet.title().strip() or sheet.locator("h1").count() != 1:
        found.append(f"{page.path}: a page has a title and one first heading")
    return found + on_paper(sheet, page)


def sideways(sheet: Any, page: Page, width: int) -> list[str]:
    """Whether the page is wider than the screen."""
    sheet.set_viewport_size({"width": width, "height": 900})
    is_wide = sheet.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    return [f"{page.path} {width}: scrolls sideways"] if is_wide else []


def on_paper(sheet: Any, page: Page) -> list[str]:
    """What a printed page still shows of the screen, and whether its words fit the sheet."""
    sheet.set_viewport_size(PAPER)
    sheet.emulate_media(media="print")
    found = [f"{page.path} on paper: {name}" for name in sheet.evaluate(ON_PAPER)]
    found += [f"{page.path} on paper: squeezed: {words}" for words in sheet.evaluate(SQUEEZED)]
    sheet.emulate_media(media="screen")
    return found
