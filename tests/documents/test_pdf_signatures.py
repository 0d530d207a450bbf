import datetime as dt
import io
import subprocess
from pathlib import Path
from typing import Any

import pypdf
import pytest

from core.errors import Refused
from documents import fields
from documents.printing import print_paper
from documents.signing import check_pdf, sign_pdf
from documents.stamp import stamp_font
from journal.actors import Actor

pytestmark = pytest.mark.usefixtures("still", "home")
CLERK = Actor("Leyla Abbasova", "Məhkəmə katibi, Bakı şəhəri Yasamal Rayon Məhkəməsi", 1)
JUDGE = Actor("Rəşad Şükür oğlu Quliyev", "Hakim, 100 % Bakı şəhəri Yasamal Rayon Məhkəməsi", 2)


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return print_paper("prints/protocol.html", fields.example("protocol"))


def pdfsig(tmp_path: Path, content: bytes) -> str:
    """What poppler, which knows nothing of us, says of the signatures."""
    file = tmp_path / "signed.pdf"
    file.write_bytes(content)
    return subprocess.run(["pdfsig", "-nocert", file], capture_output=True, text=True).stdout


def test_a_signature_is_valid_to_us_and_to_poppler(pdf: bytes, tmp_path: Path) -> None:
    signed = sign_pdf(pdf, JUDGE)
    (state,) = check_pdf(signed.content)
    assert (state.name, state.is_valid, state.is_trusted) == (JUDGE.actor_name, True, True)
    assert state.certificate == signed.certificate
    said = pdfsig(tmp_path, signed.content)
    assert "Signature is Valid" in said and JUDGE.actor_name in said and "ETSI.CAdES.detached" in said


@pytest.mark.requirement("EM-6.1.18")
def test_clerk_and_judge_sign_one_after_the_other_and_both_stay_valid(pdf: bytes, tmp_path: Path) -> None:
    first = sign_pdf(pdf, CLERK).content
    both = sign_pdf(first, JUDGE).content
    assert both.startswith(first)
    assert [(state.name, state.is_valid) for state in check_pdf(both)] == [
        (CLERK.actor_name, True),
        (JUDGE.actor_name, True),
    ]
    assert pdfsig(tmp_path, both).count("Signature is Valid") == 2


def test_one_flipped_byte_is_found_by_us_and_by_poppler(pdf: bytes, tmp_path: Path) -> None:
    broken = bytearray(sign_pdf(pdf, JUDGE).content)
    broken[broken.index(b"stream") + 40] ^= 1
    (state,) = check_pdf(bytes(broken))
    assert not state.is_intact and not state.is_valid
    assert "Signature is Valid" not in pdfsig(tmp_path, bytes(broken))


def test_text_added_after_the_signature_is_found(pdf: bytes) -> None:
    signed = pypdf.PdfWriter(io.BytesIO(sign_pdf(pdf, JUDGE).content), incremental=True)
    signed.pages[0].merge_page(pypdf.PdfReader(io.BytesIO(pdf)).pages[0])
    out = io.BytesIO()
    signed.write(out)
    assert [state.is_valid for state in check_pdf(out.getvalue())] == [False]


def test_a_signature_of_another_authority_is_not_trusted(
    own_keys: None, pdf: bytes, tmp_path: Path, settings: Any
) -> None:
    foreign = sign_pdf(pdf, JUDGE).content
    settings.COURTCMS_HOME = tmp_path / "another"
    (state,) = check_pdf(foreign)
    assert state.is_intact and not state.is_trusted and not state.is_valid


def test_a_file_that_is_no_pdf_is_refused_and_is_never_valid() -> None:
    with pytest.raises(Refused):
        sign_pdf(b"not a pdf at all", JUDGE)
    assert [state.is_valid for state in check_pdf(b"not a pdf at all")] == [False]


def test_an_unsigned_paper_has_no_signatures(pdf: bytes) -> None:
    assert check_pdf(pdf) == []


def test_nobody_signs_where_no_authority_is_set_up(pdf: bytes, settings: Any) -> None:
    settings.SIGNING_AUTHORITY = ""
    with pytest.raises(Refused):
        sign_pdf(pdf, JUDGE)


def test_the_stamp_shows_the_name_with_all_its_letters_in_the_place_that_the_paper_keeps(pdf: bytes) -> None:
    reader = pypdf.PdfReader(io.BytesIO(sign_pdf(sign_pdf(pdf, CLERK).content, JUDGE).content))
    boxes, words = [], ""
    for annotation in reader.pages[0]["/Annots"]:
        field = annotation.get_object()
        if field.get("/FT") == "/Sig":
            boxes.append([float(edge) for edge in field["/Rect"]])
            words += str(field["/AP"]["/N"].get_object().get_data())
    left, right = boxes
    assert left[2] < right[0] and left[1] == right[1] > 110
    seen = subprocess.run(["pdftotext", "-", "-"], input=reader.stream.getvalue(), capture_output=True).stdout.decode()
    assert "Rəşad Şükür oğlu Quliyev" in seen and "100 %" in seen and "Məhkəmə katibi" in seen


def test_the_font_of_the_stamp_has_the_letters_of_the_country_on_the_grid_that_the_library_reckons_in() -> None:
    from fontTools.ttLib import TTFont

    font = TTFont(io.BytesIO(stamp_font()))
    assert font["head"].unitsPerEm == 1000
    assert set(map(ord, "ƏəÇçĞğIıİiÖöŞşÜüЖё№–")) <= set(font.getBestCmap())


def test_a_person_keeps_one_certificate_and_its_key_is_readable_by_us_alone(
    own_keys: None, pdf: bytes, home: Path
) -> None:
    assert sign_pdf(pdf, JUDGE).certificate == sign_pdf(pdf, JUDGE).certificate != sign_pdf(pdf, CLERK).certificate
    keys = list((home / "keys" / "ca").glob("*.key.pem"))
    assert len(keys) == 4  # root, time-stamps, two persons
    assert all(key.stat().st_mode & 0o077 == 0 for key in keys)


def test_the_time_of_signing_is_that_of_the_court_and_is_time_stamped(pdf: bytes, monkeypatch: Any) -> None:
    from core import clock

    ahead = dt.timedelta(days=400)
    monkeypatch.setattr(clock, "offset", lambda: ahead)  # as the demo's clock does
    (state,) = check_pdf(sign_pdf(pdf, JUDGE).content)
    assert state.is_valid and state.signed_at is not None
    assert abs(state.signed_at - clock.now()) < dt.timedelta(minutes=1)
