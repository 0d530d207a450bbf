"""What the personnel office keeps: boards and the staffing table, offices of judges, personal files."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.actions import refuse_greater
from accounts.models import User
from core.access import may
from core.errors import Refused
from core.files import take_in
from journal.actions import record
from staff import events
from staff.models import Board, FileEntry, FileKind, Judge, Member, Post


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
def change_office(office: Judge, *, share: tuple[int, int], kinds: Sequence[str], by: User) -> Judge:
    """Change the judge's part of a full load and the kinds of cases taken."""
    may(by, "staff.change_office", office.body)
    office.share_num, office.share_den = share
    office.kinds = sorted(kinds)
    office.save(update_fields=["share_num", "share_den", "kinds"])
    record(events.OFFICE_CHANGED, on=office, by=by, judge=office.public_id, share=f"{share[0]}/{share[1]}",
           kinds=office.kinds)  # fmt: skip
    return office


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
    line.save()
    # The entry does not say what stands in the line: the file is not read in the journal.
    record(events.FILE_WRITTEN, on=line, by=by, member=member.pk, line=line.pk)
    return line


@transaction.atomic
def set_leave(member: Member, *, days: int, by: User) -> Member:
    """Set the days of yearly leave."""
    may(by, "staff.write_file", member)
    member.leave_days = days
    member.save(update_fields=["leave_days"])
    record(events.LEAVE_SET, on=member, by=by, member=member.pk, days=days)
    return member
