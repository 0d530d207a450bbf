"""Numbers, sums, dates and names as Azerbaijani papers write them."""

import csv
import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

from core import words

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("number", "wanted"),
    [
        (0, "sıfır"),
        (5, "beş"),
        (10, "on"),
        (19, "on doqquz"),
        (100, "bir yüz"),
        (1000, "bir min"),
        (1250, "bir min iki yüz əlli"),
        (2026, "iki min iyirmi altı"),
        (10_000, "on min"),
        (999_999, "doqquz yüz doxsan doqquz min doqquz yüz doxsan doqquz"),
        (1_000_001, "bir milyon bir"),
        (2_000_000_000, "iki milyard"),
        (-7, "mənfi yeddi"),
    ],
)
def test_numbers_in_words(number: int, wanted: str) -> None:
    assert words.in_words(number) == wanted


def test_a_number_too_large_to_say_is_refused() -> None:
    with pytest.raises(ValueError, match="trillions"):
        words.in_words(10**15)


@pytest.mark.parametrize(
    ("amount", "wanted"),
    [
        ("1250", "bir min iki yüz əlli manat"),
        ("1250.30", "bir min iki yüz əlli manat 30 qəpik"),
        ("0.05", "sıfır manat 05 qəpik"),
        ("100.00", "bir yüz manat"),
        ("30.005", "otuz manat 01 qəpik"),
        ("-2.50", "mənfi iki manat 50 qəpik"),
    ],
)
def test_sums_in_words(amount: str, wanted: str) -> None:
    assert words.money_in_words(Decimal(amount)) == wanted


@pytest.mark.parametrize(
    ("day", "wanted"),
    [
        (dt.date(2026, 11, 22), "2026-cı il noyabrın 22-si"),
        (dt.date(2025, 1, 3), "2025-ci il yanvarın 3-ü"),
        (dt.date(2023, 5, 30), "2023-cü il mayın 30-u"),
        (dt.date(2029, 9, 16), "2029-cu il sentyabrın 16-sı"),
        (dt.date(2030, 7, 10), "2030-cu il iyulun 10-u"),
        (dt.date(2024, 10, 1), "2024-cü il oktyabrın 1-i"),
    ],
)
def test_dates_in_words(day: dt.date, wanted: str) -> None:
    assert words.date_in_words(day) == wanted


def test_ordinals_follow_the_last_spoken_vowel() -> None:
    by_ending = {
        "ci": [1, 2, 5, 7, 8, 20, 50, 70, 80, 1000],
        "cü": [3, 4, 100],
        "cı": [0, 6, 40, 60, 90],
        "cu": [9, 10, 30, 1_000_000],
    }
    for ending, numbers in by_ending.items():
        assert [words.ordinal(number) for number in numbers] == [f"{number}-{ending}" for number in numbers]
    said = ["birinci", "ikinci", "üçüncü", "dördüncü", "beşinci", "altıncı", "yeddinci", "səkkizinci", "doqquzuncu"]
    assert [words.ordinal_in_words(number) for number in range(1, 10)] == said


@pytest.mark.parametrize(
    ("name", "case", "wanted"),
    [
        ("Rəşad", "genitive", "Rəşadın"),
        ("Ceyhun", "accusative", "Ceyhunu"),
        ("Aygün", "dative", "Aygünə"),
        ("Leyla", "genitive", "Leylanın"),
        ("Leyla", "dative", "Leylaya"),
        ("Səbinə", "instrumental", "Səbinəylə"),
        ("Elçin", "ablative", "Elçindən"),
        ("Məmmədov", "genitive", "Məmmədovun"),
        ("Məmmədova", "dative", "Məmmədovaya"),
        ("Hüseynli", "genitive", "Hüseynlinin"),
        ("Kazımzadə", "dative", "Kazımzadəyə"),
        ("Sadıq", "genitive", "Sadığın"),
        ("Tofiq", "genitive", "Tofiqin"),
        ("Mələk", "genitive", "Mələyin"),
        ("Mələk", "locative", "Mələkdə"),
        ("Babək", "genitive", "Babəkin"),
        ("Vüqar Rəşid oğlu", "genitive", "Vüqar Rəşid oğlunun"),
        ("Aysel Kamal qızı", "dative", "Aysel Kamal qızına"),
        ("Bakı Apellyasiya Məhkəməsi", "dative", "Bakı Apellyasiya Məhkəməsinə"),
        ("Bakı Şəhəri Yasamal Rayon Məhkəməsi", "locative", "Bakı Şəhəri Yasamal Rayon Məhkəməsində"),
        ("Ədliyyə Nazirliyi", "ablative", "Ədliyyə Nazirliyindən"),
        ("«Xəzər» MMC", "genitive", "«Xəzər» MMC-nin"),
        ("ASAN", "dative", "ASAN-a"),
        ("RƏHİMLİ AYSEL", "genitive", "RƏHİMLİ AYSELİN"),
        ("İlqar", "nominative", "İlqar"),
        ("", "genitive", ""),
    ],
)
def test_names_in_the_cases_of_the_language(name: str, case: str, wanted: str) -> None:
    assert words.decline(name, case) == wanted


def table() -> list[dict[str, str]]:
    with (ROOT / "data" / "name_suffixes.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if "→" in row["example"]]
    known = [row for row in rows if row["case_code"].removeprefix("possessive_") in words.ENDINGS]
    return [row for row in known if row["stem_ending"] in {"consonant", "vowel"}]


def test_every_row_of_the_table_of_endings_is_followed() -> None:
    rows = table()
    wrong = []
    for row in rows:
        stem, wanted = (part.strip() for part in row["example"].split("→"))
        case = row["case_code"].removeprefix("possessive_")
        got = words.decline(stem, case, is_possessive=row["case_code"].startswith("possessive_"))
        if got != wanted:
            wrong.append((stem, case, wanted, got))
    assert len(rows) >= 63
    assert wrong == []
