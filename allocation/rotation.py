"""A new key for a court: entered in its log today, used from a day later, signed over to the witness by the old one."""

import datetime as dt

from django.db import transaction

from allocation.courtlog import locked, moment
from allocation.models import Holder
from allocation.opening import KEY_REST, enter_key
from journal import keys
from journal.models import PublicKey
from reference.models import Body


@transaction.atomic
def rotate_key(body: Body, *, at: dt.datetime | None = None) -> list[PublicKey]:
    """New keys for the draws and for the journal of a body; the old ones sign for one day more.

    What they signed is verified by them for ever. Raises keys.KeyPending while an earlier change waits, keys.KeyMissing
    when a present key is gone.
    """
    log = locked(body)
    begun = max(moment(at), log.last_at) if log else moment(at)
    owners = sorted({body.code, body.short_code} - {""})
    made = {owner: keys.make_next(owner, used_from=begun + KEY_REST) for owner in owners}
    if log:
        enter_key(log, Holder.COURT, made[body.short_code], at=begun)
    return list(made.values())


@transaction.atomic
def rotate_national_key() -> list[PublicKey]:
    """A new key for the national journal and the access log."""
    return [keys.make_next(keys.NATIONAL, used_from=moment() + KEY_REST)]
