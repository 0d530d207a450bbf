"""What axe objects to on a page, in light and in dark, as short sentences that a failing test can show."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, sync_playwright

CHROMIUM = "/usr/bin/chromium"
WIDTHS = (360, 1440)
# WCAG 2.2 A and AA, and what axe holds for good practice.
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@contextmanager
def browser() -> Iterator[Any]:
    """Debian's Chromium, headless, until the block ends."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        try:
            yield opened
        finally:
            opened.close()


def findings(page: Page) -> list[str]:
    """One line for each thing that axe finds on the page as it stands: rule, element, reason."""
    answer = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}}).response
    return [
        f"{rule['id']} at {' '.join(map(str, node['target']))}: {rule['help']}"
        for rule in answer["violations"]
        for node in rule["nodes"]
    ]


def in_both_themes(page: Page, widths: tuple[int, ...] = WIDTHS) -> list[str]:
    """The findings in light and dark at each width, each line saying where; also a page that scrolls sideways."""
    found = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
            found += [f"{theme} {width}: {line}" for line in findings(page)]
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            found.append(f"{width}: the page scrolls sideways")
    return found
