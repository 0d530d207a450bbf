"""Numbers by which people and organisations are known: one form, or words with a repair."""

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError

from core import identifiers


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [("5xk2t7p", "5XK2T7P"), (" 5XK 2T7P ", "5XK2T7P"), ("5ХК2Т7Р", "5XK2T7P"), ("7ab12cz", "7AB12CZ")],
)
def test_a_fin_is_brought_to_its_one_form(typed: str, wanted: str) -> None:
    assert identifiers.fin(typed) == wanted


@pytest.mark.parametrize(("typed", "repair"), [("5XKOT7P", "5XK0T7P"), ("5xki2t7", "5XK12T7"), ("İ2345AB", "12345AB")])
def test_a_fin_with_o_or_i_is_refused_with_the_figure_that_was_meant(typed: str, repair: str) -> None:
    with pytest.raises(ValidationError) as refused:
        identifiers.fin(typed)
    assert refused.value.params["repair"] == repair
    assert identifiers.fin(repair) == repair


@pytest.mark.parametrize("typed", ["", "123456", "12345678", "ƏBC1234", "12-3456"])
def test_what_cannot_be_a_fin_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        identifiers.fin(typed)


def test_a_voen_is_checked_by_its_ninth_figure() -> None:
    assert identifiers.voen("1401555071") == "1401555071"
    assert identifiers.voen("140 155-5071") == "1401555071"
    for wrong in ("1401555081", "140155507", "140155507a", "1401555073"):
        with pytest.raises(ValidationError):
            identifiers.voen(wrong)


@pytest.mark.parametrize(
    "typed", ["+994 50 123 45 67", "0501234567", "(050) 123-45-67", "994501234567", "50 123 45 67"]
)
def test_a_phone_is_written_with_its_country(typed: str) -> None:
    assert identifiers.phone(typed) == "+994501234567"


@pytest.mark.parametrize("typed", ["", "12", "050 123", "+994 01 123 45 67", "abc"])
def test_what_cannot_be_a_phone_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        identifiers.phone(typed)


def test_an_iban_is_checked_by_its_figures() -> None:
    assert identifiers.iban("az21 nabz 0000 0000 1370 1000 1944") == "AZ21NABZ00000000137010001944"
    with pytest.raises(ValidationError):
        identifiers.iban("AZ22NABZ00000000137010001944")


@pytest.mark.parametrize("rule", [identifiers.fin, identifiers.voen, identifiers.phone, identifiers.iban])
@pytest.mark.parametrize("typed", ["\0", "🙂" * 7, "١٢٣٤٥٦٧٨٩٠", "9" * 5000])
def test_odd_input_is_refused_in_words(rule: Callable[[str], str], typed: str) -> None:
    with pytest.raises(ValidationError):
        rule(typed)
