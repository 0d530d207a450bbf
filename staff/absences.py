"""Absences: asked for, decided by the court's head, ended early; a judge's counts for the draw from tomorrow."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from core import clock, shown
from core.access import may
from core.errors import Refused
from core.files import take_in
from core.words import decline
from journal.actions import record
from staff import events
from staff.leaves import counted, too_much
from staff.models import Absence, AbsenceKind, AbsenceRequest, Judge, Member, Order, OrderKind, RequestState
from staff.orders import OF_ORDERS, make_order
from staff.standing_in import end_for_return


def obstacles(member: Member, kind: str, from_on: dt.date, to_on: dt.date, but: int | None = None) -> Iterator[str]:
    """Reasons, fit to be shown, why these days cannot be asked for."""
    if to_on < from_on:
        yield _("The absence ends before it begins.")
        return
    if to_on < clock.today() - dt.timedelta(days=31):
        yield _("This is longer ago than a month: enter it by an order.")
    if kind == AbsenceKind.LEAVE:
        yield from too_much(member, from_on, to_on, but)


@transaction.atomic
def ask(
    member: Member,
    *,
    kind: str,
    from_on: dt.date,
    to_on: dt.date,
    note: str = "",
    paper: UploadedFile | None = None,
    by: User,
) -> AbsenceRequest:
    """Ask for days away, for oneself or, in the personnel office, for another; the head of the court decides."""
    may(by, "staff.own" if by.pk == member.user_id else "staff.enter_absence", member)
    member = Member.objects.select_for_update().get(pk=member.pk)
    if reasons := list(obstacles(member, kind, from_on, to_on)):
        raise Refused(*reasons)
    asked = AbsenceRequest(member=member, kind=kind, from_on=from_on, to_on=to_on, note=note.strip(), asked_by=by)
    if paper:
        asked.paper, asked.paper_name = take_in(paper), (paper.name or "")[:200]
    try:
        with transaction.atomic():
            asked.save()
    except IntegrityError as error:
        raise Refused(_("These days overlap with an absence that is asked for or approved already.")) from error
    record(events.ABSENCE_ASKED, on=asked, by=by, **_facts(asked))
    return asked


def _facts(asked: AbsenceRequest) -> dict[str, Any]:
    """What an entry says: who and when, never why."""
    days = {"from_on": asked.from_on.isoformat(), "to_on": asked.to_on.isoformat()}
    return {"member": asked.member_id, "name": asked.member.name, **days}


def _locked(asked: AbsenceRequest) -> AbsenceRequest:
    held: AbsenceRequest = AbsenceRequest.objects.select_for_update().get(pk=asked.pk)
    if not held.is_open:
        raise Refused(_("This request is decided already: %(state)s.") % {"state": held.get_state_display()})
    return held


def _decides(by: User, asked: AbsenceRequest) -> None:
    may(by, "staff.decide_absence", asked)
    if by.pk == asked.member.user_id:
        raise Refused(_("Nobody decides on the own absence: whoever acts as chair does it."))


@transaction.atomic
def approve(asked: AbsenceRequest, *, by: User) -> AbsenceRequest:
    """The absence counts: on the calendars at once, in the draw of cases from tomorrow."""
    _decides(by, asked)
    asked = _locked(asked)
    asked.state, asked.decided_by, asked.decided_at = RequestState.APPROVED, by, clock.now()
    asked.absence = _enter(asked)
    asked.order = _order(asked, by)
    asked.save(update_fields=["state", "decided_by", "decided_at", "absence", "order"])
    record(events.ABSENCE_APPROVED, on=asked, by=by, **_facts(asked), counts_for_draws=asked.absence is not None)
    return asked


def _order(asked: AbsenceRequest, by: User) -> Order | None:
    """The order on leave, trip or training; an illness is shown by the paper of the doctor and ordered by nobody."""
    if asked.kind == AbsenceKind.ILLNESS:
        return None
    member = asked.member
    return make_order(member.of_body, kind=OrderKind.AWAY, member=member, text=_words(asked), by=by)


@translation.override(OF_ORDERS)
def _words(asked: AbsenceRequest) -> str:
    name = asked.member.name
    facts = {
        "name": name,
        "whom": decline(name, "dative"),
        "first": shown.day(asked.from_on),
        "last": shown.day(asked.to_on),
    }
    facts |= {"days": str(counted(asked.from_on, asked.to_on) if asked.kind == AbsenceKind.LEAVE else asked.days)}
    texts = {
        AbsenceKind.LEAVE: _("%(whom)s leave is given from %(first)s to %(last)s: %(days)s calendar days (ƏM 113)."),
        AbsenceKind.TRIP: _("%(name)s goes on a business trip from %(first)s to %(last)s: %(days)s days."),
        AbsenceKind.TRAINING: _("%(name)s is sent to a training from %(first)s to %(last)s: %(days)s days."),
    }
    return " ".join(part for part in (texts[AbsenceKind(asked.kind)] % facts, _ground(asked.note)) if part)


def _ground(note: str) -> str:
    return _("Ground: %(note)s") % {"note": note} if note else ""


def _enter(asked: AbsenceRequest) -> Absence | None:
    """The judge's absence as the draw reads it; others have none."""
    member = asked.member
    office = Judge.objects.in_office(member.body, max(asked.from_on, clock.today())).filter(user=member.user_id).first()
    if office is None:
        return None
    days = {"from_on": asked.from_on, "to_on": asked.to_on}
    entered: Absence = Absence.objects.create(judge=office, kind=asked.kind, ground=asked.note, **days)
    return entered


@transaction.atomic
def refuse(asked: AbsenceRequest, *, reason: str, by: User) -> AbsenceRequest:
    """The absence is refused, with the reason that the person reads."""
    _decides(by, asked)
    if not reason.strip():
        raise Refused(_("Say why: whoever asked reads it."))
    asked = _locked(asked)
    asked.state, asked.decided_by, asked.decided_at = RequestState.REFUSED, by, clock.now()
    asked.reason = reason.strip()[:300]
    asked.save(update_fields=["state", "decided_by", "decided_at", "reason"])
    record(events.ABSENCE_REFUSED, on=asked, by=by, **_facts(asked))
    return asked


def _own_or_office(by: User, asked: AbsenceRequest) -> None:
    may(by, "staff.own" if by.pk == asked.member.user_id else "staff.enter_absence", asked)


@transaction.atomic
def withdraw(asked: AbsenceRequest, *, by: User) -> AbsenceRequest:
    """Take back what was asked for, as long as it is not decided."""
    _own_or_office(by, asked)
    asked = _locked(asked)
    asked.state = RequestState.WITHDRAWN
    asked.save(update_fields=["state"])
    record(events.ABSENCE_WITHDRAWN, on=asked, by=by, **_facts(asked))
    return asked


@transaction.atomic
def come_back(asked: AbsenceRequest, *, back_on: dt.date, by: User) -> AbsenceRequest:
    """Back at work before the end, or not away at all: calendars know it at once, the draw from tomorrow."""
    _own_or_office(by, asked)
    asked = AbsenceRequest.objects.select_for_update().get(pk=asked.pk)
    if asked.state != RequestState.APPROVED or asked.back_on:
        raise Refused(_("Only from an approved absence does somebody come back early."))
    if not max(asked.from_on, clock.today()) <= back_on <= asked.to_on:
        raise Refused(_("The first day back is one of the days of the absence, today at the earliest."))
    asked.back_on = back_on
    asked.save(update_fields=["back_on"])
    if asked.absence:
        asked.absence.back_on = asked.back_on
        asked.absence.save(update_fields=["back_on"])
    end_for_return(asked.member, back_on, by=by)
    record(events.RETURNED, on=asked, by=by, **_facts(asked), back_on=asked.back_on.isoformat())
    return asked
