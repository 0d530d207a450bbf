"""The trees as they stand in the database: append leaves, and make proofs from what was kept."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.db import connection

from core import clock
from core.prepared import Statement
from journal import merkle
from journal.merkle import Place, Span
from journal.models import Leaf, Log

# Every draw, every seal and every proof asks these: planned once a connection, past what puts queries together.
_ALONE = Statement("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", values=2)
_END = Statement("SELECT size, frontier FROM journal_log WHERE name = %s", values=1)
_BEGUN = Statement("INSERT INTO journal_log (name, size, frontier) VALUES (%s, 0, '')", values=1)
_APPENDED = Statement(
    """
WITH leaves AS (
    INSERT INTO journal_leaf (log, sealed_at, "index", entry_id, body, leaf_hash)
    SELECT %s::text, %s::timestamptz, * FROM unnest(%s::bigint[], %s::bigint[], %s::text[], %s::bytea[])),
nodes AS (
    INSERT INTO journal_node (log, level, "index", hash)
    SELECT %s::text, * FROM unnest(%s::smallint[], %s::bigint[], %s::bytea[]))
UPDATE journal_log SET size = %s, frontier = %s WHERE name = %s""",
    values=13,
)
_KEPT = Statement(
    """
SELECT 0, "index", leaf_hash FROM journal_leaf WHERE log = %s AND "index" = ANY(%s::bigint[])
UNION ALL SELECT node.level, node."index", node.hash FROM journal_node AS node
JOIN unnest(%s::smallint[], %s::bigint[]) AS wanted(level, number)
ON node.log = %s AND node.level = wanted.level AND node."index" = wanted.number""",
    values=5,
)
_LOCK = 0x6A6C  # "jl": the class of our advisory locks; the second key is the hash of the log's name


class NewLeaf(NamedTuple):
    """A text on its way into a log: of an entry, or with a text of its own."""

    text: str
    entry_id: int | None = None


def lock(log: str) -> None:
    """Be the only one who appends to this log until the transaction ends."""
    _ALONE.rows(_LOCK, log)


def try_lock(name: str) -> bool:
    """Take the lock of this name until the transaction ends, if nobody holds it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, hashtext(%s))", [_LOCK, f"only one: {name}"])
        return bool(cursor.fetchone()[0])


def append(log: str, texts: Sequence[NewLeaf]) -> list[Leaf]:
    """Append under the log's lock, in the caller's transaction."""
    frontier = _locked_frontier(log)
    at, leaves, nodes = clock.now(), [], []
    for text, entry_id in texts:
        value = merkle.leaf_hash(text.encode())
        body = text if entry_id is None else None
        leaves.append(Leaf(log=log, index=frontier.size, entry_id=entry_id, body=body, leaf_hash=value, sealed_at=at))
        nodes += frontier.append(value)
    columns = [[getattr(leaf, name) for leaf in leaves] for name in ("index", "entry_id", "body", "leaf_hash")]
    levels, numbers = [place.level for place, _node in nodes], [place.number for place, _node in nodes]
    values: list[Any] = [log, at, *columns, log, levels, numbers, [node for _place, node in nodes]]
    _APPENDED.run(*values, frontier.size, frontier.packed, log)
    return leaves


def _locked_frontier(log: str) -> merkle.Frontier:
    """Where the log ends now, nobody else appending until the transaction ends; in one round trip."""
    asked = f"{_ALONE.on(connection)}; {_END.on(connection)}"
    with connection.cursor() as cursor:
        cursor.execute(asked, [_LOCK, log, log])
        found = cursor.fetchone()
    if found is None:
        _BEGUN.run(log)
    size, packed = found or (0, b"")
    return merkle.Frontier(size, bytes(packed))


def heads() -> dict[str, dict[str, int | str]]:
    """Size and root of every log as it stands."""
    rows = Log.objects.order_by("name")
    return {row.name: {"size": row.size, "root": _root_of(row).hex()} for row in rows if row.size}


def _root_of(row: Log) -> bytes:
    return merkle.Frontier(row.size, bytes(row.frontier)).root


def root(log: str, size: int) -> bytes:
    """The root of the first `size` leaves."""
    span = Span(0, size)
    return merkle.proof([span], kept(log, [span]))[0]


def inclusion(log: str, index: int, size: int) -> list[bytes]:
    """The proof that leaf `index` lies in the first `size` leaves."""
    spans = merkle.inclusion_spans(index, size)
    return merkle.proof(spans, kept(log, spans))


def consistency(log: str, old: int, new: int) -> list[bytes]:
    """The proof that the first `old` leaves begin the first `new`."""
    spans = merkle.consistency_spans(old, new)
    return merkle.proof(spans, kept(log, spans))


def kept(log: str, spans: Iterable[Span]) -> dict[Place, bytes]:
    """The hashes of the complete subtrees that make up the spans, in one query."""
    wanted = [place for span in spans for place in merkle.places(span)]
    leaves = [place.number for place in wanted if not place.level]
    nodes = [(place.level, place.number) for place in wanted if place.level]
    # The index of the primary keys finds them.
    rows = _KEPT.rows(log, leaves, [level for level, _number in nodes], [number for _level, number in nodes], log)
    return {Place(level, number): bytes(value) for level, number, value in rows}
