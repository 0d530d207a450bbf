"""The gallery and the error pages: they draw, in every language, and axe finds nothing."""

import gzip
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import RequestFactory
from django.urls import reverse

from core import clock, gallery, navigation, views
from core.models import ClockOffset
from tests.axe import WIDTHS, browser, findings, in_both_themes

WHOLE = ["/gallery/", "/gallery/case/"]
PAGES = ["/gallery/", *(f"/gallery/{name}/" for name in gallery.SHEETS)]


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["az", "en", "ru"])
@pytest.mark.parametrize("address", PAGES)
def test_page_of_the_gallery_draws_with_one_heading(client, settings, address, language):
    settings.DEMO = True
    client.cookies["language"] = language
    answer = client.get(address)
    page = BeautifulSoup(answer.content, "html.parser")
    assert answer.status_code == 200
    assert len(page.find_all("h1")) == 1
    assert page.html["lang"] == language
    ids = [tag["id"] for tag in page.find_all(id=True)]
    assert len(ids) == len(set(ids))


@pytest.mark.django_db
def test_gallery_is_not_there_for_strangers_outside_the_demo(client, settings):
    settings.DEMO = False
    assert client.get("/gallery/").status_code == 404
    assert client.get("/gallery/case/").status_code == 404


@pytest.mark.django_db
def test_page_that_is_not_there_says_so_with_a_code_to_quote(client):
    answer = client.get("/no/such/page/")
    assert answer.status_code == 404
    assert answer.headers["X-Request-ID"] in answer.content.decode()


def test_failure_is_said_in_words_without_the_database():
    request = RequestFactory().get("/")
    request.request_id = "abc123def456"
    answer = views.failed(request)
    words = BeautifulSoup(answer.content, "html.parser").get_text()
    assert answer.status_code == 500
    assert "abc123def456" in words
    assert "500" not in words


def test_every_module_of_the_rail_leads_somewhere():
    assert {module.key for module in navigation.REGISTERED.values() if not module.url} == set()


def test_person_sees_the_modules_that_a_right_opens(monkeypatch):
    rail = {
        "open": navigation.Module("open", "Open", "gallery", "list"),
        "shut": navigation.Module("shut", "Shut", "gallery", "lock", right="core.nobody"),
    }
    monkeypatch.setattr(navigation, "REGISTERED", rail)
    lines = navigation.rail(None, "/gallery/case/")
    assert [(line.module.key, line.is_current) for group in lines for line in group] == [("open", True)]


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/gallery/", "/gallery/portal/", "/gallery/kiosk/", "/no/such/page/"])
def test_clock_of_the_demo_that_was_moved_is_shown_on_every_face(client, settings, address):
    settings.DEMO = True
    client.cookies["language"] = "en"
    ClockOffset.objects.create(days=20, moved_at=clock.now(), moved_by="Leyla")
    clock.forget()
    shown_day = "24.11.2026" if "gallery" in address else f"{clock.today():%d.%m.%Y}"
    assert ("20 days ahead" in client.get(address).content.decode()) != ("kiosk" in address)
    assert shown_day in client.get(address).content.decode()


@pytest.mark.django_db
def test_bar_names_the_person_and_the_court_and_lets_her_out(as_user, clerk, settings):
    settings.DEMO = True
    bar = BeautifulSoup(as_user(clerk).get("/gallery/").content, "html.parser").header
    assert "Leyla Abbasova" in bar.text
    assert bar.find("form", method="post", action=reverse("account_logout"))


@pytest.fixture
def served(client, settings):
    """The pages as the server gave them, before a browser starts its own loop."""
    settings.DEMO = True
    return {address: client.get(address).content for address in PAGES}


def serve(route, served):
    path = route.request.url.split("localhost", 1)[1].split("?")[0]
    if path in served:
        return route.fulfill(body=served[path], content_type="text/html")
    found = finders.find(path.removeprefix(settings.STATIC_URL))
    kinds = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
    return (
        route.fulfill(body=Path(found).read_bytes(), content_type=kinds[Path(found).suffix])
        if found
        else route.fulfill(status=404)
    )


@pytest.mark.browser
@pytest.mark.django_db
def test_axe_finds_nothing_in_the_gallery(served):
    found = []
    with browser() as opened:
        page = opened.new_page()
        page.route("**/*", lambda route: serve(route, served))
        for address in PAGES:
            page.goto(f"http://localhost{address}")
            if "kiosk" in address:
                page.set_viewport_size({"width": 1920, "height": 1080})
                found += [f"{address} {line}" for line in findings(page)]
            else:
                widths = WIDTHS if address in WHOLE else WIDTHS[:1]
                found += [f"{address} {line}" for line in in_both_themes(page, widths)]
    assert found == []


@pytest.fixture
def look(served):
    """A page of the gallery in a browser: `page = look("/gallery/")`."""
    with browser() as opened:
        page = opened.new_page()
        page.clock.install()
        page.route("**/*", lambda route: serve(route, served))

        def visit(address):
            page.goto(f"http://localhost{address}")
            return page

        yield visit


@pytest.mark.browser
@pytest.mark.django_db
def test_kiosk_keeps_the_last_list_with_its_time_when_the_network_is_gone(look):
    page = look("/gallery/kiosk/")
    assert not page.locator(".cut").is_visible()
    page.route("**/*", lambda route: route.abort())
    page.clock.fast_forward(21_000)
    page.locator(".cut").wait_for(state="visible")
    assert "10:47" in page.locator(".cut").inner_text()
    assert page.locator(".board li").count() == 4


@pytest.mark.browser
@pytest.mark.django_db
def test_kiosk_is_not_led_off_its_last_list_by_the_refresh_that_serves_a_glass_without_a_script(served):
    soon = served["/gallery/kiosk/"].replace(b'data-turn="20"', b'data-turn="2"')
    with browser() as opened:
        page = opened.new_page()
        page.route("**/*", lambda route: serve(route, served))
        head = {"Content-Type": "text/html", "Refresh": "1; url=?page=2"}
        page.route("**/gallery/kiosk/", lambda route: route.fulfill(body=soon, headers=head))
        page.goto("http://localhost/gallery/kiosk/")
        page.route("**/*", lambda route: route.abort())
        page.locator(".cut").wait_for(state="visible")
        assert page.locator(".board li").count() == 4
        assert page.url.endswith("/gallery/kiosk/")


@pytest.mark.browser
@pytest.mark.django_db
def test_slash_finds_and_a_repair_is_written_by_its_link(look):
    page = look("/gallery/")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"
    page.locator("[data-repair='5XK207P']").click()
    assert page.locator("#id_fin").input_value() == "5XK207P"


@pytest.mark.browser
@pytest.mark.django_db
def test_chosen_rows_are_counted(look):
    page = look("/gallery/list/")
    page.locator("[data-all]").check()
    assert page.locator("[data-count-words]").inner_text().startswith("4 ")


def test_first_load_of_a_page_is_under_100_kb():
    parts = ["court.css", "court.js", "mark.svg", "django_htmx/htmx-2.min.js"]
    found = [finders.find(name) for name in parts]
    assert all(found)
    assert sum(len(gzip.compress(Path(name).read_bytes())) for name in found) < 80_000
