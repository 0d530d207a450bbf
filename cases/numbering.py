"""Case numbers: `e-2(5-155)-4409/2026`, gap-free per court, kind and year; a number once given is never reused."""

from django.db import connection

from reference.models import Body, CaseKind


def compose(*, prefix: str, index: str, sequence: int, year: int, is_electronic: bool) -> str:
    """The written number: kind, index of the court, sequence, year; `e-` marks electronic proceedings."""
    return f"{'e-' if is_electronic else ''}{prefix}({index})-{sequence}/{year}"


def next_sequence(court: Body, kind: CaseKind, year: int) -> int:
    """Take the next number inside the caller's transaction; kinds written with one prefix are counted together."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO cases_numbercounter AS counter (court_id, kind_id, year, last) VALUES (%s, %s, %s, 1)"
            " ON CONFLICT (court_id, kind_id, year) DO UPDATE SET last = counter.last + 1 RETURNING last",
            [court.pk, kind.counter_id, year],
        )
        return int(cursor.fetchone()[0])
