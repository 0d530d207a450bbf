"""Diagrams drawn on the server, so that they print and are read aloud: bars, a line, tickets of a draw, a QR code."""

import textwrap
from collections.abc import Sequence
from itertools import groupby
from typing import Any

import qrcode
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

WIDTH = 560
ROW = 36
LABEL = 20  # letters of a line before the axis of bars; the stylesheet keeps room for them, and for the numbers
TONES = {"": "a", "second": "b", "late": "bad"}


def _short(number: float) -> str:
    return f"{number:.1f}".rstrip("0").rstrip(".")


def _said(value: Any) -> Any:
    """A measured number with the comma of the court's papers."""
    return str(value).replace(".", ",") if isinstance(value, float) else value


def _frame(height: float, title: str, description: str, drawing: SafeString, width: int = WIDTH) -> SafeString:
    """One image with its words: title and description stand in its label, nothing inside is read apart."""
    return _worded("chart", f'viewBox="0 0 {width} {_short(height)}"', title, description, drawing)


def _worded(kind: str, measures: str, title: str, description: str, drawing: SafeString) -> SafeString:
    spoken = f"{title}. {description}" if description else title
    return format_html(
        '<svg class="{}" {} role="img" aria-label="{}"><title>{}</title><desc>{}</desc>{}</svg>',
        kind, mark_safe(measures), spoken, title, description, drawing,
    )  # fmt: skip


def bars(
    rows: Sequence[Sequence[Any]], *, title: str, description: str = "", mark: float | None = None, mark_label: str = ""
) -> SafeString:
    """Lying bars, one row each: (label, value[, note[, tone]]); `mark` draws a limit across them.

    Lengths are hundredths of the place that the page gives, so that words keep their size on a phone.
    """
    scale = 100 / max([float(row[1]) for row in rows] + [mark or 0, 1])
    drawn = format_html_join("", "{}", ((_bar(row, index, scale),) for index, row in enumerate(rows)))
    height = len(rows) * ROW + 8
    axis = format_html('<path class="axis" d="M0 4V{}"/>', height - 4)
    spoken = description or ", ".join(f"{row[0]}: {_said(row[1])}" for row in rows)
    limit = _limit(mark * scale, height, mark_label) if mark is not None else mark_safe("")
    return _worded("chart bars", f'height="{height + (18 if mark_label else 0)}"', title, spoken, drawn + axis + limit)


def _bar(row: Sequence[Any], index: int, scale: float) -> SafeString:
    label, value, note, tone = [*row, "", ""][:4]
    top, length = index * ROW + 10, _short(float(value) * scale)
    return format_html(
        '{}<rect class="{}" y="{}" width="{}%" height="24" rx="2"/>'
        '<text x="{}%" dx="8" y="{}"><tspan class="strong">{}</tspan> {}</text>',
        _label(str(label), top + 16), TONES.get(tone, "a"), top, length, length, top + 16, _said(value), note,
    )  # fmt: skip


def _label(words: str, base: int) -> SafeString:
    """The name of a bar, before its axis; a long one in two lines."""
    lines = textwrap.wrap(words, LABEL, max_lines=2, placeholder="…") or [""]
    placed = ((base + (place - (len(lines) - 1) / 2) * 14, line) for place, line in enumerate(lines))
    drawn = format_html_join("", '<tspan x="-10" y="{}">{}</tspan>', ((_short(y), line) for y, line in placed))
    return format_html('<text text-anchor="end">{}</text>', drawn)


def _limit(share: float, height: float, label: str) -> SafeString:
    return format_html(
        '<line class="axis dash" x1="{0}%" x2="{0}%" y1="4" y2="{1}"/>'
        '<text x="{0}%" y="{2}" text-anchor="middle">{3}</text>',
        _short(share), height, height + 12, label,
    )  # fmt: skip


def line(points: Sequence[tuple[str, float]], *, title: str, description: str = "", height: int = 200) -> SafeString:
    """A line through points in their order: (label, value); first, last and largest carry their numbers."""
    if not points:
        return mark_safe("")
    floor, left, right = height - 28, 24, WIDTH - 24
    largest = max([float(value) for _label, value in points] + [1])
    step = (right - left) / max(len(points) - 1, 1)
    spots = [
        (left + index * step, floor - float(value) / largest * (floor - 28)) for index, (_l, value) in enumerate(points)
    ]
    path = format_html('<path class="line" d="M{}"/>', " L".join(f"{_short(x)} {_short(y)}" for x, y in spots))
    axis = format_html('<path class="axis" d="M{} {}H{}"/>', left, floor, right)
    peak = max(range(len(points)), key=lambda index: points[index][1])
    shown = format_html_join(
        "",
        '<circle class="a" cx="{0}" cy="{1}" r="3.5"/>'
        '<text class="strong" x="{0}" y="{2}" text-anchor="middle">{3}</text>',
        (
            (_short(spots[i][0]), _short(spots[i][1]), _short(spots[i][1] - 10), _said(points[i][1]))
            for i in sorted({0, peak, len(points) - 1})
        ),
    )
    every = -(-len(points) // 6)
    labels = format_html_join(
        "", '<text x="{}" y="{}" text-anchor="middle">{}</text>',
        ((_short(spots[i][0]), floor + 18, points[i][0]) for i in range(0, len(points), every)),
    )  # fmt: skip
    spoken = description or ", ".join(f"{label}: {_said(value)}" for label, value in points)
    return _frame(height, title, spoken, axis + path + shown + labels)


def tickets(
    candidates: Sequence[tuple[str, int]], drawn: int | None, *, title: str, description: str = ""
) -> SafeString:
    """The tickets of a draw side by side: (candidate, tickets); the drawn ticket (from 0) is marked.

    Lengths are hundredths of the place that the page gives: all candidates stand on a phone too.
    """
    scale = 100 / max(sum(count for _name, count in candidates), 1)
    start, blocks = 0, mark_safe("")
    for place, (name, count) in enumerate(candidates, start=1):
        is_drawn = drawn is not None and start <= drawn < start + count
        blocks += _block(place, name, start * scale, count * scale, is_drawn)
        start += count
    pointer = mark_safe("")
    if drawn is not None:
        pointer = format_html(
            '<svg x="{}%" overflow="visible"><path class="point" d="M0 22l-7 -12h14z"/></svg>',
            _short((drawn + 0.5) * scale),
        )
    spoken = description or ", ".join(f"{index + 1}. {name}: {count}" for index, (name, count) in enumerate(candidates))
    return _worded("chart tickets", 'height="72"', title, spoken, blocks + pointer)


def _block(place: int, name: str, x: float, width: float, is_drawn: bool) -> SafeString:
    return format_html(
        '<g><title>{}</title><rect class="{}" x="{}%" y="24" width="{}%" height="40" rx="2"/>'
        '<text class="{}" x="{}%" y="49" text-anchor="middle">{}</text></g>',
        name, "a" if is_drawn else "zone", _short(x), _short(width),
        "chosen" if is_drawn else "strong", _short(x + width / 2), place,
    )  # fmt: skip


def qr(text: str, *, title: str) -> SafeString:
    """A QR code as one path, dark on white in either theme."""
    code = qrcode.QRCode(border=4, error_correction=qrcode.ERROR_CORRECT_M)
    code.add_data(text)
    code.make(fit=True)
    matrix = code.get_matrix()
    dots = "".join(_runs(y, row) for y, row in enumerate(matrix))
    return format_html(
        '<svg class="qr" viewBox="0 0 {0} {0}" role="img" aria-label="{1}" shape-rendering="crispEdges">'
        '<title>{1}</title><path d="{2}"/></svg>', len(matrix), title, dots,
    )  # fmt: skip


def _runs(y: int, row: Sequence[bool]) -> str:
    """The dark modules of a row, neighbours as one."""
    drawn, x = "", 0
    for is_dark, run in groupby(row):
        width = len(list(run))
        drawn += f"M{x} {y}h{width}v1h-{width}z" if is_dark else ""
        x += width
    return drawn
