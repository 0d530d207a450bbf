"""Numbers of enforcement cases: `İ(118)-12/2026`, gap-free per office and year (EI-6.1.2)."""

from django.db import connection
from django.utils.translation import gettext as _

from core.errors import Refused
from reference.models import Body


def compose(*, index: str, sequence: int, year: int) -> str:
    """The written number: index of the office, sequence, year."""
    return f"İ({index})-{sequence}/{year}"


def index_of(office: Body) -> str:
    """What stands for the office in its numbers, so that they are single in the whole country; Refused if unknown."""
    if not office.number_index:
        raise Refused(_("The index of this enforcement office in case numbers is not known."))
    return office.number_index


def next_sequence(office: Body, year: int) -> int:
    """Take the next number inside the caller's transaction; a rollback gives it back."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO enforcement_numbercounter AS counter (office_id, year, last) VALUES (%s, %s, 1)"
            " ON CONFLICT (office_id, year) DO UPDATE SET last = counter.last + 1 RETURNING last",
            [office.pk, year],
        )
        return int(cursor.fetchone()[0])
