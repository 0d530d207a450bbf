"""Words of a search brought to their stems: Azerbaijani endings are stripped one by one, letters lose their marks."""

import re
from functools import lru_cache

from core.azerbaijani import search_key

_ENDINGS = re.findall(
    r"\w+",
    """lar ler in un nin nun a e ya ye na ne i u ni nu si su da de nda nde ta te dan den ndan nden la le yla yle
    dir dur daki deki ndaki ndeki im um imiz umuz sin sun""",
)
_LONGEST_FIRST = sorted(_ENDINGS, key=len, reverse=True)
_WORD = re.compile(r"[^\W_]+")
# tutulmaq → tutulm, as tutulması → tutulm.
_INFINITIVE = re.compile(r"(?<=\w{4})m(aq|ek)$")
_HARD = {"g": "q", "y": "k"}
# A stem keeps as many letters before a longer ending, and before a single vowel.
SHORTEST, BEFORE_VOWEL = 3, 4


def words(text: str) -> list[str]:
    """The words of a text as they are searched: small letters without marks."""
    return _WORD.findall(search_key(text))


@lru_cache(maxsize=20_000)  # a judgment says most of its words many times, and those of others
def stem(word: str) -> str:
    """The stem of a word from `words`: qetnamesinin → qetnam, as qetname → qetnam; figures stay."""
    if any(sign.isdigit() for sign in word):
        return word
    word = _INFINITIVE.sub("m", word)
    while (shorter := _shorter(word)) != word:
        word = shorter
    last = word[-1:]
    return word[:-1] + _HARD.get(last, last) if len(word) > SHORTEST else word


def _shorter(word: str) -> str:
    for ending in _LONGEST_FIRST:
        left = len(word) - len(ending)
        if word.endswith(ending) and left >= (BEFORE_VOWEL if len(ending) == 1 else SHORTEST):
            return word[:left]
    return word


def query_of(text: str) -> str:
    """A search of PostgreSQL: every word, in any form; the exact form ranks higher. Empty for nothing to search."""
    return " & ".join(f"({word} | {stem(word)})" for word in words(text)[:12])
