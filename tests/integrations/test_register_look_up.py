"""Asking the state registers, and every way in which they fail a clerk."""

import datetime as dt
import json

import pytest
import requests

from core import clock
from integrations import errors
from integrations.population_register import client as population
from integrations.tax_register import client as taxes

AYSEL, DEAD, QUOTED, NOBODY = "5XK2T7P", "9DL5W3K", "6QT1Y8J", "ZZZZZZZ"
BUILDER = "1498516791"
ASKED = {"reason": "registration of a claim", "by": "leyla"}


@pytest.mark.requirement("EM-6.1.9")
def test_a_citizen_is_found_by_fin_with_the_number_and_moment_of_the_query(registers):
    before = clock.now()
    found = population.look_up(AYSEL, **ASKED)
    assert (found.surname, found.given_name, found.patronymic) == ("Rəhimli", "Aysel", "Kamran qızı")
    assert (found.gender, found.birth_date, found.is_alive) == ("female", dt.date(1988, 3, 14), True)
    assert found.address.startswith("AZ1000, Bakı şəhəri, Yasamal rayonu")
    assert found.query_number.startswith("EDR-")
    assert before <= found.asked_at <= clock.now()


def test_the_register_tells_that_a_person_has_died(registers):
    assert population.look_up(DEAD, **ASKED).is_alive is False


def test_quotes_and_dotted_letters_arrive_as_they_are(registers):
    found = population.look_up(QUOTED, **ASKED)
    assert (found.surname, found.given_name) == ("İsmayılova-D'Anjelo", 'İlahə "Lalə"')


@pytest.mark.requirement("EM-6.1.9")
def test_an_organisation_is_found_by_voen(registers):
    found = taxes.look_up(BUILDER, **ASKED)
    assert found.name == "“Xəzər Tikinti” Məhdud Məsuliyyətli Cəmiyyəti"
    assert found.is_active
    assert found.query_number.startswith("VER-")


def test_the_register_learns_who_asked_why_and_in_which_case(registers):
    found = taxes.look_up(BUILDER, reason="party's <address> & head", case="2(004)-17/2026", by="leyla")
    lines = [json.loads(line) for line in (registers.state / "queries.jsonl").read_text().splitlines()]
    (line,) = [line for line in lines if line["number"] == found.query_number]
    assert (line["official"], line["reason"]) == ("leyla", "party's <address> & head")
    assert line["caseNumber"] == "2(004)-17/2026"


def test_an_unknown_fin_is_said_in_words_and_leaves_manual_entry(registers):
    with pytest.raises(errors.NotFound) as refusal:
        population.look_up(NOBODY, **ASKED)
    assert NOBODY in refusal.value.message


def test_an_unknown_voen_is_not_found(registers):
    with pytest.raises(errors.NotFound):
        taxes.look_up("1400000051", **ASKED)


@pytest.mark.parametrize("fin", ["", "5xk2t7p", "5XK2T7", "5XK2T7O", "<fin/>", "5XK2T7P "])
def test_a_question_in_a_wrong_form_is_refused_by_the_schema(registers, fin):
    with pytest.raises(errors.Refused):
        population.look_up(fin, **ASKED)


@pytest.mark.parametrize(
    ("mode", "raised"),
    [
        ("slow", errors.RegisterDown),
        ("down", errors.RegisterDown),
        ("broken", errors.BrokenAnswer),
        ("unsigned", errors.BrokenAnswer),
        ("forged", errors.BrokenAnswer),
        ("wrapped", errors.BrokenAnswer),
        ("strange", errors.BrokenAnswer),
        ("fault", errors.Refused),
    ],
)
@pytest.mark.parametrize(
    "look_up", [lambda: population.look_up(AYSEL, **ASKED), lambda: taxes.look_up(BUILDER, **ASKED)]
)
def test_each_failure_of_a_register_has_its_own_error(registers, look_up, mode, raised):
    registers.turn(mode, 2)
    with pytest.raises(raised) as failure:
        look_up()
    assert failure.type is raised
    registers.turn("ok")
    assert look_up().query_number


def test_a_closed_port_means_that_the_register_is_down(registers, settings):
    settings.POPULATION_REGISTER_URL = "http://127.0.0.1:9/population/"
    with pytest.raises(errors.RegisterDown):
        population.look_up(AYSEL, **ASKED)


def test_without_the_trusted_certificate_nobody_is_asked(registers, settings, tmp_path):
    settings.REGISTER_TRUST = str(tmp_path / "missing.pem")
    with pytest.raises(errors.RegisterDown):
        population.look_up(AYSEL, **ASKED)


def test_the_description_is_served_with_the_address_that_was_asked(registers):
    text = requests.get(f"{registers.url}/tax/?wsdl", timeout=5).text
    assert f'location="{registers.url}/tax/"' in text
