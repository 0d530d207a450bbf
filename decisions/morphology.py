"""How names stand in Azerbaijani sentences: folding of equal length, endings, softened stems, surnames of women."""

import csv
import re
from functools import cache
from pathlib import Path

from core.azerbaijani import SEARCH_TABLE

DATA = Path(__file__).resolve().parent.parent / "data"
# Letter by letter, so that a place in the folded text is the same place in the text.
FOLD = {ord(sign): plain for sign, plain in SEARCH_TABLE.items() if len(plain) == 1 and plain != " "}
# Signs that stand inside a word and say nothing.
HIDDEN = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
# Written to stand inside the brackets of a pattern.
JOINTS = r"\-'’ʼ‘`´‐‑–"
_NAMES_OF_ENDINGS = {"abbr", "number", "ambiguous", "alternation_q", "alternation_k", "patronymic"}
_CHILD = re.compile(r"(oglu|qizi)")
_OF_WOMEN = re.compile(r"(ov|ev|yev|in|sk)a(ya)?$")
_LIKE_SURNAME = re.compile(r"\w{2,}(ov|ova|ev|eva|zade|oglu)$")
_LIKE_TURKIC = re.compile(r"\w{3,}(li|lu)$")
LONGEST_TAIL = 16


def fold(text: str) -> str:
    """Small Latin letters without marks; of the same length."""
    return text.translate(FOLD)


def bare(word: str) -> str:
    """The folded word without signs that nobody sees, and without the hyphen of a line's end or spaced-out letters."""
    return re.sub(rf"[{HIDDEN}\s{JOINTS}]", "", fold(word))


@cache
def endings() -> frozenset[str]:
    """All endings of the table of suffixes, folded."""
    with (DATA / "name_suffixes.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["case_code"] not in _NAMES_OF_ENDINGS]
    plain = [row for row in rows if not row["case_code"].startswith("surname")]
    listed = {fold(row["suffix"].lstrip("-")) for row in plain if row["suffix"]}
    return frozenset(_harmonious(listed, "a", "e") | _harmonious(listed, "i", "u"))


def _harmonious(listed: set[str], one: str, other: str) -> set[str]:
    """Each ending with both vowels of its harmony: the table gives some of them with one alone."""
    swapped = {ending.replace(one, other) for ending in listed} | {ending.replace(other, one) for ending in listed}
    return listed | swapped


@cache
def _tail() -> re.Pattern[str]:
    longest_first = sorted(endings(), key=len, reverse=True)
    return re.compile(f"(?:{'|'.join(longest_first)}){{0,4}}")


def is_tail(rest: str) -> bool:
    """Whether what follows a stem is a chain of endings: `lar-ın-dan`."""
    return len(rest) <= LONGEST_TAIL and bool(_tail().fullmatch(rest))


def stems(name: str) -> set[str]:
    """The folded stems under which a name is met: softened ones too, and the man's form of a woman's surname."""
    word = bare(name)
    found = {word, _OF_WOMEN.sub(r"\1", word) if _OF_WOMEN.search(word) else word}
    soft = {"q": "g", "k": "y"}
    found |= {stem[:-1] + soft[stem[-1]] for stem in found if len(stem) > 3 and stem[-1] in soft}
    return {stem for stem in found if len(stem) >= 2}


def is_child_word(word: str) -> bool:
    """`oğlu` or `qızı` with any ending."""
    start = _CHILD.match(word)
    return bool(start) and is_tail(word[start.end() :] if start else "")


def looks_like_surname(word: str, *, beside_name: bool = False) -> bool:
    """Whether a folded word has the shape of a surname; the shape in -li tells something beside a given name alone."""
    return any(_LIKE_SURNAME.match(stem) or (beside_name and _LIKE_TURKIC.match(stem)) for stem in shorn(word))


def shorn(word: str) -> list[str]:
    """The word, and what is left of it without each chain of endings."""
    return [word[:cut] for cut in range(len(word), 2, -1) if is_tail(word[cut:])]


@cache
def given_names() -> frozenset[str]:
    """The dictionary of given names, folded, with softened stems."""
    with (DATA / "name_samples.csv").open(encoding="utf-8") as file:
        names = [row["value"] for row in csv.DictReader(file) if row["kind"].startswith("given_name")]
    return frozenset(stem for name in names for stem in stems(name) if len(stem) > 2)


def is_given_name(word: str) -> bool:
    """Whether the folded word is a given name in some case."""
    return any(stem in given_names() for stem in shorn(word))
