"""The programs' door under /api/v1/: what a person may see on the pages, as JSON, by the same rules."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated, Any
from urllib.parse import parse_qs

from django.conf import settings
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Query, Schema
from ninja.errors import HttpError
from ninja.security import django_auth

from accounts.access import scope
from cases.models import Case
from core import clock
from core.access import holds
from core.paging import KeysetPage
from decisions.models import Publication
from hearings.models import Hearing, Sitting
from hearings.views.public import of_day
from journal.access import saw
from reference.models import Body

MOST = 100
Limit = Annotated[int, Query(ge=1, le=MOST, description="Rows on one page.")]
Day = Annotated[dt.date, Query(ge=clock.FIRST_DAY, le=clock.LAST_DAY)]
After = Annotated[str, Query(max_length=400, description="The cursor that the page before gave in `next`.")]

api = NinjaAPI(
    title="CourtCMS",
    version="1",
    description="Cases for court staff by their session; hearings and published decisions for everybody. A field that"
    " the person has no right to is absent.",
    urls_namespace="api-1",
    docs_url=None,
    openapi_url="/openapi.json",
    servers=[{"url": settings.PUBLIC_URL}],
)


class Fault(Schema):
    """Why nothing was given."""

    detail: str


class CaseLine(Schema):
    """One case as a docket row shows it."""

    id: int
    number: str
    court: str
    kind: str
    category: str
    status: str
    parties: str
    judge: str | None
    registered_at: dt.datetime
    next_hearing_at: dt.datetime | None
    claim_price: Decimal | None = None


class CasePage(Schema):
    """Newest first; `next` is the cursor of what follows, empty at the end."""

    items: list[CaseLine]
    next: str


class PartyLine(Schema):
    """Who takes part, and as what."""

    name: str
    role: str
    fin: str | None = None
    voen: str | None = None
    phone: str | None = None
    email: str | None = None


class CaseWhole(CaseLine):
    """One case with those who take part."""

    accepted_on: dt.date | None
    decided_on: dt.date | None
    in_force_on: dt.date | None
    outcome: str
    duty_settled_on: dt.date | None
    participants: list[PartyLine]


class HearingLine(Schema):
    """One hearing as the public list shows it: initials of people, organisations in full."""

    case: str
    court: str
    room: str
    judge: str
    starts_at: dt.datetime
    state: str
    parties: str


class HearingPage(Schema):
    """Hearings of a day in their order."""

    items: list[HearingLine]
    next: str


class DecisionLine(Schema):
    """One published act; its anonymised text is at `url`."""

    ecli: str
    number: str
    court: str
    kind: str
    category: str
    outcome: str
    decided_on: dt.date
    url: str


class DecisionPage(Schema):
    """Newest first."""

    items: list[DecisionLine]
    next: str


# What a line of the list of cases says.
LINE = (
    *("number", "status", "parties_line", "registered_at", "next_hearing_at", "claim_price"),
    *("judge__user__surname", "judge__user__given_name"),
)
# Codes alone: of a hundred rows no court, kind and category is made for its code.
CODES = {"court_code": F("court__code"), "kind_code": F("kind__code"), "category_code": F("category__code")}
STAFF: Any = {401: Fault, 403: Fault, 404: Fault, 422: dict[str, Any]}


@api.get("/cases", response={200: CasePage, **STAFF}, auth=django_auth, exclude_unset=True, url_name="cases")
def cases(request: HttpRequest, limit: Limit = MOST, after: After = "") -> HttpResponse:
    """Cases that the person may see, newest first."""
    _ask(request, "cases.view")
    rows = Case.objects.select_related("judge__user").only(*LINE).annotate(**CODES)
    parts = rows.visible_parts(request.user, "cases.view")
    page: Any = KeysetPage(parts, request.GET, order="-registered_at", size=limit)
    priced = _with_right(request, "cases.claim_price", page)
    lines = [_line(case, shows_price=case.pk in priced) for case in page]
    # A hundred lines in the shape of CaseLine are written as they are: checking each again takes a tenth of the page.
    return api.create_response(request, {"items": lines, "next": _cursor(page)}, status=200)


@api.get("/cases/{int:pk}", response={200: CaseWhole, **STAFF}, auth=django_auth, exclude_unset=True, url_name="case")
def case(request: HttpRequest, pk: int) -> dict[str, Any]:
    """One case; opening it is written to the access log of each of its parties."""
    _ask(request, "cases.view")
    found = Case.objects.visible_to(request.user, "cases.view").attached().annotate(**CODES).filter(pk=pk).first()
    if found is None:
        raise HttpError(404, "There is no such case, or you may not see it.")
    people = list(found.participations.filter(to_on=None).select_related("party", "role"))
    saw(request.user, [one.party.register_subject for one in people], found.pk, "API")  # type: ignore[arg-type]
    shown = {right for right in ("parties.fin", "parties.contacts") if holds(request.user, right, found)}
    line = _line(found, shows_price=holds(request.user, "cases.claim_price", found))
    facts = ("accepted_on", "decided_on", "in_force_on", "outcome", "duty_settled_on")
    return line | {name: getattr(found, name) for name in facts} | {
        "participants": [_participant(one, shown) for one in people]
    }  # fmt: skip


@api.get("/hearings", response={200: HearingPage, 404: Fault, 422: dict[str, Any]}, auth=None, url_name="hearings")
def hearings(
    request: HttpRequest, court: str = "", day: Day | None = None, limit: Limit = MOST, after: After = ""
) -> dict[str, Any]:
    """Public hearings of a day (today when none is given), of one court or of all."""
    rows = of_day(day or clock.today(), Hearing.objects.public().shown())
    if court:
        rows = rows.filter(body=_court(court))
    page: Any = KeysetPage(rows, request.GET, order="starts_at", size=limit)
    return {"items": [_hearing(one) for one in page], "next": _cursor(page)}


@api.get("/decisions", response={200: DecisionPage, 422: dict[str, Any]}, auth=None, url_name="decisions")
def decisions(request: HttpRequest, limit: Limit = MOST, after: After = "") -> dict[str, Any]:
    """Published acts of the courts, newest first."""
    page: Any = KeysetPage(Publication.objects.public().listed(), request.GET, order="-decided_on", size=limit)
    return {"items": [_decision(one) for one in page], "next": _cursor(page)}


def _ask(request: HttpRequest, right: str) -> None:
    if not holds(request.user, right):
        raise HttpError(403, f"The right {right} is needed.")


def _with_right(request: HttpRequest, right: str, rows: Sequence[Any]) -> set[int]:
    """Ids of those of the rows, all open to the person, on which the field right is held too; one query at most."""
    if scope(request.user, right) == scope(request.user, "cases.view"):
        return {row.pk for row in rows}
    seen = Case.objects.visible_to(request.user, right).filter(pk__in=[row.pk for row in rows])
    return set(seen.values_list("pk", flat=True))


def _cursor(page: Any) -> str:
    """The cursor alone, out of the address of the page that follows."""
    asked: dict[str, list[str]] = parse_qs(page.next_url.removeprefix("?"))
    return asked.get("after", [""])[0]


def _line(case: Any, *, shows_price: bool) -> dict[str, Any]:
    line = {
        "id": case.pk,
        "number": case.number,
        "court": case.court_code,
        "kind": case.kind_code,
        "category": case.category_code,
        "status": case.status,
        "parties": case.parties_line,
        "judge": str(case.judge) if case.judge else None,
        "registered_at": case.registered_at,
        "next_hearing_at": case.coming_hearing_at,
    }
    return line | ({"claim_price": case.claim_price} if shows_price else {})


def _participant(one: Any, shown: set[str]) -> dict[str, Any]:
    party = one.party
    line = {"name": party.spoken_name, "role": one.role.code}
    line |= {"fin": party.fin, "voen": party.voen} if "parties.fin" in shown else {}
    return line | ({"phone": party.phone, "email": party.email} if "parties.contacts" in shown else {})


def _hearing(hearing: Hearing) -> dict[str, Any]:
    sitting: Sitting = hearing.sitting
    return {
        "case": hearing.case.number,
        "court": hearing.case.court.code,
        "room": sitting.room.name,
        "judge": str(sitting.judge),
        "starts_at": hearing.starts_at,
        "state": sitting.state,
        "parties": "" if sitting.is_closed else hearing.public_parties,
    }


def _decision(publication: Publication) -> dict[str, Any]:
    return {
        "ecli": publication.ecli,
        "number": publication.number,
        "court": publication.court.code,
        "kind": publication.act_kind.code,
        "category": publication.category.code,
        "outcome": publication.outcome,
        "decided_on": publication.decided_on,
        "url": f"{settings.PUBLIC_URL}{publication.get_absolute_url()}",
    }


def _court(code: str) -> Body:
    found = Body.objects.filter(kind="court", code=code).first() or Body.objects.filter(short_code=code).first()
    if found is None:
        raise HttpError(404, "There is no such court.")
    return found
