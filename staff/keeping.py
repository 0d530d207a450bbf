"""What the personnel office keeps: boards and the staffing table, personal files and the yearly leave."""

import datetime as dt
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.actions import refuse_greater
from accounts.models import User
from core import clock
from core.access import may
from core.errors import Refused, Stale
from core.files import take_in
from journal.actions import record
from staff import events
from staff.models import Board, FileEntry, FileKind, Member, Post


@transaction.atomic
def save_board(board: Board, *, by: User) -> Board:
    """Make or change a board of the court."""
    may(by, "staff.change_table", board)
    _save_unique(board, _("The court has a board of this name."))
    record(events.BOARD_CHANGED, on=board, by=by, name=board.name, kinds=list(board.kinds), is_open=board.is_open)
    return board


@transaction.atomic
def save_post(post: Post, *, by: User) -> Post:
    """Make or change a line of the staffing table; it never has fewer places than people."""
    may(by, "staff.change_table", post)
    if post.role:
        refuse_greater(post.role, by)
    held = sum((one.rate for one in post.appointments.current()), start=0) if post.pk else 0
    if post.places < held:
        raise Refused(_("%(held)s places are held; the line cannot have fewer.") % {"held": held})
    _save_unique(post, _("The staffing table has this line already."))
    record(events.TABLE_CHANGED, on=post, by=by, post=str(post), places=post.places)
    return post


def _save_unique(row: Any, words: str) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise Refused(words) from error


@transaction.atomic
def write_file(
    member: Member,
    *,
    kind: str,
    title: str,
    from_on: dt.date,
    to_on: dt.date | None = None,
    place: str = "",
    paper: UploadedFile | None = None,
    by: User,
) -> FileEntry:
    """Write a line in the personal file; a disciplinary measure only by who may read of it."""
    may(by, "staff.write_file", member)
    may(by, "staff.personal_file", member)
    if kind == FileKind.DISCIPLINE:
        may(by, "staff.discipline", member)
        if member.user_id == by.pk:
            raise Refused(_("Nobody writes a disciplinary measure in the own file."))
    line = FileEntry(member=member, kind=kind, title=title, place=place, from_on=from_on, to_on=to_on)
    if paper:
        line.paper, line.paper_name = take_in(paper), (paper.name or "")[:200]
    _keep(line, by)
    # The entry does not say what stands in the line: the file is not read in the journal.
    record(events.FILE_WRITTEN, on=line, by=by, member=member.pk, line=line.pk)
    return line


@transaction.atomic
def correct_line(line: FileEntry, *, seen: str, paper: UploadedFile | None = None, by: User, **facts: Any) -> FileEntry:
    """Correct a line of the personal file; what stood there before stays readable in its history.

    `facts`: kind, title, place, from_on, to_on. `seen`: the mark of the line as the form showed it.
    """
    line = _line(line, str(facts["kind"]), seen, by)
    for name, value in facts.items():
        setattr(line, name, value)
    if paper:
        line.paper, line.paper_name = take_in(paper), (paper.name or "")[:200]
    _keep(line, by)
    record(events.FILE_CORRECTED, on=line, by=by, member=line.member_id, line=line.pk)
    return line


@transaction.atomic
def strike_line(line: FileEntry, *, seen: str, why: str, by: User) -> FileEntry:
    """Strike a line that was written by mistake, or a measure that was lifted; it stays in the file, struck."""
    line = _line(line, line.kind, seen, by)
    line.struck_on, line.struck_why = clock.today(), why.strip()[:300]
    _keep(line, by)
    record(events.FILE_STRUCK, on=line, by=by, member=line.member_id, line=line.pk)
    return line


def _line(line: FileEntry, kind: str, seen: str, by: User) -> FileEntry:
    """The line, locked, for who may change it; Stale when another changed it meanwhile."""
    may(by, "staff.write_file", line)
    may(by, "staff.personal_file", line)
    line = FileEntry.objects.select_for_update(of=("self",)).select_related("member").get(pk=line.pk)
    if FileKind.DISCIPLINE in (line.kind, kind):
        may(by, "staff.discipline", line)
        if line.member.user_id == by.pk:
            raise Refused(_("Nobody writes a disciplinary measure in the own file."))
    if line.struck_on:
        raise Refused(_("This line is struck already; write a new one."))
    if line.mark != seen:
        newest = line.history.select_related("history_user").first()
        raise Stale(str(newest.history_user or "") if newest else "")
    return line


def _keep(line: FileEntry, by: User) -> None:
    line._history_user = by  # type: ignore[attr-defined]
    line.save()


@transaction.atomic
def set_leave(member: Member, *, by: User, **terms: Any) -> Member:
    """Set what the yearly leave hangs on: `leave_days`, `served_from`, `children`, `extra_days`, `extra_ground`."""
    may(by, "staff.write_file", member)
    for name, value in terms.items():
        setattr(member, name, value)
    member._history_user = by  # type: ignore[attr-defined]
    member.save(update_fields=list(terms))
    record(events.LEAVE_SET, on=member, by=by, member=member.pk, days=member.leave_days)
    return member
