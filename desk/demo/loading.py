"""Loading the demo: people and rooms, the newest cases with genuine draws and signatures, the rest by COPY."""

import datetime as dt
import random
import time
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction

from cases.models import Case
from core import clock
from core.errors import Refused
from desk.demo import plans as planning
from desk.demo.bare import bare, quiet
from desk.demo.beside import Made, ToImport, beside, spread
from desk.demo.book import Book, keep
from desk.demo.draws import draw_all
from desk.demo.filing import Desk, Filed
from desk.demo.life import Life
from desk.demo.papers import Papers
from desk.demo.plans import WIDE, Plan, plans
from desk.demo.published import publish, settle_counters
from desk.demo.rows import Tables, copy, reserve
from desk.demo.signing import shared_files, sign_newest
from desk.demo.sittings import Sittings
from desk.demo.world import World, staff_wide, world
from reference.models import Term
from staff.demo import make_demo_staff

SEED = 20260101
WORKERS = 2
CAST_AGES = (1, 14, 40, 75, 240)  # days
Tell = Callable[[str, int, int], None]


@dataclass
class Load:
    """One load under way: how many cases, of which so many genuinely drawn and signed, and what was written."""

    cases: int
    drawn: int
    signed: int
    tell: Tell
    world: World = field(init=False)
    imported: list[ToImport] = field(default_factory=list)
    chunks: list[tuple[str, str]] = field(default_factory=list)
    times: dict[str, float] = field(default_factory=dict)

    @property
    def is_wide(self) -> bool:
        return self.cases > WIDE


def load(cases: int, drawn: int, signed: int, tell: Tell) -> Load:
    """Fill an empty house; Refused when cases are there already."""
    if Case.objects.exists():
        raise Refused("The data is there already.")
    run = Load(cases, min(drawn, cases), signed, tell)
    _timed(run, "people", _people)
    desk, filed = _timed(run, "draws", _drawn)
    papers = _timed(run, "lives", lambda run: _lives(run, desk, filed))
    _timed(run, "signatures", lambda run: _signatures(run, papers))
    _timed(run, "rows", lambda run: _rows(run, desk))
    _timed(run, "statistics", _analyze)
    return run


def _timed(run: Load, name: str, step: Callable[[Load], Any]) -> Any:
    begun = time.monotonic()
    found = step(run)
    run.times[name] = time.monotonic() - begun
    return found


def _luck(part: str) -> random.Random:
    """The same cases from the same seed; nothing that is kept secret hangs on it."""
    return random.Random(f"{SEED}/{part}")  # noqa: S311 - invented cases


def _people(run: Load) -> None:
    make_demo_staff()
    if run.is_wide:
        staff_wide()
    run.world = world(run.is_wide, Term.objects.in_bulk(field_name="code"))
    run.world.files = shared_files()


def _all_plans(run: Load) -> tuple[list[ToImport], list[Plan]]:
    """The cases of each court to be imported, and those to be drawn over the three courts of the demo."""
    counts = planning.shares(run.world.courts, run.cases)
    demo = [court for court in run.world.courts if court.body.is_demo]
    total = max(1, sum(counts[court.body.pk] for court in demo))
    wanted = min(run.drawn, total)
    imported, drawn, so_far = [], [], 0
    for court in run.world.courts:
        count = counts[court.body.pk]
        before, so_far = so_far, so_far + count * (court in demo)
        newest = wanted * so_far // total - wanted * before // total  # together all that are wanted
        made = plans(run.world, court, count, newest, _luck(court.body.code))
        if newest:  # else they are planned where they are written
            known = list(made)
            drawn += known[count - newest :]
            made = iter(known[: count - newest])
        imported.append(ToImport(court, count - newest, made))
    return imported, drawn


def _drawn(run: Load) -> tuple[Desk, list[Filed]]:
    """Register the newest cases and draw their judges, court by court; what is drawn is committed."""
    run.imported, planned = _all_plans(run)
    run.drawn = len(planned)  # no more than the courts of the demo have
    with connection.cursor() as cursor:
        firsts = reserve(cursor, run.drawn)
    luck = _luck("")
    tables = Tables(lambda table, text: run.chunks.append((table, text)), firsts)
    codes = [run.world.office.body.code, *(court.body.code for court in run.world.courts)]
    books = {code: Book(code, tables, _luck(f"{code}/salt"), run.world.now) for code in codes}
    desk = Desk(run.world, tables, luck, books)
    cast = of_cast(run, planned)
    filed = [desk.file(plan, is_cast=plan in cast) for plan in planned]
    done = 0
    for count in draw_all(filed) if filed else ():
        done += count
        run.tell("draws", done, len(filed))
    return desk, filed


def of_cast(run: Load, planned: list[Plan]) -> list[Plan]:
    """Civil cases of so many days that belong to the named cast, so that they stand at different stages."""
    civil = [p for p in planned if p.kind.code == "civil" and p.court.body.court_type == "rayon"]
    ages = [(run.world.now - plan.at).days for plan in civil]
    found = [civil[min(range(len(civil)), key=lambda n: abs(ages[n] - wanted))] for wanted in CAST_AGES if civil]
    return list({plan.number: plan for plan in found}.values())


def _lives(run: Load, desk: Desk, filed: list[Filed]) -> Papers:
    papers = Papers(desk)
    life = Life(desk, Sittings(desk), papers)
    for one in filed:
        life.live(one)
    return papers


def _signatures(run: Load, papers: Papers) -> None:
    signed = {}
    for document, paper in sign_newest(papers.to_sign, run.signed, WORKERS):
        signed[document] = paper
        run.tell("signatures", len(signed), min(run.signed, len(papers.to_sign)))
    papers.settle(signed)
    run.signed = len(signed)  # of the newest not so many may be decided


def _analyze(run: Load) -> None:
    """The planner learns what the tables hold now; without it every page of a fresh load is slow."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _rows(run: Load, desk: Desk) -> None:
    """Everything else in one transaction: a load that breaks off leaves no half of it."""
    for book in desk.books.values():
        book.seal()
    desk.tables.flush()
    with connection.cursor() as cursor:
        shares = spread(run.imported, lambda cases: reserve(cursor, cases))
    with beside(desk, shares, _luck) as made, transaction.atomic(), connection.cursor() as cursor:
        _write(run, cursor, desk, made)


def _write(run: Load, cursor: Any, desk: Desk, made: Made) -> None:
    with quiet(cursor), bare(cursor) if run.is_wide else nullcontext():
        make_partitions(cursor)
        for table, text in run.chunks:
            copy(cursor, table, text.encode())
        _copy_all(run, cursor, made)
        for state in ({book.log: book.state for book in desk.books.values()} | made.states).values():
            keep(cursor, state)
        settle_counters(cursor)
        publish(cursor)


def _copy_all(run: Load, cursor: Any, made: Made) -> None:
    done = run.drawn
    for table, text in made:
        copy(cursor, table, text)
        if table == "cases_case":
            done += text.count(b"\n")
            run.tell("cases", done, run.cases)


def make_partitions(cursor: Any) -> None:
    """The months of the past in which the invented entries lie."""
    first = clock.today() - dt.timedelta(days=planning.YEARS_BACK + 31)
    months = (clock.today().year - first.year) * 12 + clock.today().month - first.month + 2
    cursor.execute("SELECT journal_make_partitions(%s, %s)", [first, months])
