"""The imported cases, invented by processes beside the one that writes: one connection, one transaction.

A process has whole courts, so that each journal is written by one of them, in order.
"""

import gc
import multiprocessing
import pickle
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from queue import Queue
from threading import Thread

from django.db import connections

from desk.demo.book import Book, State
from desk.demo.filing import Desk
from desk.demo.life import Life
from desk.demo.papers import Papers
from desk.demo.plans import Plan
from desk.demo.rows import Tables
from desk.demo.sittings import Sittings
from desk.demo.world import Court

PROCESSES = 2
AHEAD = 40  # pieces of rows that wait to be written, at most, of each process
TURNS = 10_000_000  # people invented by one process at most, so that no number is given twice
STATES = b"states"
Luck = Callable[[str], random.Random]


@dataclass
class ToImport:
    """The cases of one court that come from elsewhere, planned or still to be planned."""

    court: Court
    cases: int
    plans: Iterator[Plan]


@dataclass
class Share:
    """What one process invents, and the ids that it gives."""

    number: int
    courts: list[ToImport] = field(default_factory=list)
    firsts: dict[str, int] = field(default_factory=dict)

    @property
    def cases(self) -> int:
        return sum(one.cases for one in self.courts)


def spread(imported: list[ToImport], reserve: Callable[[int], dict[str, int]]) -> list[Share]:
    """Courts over processes, the largest first, each to the process with the least so far."""
    shares = [Share(number) for number in range(1, PROCESSES + 1)]
    for one in sorted(imported, key=lambda one: one.cases, reverse=True):
        if one.cases:
            min(shares, key=lambda share: share.cases).courts.append(one)
    for share in shares:
        share.firsts = reserve(share.cases) if share.courts else {}
    return [share for share in shares if share.courts]


class Made:
    """Rows as they come from the processes: table and text; afterwards the states of the journals."""

    def __init__(self, pipes: list[Connection]) -> None:
        self.states: dict[str, State] = {}
        self._open = len(pipes)
        self._queue: Queue[bytes] = Queue(AHEAD * max(self._open, 1))
        for pipe in pipes:
            Thread(target=self._read, args=(pipe,), daemon=True).start()

    def _read(self, pipe: Connection) -> None:
        """One process's rows until its end; an empty piece is a process that broke off."""
        try:
            while True:
                piece = pipe.recv_bytes()
                self._queue.put(piece)
                if piece.startswith(STATES):
                    return
        except EOFError:
            self._queue.put(b"")

    def __iter__(self) -> Iterator[tuple[str, bytes]]:
        while self._open:
            name, _end, text = self._queue.get().partition(b"\n")
            if not name:
                raise RuntimeError("a process that invented cases broke off; its reason stands above")
            if name == STATES:
                self.states.update(pickle.loads(text))  # noqa: S301 - of our own child
                self._open -= 1
            else:
                yield name.decode(), text


@contextmanager
def beside(desk: Desk, shares: list[Share], luck: Luck) -> Iterator[Made]:
    """Let the processes run as long as their rows are taken."""
    connections.close_all()  # a child must not share our connection
    context = multiprocessing.get_context("fork")
    ours, children = [], []
    for share in shares:
        pipe, theirs = context.Pipe(duplex=False)
        child = context.Process(target=_invent, args=(desk, share, luck, theirs), daemon=True)
        child.start()
        theirs.close()
        ours.append(pipe)
        children.append(child)
    try:
        yield Made(ours)
    finally:
        for child in children:
            child.terminate()
            child.join()


def _invent(desk: Desk, share: Share, luck: Luck, out: Connection) -> None:
    gc.disable()  # nothing here runs in circles; looking for them takes a fifth of the time
    tables = Tables(lambda table, text: out.send_bytes(f"{table}\n{text}".encode()), share.firsts)
    desk.go_on(tables, luck(f"share {share.number}"), share.number * TURNS)
    life, states = Life(desk, Sittings(desk), Papers(desk)), {}
    for one in share.courts:
        for plan in one.plans:
            life.live(desk.file(plan))
        for book in _books(desk, one.court):
            book.seal()
            states[book.log] = book.state
    tables.flush()
    out.send_bytes(STATES + b"\n" + pickle.dumps(states))
    out.close()


def _books(desk: Desk, court: Court) -> list[Book]:
    """The journals in which this court's cases stand: its own, and that of the enforcement office which it feeds."""
    office = desk.world.office
    fed = [desk.books[office.body.code]] if court.body.pk == office.feeder else []
    return [desk.books[court.body.code], *fed]
