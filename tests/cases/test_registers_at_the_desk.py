"""When a state register answers nonsense or not at all, the clerk is told so and can write the party down by hand."""

import pytest
from bs4 import BeautifulSoup

from cases.models import Case
from core.files import TAKEN
from parties.models import Party
from tests.cases.test_registration import form
from tests.integrations.conftest import registers
from tests.integrations.test_register_look_up import DEAD

__all__ = ["registers"]
pytestmark = pytest.mark.django_db


@pytest.mark.requirement("EM-6.1.2")
@pytest.mark.parametrize("mode", ["broken", "forged", "strange", "down", "fault"])
def test_a_broken_answer_is_told_in_words_and_manual_entry_stays_possible(as_user, clerk, judgeship, registers, mode):
    registers.turn(mode)
    desk = as_user(clerk)
    asked = form(**{"p0-fin": "5XK2T7P", "p0-surname": "", "p0-given_name": "", "ask": "0"})
    asked.pop("register")
    page = desk.post("/cases/register/", asked)
    words = page.context["rows"][0]["silent"]
    assert page.status_code in {200, 422} and len(words) > 20 and words in page.content.decode()
    assert not any(sign in words for sign in ("Traceback", "Error", "<", "{"))
    assert not Case.objects.exists() and not Party.objects.exists()
    registered = desk.post("/cases/register/", form(**{"p0-fin": "5XK2T7P"}))
    assert registered.status_code == 302
    assert Party.objects.get(fin="5XK2T7P").source == "typed"


@pytest.mark.parametrize(
    ("right", "guarded"), [("parties.fin", "AZE9471240"), ("parties.contacts", "Nizami küçəsi 18, mənzil 24")]
)
def test_the_register_tells_no_field_to_whoever_may_not_see_it(
    as_user, new_person, clerk, court, without, registers, right, guarded
):
    blind = new_person(without("clerk", right), court)
    asked = {"fin": "5XK2T7P"}
    assert guarded in as_user(clerk).get("/cases/register/told/", asked).text
    told = as_user(blind).get("/cases/register/told/", asked).text
    assert "Aysel Kamran qızı Rəhimli" in told and guarded not in told


def _asked(desk, fin):
    """What stands beside the first party after the register was asked by the button."""
    asked = form(**{"p0-fin": fin, "p0-surname": "", "p0-given_name": "", "p0-phone": "050 555 12 34", "ask": "0"})
    asked.pop("register")
    return BeautifulSoup(desk.post("/cases/register/", asked).content, "html.parser").select_one("#party-0")


def test_who_has_died_is_told_with_what_is_kept_and_what_to_do(as_user, clerk, judgeship, registers):
    party = _asked(as_user(clerk), DEAD)
    assert "vəfat edib. Yazdıqlarınız saxlanılıb. Burada hüquq varisinin" in party.text
    assert party.select_one("[name=p0-phone]")["value"] == "050 555 12 34"
    assert party.select_one("details.by-hand").has_attr("open")


@pytest.mark.parametrize(("fin", "opens"), [("ZZZZZZZ", True), ("5XK2T", False), ("5XK2T7P", False)])
def test_the_fields_of_the_name_open_for_whom_the_register_does_not_know_and_not_for_a_mistyped_fin(
    as_user, clerk, judgeship, registers, fin, opens
):
    assert _asked(as_user(clerk), fin).select_one("details.by-hand").has_attr("open") is opens


def test_the_hint_beside_the_files_names_every_sort_that_is_taken(as_user, clerk, court):
    page = BeautifulSoup(as_user(clerk).get("/cases/register/").content, "html.parser")
    field = page.find("input", {"name": "papers"})
    said = (
        page.find(id=field["aria-describedby"].split()[-1]).text.upper().replace("JPEG", "JPG").replace("TIFF", "TIF")
    )
    assert [ends for ends in TAKEN.values() if not any(end[1:].upper() in said for end in ends)] == []
