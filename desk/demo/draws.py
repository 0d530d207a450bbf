"""Genuine draws of many cases: the same records, proofs of court and witness, and results, in few transactions.

The records of one post of claims lie under one co-signed head, as `allocation.actions.draw_many` has it; here the
cases themselves are written afterwards by COPY, so that the entries of their journal bear the time of the draw.
"""

import datetime as dt
import multiprocessing
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice, repeat
from typing import Any

from django.conf import settings
from django.db import connections, transaction

from allocation import drawing, facts
from allocation.actions import proofs_of
from allocation.courtlog import FORMAT, day_of, locked
from allocation.drawing import Candidate, LogState, Matter
from allocation.models import CourtLog, Draw, State, Way
from allocation.opening import open_at_need
from allocation.proving import keys_in_use
from allocation.rosters import PANEL, rule_on
from desk.demo.filing import Filed
from desk.demo.plans import TOGETHER
from journal import heads, keys, tree
from journal.canonical import canonical, second
from journal.merkle import Frontier, leaf_hash
from journal.models import Log
from journal.witness.client import Witness
from reference.models import Body

SECOND = dt.timedelta(seconds=1)
AT_ONCE = 4  # requests to the witness at a time
Outcome = tuple[int, list[str], int, dt.datetime, dict[str, Any]]


@dataclass
class Recorded:
    """A case whose record stands in the log and has no result yet."""

    filed: Filed
    draw: Draw
    pre: dict[str, Any]


class Drawer:
    """Draws the cases of one court in the order in which they were registered."""

    def __init__(self, court: Body, begun: dt.datetime) -> None:
        self.court = court
        self.log: CourtLog = open_at_need(court, begun)
        self.witness = Witness(settings.WITNESS_URL)
        self.signer = keys.signer(court.short_code)
        self._read_places()

    def _read_places(self) -> None:
        """The judges' places by pool; their loads are kept here and written with every post of claims."""
        self.pools: dict[str, list[Any]] = {}
        for place in self.log.places.filter(until_on=None).select_related("judge").order_by("judge__public_id"):
            self.pools.setdefault(place.pool, []).append(place)

    def _write_loads(self) -> None:
        places = [place for pool in self.pools.values() for place in pool]
        self.log.places.model.objects.bulk_update(places, ["load", "drawn"])

    def draw_all(self, cases: list[Filed]) -> Iterator[int]:
        """Draw them, a post at a time; how many were drawn by each step."""
        waiting = iter(cases)
        with ThreadPoolExecutor(AT_ONCE) as threads:
            while post := list(islice(waiting, TOGETHER)):
                recorded = self._record(post)
                head = heads.sign_head(self.log.name)
                paths = [tree.inclusion(self.log.name, one.draw.index, head.size) for one in recorded]
                list(threads.map(self._prove, recorded, repeat(head.size), paths))
                self._complete(recorded)
                yield len(post)
        self._write_loads()

    @transaction.atomic
    def _record(self, post: list[Filed]) -> list[Recorded]:
        self.log = locked(self.court) or self.log
        first = self._moment(post[0])
        if day_of(first).year > self.log.year:
            self._write_loads()
            facts.turn_year(self.log, first)
            self._read_places()
        version, named = rule_on(self.log, day_of(first)), keys_in_use(self.log, first)
        row = Log.objects.get(pk=self.log.name)
        frontier, texts, recorded = Frontier(row.size, bytes(row.frontier)), [], []
        for filed in post:
            at = self._moment(filed)
            matter = self._matter(filed, version)
            state = LogState(frontier.size, frontier.root.hex())
            roster = [Candidate(p.judge.public_id, p.load, p.share) for p in self.pools[matter.pool]]
            pre = drawing.record(matter, roster, version.rule, log=state, keys=named, at=second(at))
            text = canonical(pre).decode()
            recorded.append(Recorded(filed, self._draw(filed, matter, text, frontier.size, at), pre))
            texts.append(tree.NewLeaf(text))
            frontier.append(leaf_hash(text.encode()))
            self.log.last_at = self.log.record_at = at
        tree.append(self.log.name, texts)
        self.log.save(update_fields=["last_at", "record_at"])
        return recorded

    def _moment(self, filed: Filed) -> dt.datetime:
        """Two seconds after the registration, and a second at least after the record before."""
        at = filed.plan.at.replace(microsecond=0) + 2 * SECOND
        earliest = [at, self.log.last_at, *([self.log.record_at + SECOND] if self.log.record_at else [])]
        return max(earliest)

    def _matter(self, filed: Filed, version: Any) -> Matter:
        plan, shown = filed.plan, filed.shown
        return Matter(
            court=self.court.short_code,
            pool=f"{self.court.short_code}/{plan.kind.group.split(';')[0] or facts.GENERAL}",
            case=shown.case,
            kind=shown.kind,
            category=shown.category,
            weight=version.weight_of(plan.kind.code, plan.subject.code),
            registration=filed.registered.leaf.hex(),
            seats=PANEL if plan.court.is_panel else 1,
        )

    def _draw(self, filed: Filed, matter: Matter, text: str, index: int, at: dt.datetime) -> Draw:
        return Draw(
            public_id=drawing.draw_id(text.encode()),
            log=self.log,
            pool=matter.pool,
            case=matter.case,
            dossier=filed.id,
            way=Way.RANDOM,
            at=at,
            kind=matter.kind,
            weight=matter.weight,
            salt=filed.shown.salt,
            record=text,
            index=index,
        )

    def _prove(self, one: Recorded, size: int, path: list[bytes]) -> None:
        """The unique signatures of court and witness over the record."""
        draw, text = one.draw, one.draw.record.encode()
        draw.court_proof = self.signer.sign(text)
        draw.witness_proof = self.witness.sign_draw(text, index=draw.index, size=size, proof=path).value

    @transaction.atomic
    def _complete(self, recorded: list[Recorded]) -> None:
        self.log = locked(self.court) or self.log
        row, texts = Log.objects.get(pk=self.log.name), []
        for turn, one in enumerate(recorded):
            draw, at = one.draw, self.log.last_at + SECOND
            court, witness = proofs_of(draw)
            drawn = drawing.result(one.pre, court, witness)
            proofs = {"court_proof": court.hex(), "witness_proof": witness.hex()}
            body = {"record": draw.index, "draw": draw.public_id, "judges": drawn.judges, **proofs}
            form = {"format": FORMAT, "kind": "result", "at": second(at), **body}
            texts.append(tree.NewLeaf(canonical(form).decode()))
            self._seat(one, drawn, row.size + turn, at)
            self.log.last_at = at
        tree.append(self.log.name, texts)
        Draw.objects.bulk_create([one.draw for one in recorded])
        self.log.save(update_fields=["last_at"])

    def _seat(self, one: Recorded, drawn: drawing.Drawn, index: int, at: dt.datetime) -> None:
        draw, filed = one.draw, one.filed
        draw.judges, draw.tickets, draw.result_index = drawn.judges, drawn.tickets, index
        draw.state, draw.done_at = State.DONE, at
        for place in self.pools[draw.pool]:
            if place.judge.public_id in drawn.judges:
                place.load += drawing.growth(draw.weight, place.share)
                place.drawn += 1
        seats = {judge.public_id: judge for judge in filed.plan.court.judges}
        filed.judges = [seats[name] for name in drawn.judges]
        filed.candidates, filed.drawn_at = len(one.pre["roster"]), at
        filed.ground = {"draw": draw.public_id, "way": str(draw.way), "record": draw.index}


def draw_all(cases: list[Filed]) -> Iterator[int]:
    """Draw the cases of several courts, the largest court in one process, the others in a second; one by one."""
    courts = {one.plan.court.body.pk: one.plan.court for one in cases}
    by_court = sorted(
        ([one for one in cases if one.plan.court is court] for court in courts.values()), key=len, reverse=True
    )
    shares = [share for share in (by_court[:1], by_court[1:]) if share]
    connections.close_all()  # a child must not share our connection
    context = multiprocessing.get_context("fork")
    known = {one.id: one for one in cases}
    queue: Any = context.Queue()
    children = [context.Process(target=_child, args=(share, queue)) for share in shares]
    for child in children:
        child.start()
    for _case in cases:
        told = queue.get()
        if told is None:
            raise RuntimeError("a process of draws broke off; its reason stands above")
        _take_over(known[told[0]], told)
        yield 1
    for child in children:
        child.join()


def _child(share: list[list[Filed]], queue: Any) -> None:
    is_whole = False
    try:
        for mine in share:
            done = 0
            for count in Drawer(mine[0].plan.court.body, mine[0].plan.at).draw_all(mine):
                for one in mine[done : done + count]:
                    ids = [judge.public_id for judge in one.judges]
                    queue.put((one.id, ids, one.candidates, one.drawn_at, one.ground))
                done += count
        is_whole = True
    finally:
        if not is_whole:
            queue.put(None)
        connections.close_all()


def _take_over(filed: Filed, told: Outcome) -> None:
    _id, ids, filed.candidates, filed.drawn_at, filed.ground = told
    seats = {judge.public_id: judge for judge in filed.plan.court.judges}
    filed.judges = [seats[name] for name in ids]
