"""One launcher for one state folder."""

import contextlib
import fcntl
import json
import os
import time
from dataclasses import dataclass

from courtcms.local.places import Home, Unfit


@dataclass
class Hold:
    """The launcher's lock, held for its life; the file tells others who holds it."""

    descriptor: int

    def tell(self, **words: str | int) -> None:
        """Write who we are and where we serve."""
        os.ftruncate(self.descriptor, 0)
        os.pwrite(self.descriptor, json.dumps({"pid": os.getpid(), **words}).encode(), 0)


def take(home: Home) -> Hold | dict[str, str | int]:
    """The lock, or what its holder told."""
    descriptor = os.open(home.run / "launcher", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        told: dict[str, str | int] = {}
        with contextlib.suppress(ValueError):
            told = json.loads(os.pread(descriptor, 4096, 0))
        os.close(descriptor)
        return told
    return Hold(descriptor)


def wait_for_former(home: Home, patience: float = 30) -> None:
    """After a launcher was killed its children need a moment to end; each holds its lock until then."""
    until = time.monotonic() + patience
    for path in home.run.glob("*.lock"):
        descriptor = os.open(path, os.O_RDWR | os.O_CLOEXEC)
        try:
            while not is_ours(descriptor):
                if time.monotonic() > until:
                    raise Unfit(f"{path.stem} of a former run does not end; see who holds {path}.")
                time.sleep(0.05)
        finally:
            os.close(descriptor)


def is_ours(descriptor: int) -> bool:
    """Whether the lock could be taken."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
