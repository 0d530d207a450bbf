"""One text for one meaning: RFC 8785 canonical JSON, and the narrower form that the court hashes."""

import datetime as dt
import json
import math
import unicodedata
from json.encoder import encode_basestring
from typing import Any

SAFE = 2**53 - 1  # integers beyond this are not the same number to every reader of JSON


def canonical(value: Any) -> bytes:
    """The house form: RFC 8785 with strings in NFC, ASCII keys and integers only; ValueError on anything else."""
    return jcs(_house(value))


def _house(value: Any) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, int):
        return value
    if isinstance(value, list | tuple):
        return [_house(item) for item in value]
    if isinstance(value, dict):
        return {_ascii(key): _house(item) for key, item in value.items()}
    raise ValueError(f"{type(value).__name__} has no place in a canonical text: {value!r}")


def _ascii(key: Any) -> str:
    if not isinstance(key, str) or not key.isascii():
        raise ValueError(f"a key of a canonical text is ASCII: {key!r}")
    return key


def instant(at: dt.datetime) -> str:
    """The moment as hashed texts write it: UTC with microseconds."""
    return at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def second(at: dt.datetime) -> str:
    """The moment as published forms write it: UTC to the second."""
    return at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def jcs(value: Any) -> bytes:
    """RFC 8785: no blanks, keys in order of their UTF-16 code units, numbers as ECMAScript writes them."""
    return _text(value).encode()


def _text(value: Any) -> str:
    if isinstance(value, str):
        return encode_basestring(value)
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, int):
        return _integer(value)
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, list):
        return "[" + ",".join(map(_text, value)) + "]"
    return "{" + ",".join(f"{_text(key)}:{_text(value[key])}" for key in sorted(value, key=_utf16)) + "}"


def _utf16(key: str) -> bytes:
    return key.encode("utf-16-be")


def _integer(value: int) -> str:
    if abs(value) > SAFE:
        raise ValueError(f"the integer {value} is not exact for every reader of JSON")
    return str(value)


def _number(value: float) -> str:
    """Number.prototype.toString of ECMAScript; Python's repr finds the same shortest digits."""
    if not math.isfinite(value):
        raise ValueError(f"{value} is not a number of JSON")
    if value == 0:
        return "0"
    mantissa, _e, power = f"{abs(value)!r}".partition("e")
    whole, _dot, part = mantissa.partition(".")
    part = "" if part == "0" else part
    point = len(whole) + int(power or 0)
    digits = (whole + part).lstrip("0")
    point -= len(whole + part) - len(digits)
    return ("-" if value < 0 else "") + _placed(digits.rstrip("0"), point)


def _placed(digits: str, point: int) -> str:
    """The digits with the decimal point after `point` of them, or an exponent where ECMAScript writes one."""
    if 0 < point <= 21:
        whole, part = digits[:point].ljust(point, "0"), digits[point:]
        return f"{whole}.{part}" if part else whole
    if -6 < point <= 0:
        return "0." + "0" * -point + digits
    head = digits[0] + ("." + digits[1:] if len(digits) > 1 else "")
    return f"{head}e{point - 1:+d}"
