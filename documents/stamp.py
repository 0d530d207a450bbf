"""The visible stamp of a signature: who, in what posting, when; and where it stands on the paper."""

import io
import textwrap
from functools import cache
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.ttLib.scaleUpem import scale_upem
from pyhanko.pdf_utils.font.opentype import GlyphAccumulator, GlyphAccumulatorFactory
from pyhanko.pdf_utils.generic import IndirectObject
from pyhanko.pdf_utils.layout import AxisAlignment, InnerScaling, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.text import TextBoxStyle
from pyhanko.stamp import TextStampStyle

from core import clock, shown
from journal.actors import Acting

# The places of stamps: two beside one another, the next pair below (points; 1 mm = 2.835).
WIDTH, HEIGHT, GAP = 215, 64, 20
LEFT, LOWEST = 71, 102
SIZE, LINE = 7, 50
# Latin with all its additions, Cyrillic, dashes and quotes, №.
LETTERS = [*range(0x20, 0x260), *range(0x400, 0x460), *range(0x2010, 0x2040), 0x2116]


@cache
def stamp_font() -> bytes:
    """The font of stamps in the letters that names need, on a grid of 1000 units.

    The library reckons widths in thousandths whatever the font's own grid; on DejaVu's 2048 letters fly apart.
    """
    font = TTFont(settings.STAMP_FONT)
    options = subset.Options(layout_features=[], hinting=False, drop_tables=["FFTM"])
    chosen = subset.Subsetter(options)
    chosen.populate(unicodes=LETTERS)
    chosen.subset(font)
    scale_upem(font, 1000)
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


class StampFont(GlyphAccumulatorFactory):
    """Puts the letters that a stamp uses into the PDF."""

    def create_font_engine(self, writer: Any, obj_stream: Any = None) -> GlyphAccumulator:
        if obj_stream is None and writer.stream_xrefs:
            obj_stream = writer.prepare_object_stream()
        return GlyphAccumulator(writer, io.BytesIO(stamp_font()), SIZE, obj_stream=obj_stream)


def stamp(person: Acting, certificate: str) -> TextStampStyle:
    """The stamp in the language of proceedings."""
    with translation.override("az"):
        lines = [
            _("Electronic signature"),
            *textwrap.wrap(person.actor_name, LINE),
            *textwrap.wrap(person.actor_posting, LINE)[:2],
            shown.moment(clock.now()),
            _("Certificate %(number)s") % {"number": certificate.rpartition(" ")[2][:24]},
        ]
    inside = SimpleBoxLayoutRule(
        AxisAlignment.ALIGN_MIN,
        AxisAlignment.ALIGN_MID,
        Margins(6, 6, 4, 4),
        inner_content_scaling=InnerScaling.SHRINK_TO_FIT,
    )
    text = TextBoxStyle(font=StampFont(settings.STAMP_FONT, font_size=SIZE), font_size=SIZE, leading=SIZE + 2)
    # The text is a pattern of %-fields to the library.
    words = "\n".join(lines).replace("%", "%%")
    return TextStampStyle(border_width=1, stamp_text=words, text_box_style=text, inner_content_layout=inside)


def place_of(reader: PdfFileReader, nth: int) -> tuple[int, tuple[int, int, int, int]]:
    """Page and box of the nth stamp: where the paper keeps room for signatures, else at the foot of the last page."""
    page, top = _room(reader) or (_pages(reader) - 1, LOWEST + HEIGHT)
    column, row = nth % 2, nth // 2
    left = LEFT + column * (WIDTH + GAP)
    bottom = max(round(top) - HEIGHT - row * (HEIGHT + GAP // 2), 4)
    return page, (left, bottom, left + WIDTH, bottom + HEIGHT)


def _room(reader: PdfFileReader) -> tuple[int, float] | None:
    """Page and upper edge of the place `#signatures` of our papers."""
    try:
        names = list(reader.root["/Names"]["/Dests"]["/Names"])
    except (KeyError, TypeError):
        return None
    for name, aim in zip(names[::2], names[1::2], strict=False):
        if str(name) == "signatures":
            where = aim.get_object() if isinstance(aim, IndirectObject) else aim
            return _page_number(reader, where), float(where[3])
    return None


def _page_number(reader: PdfFileReader, where: Any) -> int:
    page, last = where.raw_get(0), _pages(reader) - 1
    return next(
        (at for at in range(last) if reader.find_page_for_modification(at)[0].reference == page.reference), last
    )


def _pages(reader: PdfFileReader) -> int:
    return int(reader.root["/Pages"]["/Count"])
