"""Icons of the lucide set, drawn into the page; always beside a word, so hidden from those who listen."""

import re
from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from zipfile import ZipFile

from django.utils.safestring import SafeString, mark_safe

# Shown where an event names an icon that the set does not have: a page with a dot is better than no page.
UNKNOWN = "dot"


@lru_cache(maxsize=1)
def _drawings() -> ZipFile:
    return ZipFile(BytesIO(files("lucide").joinpath("lucide.zip").read_bytes()))


@lru_cache(maxsize=1)
def names() -> frozenset[str]:
    """Every name that may be asked for."""
    return frozenset(name.removesuffix(".svg") for name in _drawings().namelist())


@lru_cache(maxsize=512)
def svg(name: str) -> SafeString:
    """The icon as inline SVG; its size and stroke come from the stylesheet."""
    drawing = _drawings().read(f"{name if name in names() else UNKNOWN}.svg").decode()
    lines = re.sub(r"\s*\n\s*", "", drawing[drawing.index(">") + 1 : drawing.rindex("</svg>")]).replace(" />", "/>")
    # The drawings come from a package in the lock file, nothing of them is typed by people.
    return mark_safe(f'<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{lines}</svg>')
