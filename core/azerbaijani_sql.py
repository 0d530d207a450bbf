"""The SQL twins of `core.azerbaijani`, for generated columns and queries."""

from django.db.models import F, Func, TextField, Value
from django.db.models.expressions import Combinable


class SortKey(Func):
    """`courtcms_sort_key(text)`: plain byte order of the result is the order of the Azerbaijani alphabet."""

    function = "courtcms_sort_key"
    arity = 1
    output_field = TextField(db_collation="C")


class SearchKey(Func):
    """`courtcms_search_key(text)`: what names and numbers are searched by."""

    function = "courtcms_search_key"
    arity = 1
    output_field = TextField(db_collation="C")


def joined(*names: str) -> Combinable:
    """The columns with a space between, for a generated column over several."""
    parts: Combinable = F(names[0])
    for name in names[1:]:
        parts = Func(parts, Value(" "), F(name), function="", template="(%(expressions)s)", arg_joiner=" || ")
    return parts
