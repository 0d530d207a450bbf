"""A text with marks at places, for the two columns of the editor."""

from collections.abc import Iterable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe


def marked(text: str, places: Iterable[tuple[int, int, str, str]]) -> SafeString:
    """The text with an element (`mark`, `b`) at (start, end, element, title); lines stay."""
    out: list[str] = []
    last = 0
    for start, end, element, title in sorted(places):
        if start < last:
            continue
        shown = format_html('<{0} title="{1}">{2}</{0}>', element, title, text[start:end])
        out, last = [*out, _plain(text[last:start]), shown], end
    return mark_safe("".join([*out, _plain(text[last:])]))


def _plain(text: str) -> SafeString:
    return format_html_join(mark_safe("<br>"), "{}", ((line,) for line in text.split("\n")))
