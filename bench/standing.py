"""A court of one size with servers of its own: loads a fresh database, serves it and stands until its input ends.

`python -m bench.standing CASES DRAWN`; what it tells are lines of JSON: first how to ask for its pages, then, for the
line `draws`, what was measured of the draw.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import django
import psycopg2
from django.core.management import call_command

django.setup()

from django.db import connection  # noqa: E402 - models want Django set up

from bench import allocating  # noqa: E402
from bench.claims import cookies_of, disk, example, form  # noqa: E402

PEOPLE = {"clerk": "leyla", "judge": "rashad", "chair": "nigar"}
SERVER = [
    *("--interface", "wsgi", "--host", "127.0.0.1", "--workers", "2", "--blocking-threads", "4"),
    *("--backpressure", "64", "--no-ws", "bench.wsgi:application"),
]


@contextmanager
def served() -> Iterator[None]:
    """Granian with the real settings, and the floor beside the doors."""
    command = [sys.executable, "-m", "granian", "--port", os.environ["PORT"], *SERVER]
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        child.terminate()
        child.wait(20)


def loaded(cases: int, drawn: int) -> dict[str, Any]:
    """How long it took and how large it is."""
    for words in (["migrate"], ["load_reference"], ["collectstatic", "--no-input"]):
        call_command(*words, verbosity=0)
    begun = time.monotonic()
    call_command("load_demo", cases=cases, drawn=drawn, signed=4)
    spent = time.monotonic() - begun
    settle()
    return {"cases": cases, "load_seconds": spent, "disk": disk()}


def settle() -> None:
    """What the database does by itself in the first minutes after a load is done before anything is measured."""
    superuser = psycopg2.connect(os.environ["SUPERUSER_URL"], dbname=connection.settings_dict["NAME"])
    superuser.autocommit = True
    with closing(superuser), superuser.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")
        cursor.execute("CHECKPOINT")


def doors() -> dict[str, Any]:
    """Where its pages are, by whom they are asked for, and the form of a claim."""
    known = example()
    clerk = {
        "desk": "/desk/",
        "docket": "/cases/",
        "case page": f"/cases/{known['pk']}/",
        "search by name": f"/search/?q={known['name']}",
        "search by surname": f"/search/?q={known['surname']}",
        "search by number": f"/search/?q={known['number']}",
        "search by the running number": f"/search/?q={known['sequence']}",
        "JSON list of 100 cases": "/api/v1/cases?limit=100",
    }
    public = {
        "decision search": "/decisions/?q=%C3%B6hd%C9%99lik",
        "kiosk": "/kiosk/yasamal/",
        "public hearing list": "/hearings/",
    }
    paths = {name: ("clerk", path) for name, path in clerk.items()}
    paths |= {"desk of the chair": ("chair", "/desk/"), "docket of a judge": ("judge", "/cases/")}
    return {
        "port": int(os.environ["PORT"]),
        "floor": known["pk"],
        "cookies": {who: cookies_of(name) for who, name in PEOPLE.items()} | {"": {}},
        "paths": paths | {name: ("", path) for name, path in public.items()},
        "claim": form(),
    }


def tell(what: Any) -> None:
    """A line for whoever asked."""
    sys.stdout.write(f"\n{json.dumps(what)}\n")
    sys.stdout.flush()


def main(cases: int, drawn: int) -> None:
    facts = loaded(cases, drawn)
    with served():
        tell(facts | doors())
        connection.close()
        for line in sys.stdin:
            if line.strip() == "draws":
                tell(allocating.measured())
                connection.close()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
