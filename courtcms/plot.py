"""What follows from an event. Paths name functions fn(entry, data); a check at start holds every line.

AT_ONCE runs inside the transaction of the entry: database work only (terms open and close, counters).
AFTER runs soon after the commit, exactly once each, in a transaction of its own.
"""

AT_ONCE: dict[str, list[str]] = {
    "cases.registered": ["allocation.reactions.draw_when_committed"],
}

AFTER: dict[str, list[str]] = {}
