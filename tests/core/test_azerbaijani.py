"""Azerbaijani letters: casing keeps the length, the alphabet gives the order, a name is found however it was typed."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import azerbaijani
from core.azerbaijani import ALPHABET, casefold, lower, search_key, sort_key, title, upper

TEXTS = st.text(max_size=60)


def test_dotted_and_dotless_i_keep_their_dots() -> None:
    assert upper("istintaq qızıl") == "İSTİNTAQ QIZIL"
    assert lower("İŞIQ") == "işıq"


@given(TEXTS)
def test_casing_never_changes_the_length_of_a_text(text: str) -> None:
    assert len(upper(text)) == len(lower(text)) == len(casefold(text)) == len(title(text)) == len(text)


@pytest.mark.parametrize("letter", ALPHABET)
def test_each_letter_of_the_alphabet_comes_back_from_its_small_form(letter: str) -> None:
    assert upper(lower(letter)) == letter
    assert casefold(letter) == casefold(lower(letter))


@pytest.mark.parametrize(
    ("given_text", "wanted"),
    [
        ("ƏLİYEVA-RƏHİMLİ", "Əliyeva-Rəhimli"),
        ("ilqar ibrahimov", "İlqar İbrahimov"),
        ("IŞIQ", "Işıq"),
        ("məs'ud", "Məs'ud"),
        ("", ""),
    ],
)
def test_a_name_is_written_with_capital_first_letters(given_text: str, wanted: str) -> None:
    assert title(given_text) == wanted


def test_words_stand_in_the_order_of_the_alphabet() -> None:
    in_order = [
        "Abbas", "Bəxtiyar", "Cavad", "Çingiz", "Dadaş", "Elçin", "Əli", "Fuad", "Gülnar", "Ğ", "Həsən", "Xalid",
        "Ilqar", "İlqar", "Jalə", "Kamal", "Qasım", "Leyla", "Murad", "Nigar", "Oqtay", "Ömər", "Pərvin", "Rəşad",
        "Səbinə", "Şəhla", "Tofiq", "Ulduz", "Ümid", "Vaqif", "Yusif", "Zaur",
    ]  # fmt: skip
    shuffled = random.Random(5).sample(in_order, len(in_order))
    assert sorted(shuffled, key=sort_key) == in_order
    assert [word[0] for word in in_order] == list(ALPHABET)


def test_the_order_ignores_case_and_quotes_and_puts_figures_first() -> None:
    assert sort_key("«xəzər» MMC") == sort_key("Xəzər mmc")
    assert sorted(["Zal 2", "«Zal» 1", "2 saylı zal"], key=sort_key) == ["2 saylı zal", "«Zal» 1", "Zal 2"]


@pytest.mark.parametrize("typed", ["Əliyev", "ƏLİYEV", "əliyev", "eliyev", "Eliyev", "ELIYEV", " Əliyev. ", "ǝliyev"])
def test_a_name_is_found_however_it_was_typed(typed: str) -> None:
    assert search_key(typed) == "eliyev"


def test_all_letters_that_a_foreign_keyboard_lacks_are_folded() -> None:
    assert search_key("Şəhla Çöçük-Ğülüşığ") == "sehla cocuk gulusig"


def test_a_letter_written_as_two_signs_is_the_same_letter() -> None:
    assert search_key("S\u0327ahin") == search_key("Şahin")
    assert sort_key("C\u0327ingiz") == sort_key("Çingiz")
    assert search_key("I\u0307lqar") == search_key("i\u0307lqar") == search_key("İlqar")


@given(TEXTS)
def test_keys_have_no_spaces_to_spare(text: str) -> None:
    for key in (sort_key, search_key):
        assert "  " not in key(text)
        assert key(text) == key(text).strip(" ")


def test_no_sign_is_listed_twice_so_that_sql_and_python_cannot_differ() -> None:
    foreign = [sign for _letter, signs in azerbaijani._FOREIGN for sign in signs]
    marks = azerbaijani._SILENT + azerbaijani._PARTING + azerbaijani._COMBINING + azerbaijani._CYRILLIC
    listed = [*foreign, *marks, *azerbaijani._ORDER, *azerbaijani._SMALL_ORDER]
    assert len(listed) == len(set(listed))
