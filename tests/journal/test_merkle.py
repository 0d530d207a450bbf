import base64
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal import merkle
from journal.merkle import BadProof, Place, Span

VECTORS = Path(__file__).resolve().parents[3] / "shared" / "vectors" / "merkle"
needs_vectors = pytest.mark.skipif(not VECTORS.is_dir(), reason="../shared/vectors is not here")


def vectors(kind: str) -> list[Any]:
    files = sorted((VECTORS / kind).rglob("*.json"))
    return [pytest.param(json.loads(file.read_text()), id=str(file.relative_to(VECTORS))) for file in files]


def raw(value: str | None) -> bytes:
    return base64.b64decode(value or "")


def proof_of(case: dict[str, Any]) -> list[bytes]:
    return [raw(side) for side in case["proof"] or []]


def holds(case: dict[str, Any], check: Any, *args: Any) -> None:
    """The vectors let a few words of other lengths pass as hashes where they are only compared; we refuse them."""
    hashes = [raw(case[name]) for name in ("root", "root1", "root2", "leafHash") if name in case] + proof_of(case)
    if not case["wantErr"] and all(len(value) == 32 for value in hashes):
        check(*args)
        return
    with pytest.raises(BadProof):
        check(*args)


@needs_vectors
@pytest.mark.parametrize("case", vectors("inclusion"))
def test_published_inclusion_proofs(case):
    leaf, root = raw(case["leafHash"]), raw(case["root"])
    holds(case, merkle.verify_inclusion, case["leafIdx"], case["treeSize"], leaf, root, proof_of(case))


@needs_vectors
@pytest.mark.parametrize("case", vectors("consistency"))
def test_published_consistency_proofs(case):
    roots = raw(case["root1"]), raw(case["root2"])
    holds(case, merkle.verify_consistency, case["size1"], case["size2"], *roots, proof_of(case))


@needs_vectors
@pytest.mark.parametrize("case", vectors("subtreeinclusion"))
def test_published_subtree_inclusion_proofs(case):
    span = Span(case["start"], case["end"])
    leaf, root = raw(case["leafHash"]), raw(case["root"])
    holds(case, merkle.verify_subtree_inclusion, case["leafIdx"], span, leaf, root, proof_of(case))


@needs_vectors
@pytest.mark.parametrize("case", vectors("subtreeconsistency"))
def test_published_subtree_consistency_proofs(case):
    span = Span(case["start"], case["end"])
    roots = raw(case["root1"]), raw(case["root2"])
    holds(case, merkle.verify_subtree_consistency, span, case["size"], *roots, proof_of(case))


def leaves(count: int) -> list[bytes]:
    return [merkle.leaf_hash(str(number).encode()) for number in range(count)]


def plain_root(hashes: list[bytes]) -> bytes:
    """The definition of RFC 6962 2.1, word for word."""
    if len(hashes) < 2:
        return hashes[0] if hashes else hashlib.sha256(b"").digest()
    half = 1
    while half * 2 < len(hashes):
        half *= 2
    return hashlib.sha256(b"\1" + plain_root(hashes[:half]) + plain_root(hashes[half:])).digest()


def kept(hashes: list[bytes]) -> dict[Place, bytes]:
    frontier, found = merkle.Frontier(), {Place(0, at): value for at, value in enumerate(hashes)}
    for value in hashes:
        found.update(frontier.append(value))
    return found


@given(st.integers(0, 70))
def test_root_after_each_append_is_the_root_of_the_definition(count):
    hashes = leaves(count)
    assert merkle.root(hashes) == plain_root(hashes)


@given(st.integers(1, 70).flatmap(lambda size: st.tuples(st.integers(0, size - 1), st.just(size))))
def test_every_leaf_is_proved_and_no_other_passes(place):
    index, size = place
    hashes = leaves(size)
    root = plain_root(hashes)
    proof = merkle.proof(merkle.inclusion_spans(index, size), kept(hashes))
    merkle.verify_inclusion(index, size, hashes[index], root, proof)
    with pytest.raises(BadProof):
        merkle.verify_inclusion(index, size, merkle.leaf_hash(b"another"), root, proof)


@given(st.integers(1, 70).flatmap(lambda new: st.tuples(st.integers(1, new), st.just(new))))
def test_growth_is_proved_and_a_rewritten_past_is_not(sizes):
    old, new = sizes
    hashes = leaves(new)
    proof = merkle.proof(merkle.consistency_spans(old, new), kept(hashes))
    merkle.verify_consistency(old, new, plain_root(hashes[:old]), plain_root(hashes), proof)
    rewritten = [merkle.leaf_hash(b"another"), *hashes[1:]]
    with pytest.raises(BadProof):
        merkle.verify_consistency(old, new, plain_root(hashes[:old]), plain_root(rewritten), proof)


def test_frontier_survives_being_stored():
    frontier = merkle.Frontier()
    for value in leaves(11):
        frontier.append(value)
        frontier = merkle.Frontier(frontier.size, frontier.packed)
    assert frontier.root == plain_root(leaves(11))


def test_hash_that_is_not_32_bytes_is_refused():
    with pytest.raises(BadProof):
        merkle.verify_inclusion(0, 1, b"short", b"short", [])
    with pytest.raises(BadProof):
        merkle.Frontier().append(b"\0" * 33)


def test_stored_frontier_of_another_size_is_refused():
    with pytest.raises(ValueError, match="no frontier of 3 leaves"):
        merkle.Frontier(3, b"\0" * 32)
