"""When hearings are: a free room and a free judge within court hours, as the constraints of the database want it."""

import datetime as dt
from collections import defaultdict

from core import clock
from core.working_days import Calendar

# Beginnings of hearings, half an hour each, without the break.
HOURS = [dt.time(h, m) for h in (9, 10, 11, 12, 14, 15, 16, 17) for m in (0, 30)]
LENGTH = dt.timedelta(minutes=30)
FULL = (1 << len(HOURS)) - 1
TRIED_DAYS = 60


class Slots:
    """The diary of one court: which half hours of a day its rooms, judges and parties have taken."""

    def __init__(self, rooms: list[int], calendar: Calendar, since: dt.date) -> None:
        """Whether parties are free is asked for days from `since` on; what lies further back clashes with nothing."""
        self._since = since
        self._rooms, self._calendar = rooms, calendar
        self._taken: dict[tuple[dt.date, str, int], int] = defaultdict(int)
        self._next: dict[dt.date, dt.date] = {}

    def take(self, day: dt.date, judge: int, people: list[int], spread: int) -> tuple[dt.datetime, int] | None:
        """The first time from this day on at which judge, parties and a room are free; None when all is full."""
        for _try in range(TRIED_DAYS):
            day = self._working(day)
            if found := self._on(day, judge, people, spread):
                return found
            day += dt.timedelta(days=1)
        return None

    def _working(self, day: dt.date) -> dt.date:
        if day not in self._next:
            self._next[day] = self._calendar.roll_forward(day)
        return self._next[day]

    def _on(self, day: dt.date, judge: int, people: list[int], spread: int) -> tuple[dt.datetime, int] | None:
        busy = self._taken.get((day, "judge", judge), 0)
        people = people if day >= self._since else []
        for party in people:
            busy |= self._taken.get((day, "party", party), 0)
        for turn in range(len(self._rooms)):
            room = self._rooms[(turn + spread) % len(self._rooms)]
            free = FULL & ~(busy | self._taken[day, "room", room])
            if free:
                turn_of_day = self._pick(free, spread)
                bit = 1 << turn_of_day
                self._taken[day, "judge", judge] |= bit
                self._taken[day, "room", room] |= bit
                for party in people:
                    self._taken[day, "party", party] |= bit
                return clock.at(day, HOURS[turn_of_day]).astimezone(dt.UTC), room
        return None

    @staticmethod
    def _pick(free: int, spread: int) -> int:
        """The first free half hour from a place in the day on, so that hearings do not all begin in the morning."""
        start = spread % len(HOURS)
        for step in range(len(HOURS)):
            place = (start + step) % len(HOURS)
            if free >> place & 1:
                return place
        raise ValueError("no half hour is free")
