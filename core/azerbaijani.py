"""Azerbaijani text: casing, folding and the order of the alphabet. The SQL twins are in the first migration of core."""

import re

ALPHABET = ["A", "B", "C", "Ç", "D", "E", "Ə", "F", "G", "Ğ", "H", "X", "I", "İ", "J", "K", "Q", "L", "M", "N", "O", "Ö", "P", "R", "S", "Ş", "T", "U", "Ü", "V", "Y", "Z"]
_UPPER = "".join(ALPHABET)
# Both strings hold the same letter at the same place; every other sign stays as it is.
LOWER_OF = str.maketrans(_UPPER + "W", "abcçdeəfgğhxıijkqlmnoöprsştuüvyzw")
UPPER_OF = str.maketrans("abcçdeəfgğhxıijkqlmnoöprsştuüvyzw", _UPPER + "W")


def lower(text: str) -> str:
    """Small letters by the Azerbaijani rule (I→ı, İ→i); the length stays the same."""
    return text.translate(LOWER_OF)


def upper(text: str) -> str:
    """Capital letters by the Azerbaijani rule (i→İ, ı→I); the length stays the same."""
    return text.translate(UPPER_OF)


def title(text: str) -> str:
    """First letter of each word capital, the rest small: of `ƏLİYEVA` and `əliyeva` alike `Əliyeva`."""
    return re.sub(r"[^\W\d_]+", lambda word: upper(word[0][0]) + lower(word[0][1:]), text)


# Order: each letter becomes a sign whose code stands in the order of the alphabet; figures come before letters.
_ORDER_FROM = "abcçdeəfgğhxıijkqlmnoöprsştuüvyz"
_ORDER_TO = "abcdefghijklmnopqrstuvwxyz{|}~\x80\x81"[: len(_ORDER_FROM)]
SORT_FROM = _UPPER + "Ww" + _ORDER_FROM
SORT_TO = _ORDER_TO + "\x82\x82" + _ORDER_TO
_SORT = str.maketrans(SORT_FROM, SORT_TO)

# Search: letters that a keyboard without Azerbaijani lacks fold to those that it has; signs become spaces.
SEARCH_FROM = _UPPER + "Ww" + "abcçdeəfgğhxıijkqlmnoöprsştuüvyz"
SEARCH_TO = "abccdeefgghxiijkqlmnooprsstuuvyz" + "ww" + "abccdeefgghxiijkqlmnooprsstuuvyz"
SIGNS = "«»\"'’‘“”`´.,;:!?()[]{}<>/\\|-–—_+*=&%$#@~^№\t\n\r\f\v\xa0"
_SEARCH = str.maketrans(SEARCH_FROM + SIGNS, SEARCH_TO + " " * len(SIGNS))


def sort_key(text: str) -> str:
    """A text whose plain order is the order of the Azerbaijani alphabet."""
    return text.translate(_SORT)


def search_key(text: str) -> str:
    """A text in which `Əliyev`, `ALİYEV` without its letters and `eliyev` look as alike as they can: `eliyev`."""
    return re.sub(" +", " ", text.translate(_SEARCH)).strip(" ")
