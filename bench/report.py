"""The table of what was measured: times, ratios to the floor, and growth from size to size."""

import datetime as dt
import os
import platform
from typing import Any

HOW = (
    "One client: {runs} requests a page after {warm} to warm up, over one kept connection, in milliseconds; the floor"
    " is a view with one indexed read and a page of the same size. Sixteen clients: threads of one process beside the"
    " server, so the server has less than the whole machine. Read ratios, not absolutes."
)


def table(found: list[dict[str, Any]]) -> str:
    """All sizes in one text of Markdown."""
    now = dt.datetime.now(dt.UTC)  # clock: own process
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    parts = ["# Measured\n", f"{now:%Y-%m-%d %H:%M} UTC, {platform.machine()}, {os.cpu_count()} cores, load {load}.\n"]
    parts.append(HOW.format(runs=found[0]["runs"], warm=found[0]["warm"]) + "\n")
    for one in found:
        parts += _size(one)
    if len(found) > 1:
        parts += _growth(found[0], found[-1])
    return "\n".join(parts) + "\n"


def _size(one: dict[str, Any]) -> list[str]:
    lines = [
        f"\n## {one['cases']:,} cases\n",
        f"Loaded in {one['load_seconds']:.0f} s, {one['disk']} on disk.\n",
        "| page | median | p95 | floor p95 | p95 / floor | bytes | requests/s, 16 clients |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    for name, page in one["pages"].items():
        floor = page.get("floor_p95")
        ratio = f"{page['p95'] / floor:.1f}" if floor else ""
        many = f"{page['many']:.0f}" if page.get("many") else ""
        shown = f"{floor:.1f}" if floor else ""
        lines.append(
            f"| {name} | {page['median']:.1f} | {page['p95']:.1f} | {shown} | {ratio} | {page['bytes']} | {many} |"
        )
    return lines


def _growth(first: dict[str, Any], last: dict[str, Any]) -> list[str]:
    lines = [
        f"\n## Growth from {first['cases']:,} to {last['cases']:,} cases\n",
        "| page | median | p95 |",
        "|---|---:|---:|",
    ]
    for name, page in last["pages"].items():
        before = first["pages"].get(name)
        if before:
            median, p95 = page["median"] / before["median"], page["p95"] / before["p95"]
            lines.append(f"| {name} | × {median:.2f} | × {p95:.2f} |")
    return lines
