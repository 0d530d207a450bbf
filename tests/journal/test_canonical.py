import json
import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.canonical import canonical, jcs

VECTORS = Path(__file__).resolve().parents[3] / "shared" / "vectors" / "jcs"
needs_vectors = pytest.mark.skipif(not VECTORS.is_dir(), reason="../shared/vectors is not here")
NAMES = ("arrays", "french", "structures", "unicode", "values", "weird")


@needs_vectors
@pytest.mark.parametrize("name", NAMES)
def test_published_canonical_texts(name):
    given_text = (VECTORS / "input" / f"{name}.json").read_text()
    assert jcs(json.loads(given_text)) == (VECTORS / "output" / f"{name}.json").read_bytes()


@pytest.mark.parametrize(
    ("bits", "text"),
    [
        ("4340000000000001", "9007199254740994"),
        ("444b1ae4d6e2ef50", "1e+21"),
        ("3eb0c6f7a0b5ed8d", "0.000001"),
        ("3eb0c6f7a0b5ed8c", "9.999999999999997e-7"),
        ("8000000000000000", "0"),
        ("7fefffffffffffff", "1.7976931348623157e+308"),
        ("0000000000000001", "5e-324"),
    ],
)
def test_numbers_are_written_as_ecmascript_writes_them(bits, text):
    (number,) = struct.unpack(">d", bytes.fromhex(bits))
    assert jcs(number).decode() == text


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_number_is_read_back_as_itself(number):
    assert float(jcs(number)) == number


def test_keys_stand_in_order_and_strings_in_nfc():
    assert canonical({"b": [1, None, True], "a": "Ə\u0301g\u0306"}) == '{"a":"Ə\u0301ğ","b":[1,null,true]}'.encode()


@pytest.mark.parametrize("value", [1.5, {"ə": 1}, {1: 2}, 2**53, b"bytes", {"a": {1, 2}}, "\ud800"])
def test_what_is_not_of_the_house_form_is_refused(value):
    with pytest.raises(ValueError):
        canonical(value)


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_is_no_number_is_refused(value):
    with pytest.raises(ValueError, match="is not a number"):
        jcs(value)
