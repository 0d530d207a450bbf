import re
from collections import Counter
from pathlib import Path

import pytest

from allocation.hmac_drbg import WORDS, HmacDrbg

PUBLISHED = Path(__file__).resolve().parents[3] / "shared/vectors/hmac_drbg/HMAC_DRBG_SHA256.rsp"
FIRST_WORDS = ["3226437dd9f98b17", "68ddf0df052af113", "8a3ac94197d75769"]
CASE = re.compile(r"^COUNT = .*?(?=^COUNT|^\[|\Z)", re.MULTILINE | re.DOTALL)


def values(block: str, name: str) -> list[bytes]:
    return [bytes.fromhex(text) for text in re.findall(rf"^{name} = ?([0-9a-f]*)", block, re.MULTILINE)]


@pytest.mark.skipif(not PUBLISHED.exists(), reason="../shared/vectors is not beside this clone")
def test_all_240_published_cases_of_nist_pass() -> None:
    cases = CASE.findall(PUBLISHED.read_text())
    assert len(cases) == 240
    for block in cases:
        (entropy,), (nonce,) = values(block, "EntropyInput"), values(block, "Nonce")
        (personal,), (fresh,) = (values(block, "PersonalizationString"), values(block, "EntropyInputReseed"))
        (extra,), (first, second) = (values(block, "AdditionalInputReseed"), values(block, "AdditionalInput"))
        (expected,) = values(block, "ReturnedBits")
        generator = HmacDrbg(entropy, nonce, personal)
        generator.reseed(fresh, extra)
        generator.generate(len(expected), first)
        assert generator.generate(len(expected), second) == expected, block


def test_a_case_of_nist_without_personalisation_passes() -> None:
    generator = HmacDrbg(
        bytes.fromhex("ca851911349384bffe89de1cbdc46e6831e44d34a4fb935ee285dd14b71a7488"),
        bytes.fromhex("659ba96c601dc69fc902940805ec0ca8"),
    )
    generator.generate(128)
    assert generator.generate(128).hex().startswith("e528e9abf2dece54d47c7e75e5fe302149f817ea9fb4bee6f4199697d04d5b89")


def test_the_first_words_of_a_seed_stay_as_published() -> None:
    generator = HmacDrbg(bytes(range(32)))
    assert [generator.generate(8).hex() for _ in range(3)] == FIRST_WORDS


def test_a_word_of_the_incomplete_last_round_is_dropped() -> None:
    bound = WORDS // 2 + 1
    plain, bounded = HmacDrbg(b"rejection"), HmacDrbg(b"rejection")
    words = [int.from_bytes(plain.generate(8), "big") for _ in range(200)]
    kept = [word for word in words if word < bound]
    assert 0 < len(kept) < len(words)
    assert [bounded.below(bound) for _ in kept] == kept


def test_every_number_below_the_bound_is_equally_likely() -> None:
    generator = HmacDrbg(b"even")
    counted = Counter(generator.below(5) for _ in range(5000))
    assert set(counted) == set(range(5))
    assert all(abs(count - 1000) < 120 for count in counted.values())


@pytest.mark.parametrize("bound", [0, -1, WORDS + 1])
def test_a_bound_outside_the_word_is_refused(bound: int) -> None:
    with pytest.raises(ValueError, match="bound"):
        HmacDrbg(b"x").below(bound)
