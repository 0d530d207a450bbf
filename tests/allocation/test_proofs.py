from dataclasses import replace

import pytest

from allocation.proofs import PublicKey, key_faults, verifies
from tests.allocation.signers import signer


def test_the_signature_of_the_key_verifies_and_no_other() -> None:
    mine, proof = signer("court"), signer("court").sign(b"record")
    assert verifies(mine.key, b"record", proof)
    assert not verifies(mine.key, b"another", proof)
    assert not verifies(signer("witness").key, b"record", proof)


@pytest.mark.parametrize("length", [0, 255, 257])
def test_a_signature_of_another_length_does_not_verify(length: int) -> None:
    proof = signer("court").sign(b"record")
    assert not verifies(signer("court").key, b"record", proof.rjust(length, b"\0")[:length])


def test_a_signature_above_the_modulus_does_not_verify() -> None:
    """The same residue once more: without this check one message would have two signatures."""
    mine = signer("court")
    messages = (b"record %d" % number for number in range(1000))
    sums = ((message, int.from_bytes(mine.sign(message), "big") + mine.n) for message in messages)
    message, above = next((message, number) for message, number in sums if number < 2**2048)
    assert pow(above, 65537, mine.n) == pow(above - mine.n, 65537, mine.n)
    assert not verifies(mine.key, message, above.to_bytes(256, "big"))
    assert verifies(mine.key, message, (above - mine.n).to_bytes(256, "big"))


def test_a_sound_key_has_no_faults() -> None:
    assert list(key_faults(signer("court").key)) == []


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda key: replace(key, e=3), "exponent"),
        (lambda key: replace(key, soundness=key.soundness[:7]), "7 soundness"),
        (lambda key: replace(key, soundness=key.soundness[::-1]), "unique"),
        (lambda key: replace(key, soundness=(b"\0" * 256, *key.soundness[1:])), "unique"),
        (lambda key: PublicKey(key.n >> 1024, soundness=key.soundness), "bits"),
    ],
)
def test_a_key_that_may_not_prove_draws_says_why(change, fault: str) -> None:
    (said,) = key_faults(change(signer("court").key))
    assert fault in said


def test_the_hash_of_a_key_is_over_its_canonical_form() -> None:
    assert PublicKey(255).hash == "47d0efe38750032439230f5d8590325d43ccdfb6d6c916806fc258f5347a44a0"
