"""Secret matters: a sealed one is seen by its team alone; a covert measure is as if it did not exist until it ends.

Covert are search, interception, seizure of correspondence and operative-search measures (CPM 177.3, 448): the person
concerned must not learn of them before they are carried out. The categories stand in data/secret_categories.csv.
"""

from collections.abc import Iterator

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import Dossier, TeamMember, User
from cases import events
from cases.models import Case, Participation
from cases.seats import leads
from core import clock
from core.errors import Refused
from journal.actions import record
from reference.models import Body, Category
from staff.presence import chairs

# Sides that ask for a covert measure; the person concerned, and whoever stands for that person, is on another.
ASKING = {"claimant", "prosecution"}


def open_dossier(court: Body, category: Category, *, by: User) -> Dossier:
    """The dossier of a case that is registered; of a secret matter sealed, for who registers it and the chair."""
    secret = {"is_sealed": category.is_secret, "is_covert": category.is_covert}
    dossier: Dossier = Dossier.objects.create(body=court, **secret)
    if category.is_secret:
        today = clock.today()
        team = [(by.pk, "clerk"), *((chair, "chair") for chair in sorted(chairs(court)))]
        TeamMember.objects.bulk_create(
            TeamMember(dossier=dossier, user_id=user, part=part, from_on=today) for user, part in team
        )
    return dossier


def knowing(people: "QuerySet[Participation]") -> "QuerySet[Participation]":
    """Those of the participations who may know of the case: while a matter is covert, who asked for it alone."""
    return people.filter(Q(case__dossier__is_covert=False) | Q(role__side__in=ASKING))


def kept_from(people: "QuerySet[Participation]") -> "QuerySet[Participation]":
    """Those of the participations who may not know of the case yet."""
    return people.filter(case__dossier__is_covert=True).exclude(role__side__in=ASKING)


def obstacles(case: Case) -> Iterator[str]:
    """Why the secrecy of the case cannot be ended now; nothing if it can."""
    if not case.dossier.is_covert:
        yield _("The secrecy of this case has ended already, or it never was covert.")
    if case.judge_id is None and case.is_open:
        yield _("The case waits for its judge; the secrecy is ended once it has one.")


@transaction.atomic
def end_secrecy(case: Case, *, ground: str, seen: int, by: User) -> Case:
    """End the secrecy of a covert measure for ever: from now on the draw is published and the parties see the case.

    The dossier stays sealed: the case itself is open to its team and its parties alone. Raises Refused the second time.
    """
    case = Case.objects.lock(case.pk, seen=seen)
    case.dossier = Dossier.objects.select_for_update().get(pk=case.pk)
    if reasons := list(obstacles(case)):
        raise Refused(*reasons)
    if not leads(case, by):
        raise Refused(_("The presiding judge or the chair of the court ends the secrecy."))
    if not ground.strip():
        raise Refused(_("Say why the secrecy ends."))
    case.dossier.is_covert = False
    case.dossier.save(update_fields=["is_covert"])
    case.risen().save(update_fields=["version"])
    record(events.SECRECY_ENDED, on=case, by=by, ground=ground.strip())
    return case
