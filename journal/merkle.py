"""The tree of a log (RFC 6962): hashes, roots, and the proofs that a leaf lies in it and that it only grew.

Subtrees [start, end) and their proofs as in draft-ietf-plants-merkle-tree-certs; with start = 0 they are the whole log.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

SIZE = 32
EMPTY = hashlib.sha256(b"").digest()


class BadProof(ValueError):
    """The proof does not show what it claims."""


class Place(NamedTuple):
    """A complete subtree of 2^level leaves, counted from the left within its level."""

    level: int
    number: int


class Span(NamedTuple):
    """The leaves from lo up to, not including, hi."""

    lo: int
    hi: int


def leaf_hash(text: bytes) -> bytes:
    """The hash of a leaf over its text."""
    return hashlib.sha256(b"\0" + text).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node over its two children."""
    return hashlib.sha256(b"\1" + left + right).digest()


class Frontier:
    """All that is needed to append: how many leaves there are, and the roots of the complete subtrees, widest first."""

    def __init__(self, size: int = 0, packed: bytes = b"") -> None:
        self.size = size
        self.peaks = [bytes(packed[at : at + SIZE]) for at in range(0, len(packed), SIZE)]
        if len(packed) != SIZE * size.bit_count():
            raise ValueError(f"{len(packed)} bytes are no frontier of {size} leaves")

    def append(self, leaf: bytes) -> list[tuple[Place, bytes]]:
        """Take in one leaf; the inner nodes that it completed, lowest first."""
        completed = []
        level, index, value = 0, self.size, checked(leaf)
        while index & 1:
            value = node_hash(self.peaks.pop(), value)
            level, index = level + 1, index >> 1
            completed.append((Place(level, index), value))
        self.peaks.append(value)
        self.size += 1
        return completed

    @property
    def packed(self) -> bytes:
        """The peaks as they are stored."""
        return b"".join(self.peaks)

    @property
    def root(self) -> bytes:
        """The root over all leaves so far."""
        return folded(self.peaks)


def folded(peaks: Sequence[bytes]) -> bytes:
    """The root over neighbouring complete subtrees, widest first."""
    if not peaks:
        return EMPTY
    value = peaks[-1]
    for left in reversed(peaks[:-1]):
        value = node_hash(left, value)
    return value


def root(leaves: Iterable[bytes]) -> bytes:
    """The root over these leaf hashes."""
    frontier = Frontier()
    for leaf in leaves:
        frontier.append(leaf)
    return frontier.root


# Making proofs: first which spans, then which kept subtrees these need, then the hashes.


def inclusion_spans(index: int, size: int) -> list[Span]:
    """The spans whose hashes prove that leaf `index` lies in the first `size` leaves, nearest first."""
    if not 0 <= index < size:
        raise ValueError(f"leaf {index} is not among {size} leaves")
    return _sides(Span(index, index + 1), Span(0, size))


def consistency_spans(old: int, new: int) -> list[Span]:
    """The spans whose hashes prove that the first `old` leaves begin the first `new`, nearest first."""
    if not 0 < old <= new:
        raise ValueError(f"{old} leaves do not begin {new} leaves")
    if old == new:
        return []
    last = old & -old  # the last complete subtree of the old tree stands in the new one whole
    start = [] if last == old else [Span(old - last, old)]
    return start + _sides(Span(old - last, old), Span(0, new))


def _sides(inner: Span, whole: Span) -> list[Span]:
    """What lies beside the way from the complete subtree `inner` up to `whole`."""
    sides = []
    while whole != inner:
        middle = whole.lo + (1 << (whole.hi - whole.lo - 1).bit_length() - 1)
        left, right = Span(whole.lo, middle), Span(middle, whole.hi)
        whole, side = (left, right) if inner.lo < middle else (right, left)
        sides.append(side)
    return sides[::-1]


def places(span: Span) -> list[Place]:
    """The complete subtrees that make up the span, widest first."""
    lo, hi, found = span.lo, span.hi, []
    while lo < hi:
        level = (hi - lo).bit_length() - 1
        if lo:
            level = min(level, (lo & -lo).bit_length() - 1)
        found.append(Place(level, lo >> level))
        lo += 1 << level
    return found


def proof(spans: Iterable[Span], kept: Mapping[Place, bytes]) -> list[bytes]:
    """The hashes of the spans, from the kept subtrees."""
    return [folded([kept[place] for place in places(span)]) for span in spans]


# Checking proofs: each raises BadProof with the reason.


def checked(value: bytes) -> bytes:
    """The hash itself, or BadProof when it is not 32 bytes."""
    if len(value) != SIZE:
        raise BadProof(f"a hash has {SIZE} bytes, not {len(value)}")
    return value


def verify_inclusion(index: int, size: int, leaf: bytes, root: bytes, proof: Sequence[bytes]) -> None:
    """Hold that the leaf is the index-th of the `size` leaves under the root."""
    if not 0 <= index < size:
        raise BadProof(f"leaf {index} is not among {size} leaves")
    here, last, value = index, size - 1, checked(leaf)
    for side in map(checked, proof):
        if last == 0:
            raise BadProof("the proof is too long")
        if here & 1 or here == last:
            value = node_hash(side, value)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            value = node_hash(value, side)
        here, last = here >> 1, last >> 1
    if last:
        raise BadProof("the proof is too short")
    if value != checked(root):
        raise BadProof("the proof leads to another root")


def verify_consistency(old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> None:
    """Hold that the log of `old` leaves under the old root begins the log of `new` leaves under the new root."""
    if old == new:
        if proof or checked(old_root) != checked(new_root):
            raise BadProof("two roots of the same size differ, or a proof stands where none is needed")
        return
    verify_subtree_consistency(Span(0, old), new, old_root, new_root, proof)


def is_subtree(span: Span) -> bool:
    """Whether the span is a subtree of a log: it begins at a multiple of its width, rounded up to a power of two."""
    return 0 <= span.lo < span.hi and span.lo % (1 << (span.hi - span.lo - 1).bit_length()) == 0


def verify_subtree_inclusion(index: int, span: Span, leaf: bytes, root: bytes, proof: Sequence[bytes]) -> None:
    """Hold that the leaf with this index in the log lies in the subtree under the root."""
    if not is_subtree(span):
        raise BadProof(f"[{span.lo}, {span.hi}) is no subtree")
    verify_inclusion(index - span.lo, span.hi - span.lo, leaf, root, proof)


def verify_subtree_consistency(span: Span, size: int, part: bytes, whole: bytes, proof: Sequence[bytes]) -> None:
    """Hold that the subtree under `part` lies in the log of `size` leaves under `whole`; an empty one lies in any."""
    if span.lo == span.hi <= size and not proof and part == EMPTY and checked(whole):
        return
    if not is_subtree(span) or span.hi > size:
        raise BadProof(f"[{span.lo}, {span.hi}) is no subtree of {size} leaves")
    first, here, last = span.lo, span.hi - 1, size - 1
    while first != here and (here == last or here & 1):
        first, here, last = first >> 1, here >> 1, last >> 1
    left = [checked(side) for side in (proof if first != here else [part, *proof])]
    if not left:
        raise BadProof("the proof is empty")
    small = large = left[0]
    for side in left[1:]:
        if last == 0:
            raise BadProof("the proof is too long")
        if here & 1 or here == last:
            small = node_hash(side, small) if first < here else small
            large = node_hash(side, large)
            while not here & 1 and here:
                first, here, last = first >> 1, here >> 1, last >> 1
        else:
            large = node_hash(large, side)
        first, here, last = first >> 1, here >> 1, last >> 1
    if last or small != checked(part) or large != checked(whole):
        raise BadProof("the proof is too short or leads to other roots")
