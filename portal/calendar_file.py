"""A hearing as a file for anybody's calendar (RFC 5545): pure."""

import datetime as dt

LINE = 75
HOUR = dt.timedelta(hours=1)


def event(*, uid: str, starts_at: dt.datetime, ends_at: dt.datetime, made_at: dt.datetime, title: str, place: str,
          text: str, url: str) -> str:  # fmt: skip
    """One event with a reminder a day before; times in UTC."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//CourtCMS//hearings//AZ",
        "BEGIN:VEVENT",
        f"UID:{uid}",
        f"DTSTAMP:{_utc(made_at)}",
        f"DTSTART:{_utc(starts_at)}",
        f"DTEND:{_utc(max(ends_at, starts_at + HOUR / 4))}",
        f"SUMMARY:{_escaped(title)}",
        f"LOCATION:{_escaped(place)}",
        f"DESCRIPTION:{_escaped(text)}",
        f"URL:{url}",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        "TRIGGER:-P1D",
        f"DESCRIPTION:{_escaped(title)}",
        "END:VALARM",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _utc(moment: dt.datetime) -> str:
    return f"{moment.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\r\n", "\n").replace("\n", "\\n")


def _folded(line: str) -> str:
    """No line is longer than 75 octets; what follows begins with a space, and no letter is torn."""
    parts: list[str] = []
    part = ""
    for letter in line:
        if len((part + letter).encode()) > LINE - bool(parts):
            parts.append(part)
            part = ""
        part += letter
    return "\r\n ".join([*parts, part])
