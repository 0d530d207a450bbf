"""How the procedural codes count terms: pure, by date and calendar alone (MPM 127-133, İPM 22, CPM 202)."""

import datetime as dt
from dataclasses import dataclass, replace

from core.working_days import ONE_DAY, Calendar, add_days, add_months, add_years

# law → (a term begins on the day after, months end on the matching day, the last day rolls forward)
ARTICLES = {
    "MPM": ("MPM 128.3", "MPM 129.1", "MPM 129.2"),
    "İPM": ("İPM 22.1", "İPM 22.2, MPM 129.1", "İPM 22.2, MPM 129.2"),
    "CPM": ("CPM 202.2", "CPM 202.3", "CPM 202.3"),
}
SUSPENSION = "MPM 131"


@dataclass(frozen=True)
class Due:
    """The last day of a term; `counted` is that day before it rolled over days without work."""

    date: dt.date
    counted: dt.date
    article: str
    # Whether the calendar of all the days that matter was announced; if not, the day may yet move.
    is_certain: bool = True

    @property
    def rolled_from(self) -> dt.date | None:
        """The day without work from which the end moved, if it did."""
        return self.counted if self.counted != self.date else None


def compute(start: dt.date, length: int, unit: str, calendar: Calendar, law: str = "MPM") -> Due:
    """The last day of a term that an event of the day `start` opens; units: day, working_day, month, year."""
    begins, ends, _rolls = articles(law)
    counted = _counted(start, length, unit, calendar)
    article = begins if unit in {"day", "working_day"} else f"{begins}; {ends}"
    return _ended(counted, article, calendar, law)


def articles(law: str) -> tuple[str, str, str]:
    """The articles of counting of a code; a law without rules of its own counts as the civil code does."""
    return ARTICLES.get(law, ARTICLES["MPM"])


def _counted(start: dt.date, length: int, unit: str, calendar: Calendar) -> dt.date:
    """Where the count ends; it begins on the day after, so the day of the event is never counted (MPM 128.3)."""
    match unit:
        case "day":
            return add_days(start, length)
        case "working_day":
            return calendar.add_working_days(start, length)
        case "month":
            return add_months(start, length)
        case "year":
            return add_years(start, length)
    raise ValueError(f"terms of days are not counted in {unit}; for hours see compute_hours")


def _ended(counted: dt.date, article: str, calendar: Calendar, law: str) -> Due:
    """The term ends on the counted day, or on the next worked one (MPM 129.2, CPM 202.3)."""
    date = calendar.roll_forward(counted)
    if date != counted:
        article = f"{article}; {articles(law)[2]}"
    return Due(date, counted, article, calendar.is_known(date))


def compute_hours(start: dt.datetime, length: int) -> dt.datetime:
    """The moment at which a term in hours ends; the hour in which it begins is not counted (CPM 202.2)."""
    return start.replace(minute=0, second=0, microsecond=0) + dt.timedelta(hours=1 + length)


def latest_before(event: dt.date, length: int, unit: str, calendar: Calendar) -> Due:
    """The last day on which something must be done at least so long before the event (MPM 138.3: notice 10 days)."""
    if unit == "working_day":
        counted = calendar.add_working_days(event, -length)
    else:
        counted = {"day": add_days, "month": add_months, "year": add_years}[unit](event, -length)
    return Due(calendar.roll_back(counted), counted, "MPM 128.3", calendar.is_known(event))


def earliest_after(start: dt.date, length: int, unit: str, calendar: Calendar, law: str = "MPM") -> Due:
    """The first day on which something may be done when so long must pass before it (İPM 39.1: 35 days)."""
    counted = _counted(start, length, unit, calendar) + ONE_DAY
    return Due(counted, counted, articles(law)[0], calendar.is_known(counted))


def with_suspension(due: Due, suspended: dt.date, resumed: dt.date, calendar: Calendar, law: str = "MPM") -> Due:
    """The term after its proceedings stood still: what was left runs on from the day of resumption (MPM 131)."""
    if suspended > due.date or resumed <= suspended:
        return due
    moved = _ended(due.counted + (resumed - suspended), f"{due.article}; {SUSPENSION}", calendar, law)
    return replace(moved, is_certain=moved.is_certain and due.is_certain)
