"""Entries of the journal in bulk: the same canonical texts, hashes and trees that `record` and the sealer make."""

import datetime as dt
import json
import random
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from desk.demo.rows import Tables, escaped
from journal.merkle import Frontier, leaf_hash
from journal.models import Log

State = tuple[str, int, bytes]


@dataclass(frozen=True)
class By:
    """Who acts, with the part of the hashed text that names him ready."""

    actor_id: int | None
    actor_name: str
    actor_posting: str = ""

    @property
    def text(self) -> str:
        return _canonical({"id": self.actor_id, "name": self.actor_name, "posting": self.actor_posting})


# Canonical for what entries hold: no floats, ASCII keys, strings in NFC.
_canonical = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


@dataclass(frozen=True, slots=True)
class Written:
    """An entry that was made: its number and the text that its leaf hashes."""

    id: int
    text: str

    @property
    def leaf(self) -> bytes:
        return leaf_hash(self.text.encode())


def instant(at: dt.datetime) -> str:
    """The moment (in UTC) as hashed texts write it."""
    return at.isoformat(timespec="microseconds")[:26] + "Z"


class Book:
    """The journal of one body, appended to in memory; its rows go out by COPY."""

    def __init__(self, log: str, tables: Tables, luck: random.Random, sealed_at: dt.datetime) -> None:
        row = Log.objects.filter(pk=log).first()
        self.log = log
        self.frontier = Frontier(row.size, bytes(row.frontier)) if row else Frontier()
        self._tables, self._luck, self._sealed_at = tables, luck, sealed_at.isoformat()
        self._actors: dict[By, tuple[str, str]] = {}
        self._waiting: list[tuple[int, bytes]] = []

    def onto(self, tables: Tables) -> None:
        """Go on writing into these tables."""
        self._tables = tables

    def write(
        self, event: str, at: dt.datetime, by: By, dossier: int, data: dict[str, Any], subject: tuple[str, int]
    ) -> Written:
        """Make an entry with its content; it waits for its place in the tree until `seal`."""
        payload, salt = _canonical(data), self._luck.randbytes(32)
        digest = sha256(salt + payload.encode()).hexdigest()
        hashed, shown = self._actors.get(by) or self._actors.setdefault(by, _actor(by))
        kind, key = subject
        moment = instant(at)
        text = (
            f'{{"actor":{hashed},"at":"{moment}","data":"{digest}","dossier":{dossier},"event":"{event}",'
            f'"log":"{self.log}","subject":{{"id":"{key}","kind":"{kind}"}}}}'
        )
        tables, number = self._tables, self._tables.id("journal_entry")
        tables.line(
            "journal_entry",
            f"{number}\t{self.log}\t{moment}\t{event}\t{shown}\t{dossier}\t{kind}\t{key}\t\\\\x{digest}\t{escaped(text)}",
        )
        tables.line("journal_payload", f"{number}\t{moment}\t\\\\x{salt.hex()}\t{escaped(payload)}")
        self._waiting.append((number, sha256(b"\0" + text.encode()).digest()))
        return Written(number, text)

    def seal(self) -> None:
        """Give all entries that wait their places in the tree."""
        line, log, at, frontier = self._tables.line, self.log, self._sealed_at, self.frontier
        for number, value in self._waiting:
            line("journal_leaf", f"{log}\t{frontier.size}\t{number}\t\\\\x{value.hex()}\t{at}")
            for (level, place), node in frontier.append(value):
                line("journal_node", f"{log}\t{level}\t{place}\t\\\\x{node.hex()}")
        self._waiting.clear()

    @property
    def state(self) -> State:
        """The tree as it stands: name, leaves, frontier."""
        return self.log, self.frontier.size, self.frontier.packed


def _actor(by: By) -> tuple[str, str]:
    """The actor as hashed texts and as rows show it."""
    return by.text, escaped(f"{by.actor_id}\x00{by.actor_name}\x00{by.actor_posting}").replace("\x00", "\t")


def keep(cursor: Any, state: State) -> None:
    """Enter the state of a tree."""
    cursor.execute(
        "INSERT INTO journal_log (name, size, frontier) VALUES (%s, %s, %s)"
        " ON CONFLICT (name) DO UPDATE SET size = excluded.size, frontier = excluded.frontier",
        list(state),
    )
