"""Numbers and addresses by which people are known, found by their shape and proved by their check figures."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from stdnum import iban, luhn

_GAP = r"[\s\u00a0-]?"
_UPPER = "A-ZÇƏĞİÖŞÜ"
_WORD = rf"[{_UPPER}][\w’'-]+"
_STREET = r"(?:küçəsi\w*|küç\.|prospekti\w*|prospekt|pr\.|döngəsi\w*|şossesi\w*|məhəlləsi\w*|massivi\w*|mikrorayonu\w*)"
_PLACE = r"(?:şəhəri\w*|şəhər|ş\.|rayonu\w*|r\.|kəndi\w*|k\.|qəsəbəsi\w*|qəs\.)"
_HOUSE = r"(?:(?:,|;)?\s*(?:ev|bina|mənzil|mən\.|m\.|blok|giriş|mərtəbə)?\s*\d+[A-Za-z]?(?:/\d+)?(?:-?\w{1,4}\b)?)"
_MONTHS = "yanvar|fevral|mart|aprel|may|iyun|iyul|avqust|sentyabr|oktyabr|noyabr|dekabr"
_BORN = r"(?:\s*(?:-c[iıuü])?\s*il(?:də|in)?)?\s*(?:tarixində\s*)?(?:təvəllüdlü|doğul\w+|anadan|t\.)"


@dataclass(frozen=True)
class Shape:
    """What a kind of number looks like; the first group is what is masked, else the whole."""

    kind: str
    label: str
    pattern: re.Pattern[str]
    proves: Callable[[str], bool] = lambda found: True


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def _mixed(text: str) -> bool:
    return bool(re.search(r"\d", text) and re.search(r"[A-Z]", text))


def _is_iban(text: str) -> bool:
    return bool(iban.is_valid(re.sub(r"[\s\u00a0-]", "", text)))


def _is_card(text: str) -> bool:
    return bool(luhn.is_valid(_digits(text)))


SHAPES = [
    Shape("email", "e-poçt", re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
    Shape("iban", "hesab", re.compile(r"\bAZ\d{2}(?:[\s\u00a0-]?[A-Z0-9]){24}\b"), _is_iban),
    Shape("card", "kart", re.compile(r"\b\d{4}(?:[\s\u00a0-]?\d{4}){3}\b"), _is_card),
    Shape("id_card", "sənəd", re.compile(r"\b(?:AZE|AA)\s*(?:№|No\.?|N)?\s*\d{7,8}\b")),
    Shape("phone", "telefon", re.compile(
        r"(?<![\w+])(?:\+?994|0)[\s\u00a0(-]*\d{2}[\s\u00a0)-]*\d{3}" + rf"{_GAP}\d{{2}}{_GAP}\d{{2}}\b")),
    Shape("fin", "FİN", re.compile(r"\b(?![\d]+\b)[0-9A-HJ-NP-Z]{7}\b"), _mixed),
    Shape("fin", "FİN", re.compile(r"\bF[İI]N\w{0,3}\s*[:№-]?\s*([0-9A-Za-z]{7})\b")),
    Shape("plate", "nişan", re.compile(rf"\b\d{{2}}{_GAP}[A-Z]{{2}}{_GAP}\d{{3}}\b")),
    Shape("birth", "doğum tarixi", re.compile(rf"\b(\d{{1,2}}[./]\d{{1,2}}[./]\d{{4}}|\d{{4}}){_BORN}")),
    Shape("birth", "doğum tarixi", re.compile(
        rf"\b(\d{{4}}(?:-c[iıuü])?\s+il(?:in)?\s+(?:{_MONTHS})\w*\s+\d{{1,2}}(?:-?\w{{1,5}})?){_BORN}")),
    Shape("address", "ünvan", re.compile(
        rf"(?:{_WORD}\s+{_PLACE},?\s+|{_WORD},\s+){{0,3}}(?:[{_UPPER}0-9][\w.’'-]*\s+){{1,4}}{_STREET}{_HOUSE}*")),
    Shape("address", "ünvan", re.compile(
        rf"(?:{_WORD}\s+{_PLACE},?\s+)+(?:ev|bina|mənzil|m\.)\s*\d+[A-Za-z]?{_HOUSE}*")),
]  # fmt: skip
# Not masked by itself: ten figures may be an organisation's number, which stays.
DOUBTFUL = [
    ("voen", re.compile(r"\b\d{10}\b")),
    ("digits", re.compile(r"\b\d{7,9}\b")),
]


def by_shape(text: str) -> Iterator[tuple[int, int, Shape]]:
    """Every place where the text has a number or an address of a known shape."""
    for shape in SHAPES:
        for found in shape.pattern.finditer(text):
            group = 1 if shape.pattern.groups else 0
            if shape.proves(found.group(group)):
                yield found.start(group), found.end(group), shape


def spellings(kind: str, value: str) -> re.Pattern[str] | None:
    """How a number known to the case may stand in a text: with gaps, without the country, in small letters."""
    plain = re.sub(r"[\s\u00a0()+-]", "", value)
    if kind == "phone":
        plain = _digits(value)[-9:]
        start = r"(?:\+?994|0)?[\s\u00a0(-]*"
    elif kind == "address":
        return re.compile(r"[\s,]+".join(re.escape(word) for word in re.split(r"[\s,]+", value)), re.IGNORECASE)
    else:
        start = r"(?<!\w)"
    if len(plain) < 6:
        return None
    return re.compile(start + r"[\s\u00a0()-]*".join(map(re.escape, plain)), re.IGNORECASE)
