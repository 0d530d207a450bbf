"""The second look at category and weight: soon after the registration by the head of the court, of some two days later.

So the newest cases of a loaded demo still wait for somebody.
"""

import datetime as dt
import random

from core import clock
from desk.demo.book import By
from desk.demo.filing import Desk, Filed

LATER, DAYS = 0.35, 2  # of the cases are looked at so many working days later, in time before anybody is alarmed
OPENS = dt.time(10)


def look_again(desk: Desk, filed: Filed) -> None:
    """The row of the confirmation, and its entry where it has come; a court without a head has nobody for it."""
    second, clerk = filed.plan.court.head, filed.plan.court.clerk
    if second is None or second == clerk:
        return
    at = _moment(desk, filed)
    is_done = at <= desk.world.now
    who, when = (second.actor_id, at.isoformat()) if is_done else (None, None)
    since, state = filed.plan.at.isoformat(), "confirmed" if is_done else "waiting"
    court = filed.plan.court.body.pk
    desk.tables.put("allocation_categorycheck", filed.id, court, clerk.actor_id, since, state, who, when)
    if is_done:
        _tell(desk, filed, at, second)


def _moment(desk: Desk, filed: Filed) -> dt.datetime:
    plan = filed.plan
    luck = random.Random(plan.number)  # noqa: S311 - invented cases
    if luck.random() > LATER:
        return plan.at + dt.timedelta(minutes=20 + 70 * luck.random())
    day = desk.world.calendar.add_working_days(clock.local(plan.at).date(), DAYS)
    return (clock.at(day, OPENS) + dt.timedelta(minutes=luck.randrange(50))).astimezone(dt.UTC)


def _tell(desk: Desk, filed: Filed, at: dt.datetime, by: By) -> None:
    subject = filed.plan.subject
    said = {"category": subject.code, "weight": subject.weight}
    book = desk.books[filed.plan.court.body.code]
    book.write("allocation.category_confirmed", at, by, filed.id, said, ("cases.case", filed.id))
