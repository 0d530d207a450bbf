"""The state duty: each tier at both its edges, flat sums, halves, exemptions, relief, and where nothing is guessed."""

import csv
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest

from finance.tariff import (
    EXEMPT_CATEGORIES,
    Duty,
    Facts,
    NeedsGround,
    duty,
    duty_kind,
    exemption_of_category,
)

DATA = Path(__file__).parents[2] / "data"


@dataclass
class Line:
    code: str
    kind: str
    claim_from: Decimal | None
    claim_to: Decimal | None
    fixed: Decimal | None
    percent: Decimal | None
    percent_over: Decimal | None
    maximum: Decimal | None
    service_code: str
    legal_basis: str
    is_verified: bool


def number(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def table() -> list[Line]:
    with (DATA / "state_duty.csv").open(encoding="utf-8", newline="") as file:
        return [
            Line(
                row["code"].replace("_", "-"), row["kind"], number(row["claim_from_azn"]), number(row["claim_to_azn"]),
                number(row["fixed_azn"]), number(row["percent"]), number(row["percent_over_azn"]),
                number(row["max_azn"]), row["treasury_service_code"], row["legal_basis"],
                row["confidence"].startswith("solid"),
            )
            for row in csv.DictReader(file)
        ]  # fmt: skip


RATES = table()


def of(price: str | None = None, **facts: object) -> Duty:
    return duty(Facts(price=Decimal(price) if price else None, **facts), RATES)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("price", "amount"),
    [
        ("0", "30"),
        ("0.01", "30"),
        ("1000", "30"),
        ("1000.01", "30"),
        ("1001", "30.01"),
        ("5600", "76"),
        ("10000", "120"),
        ("10000.01", "120"),
        ("10100", "120.30"),
        ("100000", "390"),
        ("100001", "390"),
        ("100010", "390.01"),
        ("1000000", "1290"),
        ("1000002", "1290"),
        ("1000020", "1290.01"),
        ("98420000", "50000"),
        ("98419980", "49999.99"),
        ("98420020", "50000"),
        ("9999999999.99", "50000"),
    ],
)
def test_a_property_claim_pays_by_its_tier_up_to_the_cap(price: str, amount: str) -> None:
    assert of(price).amount == Decimal(amount)


def test_each_tier_has_its_article_and_treasury_code() -> None:
    found = [
        (of(price).article.split()[-1], of(price).service_code)
        for price in ("500", "5000", "50000", "500000", "5000000")
    ]
    assert found == [
        ("8.1.1", "14221102"),
        ("8.1.2", "14221103"),
        ("8.1.3", "14221104"),
        ("8.1.4", "14221105"),
        ("8.1.5", "14221106"),
    ]


def test_the_lines_of_the_reckoning_add_up_and_can_be_read() -> None:
    found = of("98420020")
    assert sum(line.amount for line in found.lines) == found.amount == 50000
    assert all(str(line) and "%(" not in str(line) for line in found.lines)
    assert len(found.lines) == 3


@pytest.mark.parametrize(
    ("facts", "amount"),
    [
        ({}, "100"),
        ({"is_dwelling": True}, "100"),
        ({"kind": "order"}, "100"),
        ({"kind": "special"}, "100"),
        ({"kind": "third_party_claim"}, "100"),
        ({"kind": "arbitration", "code": "arb-local"}, "50"),
        ({"kind": "arbitration", "code": "arb-foreign"}, "100"),
        ({"kind": "copy", "pages": 3}, "6"),
        ({"kind": "default"}, "0"),
        ({"kind": "appeal_cassation"}, "50"),
        ({"kind": "appeal_cassation", "is_dwelling": True}, "50"),
        ({"kind": "new_facts"}, "50"),
    ],
)
def test_what_has_no_price_pays_a_flat_sum(facts: dict[str, object], amount: str) -> None:
    assert of(**facts).amount == Decimal(amount)


def test_a_dwelling_pays_its_flat_sum_whatever_its_price() -> None:
    assert of("250000", is_dwelling=True).amount == 100
    assert of("250000", is_dwelling=True, kind="appeal_cassation").amount == 50


def test_an_order_pays_its_flat_sum_whatever_its_price() -> None:
    assert of("4000", kind="order").amount == 100


@pytest.mark.parametrize(
    "price", ["500", "1000", "5600", "10000", "50000", "100000", "640000", "1000000", "5000000", "200000000"]
)
@pytest.mark.parametrize("kind", ["appeal_cassation", "new_facts"])
def test_an_appeal_pays_half_of_the_first_instance(price: str, kind: str) -> None:
    assert of(price, kind=kind).amount * 2 == of(price).amount


@pytest.mark.parametrize("exemption", ["alimony", "labour", "ex-consumer", "victim", "state", "injury"])
def test_who_is_exempt_pays_nothing_and_the_ground_is_told(exemption: str) -> None:
    found = of("5600", exemption=exemption)
    assert found.amount == 0
    assert found.article
    assert found.article in str(found.lines[0])


def test_an_exemption_that_the_table_does_not_know_asks_for_its_ground() -> None:
    with pytest.raises(NeedsGround):
        of("5600", exemption="disabled")


@pytest.mark.parametrize(
    "facts",
    [
        {"kind": "interim_measure"},
        {"kind": "ruling_complaint"},
        {"kind": "interim_measure", "price": "700"},
        {"kind": "no-such"},
    ],
)
def test_where_the_amount_was_not_found_nothing_is_guessed(facts: dict[str, object]) -> None:
    with pytest.raises(NeedsGround):
        of(**facts)  # type: ignore[arg-type]


def test_arbitration_without_saying_what_is_asked_needs_a_ground() -> None:
    with pytest.raises(NeedsGround):
        of(kind="arbitration")


def test_a_first_electronic_claim_of_a_natural_person_pays_ten_per_cent_less() -> None:
    found = of("5600", is_first_electronic=True)
    assert (found.amount, found.is_verified) == (Decimal("68.40"), False)
    assert of("5600", is_first_electronic=True, is_natural=False).amount == 76
    assert of("5600", is_first_electronic=True, kind="appeal_cassation").amount == 38
    assert sum(line.amount for line in found.lines) == found.amount


def test_which_rates_a_case_pays_by() -> None:
    assert duty_kind("civil") == duty_kind("commercial") == duty_kind("administrative") == "claim"
    assert duty_kind("order") == "order"
    assert duty_kind("protection-order") == "special"
    assert duty_kind("civil", instance=2) == duty_kind("civil", instance=3) == "appeal_cassation"
    assert duty_kind("election", instance=2) == "claim"
    assert duty_kind("criminal") == ""
    assert of(kind="").amount == 0


def test_exempt_categories_are_real_and_an_employers_claim_is_not_among_them() -> None:
    with (DATA / "claim_categories.csv").open(encoding="utf-8", newline="") as file:
        known = {row["code"] for row in csv.DictReader(file)}
    listed = [code for codes in EXEMPT_CATEGORIES.values() for code in codes.split()]
    assert set(listed) <= known
    assert {f"{code}" for code in EXEMPT_CATEGORIES} <= {rate.code for rate in RATES}
    assert exemption_of_category("labour.wage") == "ex-labour"
    assert exemption_of_category("labour.damage") == exemption_of_category("obl.loan") == ""
