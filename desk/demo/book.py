"""Entries of the journal in bulk: the same canonical texts, hashes and trees that `record` and the sealer make."""

import datetime as dt
import hashlib
import json
import random
from dataclasses import dataclass
from typing import Any

from desk.demo.rows import Tables
from journal.merkle import Frontier, leaf_hash
from journal.models import Log


@dataclass(frozen=True)
class By:
    """Who acts, with the part of the hashed text that names him ready."""

    actor_id: int | None
    actor_name: str
    actor_posting: str = ""

    @property
    def text(self) -> str:
        return _json({"id": self.actor_id, "name": self.actor_name, "posting": self.actor_posting})


def _json(value: Any) -> str:
    """Canonical for what entries hold: no floats, ASCII keys, strings in NFC."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


@dataclass(frozen=True)
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
        self._actors: dict[By, str] = {}

    def write(
        self, event: str, at: dt.datetime, by: By, dossier: int, data: dict[str, Any], subject: tuple[str, int]
    ) -> Written:
        """Make an entry and give it its place in the tree."""
        entry = self.make(event, at, by, dossier, data, subject)
        self.seal(entry)
        return entry

    def make(
        self, event: str, at: dt.datetime, by: By, dossier: int, data: dict[str, Any], subject: tuple[str, int]
    ) -> Written:
        """Make an entry and its content."""
        payload, salt = _json(data), self._luck.randbytes(32)
        digest = hashlib.sha256(salt + payload.encode()).digest()
        actor = self._actors.get(by) or self._actors.setdefault(by, by.text)
        kind, key = subject
        moment = instant(at)
        text = (
            f'{{"actor":{actor},"at":"{moment}","data":"{digest.hex()}","dossier":{dossier},"event":"{event}",'
            f'"log":"{self.log}","subject":{{"id":"{key}","kind":"{kind}"}}}}'
        )
        number = self._tables.add(
            "journal_entry", self.log, moment, event, by.actor_id, by.actor_name, by.actor_posting, dossier, kind, key,
            digest, text,
        )  # fmt: skip
        self._tables.put("journal_payload", number, moment, salt, payload)
        return Written(number, text)

    def seal(self, entry: Written) -> None:
        """The next leaf of the tree."""
        value = entry.leaf
        self._tables.put("journal_leaf", self.log, self.frontier.size, entry.id, value, self._sealed_at)
        for place, node in self.frontier.append(value):
            self._tables.put("journal_node", self.log, place.level, place.number, node)

    def close(self, cursor: Any) -> None:
        """Enter the state of the tree."""
        cursor.execute(
            "INSERT INTO journal_log (name, size, frontier) VALUES (%s, %s, %s)"
            " ON CONFLICT (name) DO UPDATE SET size = excluded.size, frontier = excluded.frontier",
            [self.log, self.frontier.size, self.frontier.packed],
        )
