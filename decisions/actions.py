"""The way of an act: drafted, checked, pronounced, signed; each step with its entry in the journal."""

from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from cases.actions import decide_case
from cases.models import Case
from core import clock
from core.errors import Refused, Stale
from decisions import events
from decisions.drafting import introduction, paper, template_of
from decisions.models import OPEN, PARTS, Act, State
from decisions.obstacles import obstacles, obstacles_for, signers
from documents.actions import print_document, sign_document
from documents.models import Signature
from hearings.booking import cancel_coming
from journal.actions import record
from reference.models import ActKind

SUMS = ("debt", "interest", "loss", "penalty")
FIELDS = (*PARTS, "outcome", *SUMS, "awards_no_money")


@transaction.atomic
def draft_act(case: Case, *, act_kind: ActKind, by: User) -> Act:
    """Begin an act; its introductory part is filled from the case. A final act is drafted once at a time."""
    case = Case.objects.lock(case.pk)
    begun = Act.objects.filter(case=case, act_kind__act_class="final")
    if act_kind.act_class == "final" and begun.exists():
        raise Refused(_("A final act of this case is drafted already."))
    act: Act = Act.objects.create(case=case, act_kind=act_kind, author=by, intro=introduction(case))
    record(events.DRAFTED, on=act, by=by, act=act.pk, kind=act_kind.code)
    return act


@transaction.atomic
def save_draft(act: Act, *, seen: int, by: User, **values: Any) -> Act:
    """Keep what was written; a text that was checked must be checked again."""
    act = _lock(act, seen)
    _refuse_locked(act)
    for name in FIELDS:
        if name in values:
            setattr(act, name, values[name])
    act.state, act.checked_by, act.author = State.DRAFT, None, by
    return _risen(act)


@transaction.atomic
def check_act(act: Act, *, seen: int, by: User) -> Act:
    """Another pair of eyes read the draft and found it whole."""
    act = _lock(act, seen)
    _refuse_locked(act)
    reasons = list(obstacles(act))
    if reasons:
        raise Refused(*reasons)
    act.state, act.checked_by = State.CHECKED, by
    record(events.CHECKED, on=act, by=by, act=act.pk)
    return _risen(act)


@transaction.atomic
def pronounce_act(act: Act, *, seen: int, by: User) -> Act:
    """The operative part is announced; the reasoned text follows within ten working days (MPM 227.2)."""
    act = _lock(act, seen)
    _refuse_locked(act)
    if act.pronounced_on:
        raise Refused(_("The act is pronounced already."))
    if not act.operative.strip():
        raise Refused(_("The operative part is empty."))
    _pronounce(act, by)
    return _risen(act)


def _pronounce(act: Act, by: User) -> None:
    act.pronounced_on = clock.today()
    record(events.PRONOUNCED, on=act, by=by, act=act.pk, on_date=act.pronounced_on.isoformat())


@transaction.atomic
def sign_act(act: Act, *, seen: int, by: User) -> Act:
    """Sign the act (PAdES): the first signature prints and locks the text, the last one decides the case (MPM 216).

    The bytes that are served are those that were signed.
    """
    act = _lock(act, seen)
    reasons = list(obstacles_for(act, by))
    if reasons:
        raise Refused(*reasons)
    if not act.pronounced_on:
        _pronounce(act, by)
    if act.document is None:
        act.document = _printed(act, by)
    sign_document(act.document, by=by)
    if waiting_for(act):
        act.state = State.SIGNING
        return _risen(act)
    return _signed(act, by)


def _printed(act: Act, by: User) -> Any:
    kind, case = "judgment" if act.is_final else "ruling", act.case
    title = _("%(kind)s in case %(number)s") % {"kind": act.act_kind.name_az, "number": case.number}
    name = f"{act.act_kind.code}.pdf"
    return print_document(case.dossier, case.court, kind, title, template_of(act), paper(act), name, by=by)


def waiting_for(act: Act) -> list[User]:
    """Judges of the case who have not signed."""
    signed = set(Signature.objects.filter(version__document=act.document_id).values_list("signer_id", flat=True))
    return [user for user in signers(act.case) if user.pk not in signed]


def _signed(act: Act, by: User) -> Act:
    act.state, act.signed_at = State.SIGNED, clock.now()
    act = _risen(act)
    event = events.SIGNED if act.is_final else events.RULING_SIGNED
    record(event, on=act, by=by, act=act.pk, document=act.document_id, outcome=act.outcome, awarded=_awarded(act))
    if act.is_final:
        cancel_coming(act.case, by=by)
        decide_case(act.case, outcome=act.outcome, document=act.document_id or 0, by=by)
    return act


def _awarded(act: Act) -> dict[str, str]:
    sums: dict[str, Decimal | None] = {name: getattr(act, name) for name in SUMS}
    return {name: str(sum_) for name, sum_ in sums.items() if sum_}


def _lock(act: Act, seen: int) -> Act:
    locked: Act = (
        Act.objects.select_for_update(of=("self",))
        .select_related("case__court", "case__kind", "case__category", "case__dossier", "case__judge__user", "act_kind")
        .select_related("author", "document")
        .get(pk=act.pk)
    )
    if locked.version != seen:
        raise Stale(str(locked.author), [_("text of the act")])
    return locked


def _refuse_locked(act: Act) -> None:
    if act.state not in OPEN:
        raise Refused(_("The act is signed; its text can no longer be changed."))


def _risen(act: Act) -> Act:
    act.version += 1
    act.save()
    return act
