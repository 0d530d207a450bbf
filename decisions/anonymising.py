"""Anonymising an act: two nets, known facts of the case and shapes; what is not certain goes to the editor.

Pure: texts and facts alone. Nothing here publishes; a person confirms (EM-4.2.13, EM-2.1.6).
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import ahocorasick

from decisions.facts import Facts, spoken_dates
from decisions.morphology import bare, fold, is_given_name, is_tail, looks_like_surname, stems
from decisions.naming import WORD, index, mentions
from decisions.numbers import DOUBTFUL, by_shape, spellings

VALUE_LABELS = {
    "fin": "FİN", "voen": "VÖEN", "id_card": "sənəd", "phone": "telefon", "email": "e-poçt", "address": "ünvan",
    "birth": "doğum tarixi",
}  # fmt: skip
ADDED = "X"
BLANK = "\ufffc"
# Shorter stems begin too many words to accuse one of being a name.
ACCUSED = 4


@dataclass(frozen=True)
class Found:
    """A place to mask: what stands there, under which key and label word."""

    start: int
    end: int
    key: str
    label: str
    words: str
    is_sure: bool = True


@dataclass(frozen=True)
class Doubt:
    """A place that the editor should look at: something like a name or a number that the case does not know."""

    start: int
    end: int
    kind: str


@dataclass
class Masked:
    """The masked parts, the private map label → words, and per part what was masked and what is doubtful."""

    parts: dict[str, str] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    found: dict[str, list[tuple[Found, str]]] = field(default_factory=dict)
    doubts: dict[str, list[Doubt]] = field(default_factory=dict)


def plain(text: str) -> str:
    """The text with every letter as one sign."""
    return unicodedata.normalize("NFC", text).replace("\r\n", "\n")


def mask(parts: Mapping[str, str], facts: Facts) -> Masked:
    """Mask all parts of an act; one person has one label in all of them, numbered by first mention."""
    done, given = Masked(), _Labels()
    for name, text in parts.items():
        text = plain(text)
        places = [(place, given.label(place)) for place in find(text, facts)]
        out, last = [], 0
        for place, label in places:
            out += [text[last : place.start], label]
            last = place.end
            done.labels.setdefault(label, place.words)
        done.parts[name] = "".join([*out, text[last:]])
        done.found[name] = places
        done.doubts[name] = list(doubts(done.parts[name], facts))
    return done


class _Labels:
    """Gives İddiaçı1, Cavabdeh1, X1 … in the order of first mention."""

    def __init__(self) -> None:
        self.given: dict[str, str] = {}
        self.last: dict[str, int] = {}

    def label(self, place: Found) -> str:
        if place.key not in self.given:
            self.last[place.label] = number = self.last.get(place.label, 0) + 1
            self.given[place.key] = f"{place.label}{number}"
        return self.given[place.key]


def find(text: str, facts: Facts) -> list[Found]:
    """Every place of the text that must be masked, in order, none over another; the longer one wins."""
    text = _without_what_stays(text, facts)
    every = [*_added(text, facts), *_values(text, facts), *_shapes(text), *_people(text, facts)]
    chosen: list[Found] = []
    for one in sorted(every, key=lambda place: (place.start, -place.end)):
        if not chosen or one.start >= chosen[-1].end:
            chosen.append(one)
        elif one.end > chosen[-1].end:
            chosen.append(Found(chosen[-1].end, one.end, one.key, one.label, one.words))
    return chosen


def _without_what_stays(text: str, facts: Facts) -> str:
    """The text with blanks for what stays: courts, judges, organisations, and what the editor left; of one length."""
    for phrase in (*facts.kept, *facts.spared):
        for start, end in _phrase(text, phrase):
            text = text[:start] + BLANK * (end - start) + text[end:]
    return text


def _phrase(text: str, phrase: str) -> Iterator[tuple[int, int]]:
    """Places where the phrase stands as a whole, with any ending on its last word."""
    words = [re.escape(fold(word)) for word in plain(phrase).split()]
    if not words:
        return
    pattern = r"(?<!\w)" + r"[\s\u00a0]+".join(words) + r"(?P<tail>[-'’]?[^\W\d_]*)"
    for match in re.finditer(pattern, fold(text)):
        if is_tail(bare(match["tail"])):
            yield match.start(), match.end()


def _added(text: str, facts: Facts) -> Iterator[Found]:
    for phrase in facts.added:
        for start, end in _phrase(text, phrase):
            yield Found(start, end, f"added:{fold(phrase)}", ADDED, phrase)


def _values(text: str, facts: Facts) -> Iterator[Found]:
    """Numbers and addresses that the case knows, however they are written."""
    for person in facts.people:
        patterns = [(kind, value, spellings(kind, value)) for kind, value in person.values]
        days = spoken_dates(person.born) if person.born else []
        patterns += [("birth", str(person.born), re.compile(day, re.IGNORECASE)) for day in days]
        for kind, value, pattern in patterns:
            for match in pattern.finditer(text) if pattern else ():
                yield Found(match.start(), match.end(), f"{kind}:{_key(value)}", VALUE_LABELS[kind], value)


def _key(value: str) -> str:
    """One key for one number however it is written."""
    plain_value = re.sub(r"[\W_]", "", fold(value))
    return plain_value[-9:] if plain_value.isdigit() else plain_value


def _shapes(text: str) -> Iterator[Found]:
    for start, end, shape in by_shape(text):
        words = text[start:end]
        yield Found(start, end, f"{shape.kind}:{_key(words)}", shape.label, words)


def _people(text: str, facts: Facts) -> Iterator[Found]:
    for mention in mentions(text, index(facts.people)):
        numbers = sorted(mention.people)
        if not numbers:
            continue
        person = facts.people[numbers[0]]
        yield Found(mention.start, mention.end, person.key, person.label, person.words, mention.is_sure)


def doubts(text: str, facts: Facts) -> Iterator[Doubt]:
    """The second net over the masked text: names of the dictionary, shapes of surnames, long figures."""
    text = _without_what_stays(text, facts)
    words = [match for match in WORD.finditer(text) if match.group()[0].isupper()]
    for turn, match in enumerate(words):
        before = words[turn - 1] if turn and match.start() - words[turn - 1].end() < 3 else None
        after = words[turn + 1] if turn + 1 < len(words) and words[turn + 1].start() - match.end() < 3 else None
        beside = any(one and is_given_name(bare(one.group())) for one in (before, after))
        word = bare(match.group())
        if is_given_name(word) or looks_like_surname(word, beside_name=beside):
            yield Doubt(match.start(), match.end(), "name")
    for kind, pattern in DOUBTFUL:
        yield from (Doubt(match.start(), match.end(), kind) for match in pattern.finditer(text))


def leaks(text: str, facts: Facts) -> list[tuple[int, str]]:
    """Known names and numbers that still stand in the masked text, as (place, words); asked again at publishing.

    Besides the masking itself, every word that begins with a known name is accused, whatever it ends in.
    """
    text = _without_what_stays(plain(text), facts)
    accused = [*((one.start, text[one.start : one.end]) for one in find(text, facts)), *_beginnings(text, facts)]
    return sorted(set(accused))


def _beginnings(text: str, facts: Facts) -> Iterator[tuple[int, str]]:
    needles = {
        stem
        for person in facts.people
        for name in (*person.given.split(), *re.split(r"[\s-]", person.surname), *person.father.split())
        for stem in stems(name)
        if len(stem) >= ACCUSED
    }
    if not needles:
        return
    automaton = ahocorasick.Automaton()
    for needle in needles:
        automaton.add_word(needle, len(needle))
    automaton.make_automaton()
    folded = fold(text)
    for end, length in automaton.iter(folded):
        start = end - length + 1
        word = WORD.match(text, start)
        if word and text[start].isupper() and not folded[start - 1 : start].isalnum():
            yield start, word.group()
