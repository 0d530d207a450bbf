"""Queries that are kept ready answer as the queryset does that they were made of."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.db.models import Count, QuerySet, Value
from django.template import engines

from core.prepared import KNOWN, Counts, Given, Statement, prepared
from reference.models import Body

pytestmark = pytest.mark.django_db


@prepared
def children(codes: Any, kind: Any) -> "QuerySet[Body]":
    return Body.objects.filter(code__any=codes, kind=kind).select_related("parent").order_by("code")


def test_the_same_rows_come_as_from_the_queryset(court):
    asked = children([court.code, "nowhere"], court.kind)
    assert asked == list(Body.objects.filter(code=court.code))
    assert asked[0].name_az == court.name_az
    assert children([], court.kind) == []
    assert children([court.code], "of no kind") == []


def test_what_changed_since_is_read_anew(court):
    assert children([court.code], court.kind)[0].note == court.note
    Body.objects.filter(pk=court.pk).update(note="dəyişdi; '%s' və $1")
    assert children([court.code], court.kind)[0].note == "dəyişdi; '%s' və $1"


def test_values_are_never_part_of_the_text(court):
    assert children(["x'] OR true --", court.code], court.kind) == [court]
    assert children([court.code], "court' OR '1'='1") == []


def test_a_relation_comes_along_without_another_query(court, django_assert_num_queries):
    children([court.code], court.kind)
    with django_assert_num_queries(1):
        assert children([court.code], court.kind)[0].parent != court


@prepared
def with_parts(codes: Any) -> "QuerySet[Body]":
    found = Body.objects.filter(code__any=codes).annotate(below=Count("children"))
    return found.prefetch_related("children").order_by("code")


@prepared
def by_parent(codes: Any) -> Any:
    return Body.objects.filter(code__any=codes).values("parent").annotate(found=Count("*")).order_by("parent")


def test_what_is_reckoned_and_asked_beside_comes_along(court, other_court, django_assert_num_queries):
    Body.objects.filter(pk=court.pk).update(parent=other_court)
    before = set(other_court.children.all())
    with_parts([court.code])
    with django_assert_num_queries(2):
        (above,) = with_parts([other_court.code])
        assert (above.below, set(above.children.all())) == (len(before), before)
    assert court in before


def test_values_come_by_their_names(court):
    assert by_parent([court.code]) == [{"parent": court.parent_id, "found": 1}]
    assert by_parent([]) == []


def test_nothing_is_asked_with_a_missing_value(court):
    with pytest.raises(ValueError, match="codes"):
        children([court.code], None)
    with pytest.raises(ValueError, match="codes"):
        children([court.code])


def test_what_never_changes_stands_in_the_text_so_that_a_partial_index_serves(court):
    note = "50 % of 'it'"
    counts = Counts(lambda: [[Body.objects.filter(note=note, code__any=Value(Given("codes")))]])
    _names, statement = counts._kept
    assert note.replace("'", "''") in statement.text
    assert statement.text.count("$") == 1
    assert counts.ask({"codes": [court.code]}.__getitem__) == [0]
    Body.objects.filter(pk=court.pk).update(note=note)
    assert counts.ask({"codes": [court.code]}.__getitem__) == [1]


def test_lists_are_counted_together_their_parts_summed_and_no_further_than_asked(court):
    ours, all_bodies = Body.objects.filter(code=Value(Given("code"))), Body.objects.order_by("code")
    counts = Counts(lambda: [[ours], [ours, ours], [all_bodies]], most=2)
    assert counts.ask({"code": court.code}.__getitem__) == [1, 2, 2]
    assert counts.ask({"code": "nowhere"}.__getitem__) == [0, 0, 2]


@pytest.mark.django_db(transaction=True)
def test_a_new_connection_prepares_anew():
    said = Statement("SELECT %s::date + %s::int, 5 %% 3", values=2)
    assert said.rows(dt.date(2026, 11, 23), 1) == [(dt.date(2026, 11, 24), 2)]
    connection.close()
    assert said.rows(dt.date(2026, 11, 23), 8) == [(dt.date(2026, 12, 1), 2)]
    assert said.name in KNOWN[connection.connection]


def test_filled_rows_are_escaped_and_their_words_drawn_once():
    template = engines["django"].from_string('{% filled rows %}<td data-label="{{ word }}">{judge}</td>{% endfilled %}')
    drawn = template.render({"word": "Hakim", "rows": [{"judge": "<b>İ'A</b>"}, {"judge": "{judge}"}]})
    assert drawn == '<td data-label="Hakim">&lt;b&gt;İ&#x27;A&lt;/b&gt;</td><td data-label="Hakim">{judge}</td>'
