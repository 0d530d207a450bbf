"""What one person may see of the cases in which that person takes part; nothing of it asks for a right of the staff."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.shortcuts import get_object_or_404

from accounts.models import User
from cases.models import Case, Deadline, Filing, FilingKind, Participation
from cases.secrecy import kept_from, knowing
from cases.service import key_of
from core import clock
from documents.models import Document
from finance.models import Invoice
from hearings.models import Hearing, Protocol, State
from journal.access import who_saw
from journal.models import Entry
from notifications.models import Channel, Delivery

# What everybody in the case may know of its course: titles and days, never the content of the entry.
COURSE = [
    "cases.registered",
    "cases.judge_assigned",
    "cases.accepted",
    "cases.hearing_began",
    "cases.decided",
    "cases.entered_into_force",
    "cases.sent_to_enforcement",
    "cases.objection_filed",
    "cases.appeal_filed",
    "cases.returned",
    "cases.closed",
    "cases.duty_settled",
    "hearings.set",
    "hearings.moved",
    "hearings.cancelled",
    "hearings.held",
    "hearings.protocol_signed",
    "decisions.pronounced",
    "decisions.signed",
    "decisions.ruling_signed",
    "decisions.delivered",
    "decisions.published",
]
AWAITED = [State.PLANNED, State.RUNNING, State.PAUSED]
ASKING_BEFORE = dt.timedelta(hours=2)  # how long a registration may take from the first question to a register
BROUGHT = [FilingKind.CLAIM, FilingKind.APPENDIX]


def own_participations(user: User) -> Any:
    """Where this person takes part today, as a party or for one, and may know of it."""
    until = Q(to_on=None) | Q(to_on__gte=clock.today())
    own = Participation.objects.filter(until, party__fin=user.fin) if user.fin else Participation.objects.none()
    return knowing(own)


def who_looked(user: User) -> Any:
    """Everybody who opened the person's data, but for the sake of a covert measure whose secrecy lasts."""
    own = Participation.objects.filter(party__fin=user.fin) if user.fin else Participation.objects.none()
    parties = own.values_list("party", flat=True).distinct()
    rows = who_saw([f"fin:{user.fin}", *(f"party:{pk}" for pk in parties)])
    for covert in kept_from(own).values_list("case", "case__registered_at"):
        rows = rows.exclude(_for_covert(*covert))
    return rows


def _for_covert(dossier: int, registered_at: dt.datetime) -> Q:
    """Looks at the case itself, and what the registers were asked before it had a dossier."""
    asked = Q(dossier=None, at__lte=registered_at, at__gt=registered_at - ASKING_BEFORE)
    return Q(dossier=dossier) | asked


def own_cases(user: User) -> Any:
    """All cases in which this person takes part (EM-10.1.3), newest first."""
    rows = Case.objects.filter(pk__in=own_participations(user).values("case"))
    return rows.select_related("court", "kind", "category", "judge__user").order_by("-registered_at", "-pk")


@dataclass
class Matter:
    """One case as its participant sees it; every list below is that participant's own."""

    case: Case
    user: User

    @classmethod
    def of(cls, user: User, pk: int) -> "Matter":
        """The case if the person takes part in it, else 404: that it exists is nobody else's business."""
        return cls(get_object_or_404(own_cases(user), pk=pk), user)

    @cached_property
    def people(self) -> list[Participation]:
        """All who take part today, in the order of the case."""
        return list(self.case.participations.filter(to_on=None).select_related("party", "role"))

    @cached_property
    def mine(self) -> list[Participation]:
        """In which parts the person stands in the case, and for whom."""
        rows = own_participations(self.user).filter(case=self.case)
        return list(rows.select_related("party", "role", "represents__party", "represents__role"))

    @cached_property
    def whole(self) -> list[Participation]:
        """Own parts and those whom the person represents."""
        return [*self.mine, *(one.represents for one in self.mine if one.represents)]

    @property
    def sides(self) -> set[str]:
        """The sides on which the person stands."""
        return {one.role.side for one in self.whole}

    @property
    def is_party(self) -> bool:
        """Whether the person is a party to the case or stands for one; a witness or an expert is not."""
        return any(one.role.is_party for one in self.whole)

    @property
    def others(self) -> list[Participation]:
        """The people of the other sides, by name and role alone."""
        return [one for one in self.people if one.role.side not in self.sides and one.role.is_party]

    @cached_property
    def hearings(self) -> list[Hearing]:
        """Hearings that are still to come or under way."""
        day = clock.at(clock.today(), dt.time())
        rows = Hearing.objects.filter(case=self.case, starts_at__gte=day, sitting__state__in=AWAITED)
        return list(rows.select_related("sitting__room", "case__court").order_by("starts_at")[:5])

    @cached_property
    def deadlines(self) -> list[Deadline]:
        """Terms that run for the person."""
        rows = Deadline.objects.filter(case=self.case, participation__in=self.whole, closed_on=None, has_passed=False)
        return list(rows.select_related("term", "participation__party"))

    @cached_property
    def invoices(self) -> list[Invoice]:
        """The duty with what was paid, for the side that owes it."""
        if "claimant" not in self.sides:
            return []
        return list(Invoice.objects.filter(case=self.case).prefetch_related("payments").order_by("pk"))

    @cached_property
    def deliveries(self) -> list[Delivery]:
        """Papers and messages placed in the cabinet of the person, or of whom the person represents."""
        keys = [key_of(one) for one in self.whole]
        rows = Delivery.objects.filter(Q(fin=self.user.fin) | Q(recipient_key__in=keys), dossier=self.case.dossier_id)
        return list(rows.filter(channel=Channel.CABINET).order_by("-created_at", "-pk"))

    @cached_property
    def protocols(self) -> list[Protocol]:
        """Signed protocols, open to everybody in the case (MPM 272)."""
        rows = Protocol.objects.filter(hearing__case=self.case, signed_by_judge_at__isnull=False)
        return list(rows.select_related("hearing").order_by("-signed_by_judge_at"))

    @cached_property
    def documents(self) -> list[Document]:
        """Papers delivered to the person, brought by the person, and signed protocols; newest first."""
        keys = {one.document for one in self.deliveries if one.document}
        keys |= {one.document_id for one in self.protocols if one.document_id}
        brought = Q(participation__in=self.whole)
        if "claimant" in self.sides:
            brought |= Q(participation=None, kind__in=BROUGHT)
        filed = Filing.objects.filter(brought, case=self.case).values("document")
        rows = Document.objects.filter(Q(pk__in=keys) | Q(pk__in=filed), dossier=self.case.dossier_id)
        return list(rows.order_by("-created_at", "-pk"))

    @cached_property
    def course(self) -> list[Entry]:
        """What happened in the case, newest first."""
        return list(Entry.objects.for_dossier(self.case.pk, self.case.dossier.opened_at).filter(event__in=COURSE)[:12])

    @property
    def subjects(self) -> list[str]:
        """How the access log names the person."""
        return sorted({f"fin:{self.user.fin}", *(f"party:{one.party_id}" for one in self.mine)})
