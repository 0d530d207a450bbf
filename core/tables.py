"""Tables that leave the house for a spreadsheet: no cell in them can run as a formula."""

import csv
from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse

# A cell that begins so is run, not shown, by the spreadsheets in use.
RUN = ("=", "+", "-", "@", "\t", "\r", "\n", "\N{FULLWIDTH EQUALS SIGN}", "\N{FULLWIDTH COMMERCIAL AT}")


def harmless(value: Any) -> str:
    """The value as text that a spreadsheet shows and never runs."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.lstrip(" ").startswith(RUN) else text


def csv_table(name: str, lines: Iterable[Iterable[Any]]) -> HttpResponse:
    """The lines as a CSV file that opens by a double click: semicolons and a byte order mark."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    response.write("\N{ZERO WIDTH NO-BREAK SPACE}")
    writer = csv.writer(response, delimiter=";")
    for cells in lines:
        writer.writerow([harmless(value) for value in cells])
    return response
