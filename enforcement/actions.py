"""The court's side of enforcement: a writ is prepared, signed, sent."""

from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from cases.actions import send_to_enforcement
from cases.lifecycle import Status
from cases.models import Case, Participation
from core import clock
from core.errors import Refused
from documents.actions import print_document, sign_document
from documents.models import Document
from enforcement import events, limits, obstacles
from enforcement.models import Writ, WritState
from enforcement.papers import WRIT, writ_paper
from journal.actions import record
from reference.models import Body


@transaction.atomic
def issue_writ(
    case: Case,
    *,
    creditor: Participation,
    debtor: Participation,
    kind: str,
    amount: Decimal | None,
    demand: str,
    office: Body,
    account: str = "",
    by: User,
) -> Writ:
    """Prepare a writ of execution on a judgment in force; the judge's signature makes it one. Raises Refused."""
    case = Case.objects.lock(case.pk)
    obstacles.refuse(obstacles.of_issuing(case))
    _refuse_second(case, creditor, debtor)
    ordinal = case.writs.count() + 1
    writ: Writ = Writ.objects.create(
        case=case,
        court=case.court,
        ordinal=ordinal,
        number=f"{case.number}/{ordinal}",
        kind=kind,
        creditor=creditor,
        debtor=debtor,
        amount=amount,
        account=account,
        demand=demand,
        office=office,
        issued_on=clock.today(),
        present_until=limits.present_until(case.in_force_on or clock.today()),
        issued_by=by,
    )
    return _printed(writ, by)


def _refuse_second(case: Case, creditor: Participation, debtor: Participation) -> None:
    if {creditor.case_id, debtor.case_id} != {case.pk}:
        raise Refused(_("Creditor and debtor must be parties of this case."))
    if case.writs.filter(creditor=creditor, debtor=debtor).exclude(state=WritState.WITHDRAWN).exists():
        raise Refused(_("A writ for this creditor against this debtor is issued already."))


def _printed(writ: Writ, by: User) -> Writ:
    case = writ.case
    title = _("Writ of execution No. %(number)s") % {"number": writ.number}
    writ.document = print_document(
        case.dossier, case.court, "writ", title, WRIT, writ_paper(writ), "icra-veregesi.pdf", by=by
    )
    writ.save(update_fields=["document"])
    record(events.ISSUED, on=writ, by=by, writ=writ.pk, number=writ.number, document=writ.document_id)
    return writ


@transaction.atomic
def sign_writ(writ: Writ, *, by: User) -> Writ:
    """The judge signs the writ (PAdES); from now on its text is locked."""
    writ = Writ.objects.lock(writ.pk)
    obstacles.refuse(obstacles.of_signing(writ, by))
    sign_document(_document(writ), by=by)
    writ.state, writ.signed_at = WritState.SIGNED, clock.now()
    writ.save(update_fields=["state", "signed_at"])
    record(events.WRIT_SIGNED, on=writ, by=by, writ=writ.pk, number=writ.number, document=writ.document_id)
    return writ


def _document(writ: Writ) -> Document:
    if writ.document is None:
        raise Refused(_("The writ has no paper."))
    return writ.document


@transaction.atomic
def send_writ(writ: Writ, *, by: User) -> Writ:
    """The signed writ leaves for the enforcement office, which opens its case on it soon after (EO-2.8)."""
    writ = Writ.objects.lock(writ.pk)
    obstacles.refuse(obstacles.of_sending(writ))
    writ.state, writ.sent_at = WritState.SENT, clock.now()
    writ.save(update_fields=["state", "sent_at"])
    if writ.case.status == Status.IN_FORCE:
        send_to_enforcement(writ.case, writ=writ.number, by=by)
    else:
        record(events.FURTHER_SENT, on=writ, by=by, writ=writ.number)
    return writ


@transaction.atomic
def withdraw_writ(writ: Writ, *, ground: str, by: User) -> Writ:
    """Take back a writ that has not been sent; its number stays taken."""
    writ = Writ.objects.lock(writ.pk)
    if writ.state not in {WritState.PREPARED, WritState.SIGNED}:
        raise Refused(_("The writ is “%(state)s”; it cannot be withdrawn.") % {"state": writ.get_state_display()})
    writ.state, writ.ground = WritState.WITHDRAWN, ground.strip()
    writ.save(update_fields=["state", "ground"])
    record(events.WITHDRAWN, on=writ, by=by, writ=writ.pk, number=writ.number, ground=writ.ground)
    return writ
