"""Holds the whole journal: every text to its leaf, every leaf to its tree, every tree to its signed heads.

A fault is a sentence. Other apps add checks of their own: that their tables follow from the entries.
"""

import hashlib
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import suppress
from itertools import islice

from django.db import connection
from django.db.models import Exists, OuterRef, Q

from journal import events, rsa, tree
from journal.actions import hashed_form
from journal.canonical import canonical
from journal.heads import head_text, public
from journal.keys import WITNESS, owner_of
from journal.merkle import Frontier, Place, leaf_hash
from journal.models import AccessMinute, AccessRow, Entry, Head, Leaf, Log, Node, Payload, PublicKey, Unsealed
from journal.models.tree import ACCESS
from journal.sealing import minute_text
from journal.witness.client import Seen

Check = Callable[[], Iterable[str]]
Keys = dict[tuple[str, str], rsa.Public]
CHECKS: list[Check] = []
CHUNK = 2000


def register_check(check: Check) -> Check:
    """Add a check to verify_log: fn() yields a sentence for each thing that does not follow from the entries."""
    CHECKS.append(check)
    return check


def faults(seen: dict[str, Seen] | None = None, witness_key: str = "") -> Iterator[str]:
    """Everything that is wrong; with what the witness has seen, also where our logs differ from its copy."""
    yield from key_faults(witness_key)
    known = _sound_keys()
    for name in logs():
        yield from tree_faults(name, known)
    yield from loose_faults()
    yield from access_faults()
    for name, head in sorted((seen or {}).items()):
        yield from witness_faults(name, head)
    for check in CHECKS:
        yield from check()


def _sound_keys() -> Keys:
    known = {}
    for row in PublicKey.objects.all():
        with suppress(ValueError):  # told by key_faults
            known[row.owner, row.hash] = public(row)
    return known


def logs() -> list[str]:
    """Every log of which there is any trace."""
    named = Log.objects.values_list("name").union(Leaf.objects.values_list("log"), Head.objects.values_list("log"))
    return sorted(name for (name,) in named)


def key_faults(witness_key: str) -> Iterator[str]:
    """Public keys whose rows were altered, and a key of the witness that is not the one it shows."""
    for row in PublicKey.objects.order_by("owner", "added_at"):
        try:
            held = rsa.sound({"n": row.n, "e": row.e, "soundness": row.soundness}).hash == row.hash
        except ValueError:
            held = False
        if not held:
            yield f"the public key {row.hash[:12]} of {row.owner} is not what its hash says or is not sound"
    newest = PublicKey.objects.filter(owner=WITNESS).order_by("added_at").last()
    if witness_key and newest and newest.hash != witness_key:
        yield f"the witness shows the key {witness_key[:12]}, not the key {newest.hash[:12]} that we know"


def tree_faults(name: str, known: Keys) -> Iterator[str]:
    """Leaves against their texts, inner nodes and heads against the leaves, of one log."""
    frontier = Frontier()
    heads = {head.size: head for head in Head.objects.filter(log=name)}
    for leaves in _chunks(name):
        nodes: dict[Place, bytes] = {}
        texts = yield from _texts(leaves)
        for leaf in leaves:
            if leaf.index != frontier.size:
                yield f"{name}: leaf {frontier.size} is missing (the next one is {leaf.index})"
                return
            yield from _leaf_faults(leaf, texts)
            nodes.update(frontier.append(bytes(leaf.leaf_hash)))
            if head := heads.pop(frontier.size, None):
                yield from head_faults(head, frontier.root, known)
        yield from _node_faults(name, nodes)
    yield from (f"{name}: a head of {size} leaves, but the log has {frontier.size}" for size in sorted(heads))
    kept = Log.objects.filter(pk=name).first()
    if kept is None or (kept.size, bytes(kept.frontier)) != (frontier.size, frontier.packed):
        yield f"{name}: the kept state of the tree is not that of its {frontier.size} leaves"


def _chunks(name: str) -> Iterator[list[Leaf]]:
    after = -1
    while leaves := list(Leaf.objects.filter(log=name, index__gt=after).order_by("index")[:CHUNK]):
        yield leaves
        after = leaves[-1].index


def _texts(leaves: list[Leaf]) -> Generator[str, None, dict[int, str]]:
    """The texts of the entries of these leaves, after the entries were held to their texts and contents."""
    ids = [leaf.entry_id for leaf in leaves if leaf.entry_id is not None]
    entries = list(Entry.objects.filter(pk__in=ids))
    yield from entry_faults(entries)
    return {entry.pk: entry.canonical for entry in entries}


def _leaf_faults(leaf: Leaf, texts: dict[int, str]) -> Iterator[str]:
    where = f"{leaf.log}: leaf {leaf.index}"
    text = leaf.body if leaf.entry_id is None else texts.get(leaf.entry_id)
    if text is None:
        yield f"{where}: its entry {leaf.entry_id} is missing"
    elif leaf_hash(text.encode()) != bytes(leaf.leaf_hash):
        what = f"the text of entry {leaf.entry_id}" if leaf.entry_id else "its text"
        yield f"{where}: {what} was changed, or the leaf was put in another place"


def entry_faults(entries: list[Entry]) -> Iterator[str]:
    """Entries against their hashed text and their content; content is missing only where an act destroyed it."""
    contents = {content.pk: content for content in Payload.objects.filter(pk__in=[entry.pk for entry in entries])}
    missing = [entry for entry in entries if entry.pk not in contents]
    destroyed = _destroyed(missing)
    for entry in entries:
        if canonical(hashed_form(entry)) != entry.canonical.encode():
            yield f"{entry.log}: entry {entry.pk} shows something else than its hashed text"
        content = contents.get(entry.pk)
        if content is None and str(entry.pk) not in destroyed:
            yield f"{entry.log}: the content of entry {entry.pk} is missing, and no act destroyed it"
        elif content is not None and not _belongs(content, entry):
            yield f"{entry.log}: the content of entry {entry.pk} was changed"


def _destroyed(entries: list[Entry]) -> set[str]:
    acts = Entry.objects.filter(event=events.PAYLOAD_DESTROYED.code, subject_kind=Entry._meta.label_lower)
    found = acts.filter(subject_id__in=[str(entry.pk) for entry in entries])
    return set(found.values_list("subject_id", flat=True)) if entries else set()


def _belongs(content: Payload, entry: Entry) -> bool:
    digest = hashlib.sha256(bytes(content.salt) + content.payload.encode()).digest()
    return digest == bytes(entry.data_hash) and content.at == entry.at


def head_faults(head: Head, root: bytes, known: Keys) -> Iterator[str]:
    """A head against the root of its leaves and against both signatures."""
    where = f"{head.log}: the head of {head.size} leaves"
    if bytes(head.root) != root:
        yield f"{where} has another root than the leaves: an entry before it was changed, removed or moved"
    court, witness = known.get((owner_of(head.log), head.key)), known.get((WITNESS, head.witness_key or ""))
    if court is None or not court.holds(head_text(head), bytes(head.court_signature)):
        yield f"{where} is not signed by its court"
    if head.witness_signature is None:
        return
    if witness is None or not witness.holds(head_text(head), bytes(head.witness_signature)):
        yield f"{where} is not signed by the witness"


def _node_faults(name: str, nodes: dict[Place, bytes]) -> Iterator[str]:
    condition = Q(pk__in=[])
    for level in {place.level for place in nodes}:
        numbers = [place.number for place in nodes if place.level == level]
        condition |= Q(level=level, index__range=(min(numbers), max(numbers)))
    rows = Node.objects.filter(condition, log=name).values_list("level", "index", "hash") if nodes else []
    kept = {Place(level, index): bytes(value) for level, index, value in rows}
    wrong = [place for place in nodes if kept.get(place) != nodes[place]]
    if wrong:
        yield f"{name}: {len(wrong)} inner nodes are not those of the leaves, the first {tuple(wrong[0])}"


def loose_faults() -> Iterator[str]:
    """Rows that hang on nothing: entries in no tree and no queue, contents without an entry."""
    unsealed = Unsealed.objects.exclude(log=ACCESS).filter(row_id=OuterRef("pk"))
    loose = Entry.objects.filter(~Exists(Leaf.objects.filter(entry_id=OuterRef("pk"))))
    for entry in loose.filter(~Exists(unsealed)).order_by("pk")[:CHUNK]:
        yield f"{entry.log}: entry {entry.pk} stands in no tree and does not wait for one"
    waiting = Unsealed.objects.exclude(log=ACCESS)
    lost = waiting.filter(~Exists(Entry.objects.filter(pk=OuterRef("row_id"))))
    yield from (f"{row.log}: entry {row.row_id}, which waited to be sealed, is missing" for row in lost)
    yield from entry_faults(list(Entry.objects.filter(pk__in=waiting.values("row_id"))))
    orphans = Payload.objects.filter(~Exists(Entry.objects.filter(pk=OuterRef("entry_id"))))
    yield from (f"content of entry {content.pk}, which does not exist" for content in orphans.order_by("pk")[:CHUNK])


def access_faults() -> Iterator[str]:
    """The rows of the access log against the leaves of their minutes."""
    texts = dict(Leaf.objects.filter(log=ACCESS).values_list("index", "body"))
    minutes = AccessMinute.objects.order_by("index").iterator(CHUNK)
    while chunk := list(islice(minutes, 50)):
        found = AccessRow.objects.in_bulk([pk for minute in chunk for pk in minute.row_ids])
        for minute in chunk:
            rows = sorted((found[pk] for pk in minute.row_ids if pk in found), key=lambda row: (row.at, row.pk))
            text = texts.pop(minute.index, None)
            if len(rows) != len(minute.row_ids) or text is None or minute_text(rows) != text:
                yield f"{ACCESS}: the rows of {minute.minute:%Y-%m-%d %H:%M} were changed, added or removed"
    yield from (f"{ACCESS}: leaf {index} has no minute" for index in sorted(texts))
    with connection.cursor() as cursor:
        cursor.execute(_LOOSE_ACCESS)
        yield from (f"{ACCESS}: row {pk} stands in no minute and does not wait for one" for (pk,) in cursor.fetchall())


_LOOSE_ACCESS = """
SELECT id FROM journal_accessrow EXCEPT SELECT unnest(row_ids) FROM journal_accessminute
EXCEPT SELECT row_id FROM journal_unsealed WHERE log = 'access' ORDER BY 1 LIMIT 2000
"""


def witness_faults(name: str, seen: Seen) -> Iterator[str]:
    """Our log against the last head that the witness co-signed."""
    row = Log.objects.filter(pk=name).first()
    if row is None or row.size < seen.size:
        yield f"{name}: the witness has seen {seen.size} leaves, we have {row.size if row else 0}"
    elif tree.root(name, seen.size) != seen.root:
        yield f"{name}: the witness has seen another root of {seen.size} leaves"
    elif not Head.objects.filter(log=name, size=seen.size).exists():
        yield f"{name}: the head of {seen.size} leaves, which the witness co-signed, is missing"
