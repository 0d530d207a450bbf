"""Printing: a page of HTML becomes a PDF for the archive, fetching nothing from anywhere."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from documents import barcodes

# Tagged and fit for the archive (ISO 19005-3, level A): text can be read aloud and copied.
VARIANT = "pdf/a-3a"
LANGUAGE = "az"


class DataOnly(URLFetcher):
    """Opens `data:` addresses and nothing else: no file of the server, no address of the network."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=["data"], allow_redirects=False)


def print_html(html: str) -> bytes:
    """The page as a PDF/A-3a."""
    page = HTML(string=html, url_fetcher=DataOnly(), base_url=None)
    printed: bytes = page.write_pdf(pdf_variant=VARIANT, stylesheets=[paper_style()], font_config=FontConfiguration())
    return printed


@cache
def paper_style() -> CSS:
    """How every paper looks: A4, the court above, page and codes below."""
    return CSS(string=Path(__file__).with_name("paper.css").read_text(encoding="utf-8"), url_fetcher=DataOnly())


def print_paper(template_name: str, context: Mapping[str, Any]) -> bytes:
    """A paper of the court printed from `templates/prints/`, in the language of proceedings.

    `context["code"]` is the verification code of the document that the bytes will belong to; `documents.fields` says
    what else each paper takes.
    """
    return print_html(paper_html(template_name, context))


def paper_html(template_name: str, context: Mapping[str, Any]) -> str:
    """The page that is printed, with its codes."""
    code = str(context.get("code", ""))
    with translation.override(LANGUAGE):
        codes = {"bar": barcodes.code128(code), "qr": barcodes.qr(verify_url(code))} if code else {}
        return render_to_string(template_name, {"verify_url": verify_url(code), **codes, **context})


def verify_url(code: str) -> str:
    """Where anybody checks the paper with this code; papers outlive us, so the address never changes."""
    return f"{settings.PUBLIC_URL}/verify/{code}/" if code else f"{settings.PUBLIC_URL}/verify/"
