"""The table of what was measured: times, ratios to the floor, and growth from size to size."""

import datetime as dt
import os
import platform
from collections.abc import Iterable, Sequence
from typing import Any

Line = Sequence[str]
HEADS = (
    *("page", "median", "p95", "floor median", "floor p95", "median / floor", "p95 / floor"),
    *("bytes", "requests/s, 16 clients"),
)

HOW = (
    "One client: {runs} requests a page after {warm} to warm up, over one kept connection, in milliseconds; the floor"
    " is a view with one indexed read and a page of the same size, asked for in turn with the page. Courts of all"
    " sizes stand side by side and are asked in turn too. Sixteen clients: threads of one process beside the server,"
    " so the server has less than the whole machine. Read ratios, not absolutes."
)


def table(found: list[dict[str, Any]], fairness: Iterable[str], log: Iterable[Line]) -> str:
    """All that was measured in one text of Markdown."""
    now = dt.datetime.now(dt.UTC)  # clock: own process
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    parts = ["# Measured\n", f"{now:%Y-%m-%d %H:%M} UTC, {platform.machine()}, {os.cpu_count()} cores, load {load}.\n"]
    parts.append(HOW.format(runs=found[0]["runs"], warm=found[0]["warm"]) + "\n")
    for one in found:
        parts += _size(one)
    if len(found) > 1:
        parts += _growth(found[0], found[-1])
    parts += ["\n## Fairness of the draw\n", *fairness]
    parts += _lines("An outsider's check of a whole log", log)
    return "\n".join(parts) + "\n"


def _size(one: dict[str, Any]) -> list[str]:
    lines = [
        f"\n## {one['cases']:,} cases\n",
        f"Loaded in {one['load_seconds']:.0f} s, {one['disk']} on disk.\n",
        f"| {' | '.join(HEADS)} |",
        f"|---|{'---:|' * (len(HEADS) - 1)}",
    ]
    lines += [_page(name, page) for name, page in one["pages"].items()]
    return lines + _lines(f"Draws beside {one['cases']:,} cases", one["draws"])


def _page(name: str, page: dict[str, float]) -> str:
    parts = [f"{page['median']:.1f}", f"{page['p95']:.1f}", "", "", "", "", f"{page['bytes']}", ""]
    if "floor_p95" in page:
        floors = [page["floor_median"], page["floor_p95"]]
        ratios = [page["median"] / floors[0], page["p95"] / floors[1]]
        parts[2:6] = [f"{value:.1f}" for value in floors + ratios]
        parts[7] = f"{page['many']:.0f}"
    return f"| {name} | {' | '.join(parts)} |"


def _lines(title: str, measured: Iterable[Line]) -> list[str]:
    rows = [f"| {' | '.join(line)} |" for line in measured]
    return [f"\n### {title}\n", "| what | measured | aim |", "|---|---:|---:|", *rows] if rows else []


def _growth(first: dict[str, Any], last: dict[str, Any]) -> list[str]:
    """How each page and its floor grew, and the page against the floor, which grows with the machine's mood alone."""
    lines = [
        f"\n## Growth from {first['cases']:,} to {last['cases']:,} cases\n",
        "| page | median | p95 | floor median | floor p95 | median / floor | p95 / floor |",
        f"|---|{'---:|' * 6}",
    ]
    for name, page in last["pages"].items():
        if before := first["pages"].get(name):
            lines.append(f"| {name} | {' | '.join(_grown(before, page))} |")
    return lines


def _grown(before: dict[str, float], page: dict[str, float]) -> list[str]:
    spans = [page[name] / before[name] for name in ("median", "p95", "floor_median", "floor_p95") if name in page]
    against = [own / floor for own, floor in zip(spans[:2], spans[2:], strict=False)]
    return [f"× {span:.2f}" for span in spans + against] + [""] * (4 - len(spans) + 2 - len(against))
