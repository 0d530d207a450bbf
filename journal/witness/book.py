"""What the witness remembers and refuses: its own copy of every log's heads, the keys it pinned, what it signed.

Kept in a database file of its own, written to the disk before any signature leaves the house.
"""

import datetime as dt
import json
import sqlite3
import threading
from pathlib import Path
from typing import Any

from journal import merkle, rsa
from journal.canonical import canonical
from journal.witness import batches

DRAWS = "draws/"
FORMAT = "courtcms-draw/1"
_TABLES = """
PRAGMA journal_mode = DELETE;
PRAGMA synchronous = EXTRA;
CREATE TABLE IF NOT EXISTS pins (log TEXT PRIMARY KEY, form TEXT NOT NULL, since TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS heads (
    log TEXT, size INTEGER, root TEXT NOT NULL, text TEXT NOT NULL, signature TEXT NOT NULL, at TEXT NOT NULL,
    PRIMARY KEY (log, size));
CREATE TABLE IF NOT EXISTS draws (
    court TEXT, number TEXT, attempt INTEGER, record TEXT NOT NULL, signature TEXT NOT NULL, at TEXT NOT NULL,
    PRIMARY KEY (court, number, attempt));
CREATE TABLE IF NOT EXISTS batches (
    id TEXT PRIMARY KEY, record TEXT NOT NULL, signature TEXT NOT NULL, at TEXT NOT NULL);
"""


class Refusal(Exception):
    """The witness does not sign; a code for programs, a sentence for people."""

    def __init__(self, code: str, message: str, **facts: Any) -> None:
        super().__init__(message)
        self.form = {"error": code, "message": message, **facts}


class Book:
    """The witness's own memory; one writer at a time."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = folder / "key.pem"
        if not path.exists():
            rsa.make_file(path)
        self.signer = rsa.KeyFile(path)
        self.public = rsa.published(self.signer)
        self._lock = threading.Lock()
        self._db = sqlite3.connect(folder / "witness.db", check_same_thread=False)
        self._db.executescript(_TABLES)

    def state(self, log: str | None) -> dict[str, Any]:
        """The last head that was co-signed of each log."""
        return {name: self._last(name) for name in ([log] if log else self._logs()) if self._last(name)}

    def counts(self) -> dict[str, Any]:
        """How many draws were signed for each court, and how many heads of each log."""
        with self._lock:
            draws = dict(self._db.execute("SELECT court, count(*) FROM draws GROUP BY court"))
            heads = dict(self._db.execute("SELECT log, count(*) FROM heads GROUP BY log"))
        return {"draws": draws, "heads": heads}

    def cosign_head(self, request: dict[str, Any]) -> dict[str, str]:
        """Sign a head if its court signed it and its log only grew since the last head that was signed here."""
        text = str(request["head"])
        head = _canonical(text, {"log", "size", "root", "at"})
        with self._lock, self._db:
            key = self._pinned(str(head["log"]), request)
            if not key.holds(text.encode(), bytes.fromhex(request["court_signature"])):
                raise Refusal("signature", f"the court's signature under the head of {head['log']} does not hold")
            known = self._db.execute(
                "SELECT text, signature FROM heads WHERE log = ? AND size = ?", (head["log"], head["size"])
            ).fetchone()
            if known:
                return self._same(
                    known, text, f"another head of {head['log']} with {head['size']} leaves was co-signed"
                )
            self._grew(head, [bytes.fromhex(side) for side in request["proof"]])
            signature = self.signer.sign(text.encode()).hex()
            row = (head["log"], head["size"], head["root"], text, signature, _now())
            self._db.execute("INSERT INTO heads VALUES (?, ?, ?, ?, ?, ?)", row)
            self._db.execute("INSERT OR REPLACE INTO pins VALUES (?, ?, ?)", (row[0], json.dumps(key.form), _now()))
        return {"signature": signature, "key": self.public["hash"]}

    def sign_draw(self, request: dict[str, Any]) -> dict[str, str]:
        """Sign a record whose leaf lies under a co-signed head, one record for a court, case and attempt."""
        text = str(request["record"])
        record = _canonical(text)
        with self._lock, self._db:
            self._holds_record(record, text, request)
            triple = (str(record["court"]), str(record["case"]), int(record["attempt"]))
            known = self._db.execute(
                "SELECT record, signature FROM draws WHERE court = ? AND number = ? AND attempt = ?", triple
            ).fetchone()
            if known:
                return self._same(known, text, "another record of this court, case and attempt was signed")
            signature = self.signer.sign(text.encode()).hex()
            self._db.execute("INSERT INTO draws VALUES (?, ?, ?, ?, ?, ?)", (*triple, text, signature, _now()))
        return {"signature": signature, "key": self.public["hash"]}

    def sign_batch(self, request: dict[str, Any]) -> dict[str, str]:
        """Sign a record of many cases, once, and count each court, case and attempt in it as signed."""
        text = str(request["record"])
        record = _canonical(text)
        with self._lock, self._db:
            if faults := list(batches.faults(record)):
                raise Refusal("form", f"the record is not of the form {batches.FORMAT}: {faults[0]}")
            self._is_included(record, text, request)
            name = batches.number(text)
            known = self._db.execute("SELECT record, signature FROM batches WHERE id = ?", (name,)).fetchone()
            if known:
                return self._same(known, text, "another batch of this number was signed")
            self._refuse_signed(record)
            signature = self.signer.sign(text.encode()).hex()
            self._db.execute("INSERT INTO batches VALUES (?, ?, ?, ?)", (name, text, signature, _now()))
            rows = [(*triple, f"batch {name}", signature, _now()) for triple in batches.triples(record)]
            self._db.executemany("INSERT INTO draws VALUES (?, ?, ?, ?, ?, ?)", rows)
        return {"signature": signature, "key": self.public["hash"]}

    def _refuse_signed(self, record: dict[str, Any]) -> None:
        """No case of a batch may have been drawn in this attempt already."""
        signed = "SELECT 1 FROM draws WHERE court = ? AND number = ? AND attempt = ?"
        for triple in batches.triples(record):
            if self._db.execute(signed, triple).fetchone():
                raise Refusal("conflict", f"another record of {triple[1]}, attempt {triple[2]}, was signed")

    def _same(self, known: tuple[str, str], text: str, otherwise: str) -> dict[str, str]:
        if known[0] != text:
            raise Refusal("conflict", otherwise)
        return {"signature": known[1], "key": self.public["hash"]}

    def _logs(self) -> list[str]:
        with self._lock:
            return [log for (log,) in self._db.execute("SELECT DISTINCT log FROM heads ORDER BY log")]

    def _last(self, log: str) -> dict[str, Any] | None:
        with self._lock:
            return self._last_head(log)

    def _last_head(self, log: str) -> dict[str, Any] | None:
        last = "SELECT size, root, text, signature FROM heads WHERE log = ? ORDER BY size DESC LIMIT 1"
        row = self._db.execute(last, (log,)).fetchone()
        return dict(zip(("size", "root", "head", "signature"), row, strict=True)) if row else None

    def _pinned(self, log: str, request: dict[str, Any]) -> rsa.Public:
        """The key that the log has had from its first head, or the one that it signed over to."""
        try:
            offered = rsa.sound(request["key"])
        except ValueError as error:
            raise Refusal("key", str(error)) from error
        row = self._db.execute("SELECT form FROM pins WHERE log = ?", (log,)).fetchone()
        if row is None or (pinned := rsa.Public.of(json.loads(row[0]))) == offered:
            return offered
        signed_over = bytes.fromhex(request.get("handover", ""))
        if not pinned.holds(rsa.handover_text(log, offered.hash), signed_over):
            raise Refusal("key", f"the key of {log} is another one, and it was not signed over by that key")
        return offered

    def _grew(self, head: dict[str, Any], proof: list[bytes]) -> None:
        last = self._last_head(str(head["log"]))
        if last is None:
            return
        if head["size"] < last["size"]:
            raise Refusal("older", f"{head['log']} had {last['size']} leaves already", size=last["size"])
        try:
            roots = bytes.fromhex(last["root"]), bytes.fromhex(head["root"])
            merkle.verify_consistency(last["size"], head["size"], *roots, proof)
        except merkle.BadProof as error:
            message = f"{head['log']} is not consistent with its head of {last['size']} leaves: {error}"
            raise Refusal("inconsistent", message, size=last["size"]) from error

    def _holds_record(self, record: dict[str, Any], text: str, request: dict[str, Any]) -> None:
        if record.get("format") != FORMAT or not {"court", "case", "attempt", "keys"} <= record.keys():
            raise Refusal("form", f"the record is not of the form {FORMAT}")
        self._is_included(record, text, request)

    def _is_included(self, record: dict[str, Any], text: str, request: dict[str, Any]) -> None:
        """The record names this witness's key, and its leaf lies under a head of its log that was co-signed here."""
        log, size = DRAWS + str(record["court"]), int(request["size"])
        if record["keys"].get("witness") != self.public["hash"]:
            raise Refusal("key", "the record names another key of the witness")
        row = self._db.execute("SELECT root FROM heads WHERE log = ? AND size = ?", (log, size)).fetchone()
        if row is None:
            raise Refusal("head", f"no head of {log} with {size} leaves was co-signed")
        proof = [bytes.fromhex(side) for side in request["proof"]]
        leaf = merkle.leaf_hash(text.encode())
        try:
            merkle.verify_inclusion(int(request["index"]), size, leaf, bytes.fromhex(row[0]), proof)
        except merkle.BadProof as error:
            raise Refusal("not included", f"the record is not in {log}: {error}") from error


def _canonical(text: str, keys: set[str] | None = None) -> dict[str, Any]:
    """The object of a canonical text, or a refusal when the text is not the canonical one of its meaning."""
    value = json.loads(text)
    if not isinstance(value, dict) or canonical(value) != text.encode() or (keys and value.keys() != keys):
        raise Refusal("form", "the text is not canonical or has other keys than it must")
    return value


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat()  # clock: own process
