"""Hearings of invented cases: set, held, with their protocols; the next one ahead with those who are awaited."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from core import clock
from desk.demo.filing import IMPORT, Desk, Filed
from desk.demo.slots import LENGTH

TEXT = (
    "Hakim iclası açıq elan etdi, iştirakçıların gəldiyini yoxladı və hüquqlarını izah etdi. Tərəflər mövqelərini"
    " bildirdilər. Sübutlar tədqiq edildi. İclas bağlı elan edildi."
)
PRESENCE = ("came", "late", "remote", "absent")
PRESENCE_WEIGHTS = (82, 4, 5, 9)


@dataclass(frozen=True)
class Heard:
    """One hearing of the case."""

    id: int
    at: dt.datetime
    room: str
    is_main: bool


class Sittings:
    """Books rooms and judges and writes what was held."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.now = desk, desk.world.now
        self._names = {room: name for court in desk.world.courts for room, name in court.rooms}

    def hold(self, filed: Filed, accepted_at: dt.datetime, wanted: int) -> list[Heard]:
        """So many hearings one after another; the one ahead of now is the last that is set."""
        held: list[Heard] = []
        day = clock.local(accepted_at).date() + dt.timedelta(days=12 + self.desk.luck.randrange(14))
        people = [part.party for part in filed.called]
        for turn in range(wanted):
            is_main = turn > 0 or wanted == 1
            taken = self._diary(filed).take(day, filed.judges[0].id, people, self.desk.luck.randrange(1000))
            if taken is None:
                break
            set_at = held[-1].at + dt.timedelta(minutes=40) if held else accepted_at + dt.timedelta(minutes=30)
            at, room = taken
            held.append(self._write(filed, at, room, is_main, set_at))
            if taken[0] > self.now:
                break
            day = clock.local(taken[0]).date() + dt.timedelta(days=9 + self.desk.luck.randrange(9))
        return held

    def _diary(self, filed: Filed) -> Any:
        return self.desk.slots[filed.plan.court.body.pk]

    def _write(self, filed: Filed, at: dt.datetime, room: int, is_main: bool, set_at: dt.datetime) -> Heard:
        tables, court = self.desk.tables, filed.plan.court.body.pk
        ends, judge = at + LENGTH, filed.judges[0]
        during = f'["{at.isoformat()}","{ends.isoformat()}")'
        is_over = ends <= self.now
        state = "ended" if is_over else "planned"
        closed = filed.is_sealed
        sitting = tables.add("hearings_sitting", during, state, closed, set_at.isoformat(), "", court, judge.id, room)
        kind = "main" if is_main else "preparatory"
        hearing = tables.add(
            "hearings_hearing", kind, at.isoformat(), filed.public_line[:400], court, filed.id, sitting
        )
        heard = Heard(hearing, at, self._names[room], is_main)
        self._enter(filed, heard, kind, ends, set_at, is_over)
        if is_over:
            self._protocol(filed, heard, ends)
        if clock.local(at).date() >= self.desk.named_since:
            self._await(filed, sitting, during, court)
        return heard

    def _enter(
        self, filed: Filed, heard: Heard, kind: str, ends: dt.datetime, set_at: dt.datetime, is_over: bool
    ) -> None:
        judge, plan = filed.judges[0], filed.plan
        facts = {
            "hearing": heard.id, "kind": kind, "at": heard.at.isoformat(), "until": ends.isoformat(),
            "room": heard.room, "judge": judge.name, "act": heard.id,
        }  # fmt: skip
        book, subject = self.desk.books[plan.court.body.code], ("hearings.hearing", heard.id)
        by = plan.court.clerk if plan.is_drawn else IMPORT
        book.write("hearings.set", set_at, by, filed.id, facts, subject)
        if is_over and plan.is_drawn:
            book.write("hearings.held", ends, judge.by, filed.id, facts, subject)

    def _protocol(self, filed: Filed, heard: Heard, ends: dt.datetime) -> None:
        """Signed by both after some days; those of the last days wait for the clerk, who makes and signs the paper."""
        by_clerk, by_judge = ends + dt.timedelta(days=2), ends + dt.timedelta(days=4)
        signed = (by_clerk.isoformat(), by_judge.isoformat()) if by_judge < self.now else (None, None)
        clerk = filed.plan.court.clerk.actor_id
        protocol = self.desk.tables.add(
            "hearings_protocol", TEXT, heard.at.isoformat(), ends.isoformat(), *signed, 1, clerk, None, heard.id,
            filed.plan.court.body.pk,
        )  # fmt: skip
        if filed.plan.is_drawn:
            self._attend(filed, protocol, heard)

    def _attend(self, filed: Filed, protocol: int, heard: Heard) -> None:
        """Most came; some late, some by video, some not at all."""
        for part in filed.called:
            presence = self.desk.luck.choices(PRESENCE, PRESENCE_WEIGHTS)[0]
            late = clock.local(heard.at + dt.timedelta(minutes=10)).time() if presence == "late" else None
            self.desk.tables.add("hearings_attendance", presence, late, part.id, protocol)

    def _await(self, filed: Filed, sitting: int, during: str, court: int) -> None:
        """Who is awaited, of hearings that are ahead or were lately."""
        for party in dict.fromkeys(part.party for part in filed.called):
            self.desk.tables.add("hearings_sittingperson", during, True, court, party, sitting)
