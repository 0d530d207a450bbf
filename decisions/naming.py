"""Finding the people of a case in a text: words that are forms of their names, gathered into whole mentions."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from decisions.facts import Person
from decisions.morphology import HIDDEN, JOINTS, bare, is_child_word, is_tail, looks_like_surname, stems

# A word; also one broken at a line's end, or with its letters spaced out in a heading.
_LETTER = r"[^\W\d_]"
WORD = re.compile(
    rf"(?:{_LETTER}[ \u00a0]){{3,}}{_LETTER}(?!{_LETTER})"
    rf"|{_LETTER}(?:{_LETTER}|[{HIDDEN}]|-[ \t]*\n\s*(?={_LETTER}))*"
)
_INITIALS_BEFORE = re.compile(r"(?:(?<!\w)[A-ZÇƏĞİÖŞÜ]\.\s?){1,3}$")
_INITIALS_AFTER = re.compile(r",?\s?(?:[A-ZÇƏĞİÖŞÜ]\.\s?){1,3}")
_ENDING_AFTER = re.compile(rf"[{JOINTS}]([^\W\d_]{{1,16}})(?!\w)")
_GAP = re.compile(rf"[\s\u00a0{HIDDEN}]*(?:[{JOINTS}][\s]*)?|\s*\(|,\s")
# The name of a child word ends in a gap with no mark between: Kamran qızı.
GIVEN, SURNAME, FATHER, CHILD = "given", "surname", "father", "child"
Index = Mapping[str, frozenset[tuple[int, str]]]


@dataclass(frozen=True)
class Word:
    """A word of the text that is a form of somebody's name."""

    start: int
    end: int
    text: str
    hits: frozenset[tuple[int, str]]

    @property
    def people(self) -> frozenset[int]:
        return frozenset(number for number, _part in self.hits)

    @property
    def is_capital(self) -> bool:
        return self.text[0].isupper()


@dataclass(frozen=True)
class Mention:
    """One mention of a person; not sure when it may be somebody else, or no name at all."""

    start: int
    end: int
    people: frozenset[int]
    is_sure: bool


def index(people: tuple[Person, ...]) -> Index:
    """Folded stem → whose, and which part of the name."""
    found: dict[str, set[tuple[int, str]]] = {}
    for number, person in enumerate(people):
        for part, name in ((GIVEN, person.given), (SURNAME, person.surname), (FATHER, person.father)):
            for one in [name, *re.split(r"[\s-]+", name)]:
                for stem in stems(one):
                    found.setdefault(stem, set()).add((number, part))
    return {stem: frozenset(hits) for stem, hits in found.items()}


def words_of(text: str, names: Index) -> Iterator[Word]:
    """Words that are names of the case, with whatever ending, and the words `oğlu` and `qızı`."""
    for match in WORD.finditer(text):
        word = bare(match.group())
        hits = _hits(word, names)
        if hits or is_child_word(word):
            yield Word(match.start(), match.end(), match.group(), hits)


def _hits(word: str, names: Index) -> frozenset[tuple[int, str]]:
    found: frozenset[tuple[int, str]] = frozenset()
    for cut in range(2, len(word) + 1):
        if word[:cut] in names and is_tail(word[cut:]):
            found |= names[word[:cut]]
    return found


def mentions(text: str, names: Index) -> Iterator[Mention]:
    """Mentions of people: neighbouring words that can be one person's name are one mention."""
    group: list[Word] = []
    for word in words_of(text, names):
        if group and not _joins(text, group, word):
            yield from _mention(text, group)
            group = []
        if group or word.hits:
            group.append(word)
    if group:
        yield from _mention(text, group)


def _joins(text: str, group: list[Word], word: Word) -> bool:
    between = text[group[-1].end : word.start]
    after_ending = _ENDING_AFTER.match(text, group[-1].end)
    if after_ending and after_ending.end() <= word.start:
        return False
    if not _GAP.fullmatch(between) and not re.fullmatch(r"\s*(?:[A-ZÇƏĞİÖŞÜ]\.\s?){1,3}", between):
        return False
    return not word.hits or bool(_common(group) & word.people)


def _common(group: list[Word]) -> frozenset[int]:
    named = [word.people for word in group if word.hits]
    return frozenset.intersection(*named) if named else frozenset()


def _mention(text: str, group: list[Word]) -> Iterator[Mention]:
    people = _common(group)
    start, end = group[0].start, group[-1].end
    before, after = _INITIALS_BEFORE.search(text, 0, start), _INITIALS_AFTER.match(text, end)
    if before and _has(group, SURNAME):
        start = before.start()
    ending = _ENDING_AFTER.match(text, end)
    if ending and is_tail(bare(ending.group(1))):
        end = ending.end()
    elif after and _has(group, SURNAME) and not before:
        end = after.end() - (len(after.group()) - len(after.group().rstrip()))
    yield Mention(start, end, people, is_sure=len(people) == 1 and _is_name(group))


def _has(group: list[Word], part: str) -> bool:
    return any(one == part for word in group for _number, one in word.hits)


def _is_name(group: list[Word]) -> bool:
    """Small letters alone may be a common word: `vüqar` is pride; but `əsgərov` is nothing else."""
    named = [word for word in group if word.hits]
    return len(named) > 1 or named[0].is_capital or looks_like_surname(bare(named[0].text))
