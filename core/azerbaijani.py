"""Azerbaijani letters: casing, the order of the alphabet, and the folding under which names are found.

The SQL functions of the first migration do the same to the same letters; a property test holds the two equal.
"""

from collections.abc import Mapping

ALPHABET = "ABCÇDEƏFGĞHXIİJKQLMNOÖPRSŞTUÜVYZ"
_SMALL = "abcçdeəfgğhxıijkqlmnoöprsştuüvyz"
# W is no letter of the alphabet but of names: it stands after V.
_ORDER = ALPHABET.replace("V", "VW")
_SMALL_ORDER = _SMALL.replace("v", "vw")
# One sign for each letter of the order, rising in the C collation.
_RANKS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefg"

_TO_UPPER = str.maketrans("iı", "İI")
_TO_LOWER = str.maketrans("İI", "iı")

# Letters of neighbours and of badly typed texts, as (how it is read, the signs that stand for it).
_FOREIGN = [
    ("ə", "ƎǝӘә"),
    ("a", "ÁÀÂÃÄÅĀĂáàâãäåāă"),
    ("c", "ĆČćč"),
    ("d", "ĎĐďđ"),
    ("e", "ÉÈÊËĒĖĚéèêëēėě"),
    ("g", "ĢģǦǧ"),
    ("i", "ÍÌÎÏĪíìîïī"),
    ("k", "Ķķ"),
    ("l", "ĽĻŁľļł"),
    ("n", "ÑŃŇŅñńňņ"),
    ("o", "ÓÒÔÕŌØóòôõōø"),
    ("r", "ŘŔřŕ"),
    ("s", "ŚŠȘśšș"),
    ("t", "ŤȚťț"),
    ("u", "ÚÙÛŪŮúùûūů"),
    ("y", "ÝŸýÿ"),
    ("z", "ŹŻŽźżž"),
]
_CYRILLIC = "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ"
_CYRILLIC_SMALL = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"

# Signs inside a word that say nothing; all other marks part words as a space does.
_SILENT = "'`´ʼ‘’‚‛\u00ad\u200b\u200c\u200d\u2060\ufeff"
_PARTING = (
    '"“”„‟«»‹›.,;:!?()[]{}<>*#№%=~^-‐‑‒–—―_/\\|+&\t\n\v\f\r\u0085\u00a0\u1680\u2002\u2003\u2007\u2009\u202f\u205f\u3000'
)
# Marks that stand after the letter they belong to.
_COMBINING = "".join(map(chr, range(0x300, 0x370)))
# A letter written as two signs is the same letter.
COMPOSED = [
    ("C\u0327", "Ç"), ("c\u0327", "ç"), ("G\u0306", "Ğ"), ("g\u0306", "ğ"), ("I\u0307", "İ"), ("i\u0307", "i"),
    ("O\u0308", "Ö"), ("o\u0308", "ö"), ("S\u0327", "Ş"), ("s\u0327", "ş"), ("U\u0308", "Ü"), ("u\u0308", "ü"),
]  # fmt: skip

_TO_ASCII = str.maketrans("çəğıöşü", "cegiosu")


def _sort_table() -> dict[str, str]:
    rank = dict(zip(_SMALL_ORDER, _RANKS, strict=True)) | dict(zip(_ORDER, _RANKS, strict=True))
    foreign = {sign: rank[letter] for letter, signs in _FOREIGN for sign in signs}
    return rank | foreign | dict(zip(_CYRILLIC, _CYRILLIC_SMALL, strict=True)) | _spaces()


def _search_table() -> dict[str, str]:
    plain = {letter: small.translate(_TO_ASCII) for letter, small in zip(_ORDER, _SMALL_ORDER, strict=True)}
    small = {letter: letter.translate(_TO_ASCII) for letter in _SMALL_ORDER if letter.translate(_TO_ASCII) != letter}
    foreign = {sign: letter.translate(_TO_ASCII) for letter, signs in _FOREIGN for sign in signs}
    return plain | small | foreign | dict(zip(_CYRILLIC, _CYRILLIC_SMALL, strict=True)) | _spaces()


def _spaces() -> dict[str, str]:
    return dict.fromkeys(_PARTING, " ") | dict.fromkeys(_SILENT + _COMBINING, "")


SORT_TABLE = _sort_table()
SEARCH_TABLE = _search_table()
_SORT = str.maketrans(SORT_TABLE)
_SEARCH = str.maketrans(SEARCH_TABLE)


def upper(text: str) -> str:
    """Capital letters by the Azerbaijani rule (i → İ, ı → I); the length of the text stays."""
    return "".join(_one(sign, sign.upper()) for sign in text.translate(_TO_UPPER))


def lower(text: str) -> str:
    """Small letters by the Azerbaijani rule (İ → i, I → ı); the length of the text stays."""
    return "".join(_one(sign, sign.lower()) for sign in text.translate(_TO_LOWER))


def casefold(text: str) -> str:
    """The form in which texts that differ in case alone are equal; the length of the text stays."""
    return lower(upper(text))


def _one(sign: str, cased: str) -> str:
    return cased if len(cased) == 1 else sign


def title(text: str) -> str:
    """Each word with a capital first letter, as names are written: `ƏLİYEVA-RƏHİMLİ` → `Əliyeva-Rəhimli`."""
    cased, inside = [], False
    for sign in text:
        cased.append(lower(sign) if inside else upper(sign))
        inside = sign.isalnum() or (inside and sign in "'’ʼ" + _COMBINING)
    return "".join(cased)


def sort_key(text: str) -> str:
    """The key that puts texts in the order of the Azerbaijani alphabet when compared sign by sign."""
    return _folded(text, _SORT)


def search_key(text: str) -> str:
    """The key under which a name is found however it was typed: `Əliyev`, `ƏLİYEV` and `eliyev` alike."""
    return _folded(text, _SEARCH)


def _folded(text: str, table: Mapping[int, str]) -> str:
    for two, one in COMPOSED:
        text = text.replace(two, one)
    return " ".join(part for part in text.translate(table).split(" ") if part)
