"""The last lines of a start: where to look and how to sign in."""

import csv
from collections.abc import Mapping
from pathlib import Path

from courtcms.local.places import CLONE

COLUMNS = ("username", "password", "role", "court")
DOORS = [
    ("/", "public portal"),
    ("/desk/", "court staff"),
    ("/cabinet/", "e-cabinet (ASAN login)"),
    ("/hearings/", "hearings of the day"),
    ("/draws/", "draws of judges, open to all"),
    ("/decisions/", "published decisions"),
    ("/admin/", "reference books"),
]


def people(path: Path = CLONE / "data" / "demo_people.csv") -> list[dict[str, str]]:
    """The invented people who may sign in; none when this version has no list."""
    if not path.exists():
        return []
    with path.open(newline="", encoding="utf-8") as file:
        return [{name: row.get(name) or "" for name in COLUMNS} for row in csv.DictReader(file)]


def table(rows: list[dict[str, str]]) -> list[str]:
    """Rows under their heads, in columns as wide as they must be."""
    shown = [dict(zip(COLUMNS, COLUMNS, strict=True)), *rows]
    width = {name: max(len(row[name]) for row in shown) for name in COLUMNS}
    return ["  ".join(row[name].ljust(width[name]) for name in COLUMNS).rstrip() for row in shown]


def lines(variables: Mapping[str, str], logs: Path) -> list[str]:
    """Addresses, sign-ins, and how to stop."""
    url = variables["PUBLIC_URL"].rstrip("/")
    width = max(len(path) for path, _ in DOORS)
    text = ["", f"CourtCMS serves at {url}", ""]
    text += [f"  {url}{path.ljust(width)}  {words}" for path, words in DOORS]
    text += [f"  {variables['MAIL_PAGE_URL']}{' ' * width}  letters that the demo sent"]
    if rows := people():
        text += [
            "",
            "Sign in as (demo only):",
            "",
            *(f"  {line}" for line in table(rows)),
        ]
    return [*text, "", f"Logs: {logs}", "Ctrl-C stops everything.", ""]
