"""People of the court from a table and into one: a bad line is told with its number, and then nothing is written."""

import csv
import datetime as dt
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.actions import save_user
from accounts.models import User
from core.access import may
from core.errors import Refused
from journal.actions import record
from reference.models import Body
from staff import events
from staff.appointing import appoint
from staff.models import Appointment, OrderKind, Post, Title
from staff.orders import OF_ORDERS, make_order

COLUMNS = ("username", "surname", "given_name", "patronymic", "post", "board", "from", "rate")
NEEDED = ("username", "surname", "given_name", "post", "from")
MOST_ROWS, MOST_BYTES = 2000, 1_000_000


@dataclass(frozen=True)
class Row:
    """One line of the table, understood."""

    line: int
    username: str
    names: dict[str, str]
    post: Post
    from_on: dt.date
    rate: Decimal


@dataclass
class Report:
    """What the table holds: rows that can be taken, and what is wrong with the others."""

    rows: list[Row] = field(default_factory=list)
    wrong: list[tuple[int, str]] = field(default_factory=list)
    written: int = 0


def read_table(body: Body, content: bytes) -> Report:
    """Understand every line; what is wrong is said in words with the line's number."""
    report = Report()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        report.wrong.append((1, _("The file is not UTF-8 text.")))
        return report
    dialect = ";" if ";" in text.partition("\n")[0] else ","
    lines = csv.DictReader(io.StringIO(text, newline=""), delimiter=dialect)
    if missing := [name for name in NEEDED if name not in (lines.fieldnames or [])]:
        report.wrong.append((1, _("Columns are missing: %(names)s.") % {"names": ", ".join(missing)}))
        return report
    posts = {(post.title, post.board.name if post.board else ""): post for post in _posts(body)}
    for given in lines:
        _take(report, lines.line_num, given, posts)
        if len(report.rows) + len(report.wrong) > MOST_ROWS:
            raise Refused(_("A table has at most %(most)s lines; split it.") % {"most": MOST_ROWS})
    _refuse_twice(report)
    return report


def _posts(body: Body) -> Iterable[Post]:
    found: Iterable[Post] = Post.objects.filter(body=body).select_related("board", "role", "body").order_by("-pk")
    return found


def _take(report: Report, line: int, given: dict[str, Any], posts: dict[tuple[str, str], Post]) -> None:
    cells = {name: (given.get(name) or "").strip().removeprefix("'") for name in COLUMNS}
    reasons = list(_wrong(cells, posts))
    if reasons:
        report.wrong += [(line, reason) for reason in reasons]
        return
    names = {name: cells[name] for name in ("surname", "given_name", "patronymic")}
    post = posts[cells["post"], cells["board"]]
    rate = Decimal((cells["rate"] or "1").replace(",", "."))
    report.rows.append(Row(line, cells["username"], names, post, _day(cells["from"]), rate))


def _wrong(cells: dict[str, str], posts: dict[tuple[str, str], Post]) -> Iterator[str]:
    for name in NEEDED:
        if not cells[name]:
            yield _("“%(name)s” is empty.") % {"name": name}
    for name, most in (("username", 150), ("surname", 100), ("given_name", 100), ("patronymic", 100)):
        if len(cells[name]) > most:
            yield _("“%(name)s” is too long.") % {"name": name}
    if cells["post"] and cells["post"] not in Title.values:
        yield _("No such post: %(post)s. Known are %(known)s.") % {
            "post": cells["post"],
            "known": ", ".join(Title.values),
        }
    elif cells["post"] and (cells["post"], cells["board"]) not in posts:
        yield _("The staffing table has no such line: %(post)s %(board)s") % {
            "post": cells["post"], "board": cells["board"],
        }  # fmt: skip
    try:
        if cells["from"]:
            _day(cells["from"])
    except ValueError:
        yield _("The day is not understood: %(day)s. Write 22.11.2026.") % {"day": cells["from"]}
    if not _is_rate(cells["rate"] or "1"):
        yield _("The rate is a part of one, such as 1 or 0,5.")


def _day(text: str) -> dt.date:
    if "." in text:
        day, month, year = text.split(".")
        return dt.date(int(year), int(month), int(day))
    return dt.date.fromisoformat(text)


def _is_rate(text: str) -> bool:
    try:
        rate = Decimal(text.replace(",", "."))
    except InvalidOperation:
        return False
    return rate.is_finite() and 0 < rate <= 1 and round(rate, 2) == rate


def _refuse_twice(report: Report) -> None:
    """The same person twice on the same post is a slip of the pen."""
    seen: dict[tuple[str, int], int] = {}
    for row in report.rows:
        first = seen.setdefault((row.username, row.post.pk), row.line)
        if first != row.line:
            report.wrong.append((row.line, _("The same person and post stand in line %(line)s.") % {"line": first}))


@transaction.atomic
def import_people(body: Body, content: bytes, *, by: User) -> Report:
    """Appoint everybody in the table; a single bad line, and nothing is written.

    The columns are those of `COLUMNS`; people who are not yet known are made, without a password.
    """
    may(by, "staff.import", body)
    report = read_table(body, content)
    if not report.wrong:
        with transaction.atomic():
            _write(report, body, by)
            if report.wrong:
                transaction.set_rollback(True)
    report.written = 0 if report.wrong else len(report.rows)
    if report.written:
        record(events.IMPORTED, on=report.rows[0].post, by=by, people=report.written)
    return report


def _write(report: Report, body: Body, by: User) -> None:
    """All under one order: those who are brought in by a table were appointed on paper before."""
    with translation.override(OF_ORDERS):
        words = _("%(count)s people are taken into the register of staff by a table.") % {"count": len(report.rows)}
    order = make_order(body, kind=OrderKind.OTHER, text=words, by=by)
    for row in report.rows:
        try:
            with transaction.atomic():
                user = _user(row, by)
                appoint(user, row.post, from_on=row.from_on, rate=row.rate, order=order, by=by)
        except Refused as refused:
            report.wrong += [(row.line, reason) for reason in refused.reasons]


def _user(row: Row, by: User) -> User:
    known = User.objects.filter(username=row.username).first()
    if known is None:
        may(by, "accounts.change_user")
        fresh = User(username=row.username, **row.names)
        fresh.set_unusable_password()
        return save_user(fresh, changed=["username"], by=by)
    if (known.surname, known.given_name) != (row.names["surname"], row.names["given_name"]):
        raise Refused(_("The user name %(name)s belongs to somebody of another name.") % {"name": row.username})
    return known


def lines_of(appointments: Iterable[Appointment]) -> Iterator[list[Any]]:
    """The table that `import_people` reads, with the people as they are."""
    yield list(COLUMNS)
    for one in appointments:
        user, post = one.member.user, one.post
        board = post.board.name if post.board else ""
        names = [user.username, user.surname, user.given_name, user.patronymic]
        yield [*names, post.title, board, one.from_on.isoformat(), one.rate]
