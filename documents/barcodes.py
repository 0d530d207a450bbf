"""The codes that stand on every paper: Code128 for the desk's reader, QR for anybody's telephone."""

from itertools import groupby

import barcode
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core import svg

# Code128 knows ASCII only; our letters are written by their nearest.
_FOLDED = str.maketrans("ƏəÇçĞğIıİÖöŞşÜü№–—", "EeCcGgIiIOoSsUuN--")
QUIET = 10


def folded(text: str) -> str:
    """The text in ASCII, as a Code128 can hold it; what has no near letter becomes a question mark."""
    return text.translate(_FOLDED).encode("ascii", "replace").decode()


def code128(text: str) -> SafeString:
    """The text as a Code128 drawn in one path, with its quiet zones."""
    modules: str = barcode.get("code128", folded(text)).build()[0]
    bars, at = [], QUIET
    for module, run in groupby(modules):
        width = len(list(run))
        if module == "1":
            bars.append(f"M{at} 0h{width}v20h-{width}z")
        at += width
    return format_html(
        '<svg class="code128" viewBox="0 0 {} 20" preserveAspectRatio="none" role="img" aria-label="{}"'
        ' shape-rendering="crispEdges"><path d="{}"/></svg>',
        at + QUIET, _("Bar code %(text)s") % {"text": text}, "".join(bars),
    )  # fmt: skip


def qr(text: str) -> SafeString:
    """The text as a QR code drawn in one path."""
    return svg.qr(text, title=_("QR code: %(text)s") % {"text": text})
