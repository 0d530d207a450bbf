"""A text with marks at places, for the two columns of the editor."""

from collections.abc import Iterable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe


def marked(text: str, places: Iterable[tuple[int, int, str, str]]) -> SafeString:
    """The text with `<mark>` at (start, end, class, title); paragraphs stay."""
    out, last = [], 0
    for start, end, css, title in sorted(places):
        if start < last:
            continue
        out += [
            _plain(text[last:start]),
            format_html('<mark class="{}" title="{}">{}</mark>', css, title, text[start:end]),
        ]
        last = end
    return mark_safe("".join([*out, _plain(text[last:])]))


def _plain(text: str) -> SafeString:
    return format_html_join(mark_safe("<br>"), "{}", ((line,) for line in text.split("\n")))
