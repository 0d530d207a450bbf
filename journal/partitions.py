"""Tables of a month each: made ahead, so that no entry falls into the default partition."""

from django.db import connection, transaction

from core import clock

AHEAD = 4


@transaction.atomic
def make_partitions() -> int:
    """Make the partitions of this month and the next ones; how many were made. Does not hold up writers."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '3s'")
        cursor.execute("SELECT journal_make_partitions(%s, %s)", [clock.today(), AHEAD])
        made: int = cursor.fetchone()[0]
    return made
