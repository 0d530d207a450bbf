"""When a judgment enters into force (MPM 233.1): pure, by the days of service, of the terms and of appeals alone."""

import datetime as dt
from collections.abc import Collection, Hashable, Mapping
from typing import TypeVar

Party = TypeVar("Party", bound=Hashable)


def unserved(servings: Mapping[Party, dt.date | None]) -> list[Party]:
    """Who must be served and was not: nobody's silence counts against a person who was not told."""
    return [party for party, served_on in servings.items() if served_on is None]


def in_force_on(
    servings: Mapping[Party, dt.date | None],
    terms: Mapping[Party, dt.date],
    appeals: Collection[dt.date],
) -> dt.date | None:
    """The day on which the judgment enters into force if nothing else happens; None while that cannot be said.

    `servings`: everyone who must be served, with the day of official delivery; `terms`: the last day of each one's
    term of appeal (MPM 360); `appeals`: days on which appeals arrived. One appeal in time holds the judgment back for
    all; an appeal after the last term is returned (MPM 130.3) and holds back nothing.
    """
    if not servings or unserved(servings) or set(servings) - set(terms):
        return None
    last = max(terms[party] for party in servings)
    if any(day <= last for day in appeals):
        return None
    return last + dt.timedelta(days=1)
