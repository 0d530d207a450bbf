"""What must answer for the system to be ready, and the numbers that watchers read."""

from django.core.cache import cache
from django.db import DatabaseError, connection
from prometheus_client import Gauge
from redis.exceptions import RedisError

from core import clock

# Whoever works in the background says so here; a name not heard for this long is missing.
HEARD_WITHIN = 60
AWAITED = ("worker", "sealer")
SEEN = Gauge("courtcms_seconds_since_seen", "Seconds since a background part was last seen", ["part"])


def heard(part: str) -> None:
    """A background part says that it is alive."""
    cache.set(f"heard:{part}", clock.now().timestamp(), 24 * 3600)


def silence(part: str) -> float | None:
    """Seconds since the part was heard, or nothing if never."""
    last = cache.get(f"heard:{part}")
    return None if last is None else max(0.0, clock.now().timestamp() - float(last))


def checks() -> dict[str, str]:
    """Each part that the system needs: `ok`, or in words what is wrong."""
    found = {"database": _database()}
    try:
        for part in AWAITED:
            found[part] = _part(part)
        found["broker"] = "ok"
    except RedisError:
        found["broker"] = "does not answer"
    return found


def _part(part: str) -> str:
    try:
        quiet = silence(part)
    except DatabaseError:
        return "not known"  # how late it is in the demo lies in the database
    return "ok" if quiet is not None and quiet < HEARD_WITHIN else "not seen lately"


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "does not answer"
    return "ok"


def measure() -> None:
    """Bring the gauges up to date."""
    try:
        for part in AWAITED:
            quiet = silence(part)
            SEEN.labels(part).set(-1 if quiet is None else quiet)
    except RedisError:
        SEEN.labels("broker").set(-1)
    except DatabaseError:
        for part in AWAITED:
            SEEN.labels(part).set(-1)
