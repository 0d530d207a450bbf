"""Logs of draws that the witness has not seen yet: it forgets nothing, while the database of a test is thrown away."""

import shutil
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from uuid import uuid4

from journal import keys, rsa
from reference.models import Body


@cache
def _key(number: int) -> Path:
    """A key of the tests: making one takes time. All courts share the first, unless they are to have their own."""
    path = Path(mkdtemp()) / "court.pem"
    rsa.make_file(path)
    return path


def fresh_logs(*courts: Body, own_keys: bool = False) -> None:
    """Give each court a short code, and so a log of draws, that no test had before."""
    for number, court in enumerate(courts, start=1):
        court.short_code = f"court-{uuid4().hex[:12]}"
        Body.objects.filter(pk=court.pk).update(short_code=court.short_code)  # it was always so: no step of its history
        lay_key(court.short_code, number if own_keys else 0)


def lay_key(place: str, number: int) -> None:
    """Lay a key that was made before where this one lies; what stands there is not made again."""
    path = keys.path_of(place)
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(_key(number), path)
