"""The draw in a court's database: what one costs, how many a second are drawn side by side, what a proof takes."""

import itertools
import multiprocessing
import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402 - models want Django set up
from django.db import connection  # noqa: E402

from accounts.models import User  # noqa: E402
from allocation.models import Draw, State  # noqa: E402
from allocation.reactions import draw_registered  # noqa: E402
from allocation.verifying import draw_fault, ledger_faults, random_draws  # noqa: E402
from cases.models import Case  # noqa: E402
from cases.registration import Claim, PartyLine, register_case  # noqa: E402
from journal import rsa, tree  # noqa: E402
from journal.models import Log  # noqa: E402
from parties.actions import Contacts  # noqa: E402
from parties.lookups import Told  # noqa: E402
from reference.models import Body, CaseKind, Category, PartyRole  # noqa: E402

COURT, DRAWS, WARM, SIDE_BY_SIDE, WORKERS, PROOFS = "yasamal", 60, 5, 200, 4, 300
Line = tuple[str, str, str]


def registering() -> Iterator[int]:
    """Civil claims of people who were never here, registered and not yet drawn (settings.PLOT is empty)."""
    court, by = Body.objects.get(short_code=COURT), User.objects.get(username="leyla")
    kind, category = CaseKind.objects.get(code="civil"), Category.objects.get(code="obl.loan")
    roles = [PartyRole.objects.get(code=code) for code in ("plaintiff", "defendant")]
    while True:
        people = [Told(form="natural", surname=f"{random.random():.12f}", given_name="Aysel") for _role in roles]
        lines = [PartyLine(role, told, Contacts()) for role, told in zip(roles, people, strict=True)]
        yield register_case(court, Claim(kind, category, Decimal(7240), "Borc"), parties=lines, by=by).pk


def registered(count: int) -> list[int]:
    """So many of them."""
    return list(itertools.islice(registering(), count))


def cost() -> Line:
    """Processor time of the court's process for one draw, less the signatures that it makes and checks."""
    signing = Counted()
    signing.around(rsa.KeyFile, "sign")
    signing.around(rsa.Public, "holds")
    spent = []
    for case in registered(DRAWS + WARM):
        begun, signed = time.process_time(), signing.seconds
        draw_registered(case)
        spent.append((time.process_time() - begun - signing.seconds + signed) * 1000)
    figure = f"{statistics.median(spent[WARM:]):.1f} ms"
    return "processor time of a draw besides the signatures, median", figure, "20 ms"


class Counted:
    """Processor seconds within methods."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def around(self, kind: type, name: str) -> None:
        plain: Callable[..., Any] = getattr(kind, name)

        def timed(*words: Any) -> Any:
            begun = time.process_time()
            try:
                return plain(*words)
            finally:
                self.seconds += time.process_time() - begun

        setattr(kind, name, timed)


def side_by_side() -> Iterator[Line]:
    """Processes that draw the same cases of one court at once, half of them asked for twice, while others register."""
    warm, cases = registered(WORKERS * WARM), registered(SIDE_BY_SIDE)
    asked = cases + cases[::2]
    connection.close()
    with multiprocessing.get_context("spawn").Pool(WORKERS, django.setup) as pool:
        pool.map(draw_registered, warm, chunksize=WARM)
        words, quiet = [sys.executable, "-m", "bench.allocating", "register"], os.environ | {"LOG_LEVEL": "ERROR"}
        desk = subprocess.Popen(words, env=quiet, stdout=subprocess.PIPE)
        assert desk.stdout
        desk.stdout.readline()
        begun = time.monotonic()
        pool.map(draw_registered, asked, chunksize=5)
        spent = time.monotonic() - begun
        desk.terminate()
        beside = desk.communicate()[0].count(b"\n")
    done = Draw.objects.filter(dossier__in=cases, state=State.DONE).count()
    judged = Case.objects.filter(pk__in=cases, judge__isnull=False).count()
    what = f"draws a second in one court, {WORKERS} at once, beside {beside / spent:.0f} registrations a second"
    yield what, f"{SIDE_BY_SIDE / spent:.0f}", "20"
    yield "of these cases: drawn once, with a judge", f"{done}, {judged} of {SIDE_BY_SIDE}", "all, none twice"
    faults = list(ledger_faults())
    yield "loads and judges in the tables replayed from the public logs", str(faults or "hold"), "hold"
    draws = list(random_draws())
    held = sum(not draw_fault(draw) for draw in draws)
    yield "draws recomputed by the published program", f"{held:,} of {len(draws):,}", "100 %"


def proofs() -> Line:
    """A proof that an entry lies in the longest log of the database."""
    log = Log.objects.order_by("-size")[0]
    spent = []
    for _proof in range(PROOFS):
        index = random.randrange(log.size)
        begun = time.perf_counter()
        tree.inclusion(log.name, index, log.size)
        spent.append((time.perf_counter() - begun) * 1000)
    p95 = sorted(spent)[int(PROOFS * 0.95)]
    return f"proof of an entry among {log.size:,}, p95", f"{p95:.2f} ms", "5 ms"


def measured() -> list[Line]:
    """All of it, in the database that DATABASE_URL names."""
    settings.PLOT = "bench.plot"
    return [cost(), *side_by_side(), proofs()]


if __name__ == "__main__":
    if sys.argv[1:] == ["register"]:
        settings.PLOT = "bench.plot"
        for case in registering():
            print(case, flush=True)
