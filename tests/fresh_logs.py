"""Logs of draws that the witness has not seen yet: it forgets nothing, while the database of a test is thrown away."""

import shutil
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from uuid import uuid4

from journal import keys, rsa
from reference.models import Body


@cache
def _key() -> Path:
    """One key for all courts of the tests: making it takes time."""
    path = Path(mkdtemp()) / "court.pem"
    rsa.make_file(path)
    return path


def fresh_logs(*courts: Body, own_keys: bool = False) -> None:
    """Give each court a short code, and so a log of draws, that no test had before."""
    for court in courts:
        court.short_code = f"court-{uuid4().hex[:12]}"
        court.save(update_fields=["short_code"])
        path = keys.path_of(court.short_code)
        path.parent.mkdir(parents=True, exist_ok=True)
        if own_keys:
            rsa.make_file(path)
        else:
            shutil.copy(_key(), path)
