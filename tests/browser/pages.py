"""Every page that the house shows, with somebody whose page it is and an example of what it shows."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any

from django.conf import settings
from django.test import Client
from django.urls import reverse

from accounts.models import User
from allocation.models import CategoryCheck, Draw
from cases.models import Case
from core.gallery import SHEETS
from decisions.models import Publication
from documents.models import Document
from hearings.models import Protocol
from reference.models import Body
from tests import public_doors
from tests.conftest import BACKEND
from tests.test_access_table import DOORS, Door

CITIZEN = "fin-5XK2T7P"
STRANGER = ""
# Whose page a guarded door may be, in the order in which they are asked.
STAFF = ["leyla", "emin", "rashad", "nigar", "kamran", "gunel", "admin", "observer", "fin-4PS6E1Z", "fin-1MF952V"]
EXAMPLES = 25
TABS = ("parties", "filings", "hearings", "duty", "draw", "acts", "enforcement", "notes")

# Doors that are no page of ours to look at, each with its reason. A name may end in `*`.
NO_PAGES = {
    "admin:*": "the stock administration",
    "api-*": "answers programs",
    "draws:proof_json": "answers programs",
    "healthz": "answers a watcher",
    "readyz": "answers a watcher",
    "metrics": "answers a watcher",
    "openid_connect_*": "leads to the provider and back",
    "account_reset_password_from_key": "opens by the key of a letter alone",
    "mfa_*": "asks for a second factor that the cast of the demo does not carry; tests/accounts walk them",
    "socialaccount_login_cancelled": "comes from the provider",
    "cases:told": "a part of the registration page",
    "finance:preview": "a part of the registration page",
    "decisions:preview": "sends a file",
    "cabinet:paper": "sends a file",
    "cabinet:hearing_file": "sends a file",
    "documents:version": "sends a file",
    "hearings:notice_docx": "sends a file",
    "*:receipt": "sends a file",
    "hearings:decide": "takes forms alone",
}
# Doors to what the cases of the demo do not hold; the tests of their app open them.
NO_EXAMPLE = {
    "allocation:*recus*": "nobody is challenged in the demo",
    "allocation:*batch": "no judge of the demo leaves; tests/allocation/test_batches.py looks at them",
    "draws:batch_json": "no judge of the demo leaves; tests/allocation/test_batch_results.py fetches it",
    "allocation:*outage": "the demo is never down; tests/allocation/test_outages.py looks at them",
    "allocation:*change": "nobody proposes other rules in the demo",
    "allocation:*resol*": "the chair decides nothing by hand in the demo",
    "reports:load": "needs the weeks of a court at work",
    "reports:export_cases": "sends a file",
    "staff:*": "the demo's court people have no orders, absences and files yet; tests/staff walk them",
    "hearings:enter": "no hearing of the demo was left unopened; tests/hearings enter one",
    "cabinet:remark": "the three days for remarks are over in every case of the demo",
    "cases:task_done": "takes forms alone, and the demo leaves no task",
    "decisions:edit": "nobody is writing a judgment in the demo",
    "decisions:sign": "nobody is writing a judgment in the demo",
    "notifications:detail": "the demo sends no notice before somebody works in it",
    "desk:handover": "asks for the list of a person who leaves",
    "desk:order_paper": "the demo's court people have no orders yet; tests/staff walk them",
    "cases:end_secrecy": "the demo's covert measures are with no judge of the cast; tests/allocation walk it",
    "allocation:ask_reserve": "no criminal case of the demo is before three judges; tests/allocation walk it",
    "allocation:seat_reserve": "no criminal case of the demo is before three judges; tests/allocation walk it",
}


@dataclass
class Page:
    """One page: the door's name, its address, and whose it is; empty for a stranger's."""

    name: str
    path: str
    who: str


@dataclass
class Walk:
    """Signed-in clients of the cast, and what the walk through the doors found."""

    clients: dict[str, Client] = field(default_factory=dict)
    pages: list[Page] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)

    def client(self, who: str) -> Client:
        if who not in self.clients:
            self.clients[who] = Client()
            if who:
                self.clients[who].force_login(User.objects.get(username=who), backend=BACKEND)
        return self.clients[who]

    def cookie(self, who: str, url: str) -> dict[str, str]:
        """The session of this person, for a browser."""
        value = self.client(who).cookies[settings.SESSION_COOKIE_NAME].value
        return {"name": settings.SESSION_COOKIE_NAME, "value": value, "url": url}


def is_of(door: Door, reasons: dict[str, str]) -> bool:
    return any(fnmatchcase(door.name, pattern) for pattern in reasons)


def every_page() -> Walk:
    """Ask every door until one example of what stands behind it opens; those that open to nobody are `closed`."""
    walk = Walk()
    for door in DOORS:
        if not is_of(door, NO_PAGES):
            opened = _open(walk, door)
            if opened is None and not is_of(door, NO_EXAMPLE):
                walk.closed.append(door.name)
            walk.pages += opened or []
    return walk


def _open(walk: Walk, door: Door) -> list[Page] | None:
    """The pages behind a door: none if it takes forms, leads on or sends a file; None if no example opens it."""
    found: list[Page] = []
    for who, path in _tries(door):
        answer = walk.client(who).get(path)
        if answer.status_code in (302, 405) or (answer.status_code == 200 and "html" not in answer["Content-Type"]):
            return found
        if answer.status_code == 200:
            found.append(Page(door.name, path, who))
            if door.name not in MANY:
                return found
    return found or None


def _tries(door: Door) -> Iterator[tuple[str, str]]:
    if door.name in KNOWN:
        yield from KNOWN[door.name]()
    elif door.model is not None:
        yield from _of_model(door)
    elif door.right:
        yield from ((who, door.address()) for who in STAFF if User.objects.get(username=who).holds(door.right))
    elif not door.converters:
        who = "leyla" if door.listed(public_doors.SIGNED_IN) else STRANGER
        yield CITIZEN if door.listed(public_doors.CITIZEN) else who, door.address()


def _of_model(door: Door) -> Iterator[tuple[str, str]]:
    """Newest examples that somebody of the cast may see with the right of the door."""
    known = {name for name, _kind in door.converters}
    if known != {"pk"}:
        return
    for who in STAFF:
        user = User.objects.get(username=who)
        if user.holds(door.right):
            manager: Any = door.model._default_manager
            for row in manager.visible_to(user, door.right).order_by("-pk")[:EXAMPLES]:
                yield who, reverse(door.name, kwargs={"pk": row.pk})
            # A door that takes forms alone says so whatever the key.
            yield who, reverse(door.name, kwargs={"pk": 0})


# Doors whose address holds more than the key of one row, and pages that people open without a right.
def _publications() -> Iterator[tuple[str, str]]:
    for one in Publication.objects.filter(state="published")[:1]:
        yield STRANGER, reverse("decisions_public:act", kwargs={"pk": one.pk})


def _tabs() -> Iterator[tuple[str, str]]:
    case = Case.objects.filter(writs__enforcement_case__isnull=False).latest("pk")
    yield from (("leyla", reverse("cases:tab", kwargs={"pk": case.pk, "tab": tab})) for tab in TABS)


def _protocols(door: str, **waiting: Any) -> Iterator[tuple[str, str]]:
    for one in Protocol.objects.filter(**waiting).select_related("hearing__sitting__judge__user"):
        for who in ("leyla", one.hearing.sitting.judge.user.username):
            yield who, reverse(door, kwargs={"pk": one.hearing_id})


def _checks() -> Iterator[tuple[str, str]]:
    for check in CategoryCheck.objects.order_by("-since")[:EXAMPLES]:
        yield "nigar", reverse("allocation:confirm_category", kwargs={"pk": check.pk})


def _courts(name: str) -> Iterator[tuple[str, str]]:
    for body in Body.objects.filter(kind="court", is_demo=True):
        yield STRANGER, reverse(name, kwargs={"court": body.short_code})


def _of_citizen(name: str) -> Iterator[tuple[str, str]]:
    for case in Case.objects.filter(participations__party__fin=CITIZEN[4:]).order_by("-pk")[:EXAMPLES]:
        yield CITIZEN, reverse(name, kwargs={"pk": case.pk})


def _remarks() -> Iterator[tuple[str, str]]:
    for case in Case.objects.filter(participations__party__fin=CITIZEN[4:]):
        for hearing in case.hearings.filter(protocol__signed_by_judge_at__isnull=False):
            known = {"pk": case.pk, "protocol": hearing.protocol.pk}
            yield CITIZEN, reverse("cabinet:remark", kwargs=known)


KNOWN: dict[str, Any] = {
    "gallery_sheet": lambda: ((STRANGER, f"/gallery/{name}/") for name in SHEETS),
    "portal:search": lambda: [(STRANGER, "/find/?q=zzz")],
    "portal:page": lambda: ((STRANGER, f"/guide/{name}/") for name in ("filing", "data")),
    "cases:tab": _tabs,
    "account": lambda: ((who, "/account/") for who in ("leyla", CITIZEN)),
    "account_logout": lambda: [("leyla", "/sign-out/")],
    "reports:cases": lambda: [("nigar", "/reports/cases/?figure=registered")],
    "decisions_public:act": _publications,
    "decisions_public:json": lambda: ((who, f"{path[:-1]}.json") for who, path in _publications()),
    "draws:detail": lambda: [(STRANGER, reverse("draws:detail", kwargs={"number": _draw()}))],
    "draws:draw_json": lambda: [(STRANGER, reverse("draws:draw_json", kwargs={"number": _draw()}))],
    "draws:draw_keys": lambda: [(STRANGER, reverse("draws:draw_keys", kwargs={"number": _draw()}))],
    **{name: (lambda name=name: _courts(name)) for name in (
        "draws:court", "draws:key_json", "draws:log_jsonl", "draws:heads_jsonl", "draws:statistics",
        "kiosk", "kiosk_find")},
    "allocation:confirm_category": _checks,
    "cabinet:case": lambda: _of_citizen("cabinet:case"),
    "cabinet:send": lambda: _of_citizen("cabinet:send"),
    "cabinet:remark": _remarks,
    "hearings:sign_clerk": lambda: _protocols("hearings:sign_clerk", signed_by_clerk_at=None),
    "hearings:sign_judge": lambda: _protocols("hearings:sign_judge", signed_by_judge_at=None, document__isnull=False),
    "verify:paper": lambda: [(STRANGER, f"/verify/{Document.objects.filter(is_incoming=False).latest('pk').code}/")],
    "desk:desk": lambda: [(who, "/desk/") for who in STAFF[:8]],
}  # fmt: skip
# Doors of which each try is a page of its own.
MANY = {"account", "gallery_sheet", "portal:page", "cases:tab", "desk:desk"}


def _draw() -> str:
    return str(Draw.objects.published().latest("pk").public_id)
