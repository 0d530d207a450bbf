"""Azerbaijani in words: numbers, sums, dates, ordinals, and names in the cases of the language."""

import datetime as dt
import re
from decimal import ROUND_HALF_UP, Decimal

from core import azerbaijani

_ONES = ["", "bir", "iki", "üç", "dörd", "beş", "altı", "yeddi", "səkkiz", "doqquz"]
_TENS = ["", "on", "iyirmi", "otuz", "qırx", "əlli", "altmış", "yetmiş", "səksən", "doxsan"]
_SCALES = ["", "min", "milyon", "milyard", "trilyon"]
MONTHS = [
    "yanvar", "fevral", "mart", "aprel", "may", "iyun",
    "iyul", "avqust", "sentyabr", "oktyabr", "noyabr", "dekabr",
]  # fmt: skip

# Harmony: the last vowel of a word decides the vowel of what is added, of four (ı u i ü) or of two (a ə).
_NARROW = {"a": "ı", "ı": "ı", "o": "u", "u": "u", "e": "i", "ə": "i", "i": "i", "ö": "ü", "ü": "ü"}
_WIDE = {"a": "a", "ı": "a", "o": "a", "u": "a", "e": "ə", "ə": "ə", "i": "ə", "ö": "ə", "ü": "ə"}
VOWELS = "".join(_NARROW)

# case → endings after a consonant, a vowel, a possessive; V is the narrow vowel, A the wide one.
ENDINGS = {
    "nominative": ("", "", ""),
    "genitive": ("Vn", "nVn", "nVn"),
    "dative": ("A", "yA", "nA"),
    "accusative": ("V", "nV", "nV"),
    "locative": ("dA", "dA", "ndA"),
    "ablative": ("dAn", "dAn", "ndAn"),
    "instrumental": ("lA", "ylA", "ylA"),
}
# Words that stand in the possessive wherever they end a name: the court *of* the city, the son *of* Rəşid.
_POSSESSED = re.compile(
    r"(oğlu|qızı|məhkəməsi|nazirliyi|şöbəsi|idarəsi|şurası|komitəsi|xidməti|agentliyi|prokurorluğu|palatası|kollegiyası"
    r"|bürosu|mərkəzi|cəmiyyəti|bankı|şirkəti|fondu|birliyi|müəssisəsi|universiteti|komissiyası|departamenti|hakimiyyəti"
    r"|heyəti|filialı|kooperativi|bələdiyyəsi|ofisi|evi|zalı|rayonu|şəhəri|küçəsi|prospekti)$"
)
# How the letters of an abbreviation are read aloud: by the last sound the ending is chosen.
_READ = {letter: f"{letter}e" for letter in "bcçdgjkpqtvyz"} | {"h": "haş", "x": "xe"}
_READ |= {letter: f"e{letter}" for letter in "flmnrsş"}
# Names whose last k stays before a vowel.
_KEEPS_K = {"babək"}


def in_words(number: int) -> str:
    """A whole number as official papers write it: 1250 → `bir min iki yüz əlli`."""
    if number < 0:
        return f"mənfi {in_words(-number)}"
    if number == 0:
        return "sıfır"
    parts = []
    for scale in _SCALES:
        number, three = divmod(number, 1000)
        if three:
            parts.append(f"{_three_figures(three)} {scale}".strip())
    if number:
        raise ValueError("numbers are said up to trillions")
    return " ".join(reversed(parts))


def _three_figures(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    words = [_ONES[hundreds] and f"{_ONES[hundreds]} yüz", _TENS[tens], _ONES[ones]]
    return " ".join(word for word in words if word)


def money_in_words(amount: Decimal) -> str:
    """A sum as judgments and writs write it: 1250.30 → `bir min iki yüz əlli manat 30 qəpik`; whole manats alone."""
    exact = amount.quantize(Decimal("0.01"), ROUND_HALF_UP)
    manats, coins = divmod(int(abs(exact) * 100), 100)
    words = f"{in_words(manats)} manat" + (f" {coins:02} qəpik" if coins else "")
    return f"mənfi {words}" if exact < 0 else words


def ordinal(number: int) -> str:
    """A number in figures with its ordinal ending: 2026-cı, 3-cü, 9-cu, 22-ci."""
    return f"{number}-c{_harmony(in_words(number), _NARROW)}"


def ordinal_in_words(number: int) -> str:
    """A number's ordinal in words: 2 → `ikinci`, 4 → `dördüncü`."""
    word = in_words(number)
    stem = f"{word[:-1]}d" if word.endswith("dörd") else word
    narrow = _harmony(word, _NARROW)
    return f"{stem}{'' if word[-1] in VOWELS else narrow}nc{narrow}"


def possessed(number: int) -> str:
    """A number in figures with the ending of belonging, as days of a month have it: 22-si, 3-ü, 9-u, 6-sı."""
    word = in_words(number)
    return f"{number}-{'s' if word[-1] in VOWELS else ''}{_harmony(word, _NARROW)}"


def date_in_words(day: dt.date) -> str:
    """A date as acts are headed: `2026-cı il noyabrın 22-si`."""
    return f"{ordinal(day.year)} il {decline(MONTHS[day.month - 1], 'genitive')} {possessed(day.day)}"


def month_and_year(day: dt.date) -> str:
    """A month as reports name it: `noyabr 2026`."""
    return f"{MONTHS[day.month - 1]} {day.year}"


def decline(name: str, case: str, *, is_possessive: bool | None = None) -> str:
    """A name or word in a case of the language: `Rəşad` → genitive `Rəşadın`, `… Məhkəməsi` → dative `… Məhkəməsinə`.

    Cases: nominative, genitive, dative, accusative, locative, ablative, instrumental. Only the last word changes.
    """
    head, gap, word = name.rpartition(" ")
    bare = word.rstrip("»”\"'")
    small = azerbaijani.lower(bare)
    if not small or case == "nominative":
        return name
    if _is_abbreviation(bare):
        return f"{head}{gap}{bare}-{_ending(_aloud(small), case, is_possessive=False)}{word[len(bare) :]}"
    owned = bool(_POSSESSED.search(small)) if is_possessive is None else is_possessive
    ending = _ending(small, case, is_possessive=owned)
    stem = _softened(bare, small, ending)
    if len(bare) > 1 and bare == azerbaijani.upper(bare) and bare != small:
        ending = azerbaijani.upper(ending)
    return f"{head}{gap}{stem}{ending}{word[len(bare) :]}"


def _ending(small: str, case: str, *, is_possessive: bool) -> str:
    after_consonant, after_vowel, after_possessive = ENDINGS[case]
    form = after_possessive if is_possessive else after_vowel if small[-1] in VOWELS else after_consonant
    return form.replace("V", _harmony(small, _NARROW)).replace("A", _harmony(small, _WIDE))


def _harmony(word: str, table: dict[str, str]) -> str:
    """The vowel that harmony asks for after the word; front and unrounded for a word without vowels."""
    last = next((sign for sign in reversed(azerbaijani.lower(word)) if sign in _NARROW), "i")
    return table[last]


def _softened(bare: str, small: str, ending: str) -> str:
    """Final q and k of longer words soften before a vowel: Sadıq → Sadığ-ın, Mələk → Mələy-in; Tofiq keeps its q."""
    vowels = [sign for sign in small if sign in VOWELS]
    if not ending or ending[0] not in VOWELS or len(vowels) < 2 or small in _KEEPS_K:
        return bare
    soft = {"ıq": "ğ", "aq": "ğ", "uq": "ğ", "ək": "y", "ik": "y", "ük": "y"}.get(small[-2:])
    if soft is None:
        return bare
    return bare[:-1] + (soft if bare[-1] == small[-1] else azerbaijani.upper(soft))


def _is_abbreviation(word: str) -> bool:
    """Whether the word is read letter by letter or is short and in capitals: MMC, ASC, BMT, ASAN."""
    return 2 <= len(word) <= 4 and word.isalpha() and word == azerbaijani.upper(word)


def _aloud(small: str) -> str:
    """The sound with which an abbreviation ends: with vowels inside it is read as a word, else by its letters."""
    if len(small) > 3 and any(sign in VOWELS for sign in small):
        return small
    return _READ.get(small[-1], small[-1])
