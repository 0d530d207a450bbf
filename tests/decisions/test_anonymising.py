"""Anonymising: whatever the case knows of people is masked in every form; the rest that looks like it is shown."""

import csv
import datetime as dt
import random
import re
from pathlib import Path

import pytest

from core import azerbaijani
from core.words import ENDINGS, decline
from decisions.anonymising import leaks, mask
from decisions.facts import Facts, Person
from decisions.morphology import fold, stems

AYSEL = Person(
    "1", "İddiaçı", "Aysel", "Rəhimli", "Kamran qızı",
    (("fin", "5XK2T7P"), ("phone", "+994501112233"), ("address", "Bakı, Nizami küçəsi 18")), dt.date(1985, 3, 12),
)  # fmt: skip
VUQAR = Person("2", "Cavabdeh", "Vüqar", "Əsgərov", "Tofiq oğlu", (("id_card", "AZE12345678"),))
SADIQ = Person("3", "X", "Sadıq", "Məmmədov", "Rəşid oğlu")
NIGAR = Person("4", "X", "Nigar", "Məmmədova", "Əli qızı")
FACTS = Facts((AYSEL, VUQAR, SADIQ), kept=("Yasamal Rayon Məhkəməsi", "Rəşad Quliyev", "Vüqar Tikinti MMC"))


def masked(text, facts=FACTS):
    return mask({"text": text}, facts).parts["text"]


@pytest.mark.parametrize(
    "written, read",
    [
        ("Aysel Kamran qızı Rəhimlinin iddiası", "İddiaçı1 iddiası"),
        ("Rəhimli Aysel Kamran qızına verilsin", "İddiaçı1 verilsin"),
        ("AYSEL RƏHİMLİNİN TƏLƏBİ", "İddiaçı1 TƏLƏBİ"),
        ("A.Rəhimli bildirdi", "İddiaçı1 bildirdi"),
        ("A. K. Rəhimli bildirdi", "İddiaçı1 bildirdi"),
        ("Rəhimli A.K. bildirdi", "İddiaçı1 bildirdi"),
        ("Vüqar\nTofiq oğlu\nƏsgərovdan alınsın", "Cavabdeh1 alınsın"),
        ("«Əsgərov»un borcu", "«Cavabdeh1»un borcu"),
        ("Əsgərov-un borcu", "Cavabdeh1 borcu"),
        ("Əsgərov’a verildi", "Cavabdeh1 verildi"),
        ("Əsgə-\nrovun borcu", "Cavabdeh1 borcu"),
        ("ƏSGƏROVA VERİLDİ", "Cavabdeh1 VERİLDİ"),
        ("əsgərovla razılaşdı", "Cavabdeh1 razılaşdı"),
        ("R Ə H İ M L İ gəldi", "İddiaçı1 gəldi"),
        ("Sadığın ifadəsi", "X1 ifadəsi"),
        ("Vüqar Əsgərovgilin evi", "Cavabdeh1 evi"),
        ("Eskerov yox, Esgerov gəldi", "Eskerov yox, Cavabdeh1 gəldi"),
        ("FİN 5xk2t7p olan", "FİN FİN1 olan"),
        ("telefon 050 111-22-33 idi", "telefon telefon1 idi"),
        ("vəsiqə AZE 12345678 üzrə", "vəsiqə sənəd1 üzrə"),
        ("1985-ci il martın 12-də doğulmuş", "doğum tarixi1 doğulmuş"),
        ("Bakı, Nizami küçəsi 18 ünvanı", "ünvan1 ünvanı"),
        ("ad@posta.example yazdı", "e-poçt1 yazdı"),
        ("hesab AZ21NABZ00000000137010001944 üzrə", "hesab hesab1 üzrə"),
        ("avtomobil 10-AB-123 idi", "avtomobil nişan1 idi"),
    ],
)
def test_what_is_known_is_masked_however_it_is_written(written, read):
    assert masked(written) == read


@pytest.mark.parametrize(
    "text",
    [
        "Yasamal Rayon Məhkəməsinin hakimi Rəşad Quliyevin sədrliyi ilə",
        "e-2(5-155)-4409/2026 nömrəli iş",
        "«Vüqar Tikinti MMC»nin müqaviləsi",
        "7 240,00 AZN borcun tutulması haqqında",
        "2026-cı il noyabrın 22-si",
        "Mülki Məcəllənin 439-cu maddəsi",
    ],
)
def test_courts_judges_organisations_and_numbers_of_cases_stay(text):
    assert masked(text) == text


def test_one_person_has_one_label_numbered_by_first_mention():
    done = mask({"intro": "Vüqar Əsgərov və Sadıq Məmmədov", "facts": "Məmmədovun və Əsgərovun sözü"}, FACTS)
    assert done.parts == {"intro": "Cavabdeh1 və X1", "facts": "X1 və Cavabdeh1 sözü"}
    assert done.labels["Cavabdeh1"] == "Vüqar Tofiq oğlu Əsgərov"


def test_a_form_that_two_people_share_goes_to_the_editor():
    done = mask({"text": "Məmmədova verildi. Nigar Məmmədova gəldi."}, Facts((SADIQ, NIGAR)))
    alone, whole = done.found["text"]
    assert not alone[0].is_sure and whole[0].is_sure and whole[0].key == "4"


def test_unknown_names_and_figures_are_shown_to_the_editor():
    done = mask({"text": "Şahid Elçin Bağırov 123456789 nömrəsini dedi."}, FACTS)
    words = [done.parts["text"][doubt.start : doubt.end] for doubt in done.doubts["text"]]
    assert words == ["Elçin", "Bağırov", "123456789"]


def test_the_editor_masks_more_and_leaves_words():
    facts = Facts((VUQAR,), added=("Elçin Bağırov",), spared=("Vüqar parkı",))
    assert masked("Elçin Bağırovun sözü. Vüqar parkında Vüqar Əsgərov", facts) == "X1 sözü. Vüqar parkında Cavabdeh1"


def test_a_left_name_is_found_before_publishing():
    assert leaks("İddiaçı1 və Əsgərovu dinlədi", FACTS) == [(12, "Əsgərovu")]
    assert leaks("FIN: 5XK2T7P", FACTS)
    assert leaks("Rəhimlioğulları", FACTS)
    assert not leaks(masked("Aysel Rəhimlinin Vüqar Əsgərova qarşı iddiası"), FACTS)


SENTENCES = [
    "Məhkəmə {} sübutlarını qiymətləndirərək belə nəticəyə gəlir.",
    "İşdə olan sənədlərə görə borc {} qaytarılmalıdır.",
    "{} məhkəmə iclasında iştirak etmişdir.",
    "Şahid bildirdi ki, müqavilə «{}» imzalanmışdır;",
    "Tərəflər ({}) barışığa gəlmədi.",
]
ROUNDS = 1500
WORDS = re.compile(r"[^\W\d_]+")
OWN = {word for sentence in SENTENCES for word in WORDS.findall(fold(sentence))} | {"iddiaci"}


def _people(chance):
    with (Path(__file__).parents[2] / "data" / "name_samples.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    of = {kind: [row for row in rows if row["kind"] == kind] for kind in {row["kind"] for row in rows}}
    surnames = of["surname_ov"] + of["surname_zade"] + of["surname_li"] + of["surname_other"]
    while True:
        gender, child = chance.choice([("male", "oğlu"), ("female", "qızı")])
        surname = chance.choice(surnames)
        family = surname["feminine_form"] if gender == "female" and surname["feminine_form"] else surname["value"]
        father = chance.choice(of["given_name_male"])["value"]
        yield Person("1", "İddiaçı", chance.choice(of[f"given_name_{gender}"])["value"], family, f"{father} {child}")


def _spellings(person, chance):
    case = chance.choice(list(ENDINGS))
    whole = chance.choice(
        [
            f"{person.given} {person.surname}",
            f"{person.given} {person.patronymic} {person.surname}",
            f"{person.surname} {person.given} {person.patronymic}",
            person.surname,
            person.given,
            f"{person.given} {person.patronymic}",
            f"{person.given[0]}.{person.surname}",
        ]
    )
    written = decline(whole, case)
    return chance.choice([written, written, azerbaijani.upper(written), written.replace(" ", "\n", 1)])


@pytest.mark.requirement("EM-4.2.13", "EM-2.1.6")
def test_no_name_of_the_samples_leaks_in_any_case_form(capsys):
    chance, leaked = random.Random(20261122), []
    for _turn, person in zip(range(ROUNDS), _people(chance), strict=False):
        text = chance.choice(SENTENCES).format(_spellings(person, chance))
        seen = masked(text, Facts((person,)))
        names = {stem for name in (person.given, person.surname) for stem in stems(name)}
        if any(word.startswith(tuple(names)) for word in WORDS.findall(fold(seen)) if word not in OWN):
            leaked.append((person.words, text))
    with capsys.disabled():
        print(f"\nanonymiser: {len(leaked)} of {ROUNDS} forms leaked ({len(leaked) / ROUNDS:.2%})")
    assert leaked == []
