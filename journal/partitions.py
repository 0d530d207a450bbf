"""Tables of a month each: made ahead, so that no row falls into the default partition."""

from django.db import connection, transaction

from core import clock

AHEAD = 4
# Tables of other apps that are partitioned alike: table → the moment that says in which month a row lies.
OTHERS: dict[str, str] = {}


def monthly(table: str, moment: str) -> None:
    """Declare a table that is partitioned by the month of this moment."""
    OTHERS[table] = moment


@transaction.atomic
def make_partitions() -> int:
    """Make the partitions of this month and the next ones; how many were made.

    Does not hold up writers: it gives up (OperationalError) after three seconds of waiting for them.
    """
    day = clock.today()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '3s'")
        cursor.execute("SELECT journal_make_partitions(%s, %s)", [day, AHEAD])
        made: int = cursor.fetchone()[0]
        for table, moment in sorted(OTHERS.items()):
            cursor.execute("SELECT journal_make_months(%s, %s, %s, %s)", [table, moment, day, AHEAD])
            made += cursor.fetchone()[0]
        cursor.execute("SET LOCAL lock_timeout = DEFAULT")
    return made
