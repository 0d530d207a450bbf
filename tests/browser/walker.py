"""People who walk through the court in a browser, each in a context of their own."""

import re
from typing import Any

from journal import deliveries
from notifications.tasks import send_pending

STANDS = 20_000


def work_after_commit() -> None:
    """What the worker does meanwhile: deliveries of entries, then notices on their way."""
    for _turn in range(10):
        if not deliveries.drain(50):
            break
    send_pending()
    while deliveries.drain(50):
        pass


class Walker:
    """One person with a browser: goes to addresses, fills fields by name, presses buttons."""

    def __init__(self, browser: Any, url: str) -> None:
        self.url = url
        self.context = browser.new_context(locale="az")
        self.context.set_default_timeout(STANDS)
        self.page = self.context.new_page()

    def signs_in(self, username: str) -> "Walker":
        """By password, as court staff does."""
        self.goes("/sign-in/")
        self.fills(login=username, password=f"demo-{username}-2026")
        self.presses("main form button[type=submit]")
        return self

    def signs_in_by_asan(self, fin: str) -> "Walker":
        """By ASAN login: chosen from the list of the demo's provider."""
        self.goes("/sign-in/asan/")
        self.presses("main form button[type=submit]")
        self.page.fill("#q", fin)
        self.presses("form[role=search] button")
        self.presses(f"button[value='{fin}']")
        self.page.wait_for_url(f"{self.url}/**")
        return self

    def goes(self, path: str) -> "Walker":
        """To an address of the house, which must answer."""
        answer = self.page.goto(path if path.startswith("http") else self.url + path)
        assert answer is not None and answer.status < 400, f"{path}: {answer and answer.status}\n{self.words()[:600]}"
        return self

    def fills(self, **fields: str) -> "Walker":
        """Fields by name; a dash in a name is written as two underscores."""
        for name, value in fields.items():
            place = self.page.locator(f"main [name='{name.replace('__', '-')}']")
            if place.first.evaluate("field => field.tagName") == "SELECT":
                place.first.select_option(value)
            else:
                place.first.fill(value)
        return self

    def presses(self, selector: str) -> "Walker":
        """A button or link, and waits for what it brings."""
        with self.page.expect_navigation():
            self.page.locator(selector).first.click()
        broken = self.page.locator("h1").first.inner_text() if self.page.locator("h1").count() else ""
        assert "500" not in broken, self.words()[:600]
        return self

    def words(self) -> str:
        """What the page says."""
        return str(self.page.locator("body").inner_text())

    def sees(self, *words: str) -> "Walker":
        """Each of the words stands on the page."""
        shown = self.words()
        for word in words:
            assert word in shown, f"“{word}” is not on {self.page.url}:\n{shown[:1500]}"
        return self

    def misses(self, *words: str) -> "Walker":
        """None of the words stands on the page, nor in its source."""
        source = self.page.content()
        for word in words:
            assert word not in source, f"“{word}” stands on {self.page.url}"
        return self

    def number_in_address(self) -> int:
        """The last number in the address of the page."""
        return int(re.findall(r"/(\d+)/", self.page.url)[-1])
