"""The reference books: loaded whole, loaded once, never over a person's change, doubtful rows marked."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import translation

from reference import files
from reference.calendar import calendar
from reference.loading import BOOKS, BY_HAND, load_all
from reference.models import (
    ActKind,
    Body,
    CalendarDay,
    CaseKind,
    Category,
    DutyRate,
    NumberingRule,
    PartyRole,
    Room,
    Term,
    TermBinding,
)

pytestmark = pytest.mark.django_db
D = dt.date
DEMO = ["baki-apellyasiya-mehkemesi", "baki-kommersiya-mehkemesi", "baki-seheri-yasamal-rayon-mehkemesi"]


@pytest.mark.requirement("BP-M16")
def test_the_books_hold_what_the_files_say() -> None:
    held = {model.__name__: model.objects.count() for model in (CaseKind, Category, PartyRole, ActKind, Term, DutyRate)}
    assert held == {"CaseKind": 32, "Category": 229, "PartyRole": 62, "ActKind": 34, "Term": 174, "DutyRate": 65}
    assert Body.objects.filter(kind="court").count() == 116
    assert set(Body.objects.exclude(kind="court").values_list("kind", flat=True)) == {
        "ministry",
        "council",
        "enforcement",
    }
    assert list(Room.objects.values_list("body__code", flat=True).distinct().order_by("body__code")) == DEMO


def test_a_second_load_writes_nothing(django_assert_max_num_queries: Callable[[int], Any]) -> None:
    with django_assert_max_num_queries(60):
        again = load_all()
    assert all(counted.made == counted.changed == counted.kept == 0 for counted in again.values())
    assert sum(counted.same for counted in again.values()) > 800


def test_a_row_that_a_person_changed_is_kept_and_the_others_follow_the_file() -> None:
    Category.objects.filter(code="fam.divorce").update(weight=77, loaded_hash=BY_HAND)
    Category.objects.filter(code="fam").update(weight=1, loaded_hash="as an older file had it")
    counted = load_all()["category"]
    assert (counted.changed, counted.kept, counted.made) == (1, 1, 0)
    assert Category.objects.get(code="fam.divorce").weight == 77
    assert Category.objects.get(code="fam").weight == 80
    assert Category.history.filter(code="fam").count() == 2


def test_a_row_that_is_missing_is_loaded_again() -> None:
    CalendarDay.objects.filter(date=D(2026, 6, 15)).delete()
    assert load_all()["calendarday"].made == 1


def test_what_was_not_read_in_the_law_is_marked() -> None:
    unsure = {
        model.__name__: model.objects.filter(is_verified=False).count() for model in (Body, Category, Term, DutyRate)
    }
    assert unsure["Term"] == 4
    assert Term.objects.filter(code="enf-voluntary", is_verified=False).exists()
    assert not Category.objects.filter(basis="memory", is_verified=True).exists()
    assert not DutyRate.objects.filter(code__startswith="interim-", is_verified=True).exists()
    assert DutyRate.objects.get(code="claim-unvalued").is_verified
    assert Body.objects.get(code=DEMO[2]).is_verified
    assert not Body.objects.filter(number_index_basis="inferred", is_verified=True).exists()


def test_links_between_rows_stand() -> None:
    yasamal = Body.objects.get(short_code="yasamal")
    assert (yasamal.number_index, yasamal.instance, yasamal.parent.code) == ("5-104", 1, DEMO[0])
    assert Body.objects.get(code=DEMO[0]).parent.code == "ali-mehkeme"
    office = Body.objects.get(code="yasamal-icra-sobesi")
    assert (office.kind, office.parent.kind, office.instance) == ("enforcement", "ministry", None)
    assert Category.objects.get(code="fam.divorce").parent.code == "fam"


def test_names_are_shown_in_the_language_of_the_page_else_in_azerbaijani() -> None:
    kind = CaseKind.objects.get(code="civil")
    for language, name in (("az", "Mülki iş"), ("en", "Civil case"), ("ru", "Mülki iş")):
        with translation.override(language):
            assert str(kind) == name


def test_bodies_stand_in_the_order_of_the_alphabet() -> None:
    first = [name.split()[0] for name in Body.objects.filter(court_type="rayon").values_list("name_az", flat=True)]
    seen = [
        first.index(word)
        for word in ("Abşeron", "Ağdam", "Cəlilabad", "Daşkəsən", "Füzuli", "Xaçmaz", "İmişli", "Qazax", "Şəki")
        if word in first
    ]
    assert seen == sorted(seen)
    assert len(seen) >= 7


def test_a_court_offers_the_kinds_and_categories_that_it_hears() -> None:
    yasamal, appeal = Body.objects.get(code=DEMO[2]), Body.objects.get(code=DEMO[0])
    offered = {kind.code for kind in CaseKind.objects.for_court(yasamal)}
    assert {"civil", "order", "special"} <= offered
    assert not offered & {"commercial", "administrative", "appeal", "written", "default-judgment"}
    assert "civil" in {kind.code for kind in CaseKind.objects.for_court(appeal)}
    leaves = set(Category.objects.leaves().values_list("code", flat=True))
    assert "fam.divorce" in leaves
    assert "fam" not in leaves


def test_a_claim_names_sides_and_their_representatives_only() -> None:
    roles = {role.code for role in PartyRole.objects.for_claims()}
    assert {"plaintiff", "defendant", "lawyer", "third-dependent"} <= roles
    assert not roles & {"judge", "accused", "clerk", "bailiff"}


def test_kinds_with_one_prefix_share_one_counter() -> None:
    by_prefix: dict[str, set[int]] = {}
    for kind in CaseKind.objects.exclude(number_prefix=""):
        by_prefix.setdefault(kind.number_prefix, set()).add(kind.counter_id)
    assert all(len(counters) == 1 for counters in by_prefix.values())
    assert NumberingRule.objects.in_force(D(2026, 11, 22)).count() == 21
    assert not NumberingRule.objects.get(kind__code="order").is_verified


def test_rates_hold_from_their_day() -> None:
    in_2023 = {rate.code for rate in DutyRate.objects.in_force(D(2023, 1, 1))}
    assert "claim-1" in in_2023
    assert not in_2023 & {"ecourt-discount", "arb-local"}
    DutyRate.objects.filter(code="claim-1").update(valid_to=D(2026, 12, 31))
    newer = DutyRate.objects.get(code="claim-1")
    DutyRate.objects.create(
        code="claim-1", kind="claim", fixed=40, claim_from=0, claim_to=1000, valid_from=D(2027, 1, 1)
    )
    assert DutyRate.objects.in_force(D(2026, 6, 1)).get(code="claim-1").fixed == newer.fixed
    assert DutyRate.objects.in_force(D(2027, 6, 1)).get(code="claim-1").fixed == 40


def test_at_least_25_terms_are_bound_and_the_rest_say_that_they_are_not() -> None:
    assert Term.objects.filter(bindings__isnull=False).distinct().count() >= 25
    assert TermBinding.objects.get(term__code="mpm-appeal").closes_on == ["cases.appeal_filed"]
    assert Term.objects.get(code="ipm-appeal").law == "İPM"


def test_the_calendar_is_known_to_the_end_of_the_last_announced_year() -> None:
    days = calendar()
    assert days.known_until == D(2026, 12, 31)
    assert not days.is_working(D(2026, 3, 23))
    assert days.is_working(D(2025, 6, 21))


def test_a_changed_day_is_seen_at_once() -> None:
    assert calendar().is_working(D(2026, 7, 1))
    day = CalendarDay.objects.create(date=D(2026, 7, 1), name_az="Səsvermə günü", is_verified=True)
    assert not calendar().is_working(D(2026, 7, 1))
    day.is_working = True
    day.save()
    assert calendar().is_working(D(2026, 7, 1))
    day.delete()
    assert calendar().is_working(D(2026, 7, 1))


def test_every_book_of_the_files_is_loaded_with_every_column_that_its_model_knows() -> None:
    for book in BOOKS:
        names = {field.name for field in book.model._meta.get_fields()}
        assert {name for row in book.read() for name in row} <= names
    assert files.is_sure("solid")
    assert not files.is_sure("from memory, unverified")


def test_courts_whose_index_was_never_seen_say_so_and_get_none() -> None:
    unknown = Body.objects.filter(kind="court", number_index_basis="unknown")
    assert unknown.count() == 23
    assert set(unknown.values_list("number_index", flat=True)) == {""}
    known = Body.objects.filter(kind="court").exclude(number_index="").values_list("number_index", flat=True)
    assert len(known) == len(set(known)) == 93
