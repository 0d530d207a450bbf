"""How facts are written for people."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import translation

from core import icons, shown, svg
from core.components import Figure, Said, TermBar, by_day

TODAY = dt.date(2026, 11, 24)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("number", "written"),
    [
        ("e-2(5-155)-4409/2026", '<span class="no">e-2(5-155)-<b>4409</b>/2026</span>'),
        ("2(102)-5029/2021", '<span class="no">2(102)-<b>5029</b>/2021</span>'),
        ("11829", '<span class="no"><b>11829</b></span>'),
        ("<i>-1/2026", '<span class="no">&lt;i&gt;-<b>1</b>/2026</span>'),
    ],
)
def test_case_is_called_by_its_sequence_number(number, written):
    assert shown.case_number(number) == written


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (Decimal("1250"), "1 250,00 AZN"),
        ("7240.5", "7 240,50 AZN"),
        (Decimal("-14.55"), "−14,55 AZN"),
        (0, "0,00 AZN"),
        (None, ""),
        (Decimal("1234567.891"), "1 234 567,89 AZN"),
    ],
)
def test_sums_are_written_as_in_documents(value, written):
    assert shown.money(value) == written.replace(" ", shown.NBSP)


@pytest.mark.parametrize(
    ("value", "places", "sign", "written"),
    [(3200, 0, "", "3 200"), (0.9, 3, "", "0,900"), (-0.04, 1, "+", "+0,0"), (-6.1, 1, "+", "−6,1"), (None, 0, "", "")],
)
def test_numbers_are_written_with_the_comma_of_papers(value, places, sign, written):
    assert shown.number(value, places, sign).replace(shown.NBSP, " ") == written


@pytest.mark.parametrize(("language", "written"), [("az", "çərşənbə axşamı"), ("en", "Tuesday"), ("ru", "вторник")])
def test_a_weekday_within_a_line_is_small_where_its_language_writes_it_so(language, written):
    with translation.override(language):
        assert shown.weekday(TODAY) == written


def test_moments_are_written_by_the_clock_in_baku():
    evening = dt.datetime(2026, 11, 23, 21, 30, tzinfo=dt.UTC)
    assert shown.moment(evening) == "24.11.2026, 01:30"
    assert shown.day(evening) == "24.11.2026"


@pytest.mark.parametrize(
    ("due", "words", "tone"),
    [
        (dt.date(2026, 11, 23), "1 day late", "late"),
        (TODAY, "today", "soon"),
        (dt.date(2026, 11, 27), "3 days left", "soon"),
        (dt.date(2026, 11, 28), "4 days left", ""),
    ],
)
def test_what_is_left_of_a_term_is_said_in_words_and_colour(due, words, tone):
    assert shown.left(due, TODAY) == words
    assert shown.tone(due, TODAY) == tone


def test_term_bar_never_passes_its_end():
    late = TermBar("Objection", dt.date(2026, 11, 20), dt.date(2026, 11, 1), today=TODAY)
    assert (late.passed, late.total, late.tone) == (19, 19, "late")
    met = TermBar("Acceptance", dt.date(2026, 11, 20), dt.date(2026, 11, 1), is_met=True, today=TODAY)
    assert (met.total, met.words, met.tone) == (0, "in time", "good")


def test_entries_of_one_day_in_baku_stand_under_one_day():
    late, early = dt.datetime(2026, 11, 23, 21, tzinfo=dt.UTC), dt.datetime(2026, 11, 23, 10, tzinfo=dt.UTC)
    days = by_day([Said(late, "b"), Said(early, "a")], TODAY)
    assert [(day.date, day.words, len(day.entries)) for day in days] == [
        (TODAY, "today", 1),
        (dt.date(2026, 11, 23), "yesterday", 1),
    ]


def test_icon_that_the_set_does_not_have_becomes_a_dot():
    assert icons.svg("no-such-icon") == icons.svg("dot")
    assert "aria-hidden" in icons.svg("gavel")


def test_diagrams_carry_their_words_and_no_markup_of_others():
    drawn = [
        svg.bars([("<b>", 3, "50 %", "late"), ("two", 0)], title="Age", mark=2, mark_label="4 months"),
        svg.line([("Jan", 3), ("Feb", 5)], title="Claims"),
        svg.tickets([("One", 4), ("Two", 9)], 5, title="Tickets"),
        svg.qr("http://127.0.0.1/verify/A/", title="Check"),
    ]
    for picture in drawn:
        assert 'role="img"' in picture
        assert "<title>" in picture
        assert "<b>" not in picture
        assert "style=" not in picture


def test_bars_take_the_place_that_there_is_and_a_long_name_takes_two_lines():
    picture = svg.bars([("Absence entered on the last day", 3), ("two", 6)], title="Ways")
    assert "viewBox" not in picture
    assert [part.split('"')[0] for part in picture.split('width="')[1:]] == ["50%", "100%"]
    assert ">Absence entered on<" in picture
    assert ">the last day<" in picture


def test_a_span_within_a_day_says_its_date_once():
    begin = dt.datetime(2026, 11, 22, 6, tzinfo=dt.UTC)
    assert shown.span(begin, begin + dt.timedelta(hours=3)) == "22.11.2026, 10:00–13:00"
    assert shown.span(begin, begin + dt.timedelta(days=1)) == "22.11.2026, 10:00 – 23.11.2026, 10:00"


def test_tickets_take_the_place_that_there_is():
    picture = svg.tickets([("One", 1), ("Two", 3)], 2, title="Tickets")
    assert "viewBox" not in picture
    assert [part.split('"')[0] for part in picture.split(' width="')[1:]] == ["25%", "75%"]
    assert '<svg x="62.5%"' in picture


def test_a_sum_of_millions_is_given_more_room_than_a_count():
    assert [Figure("Paid", value).is_long for value in (5, "–", "3 246,67", "12 345 678,90")] == [
        False,
        False,
        False,
        True,
    ]


def test_the_drawn_ticket_lies_in_the_block_of_its_candidate():
    picture = svg.tickets([("One", 4), ("Two", 9), ("Three", 1)], 4, title="Tickets")
    assert picture.count('class="a"') == 1
    assert picture.index("<title>Two") < picture.index('class="a"') < picture.index("<title>Three")
