import io
import subprocess
from pathlib import Path

import pypdf
import pytest
from django.utils import translation
from django.utils.translation import gettext as _

from documents import barcodes, fields
from documents.printing import DataOnly, paper_html, print_html, print_paper

pytestmark = pytest.mark.usefixtures("still")


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages).split())


@pytest.mark.parametrize("code", sorted(fields.FIELDS))
def test_every_paper_prints_with_every_field_of_its_catalogue(code: str) -> None:
    example = fields.example(code)
    printed = text_of(print_paper(f"prints/{code}.html", example))
    assert example["court"] in printed and example["number"] in printed and example["code"] in printed
    assert "1 / 1" in printed


@pytest.mark.requirement("EI-12.6")
def test_a_reader_at_the_desk_and_a_telephone_read_the_codes_of_a_printed_page(tmp_path: Path) -> None:
    pdf = tmp_path / "paper.pdf"
    pdf.write_bytes(print_paper("prints/writ.html", fields.example("writ")))
    subprocess.run(["pdftoppm", "-r", "150", "-png", pdf, tmp_path / "page"], check=True)
    seen = subprocess.run(["zbarimg", "-q", next(tmp_path.glob("page*.png"))], capture_output=True, text=True).stdout
    assert "CODE-128:23456789ABCD" in seen
    assert "/verify/23456789ABCD/" in seen and "QR-Code:http" in seen


def test_a_judgment_is_in_the_name_of_the_republic_and_has_four_parts_in_their_order() -> None:
    example = fields.example("judgment")
    printed = text_of(print_paper("prints/judgment.html", example))
    with translation.override("az"):
        heading = _("IN THE NAME OF THE REPUBLIC OF AZERBAIJAN")
    parts = [example[part].split("\n")[0][:30] for part in ("intro", "facts", "reasons", "operative")]
    places = [printed.replace(" ", "").index(part.replace(" ", "")) for part in [heading, *parts]]
    assert places == sorted(places)


def test_a_long_paper_numbers_its_pages_and_repeats_the_court_on_each() -> None:
    long = fields.example("judgment") | {"facts": "\n\n".join(f"{at}. Şahid ifadə vermişdir. " * 6 for at in range(60))}
    pages = pypdf.PdfReader(io.BytesIO(print_paper("prints/judgment.html", long))).pages
    assert len(pages) > 2
    for number, page in enumerate(pages, 1):
        words = " ".join(page.extract_text().split())
        assert "Bakı şəhəri Yasamal Rayon Məhkəməsi" in words and f"{number} / {len(pages)}" in words


def test_a_paper_is_tagged_and_fit_for_the_archive_with_its_fonts_inside() -> None:
    reader = pypdf.PdfReader(io.BytesIO(print_paper("prints/ruling.html", fields.example("ruling"))))
    catalogue = reader.trailer["/Root"]
    described = catalogue["/Metadata"].get_data().decode()
    assert "pdfaid:part" in described and "OutputIntents" in str(catalogue.keys())
    assert catalogue["/MarkInfo"]["/Marked"] is True or str(catalogue["/MarkInfo"]["/Marked"]) == "True"
    assert catalogue["/Lang"] == "az"
    fonts = [font.get_object() for font in reader.pages[0]["/Resources"]["/Font"].values()]
    inner = [font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object() for font in fonts]
    assert inner and all("/FontFile2" in one or "/FontFile3" in one for one in inner)


@pytest.mark.parametrize("address", ["file:///etc/passwd", "http://127.0.0.1:1/x", "ftp://127.0.0.1/x"])
def test_the_printer_opens_no_address_but_data(address: str) -> None:
    with pytest.raises(ValueError, match="disallowed protocol"):
        DataOnly().fetch(address)


def test_a_page_that_attaches_a_file_of_the_server_prints_without_it() -> None:
    secret = Path("/etc/passwd").read_bytes()[:20]
    page = "<link rel=attachment href='file:///etc/passwd'><a rel=attachment href='file:///etc/passwd'>x</a><p>Ə</p>"
    reader = pypdf.PdfReader(io.BytesIO(print_html(f"<html lang=az><title>t</title>{page}")))
    assert not any(secret in content for contents in reader.attachments.values() for content in contents)


def test_what_a_party_wrote_stays_text_on_the_printed_page() -> None:
    html = paper_html("prints/notice.html", fields.example("notice") | {"recipient": "<script>x</script>"})
    assert "<script>x" not in html and "&lt;script&gt;x" in html


def test_letters_that_a_bar_code_does_not_know_are_written_by_their_nearest() -> None:
    assert barcodes.folded("İş № 4, Əşğıöüç") == "Is N 4, Esgiouc"
    assert barcodes.code128("Ə-1") == barcodes.code128("Ə-1") != barcodes.code128("E-2")
