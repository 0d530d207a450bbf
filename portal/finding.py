"""Where the words typed into the portal's one box lead: pure."""

import re
from urllib.parse import quote

from documents.forms import code_of
from documents.models import CODE_LETTERS

_DRAW = re.compile(r"[0-9a-f]{20}")
_CODE = re.compile(rf"[{CODE_LETTERS}]{{12}}")
_NUMBER = re.compile(r"(?:e-)?\d{1,2}[a-z]{0,4}\(.+\)-\d+/\d{2,4}|\d{1,7}(?:/\d{2,4})?", re.IGNORECASE)
_VERIFY = re.compile(r"^https?://[^/]+/verify/(?P<code>[^/?#]+)")
_DASHES = str.maketrans({"\N{EN DASH}": "-", "\N{EM DASH}": "-", "\N{MINUS SIGN}": "-", "\N{NON-BREAKING HYPHEN}": "-"})


def door(words: str) -> str:
    """The address that answers: a draw, a paper, the hearings of a case, or the decisions that speak of it."""
    words = " ".join(words.split())[:200]
    plain = words.translate(_DASHES).replace(" ", "")
    if _DRAW.fullmatch(plain.lower()):
        return f"/draws/{plain.lower()}/"
    scanned = _VERIFY.match(words)
    code = code_of(scanned["code"] if scanned else words)
    if _CODE.fullmatch(code) and (scanned or any(sign.isdigit() for sign in code) or words == words.upper()):
        return f"/verify/{code}/"
    if _NUMBER.fullmatch(plain):
        return f"/hearings/?number={quote(plain)}"
    return f"/decisions/?q={quote(words)}"
