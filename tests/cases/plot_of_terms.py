"""The plot of the house with nothing but the terms of the law in it."""

from courtcms.plot import TERMS

AT_ONCE = {event: ["cases.terms.follow"] for event in TERMS}
AFTER: dict[str, list[str]] = {}
