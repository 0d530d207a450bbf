"""A claim is registered from sign-in to the judge by the keyboard alone, and one sees at each step where one is."""

from typing import Any

import pytest

from cases.models import Case
from tests.axe import browser
from tests.browser.test_whole_way import court_at_work

__all__ = ["court_at_work"]

AYSEL, VUGAR = "5XK2T7P", "2MV8C4R"
FARTHEST = 80
WHERE = """() => {
  const here = document.activeElement, look = getComputedStyle(here), box = here.getBoundingClientRect();
  return {
    name: here.name || "", href: here.getAttribute("href") || "", kind: here.type || "", tag: here.tagName,
    seen: look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 2,
    inside: box.width > 0 && box.bottom > 0 && box.top < innerHeight,
  };
}"""


class Hands:
    """Somebody with a keyboard and no mouse, who always sees where the focus is."""

    def __init__(self, page: Any, url: str) -> None:
        self.page, self.url, self.passed = page, url, 0

    def at(self) -> dict[str, Any]:
        found: dict[str, Any] = self.page.evaluate(WHERE)
        return found

    def presses(self, *keys: str) -> "Hands":
        for key in keys:
            self.page.keyboard.press(key)
        return self

    def tabs_to(self, **wanted: str) -> "Hands":
        """Tab by tab to the control with this name, address or kind; each stop on the way is visible."""
        for _turn in range(FARTHEST):
            self.presses("Tab")
            here = self.at()
            self.passed += 1
            if here["tag"] != "BODY":
                assert here["seen"], f"the focus is not seen at {here} on {self.page.url}"
                assert here["inside"], f"the focus lies outside the window at {here} on {self.page.url}"
            if all(here[key] == value for key, value in wanted.items()):
                return self
        raise AssertionError(f"Tab does not reach {wanted} on {self.page.url}")

    def types(self, words: str) -> "Hands":
        self.page.keyboard.type(words)
        return self

    def enters(self) -> "Hands":
        """Enter, and what it brings."""
        with self.page.expect_navigation():
            self.presses("Enter")
        return self


def signs_in(page: Any, url: str) -> Hands:
    """By name and password; the field for the name has the focus from the start."""
    hands = Hands(page, url)
    page.goto(f"{url}/sign-in/")
    if hands.at()["name"] != "login":
        hands.tabs_to(name="login")
    return hands.types("leyla").tabs_to(name="password").types("demo-leyla-2026").enters()


def skips_to_the_main_part(hands: Hands) -> None:
    """The first Tab offers to skip what stands on every page; Enter does it."""
    hands.presses("Tab")
    here = hands.at()
    assert here["href"] == "#main" and here["seen"] and here["inside"]
    hands.presses("Enter")
    assert hands.page.evaluate("document.activeElement.id") == "main"


def closes_the_menu(hands: Hands) -> None:
    """The menu of the person opens by Enter and closes by Escape, and the focus stays on its button."""
    while hands.at()["tag"] != "SUMMARY":
        hands.presses("Shift+Tab")
        assert hands.at()["seen"]
    hands.presses("Enter")
    assert hands.page.locator("details.menu[open]").count() == 1
    hands.presses("Tab", "Escape")
    assert hands.page.locator("details.menu[open]").count() == 0
    assert hands.at()["tag"] == "SUMMARY"


def registers(hands: Hands) -> None:
    """The order of Tab is the order of the paper; the category is typed and taken from the list by arrows."""
    hands.tabs_to(href="/cases/register/").enters()
    hands.tabs_to(name="p0-fin").types(AYSEL).presses("Tab")
    hands.page.locator("#told-0 .told").wait_for()
    hands.tabs_to(name="p1-fin").types(VUGAR).presses("Tab")
    hands.page.locator("#told-1 .told").wait_for()
    category = hands.page.locator("#categories option").evaluate_all(
        "all => all.map(one => one.value).find(name => name.includes('orc'))"
    )
    hands.tabs_to(name="category").types(category)
    hands.tabs_to(name="price").types("18 500,00")
    hands.tabs_to(name="text").types("18 500,00 AZN borcun")
    with hands.page.expect_navigation():
        hands.presses("Control+Enter")


def finds_the_case(hands: Hands, case: Case) -> None:
    """From anywhere on a page `/` leads to the search; the number of a case opens it at once."""
    hands.page.goto(f"{hands.url}/desk/")
    hands.presses("/")
    assert hands.at()["name"] == "q" and hands.at()["seen"]
    hands.types(case.number).enters()
    assert hands.page.url == f"{hands.url}/cases/{case.pk}/"


@pytest.mark.browser
@pytest.mark.requirement("BP-C09")
def test_a_claim_is_registered_by_the_keyboard_alone(court_at_work, live_server, settings, monkeypatch):
    settings.PUBLIC_URL = live_server.url
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with browser() as opened:
        page = opened.new_context(locale="az").new_page()
        hands = signs_in(page, live_server.url)
        skips_to_the_main_part(hands)
        closes_the_menu(hands)
        registers(hands)
        case = Case.objects.get()
        assert page.url == f"{live_server.url}/cases/{case.pk}/"
        page.reload()
        case.refresh_from_db()
        assert case.judge is not None
        assert str(case.judge) in page.locator("main").inner_text()
        finds_the_case(hands, case)
    assert hands.passed < 60
