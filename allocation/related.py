"""Before the draw: what goes to a judge by rule, because the claim was here before or does not wait."""

import secrets
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet

from accounts.models import Posting
from allocation import events, outages, refiling, ways
from allocation.actions import DRAWER, note_waiting, try_draw
from allocation.levers import DUTY, URGENT_KINDS, list_on
from allocation.models import CourtLog, Draw, State
from allocation.refiling import Earlier, Sides
from allocation.rosters import SALT_BYTES
from cases.models import Case, Participation
from core import clock
from core.errors import Gone, Refused
from core.prepared import prepared
from journal.actions import record
from journal.models import Entry

OF_LAW = "law"
NEAREST = 50


def settle(case: Case) -> Draw | None:
    """Give a registered case its judge: by rule where one says who, else by the draw; note why it waits."""
    try:
        if given := given_by_rule(case):
            return given
    except Gone as error:
        note_waiting(case, str(error))
        return None
    return try_draw(case)


def given_by_rule(case: Case) -> Draw | None:
    """The case given without a draw, when a rule says to whom and that judge can take it; else nothing."""
    if case.judge_id or case.is_imported or Draw.objects.filter(dossier=case.pk).exists():
        return None
    try:
        return outages.given_on_paper(case) or _to_first_judge(case) or _on_duty(case)
    except Refused:
        return None  # the judge of the rule has left, is away or barred: the draw finds another


def _to_first_judge(case: Case) -> Draw | None:
    """A claim filed again within twelve months, or beside a pending one, to the judge who has it."""
    sides = sides_of(case.pk)
    if not sides.claimants:
        return None
    earlier, day = earlier_of(case), clock.local(case.registered_at).date()
    if found := refiling.refiled(sides, day, earlier):
        return _keep(case, found, "refiled")
    if found := refiling.related(sides, earlier):
        return _keep(case, found, "related")
    return None


@transaction.atomic
def _keep(case: Case, first: Earlier, reason: str) -> Draw:
    text = f"{reason}: {first.number} -> {case.number}"
    if case.dossier.is_sealed:  # numbers are few: without this anybody finds the two whose hash the log shows
        text += f" {secrets.token_hex(SALT_BYTES)}"
    draw = ways.give(case, first.judges, reason=reason, text=text, by=(OF_LAW, registrar_of(case)))
    record(events.KEPT_BY_RULE, on=case, by=DRAWER, reason=reason, earlier=first.number, text=text)
    return draw


def _on_duty(case: Case) -> Draw | None:
    """An urgent matter to the next on the roster of duty, where the court has published one."""
    log = CourtLog.objects.filter(pk=case.court_id).first() if case.kind.code in URGENT_KINDS else None
    duty = f"{case.court.short_code}/{DUTY}"
    if log is None or list_on(log, duty, clock.today()) is None:
        return None
    return ways.give_by_turn(case, pool=duty)


def sides_of(case: int) -> Sides:
    """Claimants and respondents of a case."""
    return Sides.of((one.party_id, one.role.side) for one in _parts(case))


@prepared
def _parts(case: Any) -> "QuerySet[Participation]":
    return Participation.objects.filter(case=case).select_related("role").only("party_id", "role__side")


def earlier_of(case: Case) -> list[Earlier]:
    """Cases of the court on the same subject in which one of the parties stands, the oldest first."""
    newest = _same_subject(case.pk, case.court_id, case.category_id, case.registered_at)
    if not newest:
        return []
    sides: dict[int, list[tuple[int, str]]] = {}
    rows = Participation.objects.filter(case__in=newest).annotate(side=F("role__side"))
    for row in rows.values_list("case", "party", "side"):
        sides.setdefault(row[0], []).append((row[1], row[2]))
    judges = _judges_of(newest)
    return [_earlier(one, Sides.of(sides.get(one.pk, [])), judges.get(one.pk, ())) for one in reversed(newest)]


@prepared
def _same_subject(case: Any, court: Any, category: Any, before: Any) -> "QuerySet[Case]":
    parties = Participation.objects.filter(case=case).values("party")
    same = Case.objects.filter(court=court, category=category, registered_at__lt=before)
    found = same.filter(pk__in=Participation.objects.filter(party__in=parties).values("case"))
    return found.filter(judge__isnull=False).order_by("-registered_at")[:NEAREST]


def _judges_of(cases: list[Case]) -> dict[int, tuple[str, ...]]:
    done = Draw.objects.filter(dossier__in=[one.pk for one in cases], state=State.DONE).order_by("attempt")
    return {dossier: tuple(judges) for dossier, judges in done.values_list("dossier", "judges")}


def _earlier(case: Case, sides: Sides, judges: tuple[str, ...]) -> Earlier:
    standing: str = case.status if case.status in refiling.ENDED_SO else case.outcome or case.status
    ended = case.closed_on or case.decided_on
    return Earlier(case.pk, case.number, sides, standing, ended, judges)


def registrar_of(case: Case) -> str:
    """The public id of the posting of who registered the case, else the court: the rule itself signs as the law."""
    entry = Entry.objects.filter(dossier=case.pk, event="cases.registered").order_by("at").first()
    day = clock.local(case.registered_at).date()
    held: Any = Posting.objects.in_force(day).filter(body=case.court_id, user=entry.actor_id if entry else None).first()
    return f"p{held.pk}" if held else str(case.court.short_code)
