"""Terms of enforcement, pure. The law on enforcement was not at hand: from memory, and shown as not verified."""

import datetime as dt

# Rows enf_present and enf_voluntary of the terms, both of confidence "memory".
PRESENT_YEARS = 3
VOLUNTARY_DAYS = 10


def present_until(in_force_on: dt.date) -> dt.date:
    """The last day on which a writ may be presented: three years from the entry into force (not verified)."""
    try:
        return in_force_on.replace(year=in_force_on.year + PRESENT_YEARS)
    except ValueError:
        return dt.date(in_force_on.year + PRESENT_YEARS, 2, 28)


def voluntary_until(received_on: dt.date) -> dt.date:
    """The last day on which the debtor may comply unforced: ten days from the decision (not verified)."""
    return received_on + dt.timedelta(days=VOLUNTARY_DAYS)
