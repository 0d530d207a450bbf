"""The receipt that a party takes home, and the sentence in which the judge reads why the case came here."""

import io
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdf
import pytest
from django.test import Client
from django.utils import translation

from accounts.models import User
from allocation import ways
from allocation.actions import draw_case, proofs_of
from allocation.models import Draw
from allocation.opening import open_at_need
from allocation.publishing import sentence
from allocation.why import why_here
from cases.models import Case, Participation
from core import clock
from parties.models import Party
from reference.models import Body, PartyRole
from staff.models import Judge
from tests.allocation.test_public_draws import body_of, next_day
from tests.allocation.test_refiling import claim as claim
from tests.allocation.test_refiling import given

NewCase = Callable[..., Case]
AsUser = Callable[[User], Client]
begin = open_at_need


def told_of(draw: Draw) -> str:
    """The sentence of the case page in English."""
    with translation.override("en"):
        return why_here(draw, Case.objects.get(pk=draw.dossier))


def words_of(pdf: bytes) -> tuple[str, int]:
    """The page without its spaces, and how many pages there are."""
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return re.sub(r"\s", "", " ".join(page.extract_text() for page in pages)), len(pages)


@pytest.fixture
def joined(aysel: User) -> Callable[..., Case]:
    """Puts Aysel into the case, as claimant unless told otherwise."""

    def join(case: Case, role: str = "plaintiff") -> Case:
        party = Party.objects.create(full_name="Aysel Rəhimli", surname="Rəhimli", given_name="Aysel", fin="5XK2T7P")
        named = {"party": party, "role": PartyRole.objects.get(code=role)}
        Participation.objects.create(case=case, from_on=clock.today(), **named)
        return case

    return join


@pytest.mark.requirement("EM-6.1.13")
def test_a_party_gets_judge_hash_and_proofs_on_one_page_at_once(
    as_user: AsUser, aysel: User, clerk: User, new_case: NewCase, joined: Any, judges: list[Judge], tmp_path: Path
) -> None:
    case = joined(new_case())
    draw = draw_case(case)
    for person, door in ((clerk, "allocation"), (aysel, "cabinet/cases")):
        answer = as_user(person).get(f"/{door}/{case.pk}/receipt/1/")
        assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
        assert "no-store" in answer["Cache-Control"]
        words, pages = words_of(answer.content)
        assert pages == 1
        shown = [case.number, draw.judges[0], draw.public_id, *(proof.hex() for proof in proofs_of(draw))]
        assert all(re.sub(r"\s", "", one) in words for one in shown)
    assert f"/cabinet/cases/{case.pk}/receipt/1/" in as_user(aysel).get(f"/cabinet/cases/{case.pk}/").content.decode()
    (tmp_path / "receipt.pdf").write_bytes(answer.content)
    subprocess.run(["pdftoppm", "-r", "300", tmp_path / "receipt.pdf", tmp_path / "page"], check=True)
    seen = subprocess.run(["zbarimg", "-q", next(tmp_path.glob("page*.ppm"))], capture_output=True, text=True).stdout
    assert f"/draws/{draw.public_id}/" in seen
    assert f"CODE-128:{draw.public_id}" in seen


def test_the_receipt_tells_nothing_of_the_loads_of_the_day(
    as_user: AsUser, clerk: User, new_case: NewCase, judges: list[Judge]
) -> None:
    draw = draw_case(new_case())
    words, _pages = words_of(as_user(clerk).get(f"/allocation/{draw.dossier}/receipt/1/").content)
    assert all(judge.public_id not in words for judge in judges if judge.public_id not in draw.judges)


@pytest.mark.requirement("EM-6.1.13")
def test_the_salt_of_a_sealed_case_stands_on_the_receipt_of_its_parties_and_in_no_other_door(
    as_user: AsUser, client: Client, aysel: User, clerk: User, new_case: NewCase, joined: Any, judges: list[Judge]
) -> None:
    case = joined(new_case(is_sealed=True))
    draw = draw_case(case)
    salt = bytes(draw.salt).hex()
    cabinet = as_user(aysel)
    words, pages = words_of(cabinet.get(f"/cabinet/cases/{case.pk}/receipt/1/").content)
    assert pages == 1
    assert salt in words
    assert draw.case in words
    next_day()
    place, own = f"/draws/{draw.log.court.short_code}", f"/draws/{draw.public_id}"
    doors = ["/", "/draws/", f"{place}/", f"{place}/log.jsonl", f"{place}/heads.jsonl", f"{place}/statistics/"]
    doors += [f"{place}/proof/{draw.index}.json", f"{own}/", f"{own}/draw.json", f"{own}/key.json", "/hearings/"]
    told = {door: body_of(client.get(door)).decode() for door in doors}
    told |= {f"clerk {door}": body_of(as_user(clerk).get(door)).decode() for door in ("/cases/", "/allocation/")}
    told |= {
        f"aysel {door}": cabinet.get(door).content.decode() for door in ("/cabinet/", f"/cabinet/cases/{case.pk}/")
    }
    assert [door for door, words in told.items() if salt in words] == []


def test_strangers_witnesses_and_clerks_of_other_courts_get_no_receipt(
    as_user: AsUser, aysel: User, murad: User, clerk: User, new_person: Any, new_case: NewCase, joined: Any, judges: Any
) -> None:
    case = joined(new_case(), role="witness")
    draw_case(case)
    stranger = new_person(fin="7HN3L9D", password=None)
    assert as_user(stranger).get(f"/cabinet/cases/{case.pk}/receipt/1/").status_code == 404
    own = as_user(aysel).get(f"/cabinet/cases/{case.pk}/")
    assert own.status_code == 200
    assert "/receipt/" not in own.content.decode()
    assert as_user(aysel).get(f"/cabinet/cases/{case.pk}/receipt/1/").status_code == 404
    assert as_user(murad).get(f"/allocation/{case.pk}/receipt/1/").status_code == 404
    assert as_user(clerk).get(f"/allocation/{case.pk}/receipt/2/").status_code == 404
    sealed = new_case(is_sealed=True)
    draw_case(sealed)
    assert as_user(clerk).get(f"/allocation/{sealed.pk}/receipt/1/").status_code == 404


def test_who_may_not_print_receipts_is_offered_none(
    as_user: AsUser, without: Any, new_person: Any, clerk: User, new_case: NewCase, judges: list[Judge], court: Body
) -> None:
    draw = draw_case(new_case())
    door = f"/allocation/{draw.dossier}/receipt/1/"
    other = new_person(without("clerk", "allocation.view_receipt"), court)
    assert as_user(other).get(door).status_code == 403
    assert door not in as_user(other).get(f"/cases/{draw.dossier}/draw/").content.decode()
    assert door in as_user(clerk).get(f"/cases/{draw.dossier}/draw/").content.decode()


@pytest.mark.requirement("EM-6.1.13")
def test_the_judge_reads_in_one_sentence_why_the_case_came_here(
    as_user: AsUser, clerk: User, new_case: NewCase, judges: list[Judge]
) -> None:
    draw = draw_case(new_case())
    held = draw.tickets[0]
    first = f"Drawn at random among 3 of the 3 judges of the pool {draw.pool}."
    page = f"/cases/{draw.dossier}/draw/"
    assert told_of(draw) == first
    next_day()
    told = f"{first} {draw.judges[0]} held {held[draw.judges[0]]} of {sum(held.values())} tickets."
    reader = as_user(clerk)
    reader.cookies["language"] = "en"
    assert told in reader.get(page).content.decode()


def test_a_claim_filed_again_names_the_case_that_it_repeats(
    as_user: AsUser, clerk: User, claim: NewCase, judges: list[Judge]
) -> None:
    first = draw_case(claim())
    pending = given(claim())
    assert f"case {first.case} between the same parties" in told_of(pending)
    Case.objects.filter(pk__in=[first.dossier, pending.dossier]).update(status="returned", closed_on=clock.today())
    again = given(claim())
    told = f"By rule, not drawn: the claim of case {first.case} was filed again within twelve months."
    assert told_of(again) == told
    with translation.override("en"):
        assert sentence(again) == "Given by rule, not drawn. Reason: Filed again within twelve months."
    words, pages = words_of(as_user(clerk).get(f"/allocation/{again.dossier}/receipt/1/").content)
    assert pages == 1
    assert again.public_id in words


def test_a_resolution_names_the_two_who_signed_it(
    new_case: NewCase, judges: list[Judge], clerk: User, new_person: Any, court: Body
) -> None:
    draw_case(new_case())
    second = new_person("chair", court, surname="Məmmədova", given_name="Nigar")
    asked = ways.ask_resolution(new_case(), judges=["j01"], reason="urgent", text="Həbs", by=clerk)
    draw: Draw = ways.confirm_resolution(asked, by=second)
    assert told_of(draw) == f"By resolution of {clerk} and {second}, not drawn. Reason: Urgent matter."
