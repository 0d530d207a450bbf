"""Forms: sums and days as people write them, errors beside their fields, nothing typed is lost."""

import datetime as dt
from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from django import forms
from django.db.models.fields import BLANK_CHOICE_DASH
from django.utils import translation

from core.forms import DayField, FinField, Form, HourField, MoneyField, PhoneField, VoenField


class Claim(Form):
    autocomplete = {"email": "email"}
    fin = FinField(label="FIN", help_text="7 characters")
    price = MoneyField(label="Price")
    served_on = DayField(label="Served", required=False)
    email = forms.EmailField(label="E-mail", required=False)
    court = forms.TypedChoiceField(label="Court", choices=[*BLANK_CHOICE_DASH, ("y", "Yasamal")], required=False)
    way = forms.ChoiceField(label="Way", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect, required=False)
    agreed = forms.BooleanField(label="Agreed", required=False)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def drawn(form: Form) -> BeautifulSoup:
    return BeautifulSoup(str(form), "html.parser")


@pytest.mark.parametrize("typed", ["7 240,00", "7240.00", "7.240,00", "7\u00a0240,00 AZN", "7240", "7240,0"])
def test_sum_is_read_however_it_is_written(typed):
    assert MoneyField().clean(typed) == Decimal(7240)


@pytest.mark.parametrize("typed", ["7.240", "seven", "-1", "1,234", "NaN", "Infinity", "1e9", "1e400"])
def test_sum_that_is_in_doubt_is_asked_again(typed):
    with pytest.raises(forms.ValidationError):
        MoneyField().clean(typed)


def test_sum_is_shown_as_the_court_writes_it():
    form = Claim(initial={"price": Decimal("7240")})
    assert drawn(form).find(id="id_price")["value"] == "7 240,00"


@pytest.mark.parametrize("typed", ["2026-11-22", "22.11.2026", "22/11/2026", " 22.11.2026 "])
def test_day_is_read_from_the_browser_and_from_the_hand(typed):
    assert DayField().clean(typed) == dt.date(2026, 11, 22)


def test_day_that_does_not_exist_stays_as_it_was_typed():
    field = drawn(Claim({"fin": "4KD7R2M", "price": "1", "served_on": "31.02.2026"})).find(id="id_served_on")
    assert (field["type"], field["value"], field["aria-invalid"]) == ("text", "31.02.2026", "true")


def test_day_is_shown_to_the_browser_in_its_own_form():
    field = drawn(Claim(initial={"served_on": dt.date(2026, 11, 22)})).find(id="id_served_on")
    assert (field["type"], field["value"]) == ("date", "2026-11-22")
    assert field["data-weekdays"].split(",")[0::6] == ["Sunday", "Saturday"]


def test_error_stands_beside_its_field_and_offers_its_repair():
    page = drawn(Claim({"fin": "5xk2o7p", "price": "7,5"}))
    field = page.find(id="id_fin")
    assert field["value"] == "5xk2o7p"
    assert field["aria-invalid"] == "true"
    assert set(field["aria-describedby"].split()) == {"id_fin_helptext", "id_fin_error"}
    repair = page.find(id="id_fin_error").find("a")
    assert (repair["data-repair"], repair["href"]) == ("5XK207P", "#id_fin")
    assert page.find(id="id_price")["value"] == "7,5"


def test_line_at_the_top_leads_to_every_field_in_error():
    page = drawn(Claim({"fin": "", "price": ""}))
    summary = page.find(attrs={"role": "alert"})
    for link in summary.find_all("a"):
        assert page.find(id=link["href"].lstrip("#")) is not None
    assert [link.text for link in summary.find_all("a")] == ["FIN", "Price"]


def test_untouched_form_shows_no_error():
    assert drawn(Claim()).find(attrs={"role": "alert"}) is None


def test_every_control_has_its_label():
    page = drawn(Claim())
    labelled = {label["for"] for label in page.find_all("label") if label.get("for")}
    assert {control["id"] for control in page.find_all("input")} <= labelled


def test_choices_are_one_group_with_a_name():
    group = drawn(Claim()).find(attrs={"role": "group"})
    assert drawn(Claim()).find(id=group["aria-labelledby"]).text.startswith("Way")


def test_browser_offers_only_what_is_the_persons_own():
    page = drawn(Claim())
    assert page.find(id="id_email")["autocomplete"] == "email"
    assert page.find(id="id_fin")["autocomplete"] == "off"


def test_numbers_are_kept_in_one_form():
    assert FinField().clean(" 4kd7r2m ") == "4KD7R2M"
    assert PhoneField().clean("050 318 64 20") == "+994503186420"
    assert VoenField(required=False).clean("") == ""
    assert HourField().clean("10:30") == dt.time(10, 30)


def test_a_choice_that_is_not_made_is_one_short_dash():
    assert [one.text for one in drawn(Claim()).find("select", {"name": "court"}).find_all("option")] == ["–", "Yasamal"]
