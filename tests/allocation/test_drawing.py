from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allocation.drawing import (
    Candidate,
    NotDrawable,
    Out,
    Rule,
    Share,
    chances,
    draw,
    draw_id,
    growth,
    lifted,
    record,
    result,
    roster_of,
    seed,
    tickets,
)
from journal.canonical import canonical
from tests.allocation.forms import AT, LOG, MATTER, RULE, keys
from tests.allocation.signers import signer

ABSENT = Out("absent", 17)
QUARTER = Share(1, 4)
PROMISED = (
    '{"at":"2026-11-22T09:14:05Z","attempt":1,"case":"e-2(5-155)-4409/2026","category":"debt.loan","court":"yasam'
    'al","format":"courtcms-draw/1","keys":{"court":"111111111111111111111111111111111111111111111111111111111111'
    '1111","witness":"2222222222222222222222222222222222222222222222222222222222222222"},"kind":"civil","log":{"r'
    'oot":"efefefefefefefefefefefefefefefefefefefefefefefefefefefefefefefef","size":41},"pool":"yasamal/civil","p'
    'revious":"","registration":"cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd","roster":[{"ju'
    'dge":"j03","load":1250,"share":[1,1]},{"judge":"j07","load":900,"out":{"code":"absent","entry":17},"share":['
    '1,4]},{"judge":"j09","load":400,"share":[1,1]},{"judge":"j11","load":0,"share":[1,1]}],"rule":{"band":400,"d'
    'epth":3,"id":"2026-1","sha256":"abababababababababababababababababababababababababababababababab"},"seats":1'
    ',"weight":100}'
)
PROMISED_ID = "e153912e192c7a8a2826"
PROMISED_RESULT = (["j09"], [{"j03": 100, "j09": 400, "j11": 800}])
candidates = st.lists(
    st.builds(
        Candidate,
        st.integers(1, 40).map("j{:02}".format),
        st.integers(0, 6000),
        st.builds(Share, st.integers(1, 3), st.integers(1, 5)),
        out=st.none(),
    ),
    min_size=2,
    max_size=20,
    unique_by=lambda one: one.judge,
)


def pool(*loads: int) -> list[Candidate]:
    return [Candidate(f"j{number:02}", load) for number, load in enumerate(loads, 1)]


def test_tickets_halve_with_every_band_and_end_beyond_the_depth() -> None:
    held = tickets(pool(0, 300, 400, 800, 1200, 1600), RULE)
    assert list(held.values()) == [800, 800, 400, 200, 100, 0]


def test_the_second_is_never_so_far_behind_that_the_first_is_certain() -> None:
    assert tickets(pool(0, 5000), RULE) == {"j01": 800, "j02": 267}
    assert tickets(pool(0, 5000, 6000), RULE) == {"j01": 800, "j02": 267, "j03": 0}


def test_a_chair_at_a_quarter_gets_the_floor_of_its_share() -> None:
    held = tickets([Candidate("j01", 5000, QUARTER), Candidate("j02", 0)], RULE)
    assert held == {"j01": -(-800 * 1 // 9), "j02": 800}
    held = tickets([Candidate("j01", 0, QUARTER), Candidate("j02", 5000)], RULE)
    assert held == {"j01": 800, "j02": -(-4 * 800 // 6)}


def test_equal_loads_are_ordered_by_id_for_first_and_second() -> None:
    assert tickets(pool(0, 0, 0), RULE) == {"j01": 800, "j02": 800, "j03": 800}


@settings(deadline=None)
@given(candidates)
def test_the_floor_of_the_second_is_the_formula_in_fractions(roster: list[Candidate]) -> None:
    held = tickets(roster, RULE)
    first, second = sorted(roster, key=lambda one: (one.load, one.judge))[:2]
    rest = sum(held.values()) - held[second.judge]
    a, c = Fraction(*first.share), Fraction(*second.share)
    floor = c * rest / (2 * a + c)
    assert held[second.judge] >= floor
    assert held[second.judge] - floor < 1 or held[second.judge] in (100, 200, 400, 800)


@settings(deadline=None)
@given(candidates, st.binary(min_size=32, max_size=32), st.integers(1, 3))
def test_a_panel_seats_different_judges_among_those_who_hold_tickets(
    roster: list[Candidate], secret: bytes, seats: int
) -> None:
    seats = min(seats, len(roster))
    drawn = draw(roster, RULE, seats, secret)
    assert len(set(drawn.judges)) == seats
    assert all(held[judge] > 0 for judge, held in zip(drawn.judges, drawn.tickets, strict=True))
    assert [len(held) for held in drawn.tickets] == [len(roster) - seat for seat in range(seats)]
    assert draw(roster, RULE, seats, secret) == drawn


def test_tickets_of_the_next_seat_are_counted_among_those_who_remain() -> None:
    drawn = draw(pool(0, 2000, 2400), RULE, 3, b"panel")
    assert drawn.judges[0] == "j01"
    assert drawn.tickets[1:] == [{"j02": 800, "j03": 400}, {drawn.judges[2]: 800}]


def test_who_takes_no_part_holds_no_ticket() -> None:
    roster = [Candidate("j01", 0, out=ABSENT), *pool(0, 0, 0)[1:]]
    assert all("j01" not in draw(roster, RULE, 2, bytes([n])).tickets[0] for n in range(20))


@pytest.mark.parametrize(
    ("weight", "share", "grown"),
    [(100, Share(), 100), (100, QUARTER, 400), (50, Share(2, 3), 75), (100, Share(2, 3), 150), (101, Share(2, 3), 152)],
)
def test_load_grows_by_the_weight_over_the_share_rounded_up(weight: int, share: Share, grown: int) -> None:
    assert growth(weight, share) == grown


def test_load_after_a_long_absence_is_at_least_the_lower_median_of_the_others() -> None:
    assert lifted(100, [300, 200, 400, 900]) == 300
    assert lifted(350, [300, 200, 400, 900]) == 350
    assert lifted(100, []) == 100


def test_the_seed_moves_with_record_and_with_each_proof() -> None:
    seeds = {seed(b"r", b"c", b"w"), seed(b"R", b"c", b"w"), seed(b"r", b"C", b"w"), seed(b"r", b"c", b"W")}
    assert len(seeds) == 4


def test_the_result_follows_from_record_and_proofs_alone() -> None:
    pre = record(MATTER, pool(0, 0, 500, 900), RULE, log=LOG, keys=keys(), at=AT)
    proofs = (signer("court").sign(canonical(pre)), signer("witness").sign(canonical(pre)))
    assert result(pre, *proofs) == result(pre, *proofs)
    assert roster_of(pre) == pool(0, 0, 500, 900)


def test_a_draw_worked_out_by_hand_stays_as_it_is() -> None:
    """The bytes are a promise to other people's verifiers; a change here needs a new format name."""
    fixed = {"court": "11" * 32, "witness": "22" * 32}
    roster = [
        Candidate("j03", 1250),
        Candidate("j07", 900, QUARTER, ABSENT),
        Candidate("j09", 400),
        Candidate("j11", 0),
    ]
    pre = record(MATTER, roster, RULE, log=LOG, keys=fixed, at=AT)
    assert canonical(pre).decode() == PROMISED
    assert draw_id(canonical(pre)) == PROMISED_ID
    assert result(pre, b"\x01" * 256, b"\x02" * 256) == PROMISED_RESULT


@pytest.mark.parametrize(
    ("roster", "reason"),
    [
        (pool(0), "no choice"),
        ([], "0 eligible judges"),
        ([*pool(0), Candidate("j01", 5)], "ascending order"),
        (list(reversed(pool(0, 0))), "ascending order"),
        ([*pool(0), Candidate("j02", 0, Share(0, 1))], "share"),
        ([*pool(0), Candidate("j02", 0, Share(1, 0))], "share"),
        ([*pool(0), Candidate("j02", -1)], "below zero"),
        ([*pool(0, 0), Candidate("j03", 0, out=Out("ill", 3))], "taking no part"),
        ([*pool(0), Candidate("j02", 0, out=ABSENT)], "no choice"),
        ([*pool(0), Candidate("jə", 0)], "ASCII"),
    ],
)
def test_facts_that_make_no_draw_are_refused(roster: list[Candidate], reason: str) -> None:
    with pytest.raises(NotDrawable, match=reason):
        record(MATTER, roster, RULE, log=LOG, keys=keys(), at=AT)


@pytest.mark.parametrize(
    ("matter", "reason"),
    [
        (replace(MATTER, seats=3), "2 eligible judges for 3 seats"),
        (replace(MATTER, seats=0), "above zero"),
        (replace(MATTER, weight=0), "above zero"),
        (replace(MATTER, attempt=2), "later attempt"),
        (replace(MATTER, previous="ab" * 10), "later attempt"),
    ],
)
def test_a_matter_that_makes_no_draw_is_refused(matter, reason: str) -> None:
    with pytest.raises(NotDrawable, match=reason):
        record(matter, pool(0, 0), RULE, log=LOG, keys=keys(), at=AT)


@pytest.mark.parametrize(
    "rule", [Rule("r", "ab" * 32, 0, 3), Rule("r", "ab" * 32, 400, -1), Rule("r", "ab" * 32, 400, 32)]
)
def test_a_rule_without_bands_is_refused(rule: Rule) -> None:
    with pytest.raises(NotDrawable, match="band"):
        record(MATTER, pool(0, 0), rule, log=LOG, keys=keys(), at=AT)


def test_chances_are_exact_and_sum_to_one() -> None:
    exact = chances(pool(0, 400), RULE)
    assert exact == {"j01": Fraction(2, 3), "j02": Fraction(1, 3)}
