"""Cards of the demo's court people: boards, the staffing table with its vacancies, files, and leaves to come."""

import datetime as dt

from django.utils import translation

from accounts import demo
from accounts.models import Posting, Role
from core import clock
from core.working_days import Calendar
from journal.actors import job
from reference.calendar import calendar
from reference.models import Body
from staff import absences
from staff.appointing import enrol
from staff.models import AbsenceKind, Appointment, Board, FileEntry, FileKind, Member, Post, Title

_JOB = job("demo")
# Role of the person → the title of the post, and how many places stand vacant beside those that are held.
TITLES = {
    "chair": (Title.CHAIR, 0),
    "judge": (Title.JUDGE, 1),
    "clerk": (Title.CLERK, 1),
    "finance": (Title.FINANCE, 0),
    "administrator": (Title.ADMINISTRATOR, 0),
}
BOARDS = {
    "rayon": [("Mülki işlər üzrə kollegiya", ["civil", "order", "special"]),
              ("Cinayət işləri üzrə kollegiya", ["criminal", "judicial-control"])],
    "kommersiya": [("Kommersiya işləri üzrə kollegiya", ["commercial"])],
    "apellyasiya": [("Mülki kollegiya", ["civil"]), ("Kommersiya kollegiyası", ["commercial"])],
}  # fmt: skip
EDUCATION = ("Hüquqşünas diplomu", "Bakı Dövlət Universiteti", dt.date(2008, 7, 1))
TRAINING = ("Elektron məhkəmə sistemi üzrə təlim", "Ədliyyə Akademiyası", dt.date(2025, 10, 6))
# How many working days from today a leave begins, and how many calendar days it takes.
LEAVES = [(8, 14), (20, 10)]


def make_demo_cards(bodies: list[Body]) -> None:
    """Make the cards of the courts that have none yet."""
    with translation.override("az"):
        for body in bodies:
            if body.is_court and not Post.objects.filter(body=body).exists():
                _make(body, calendar())


def _make(body: Body, days: Calendar) -> None:
    for name, kinds in BOARDS.get(body.court_type, []):
        Board.objects.create(body=body, name=name, kinds=kinds)
    postings = Posting.objects.in_force(clock.today()).filter(body=body, role__code__in=TITLES)
    held = list(postings.select_related("user", "role").order_by("pk"))
    lines = _table(body, held)
    cards = [_card(posting, lines) for posting in held]
    heads = [posting for posting in held if posting.role.code == "chair"]
    judges = [card for card, posting in zip(cards, held, strict=True) if posting.role.code == "judge"]
    if heads:
        _leaves(judges, heads[0], days)


def _table(body: Body, held: list[Posting]) -> dict[str, Post]:
    roles = {role.code: role for role in Role.objects.filter(code__in=TITLES)}
    counted = {code: sum(one.role.code == code for one in held) for code in TITLES}
    lines = {
        code: Post.objects.create(body=body, title=title, places=counted[code] + vacant, role=roles[code])
        for code, (title, vacant) in TITLES.items()
    }
    Post.objects.create(body=body, title=Title.ASSISTANT, places=2)
    return lines


def _card(posting: Posting, lines: dict[str, Post]) -> Member:
    member = enrol(posting.user, posting.body, by=_JOB)
    Appointment.objects.create(member=member, post=lines[posting.role.code], from_on=demo.SINCE, posting=posting)
    for kind, (title, place, day) in ((FileKind.EDUCATION, EDUCATION), (FileKind.TRAINING, TRAINING)):
        FileEntry.objects.create(member=member, kind=kind, title=title, place=place, from_on=day)
    return member


def _leaves(judges: list[Member], head: Posting, days: Calendar) -> None:
    """Two judges have leave to come, the first of them approved, and one waits for a decision."""
    for number, (member, (ahead, length)) in enumerate(zip(reversed(judges), LEAVES, strict=False)):
        first = days.add_working_days(clock.today(), ahead)
        last = first + dt.timedelta(days=length - 1)
        asked = absences.ask(member, kind=AbsenceKind.LEAVE, from_on=first, to_on=last, by=member.user)
        if number == 0:
            absences.approve(asked, by=head.user)
