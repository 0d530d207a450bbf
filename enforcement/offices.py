"""Which enforcement office a writ goes to: that of the debtor's territory."""

from collections.abc import Sequence

from core.azerbaijani import search_key
from reference.models import Body, BodyKind


def offices() -> list[Body]:
    """The enforcement offices that work."""
    return list(Body.objects.filter(kind=BodyKind.ENFORCEMENT, is_open=True))


def office_for(known: Sequence[Body], *, address: str, court: str) -> Body | None:
    """The office whose district stands in the debtor's address, else in the court's name; a person may change it."""
    for place in (address, court):
        folded = search_key(place).split()
        for office in known:
            if search_key(office.name_az).split()[:1] and search_key(office.name_az).split()[0] in folded:
                return office
    return known[0] if known else None
