"""Names looked up court by court: the words of a name, each with the number of the court before it (`50:rehimli`).

A common surname stands a thousand times in a court and a hundred thousand times in the nation; an index over such words
finds those of the court alone, and a word's beginning as well as the whole.
"""

from collections.abc import Iterable
from typing import ClassVar

from django.contrib.postgres.search import SearchQuery, SearchVectorField
from django.db.models import Field, Func

from core.azerbaijani import search_key


class CourtsWords(Func):
    """`cases_words(court, search key)`: what of a participation is in the index."""

    function = "cases_words"
    arity = 2
    output_field: ClassVar[Field] = SearchVectorField()  # type: ignore[type-arg]


class Wanted(SearchQuery):
    """What is looked for, as PostgreSQL itself writes it, without a dictionary that would change the words."""

    template = "(%(expressions)s)::tsquery"


def wanted(words: str, courts: Iterable[int]) -> Wanted | None:
    """Names in these courts that have every word or a beginning of it, in any order; None when there is no word."""
    each = search_key(words).split()
    if not each:
        return None
    of_courts = (" & ".join(f"'{court}:{word}':*" for word in each) for court in sorted(courts))
    return Wanted(" | ".join(of_courts))
