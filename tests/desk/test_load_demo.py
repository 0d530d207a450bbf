"""The invented cases of the demo: they verify like real ones, and a second load changes nothing."""

import io
import re

import pytest
from django.core.management import call_command
from django.db import connection

from allocation.models import Draw
from allocation.verifying import draw_fault
from cases.lifecycle import Status
from cases.models import Case, NumberCounter
from core import files
from documents.models import Signature
from documents.signing import check_pdf
from enforcement.models import Action
from hearings.models import Hearing, SittingPerson
from journal.models import Entry
from journal.verification import faults
from reference.models import Body
from tests.fresh_logs import fresh_logs

CASES, DRAWN, SIGNED = 200, 100, 2


def load() -> str:
    told = io.StringIO()
    call_command("load_demo", cases=CASES, drawn=DRAWN, signed=SIGNED, stdout=told)
    return told.getvalue()


@pytest.mark.requirement("EM-6.1.8")
@pytest.mark.django_db(transaction=True)
def test_loaded_cases_verify_like_real_ones_and_are_loaded_once():
    fresh_logs(*Body.objects.filter(kind="court", is_demo=True), own_keys=True)
    said = load()
    assert f"{CASES} cases, of which {DRAWN} drawn, {SIGNED} judgments signed" in said and re.search(
        r"\d+ [kMG]B on disk", said
    )
    assert Case.objects.count() == CASES
    assert Case.objects.filter(is_imported=False).count() == DRAWN == Draw.objects.count()
    assert not [draw_fault(draw) for draw in Draw.objects.all() if draw_fault(draw)]
    assert list(faults()) == []
    sealed = Case.objects.filter(is_imported=False, dossier__is_sealed=True)
    assert set(Draw.objects.filter(kind="sealed").values_list("dossier", flat=True)) == {case.pk for case in sealed}
    stages = set(Case.objects.values_list("status", flat=True))
    assert {Status.ACCEPTED, Status.DECIDED, Status.IN_FORCE} <= stages
    assert Action.objects.filter(case__office__is_demo=True, state="confirmed").exists()
    assert SittingPerson.objects.filter(holds=True).exists()
    assert Hearing.objects.exists() and Entry.objects.filter(event="cases.decided").exists()
    for signature in Signature.objects.select_related("version__file"):
        assert [str(one) for one in check_pdf(files.read(signature.version.file)) if not one.is_valid] == []
    counter = NumberCounter.objects.first()
    numbers = Case.objects.filter(court=counter.court, year=counter.year).values_list("sequence", flat=True)
    assert counter.last <= max(numbers)
    entries = Entry.objects.count()
    assert "there already" in load()
    assert Entry.objects.count() == entries
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_trigger WHERE tgenabled = 'D' AND tgname <> 'no_truncate'")
        assert cursor.fetchone() == (0,)
