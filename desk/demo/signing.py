"""Judgments of the newest drawn cases, printed and signed one by one as a court does it (PAdES)."""

import datetime as dt
import multiprocessing
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import Any

from django.db import connections

from core import clock, files
from core.words import date_in_words
from desk.demo.book import By
from documents.printing import print_html, print_paper
from documents.signing import sign_pdf

PDF = "application/pdf"
APPEAL = "Qətnamədən rəsmi verildiyi gündən bir ay müddətində apellyasiya şikayəti verilə bilər (MPM 360)."
TITLES = {
    "claim": "İddia ərizəsi",
    "evidence": "Yazılı sübut",
    "objection": "İddiaya etiraz",
    "judgment": "Qətnamə",
    "writ": "İcra vərəqəsi",
    "enforcement_action": "İcra hərəkəti",
}


@dataclass(frozen=True)
class ToSign:
    """A judgment that waits for its signature."""

    filed: Any
    document: int
    at: dt.datetime
    by: By
    code: str
    words: dict[str, str]


@dataclass(frozen=True)
class SignedPaper:
    """A signed judgment: its stored file, its code, and the certificate."""

    file: int
    code: str
    certificate: str


def shared_files() -> dict[str, int]:
    """One stored file for each kind of paper, which all imported papers of the kind share."""
    page = "<html lang=az><title>{0}</title><h1>{0}</h1><p>Köçürülmüş işin sənədi (nümayiş üçün).</p></html>"
    return {kind: files.store(print_html(page.format(title)), PDF).pk for kind, title in TITLES.items()}


def sign_newest(waiting: list[ToSign], most: int, workers: int) -> Iterator[tuple[int, SignedPaper]]:
    """Print and sign the newest of them; each with the id of its document."""
    newest = sorted(waiting, key=lambda one: one.at)[-most:] if most else []
    if not newest:
        return
    connections.close_all()  # a child must not share our connection
    with ProcessPoolExecutor(workers, multiprocessing.get_context("fork")) as pool:
        jobs = [(_context(one), one.by, one.at) for one in newest]
        for one, (content, certificate) in zip(newest, pool.map(_signed, jobs, chunksize=4), strict=True):
            yield one.document, SignedPaper(files.store(content, PDF).pk, one.code, certificate)


def _signed(job: tuple[dict[str, Any], By, dt.datetime]) -> tuple[bytes, str]:
    context, by, at = job
    with clock.as_of(at):
        signed = sign_pdf(print_paper("prints/judgment.html", context), by)
    return signed.content, signed.certificate


def _context(one: ToSign) -> dict[str, Any]:
    filed, body = one.filed, one.filed.plan.court.body
    bench: Iterable[list[str]] = [["Sədrlik edən hakim", filed.judges[0].name]]
    parties = [["İddiaçı" if part.side == "0" else "Cavabdeh", part.person.full_name] for part in filed.main_parts]
    return {
        "code": one.code,
        "court": body.name_az,
        "court_address": body.address,
        "court_phone": body.phone,
        "city": body.city,
        "number": filed.plan.number,
        "heading": "Q Ə T N A M Ə",
        "pronounced": date_in_words(clock.local(one.at).date()),
        "bench": list(bench),
        "parties": parties,
        "subject": filed.claim,
        "decides": "",
        "appeal": APPEAL,
        **one.words,
    }
