# mypy: ignore-errors
"""What the entries of an allocation log look like, and how their days and shares are read.

Read by verify_rules.py and verify_batch.py from the same folder; nothing but Python is needed.
"""

import functools
import hashlib
import importlib.util
import pathlib
from datetime import datetime, timedelta

SPEC = importlib.util.spec_from_file_location("verify_draw", pathlib.Path(__file__).with_name("verify_draw.py"))
DRAW = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(DRAW)
demand, form, canonical = DRAW.demand, DRAW.form, DRAW.canonical
HASH, HEX, TEXT, COUNT, NUMBER = DRAW.HASH, DRAW.HEX, DRAW.TEXT, DRAW.COUNT, DRAW.NUMBER
ID, DAY = "[0-9a-f]{20}", r"\d{4}-\d\d-\d\d"
REASONS = "urgent|related|refiled|remitted|system-down"
MATTER = {name: wanted for name, wanted in DRAW.PRE.items() if name not in ("format", "at", "log", "keys")}
FORMS = {
    "key": {**DRAW.KEY, "holder": "court|witness"},
    "rule": {"id": TEXT, "from": DAY, "band": COUNT, "depth": range(32), "weights": dict, "by": list},
    "judge": {"judge": TEXT, "pool": TEXT, "share": list, "load": NUMBER, "from": DAY},
    "left": {"judge": TEXT, "pool": TEXT, "from": DAY},
    "share": {"judge": TEXT, "pool": TEXT, "share": list, "from": DAY, "by": list},
    "specialisation": {"judge": TEXT, "pool": TEXT, "only": list, "from": DAY},
    "quota": {"judge": TEXT, "pool": TEXT, "cases": NUMBER, "from": DAY},
    "absence": {"judge": TEXT, "from": DAY, "to": DAY},
    "present": {"judge": TEXT, "absence": NUMBER, "from": DAY},
    "conflict": {"judge": TEXT, "case": TEXT},
    "recusal": {"judge": TEXT, "draw": ID},
    "result": {"record": NUMBER, "draw": ID, "court_proof": HEX, "witness_proof": HEX, "judges": list},
    "no-choice": {"matter": MATTER, "judges": list},
    "manual": {"matter": MATTER, "judges": list, "reason": REASONS, "resolution": HASH, "by": list},
    "list": {"pool": TEXT, "judges": list},
    "sequential": {"matter": MATTER, "judges": list, "list": NUMBER},
    "batch-result": {"record": NUMBER, "batch": ID, "court_proof": HEX, "witness_proof": HEX, "judges": list},
    "correction": {"draw": ID, "weight": COUNT, "by": list},
    "lift": {"judge": TEXT, "pool": TEXT, "load": NUMBER, "absence": NUMBER},
    "new-year": {"year": range(2000, 10000)},
    "outage": {"from": DRAW.PRE["at"], "to": DRAW.PRE["at"]},
}


def sha256(text):
    return hashlib.sha256(text).digest()


def moment(at):
    return datetime.fromisoformat(at[:-1])


def day_of(at):
    """The day in Baku."""
    return day_of_hour(at[:13])


@functools.cache
def day_of_hour(hour):
    return (datetime.fromisoformat(f"{hour}:00") + timedelta(hours=4)).date().isoformat()


def grown(weight, share):
    return -(-weight * share[1] // share[0])


def latest(changes, day):
    """What is in force on the day, of changes with a first day each."""
    return next((change for change in reversed(changes) if change[0] <= day), None)


def check_share(share):
    demand([type(x) is int and x in COUNT for x in share] == [True, True], "the share is not above zero")


class Given:
    """A case given to judges by a record or another entry, with the growth of each load."""

    def __init__(self, index, matter, judges=None, text=b""):
        self.index, self.matter, self.judges, self.text = index, matter, judges, text
        self.shares = {row["judge"]: row["share"] for row in matter["roster"]}
