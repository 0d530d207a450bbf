"""The rows of `data/*.csv` as the reference books hold them: one function a book, pure."""

import collections
import csv
import datetime as dt
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parent.parent / "data"
# Words in the files that say a fact was not read in the law itself.
_DOUBT = re.compile(r"memory|unverified|inferred|unknown|not found|estimate|check in|medium", re.I)
KINDS_BY_GROUP = {"mulki": "civil", "kommersiya": "commercial", "inzibati": "administrative"}
# Kinds that the desk registers, in the order in which it meets them; the rest are modes or later stages.
ORDER = ["civil", "commercial", "administrative", "order", "special", "criminal", "admin_offence", "civil_material"]
# Since when the rates of each kind hold: the amendments of 2021, 2024 and 2025 (LAW: state duty).
RATES_SINCE = collections.defaultdict(lambda: "2021-08-01", discount="2024-01-15", arbitration="2025-01-01")
DEMO_COURTS = {
    "baki-seheri-yasamal-rayon-mehkemesi": "yasamal",
    "baki-apellyasiya-mehkemesi": "baki-appeal",
    "baki-kommersiya-mehkemesi": "baki-commercial",
}


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of a file of data/."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def is_sure(*words: str) -> bool:
    """Whether none of the words says that the fact is doubtful."""
    return not any(_DOUBT.search(word) for word in words)


def number(text: str) -> Decimal | None:
    """A sum or rate, or nothing."""
    return Decimal(text) if text else None


def _code(text: str) -> str:
    """A code of the files as slugs are written here."""
    return text.replace("_", "-")


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.replace("/", ";").split(";") if part.strip()]


def bodies() -> Iterator[dict[str, Any]]:
    """The courts, and the offices of `bodies.csv` that are none."""
    for row in rows("courts"):
        yield {
            "code": row["code"],
            "short_code": DEMO_COURTS.get(row["code"], row["code"].removesuffix("-mehkemesi")[:40]),
            "kind": "court",
            "name_az": row["name_az"],
            "name_en": row["name_en"],
            "court_type": row["court_type"],
            "court_instance": int(row["instance"]),
            "city": row["city"],
            "address": row["address"],
            "email": row["email"],
            "number_index": row["index_2026"],
            "number_index_basis": row["index_2026_basis"],
            "parent": row["appeal_court_code"] or row["cassation_court_code"] or None,
            "note": row["note"],
            "is_demo": row["code"] in DEMO_COURTS,
            "source": row["source"],
            "is_verified": row["index_2026_basis"] == "observed",
        }
    for row in rows("bodies"):
        yield {**row, "parent": row["parent"] or None, "is_demo": row["is_demo"] == "1", "is_verified": False}


def rooms() -> Iterator[dict[str, Any]]:
    """Courtrooms of the demo's courts."""
    for row in rows("rooms"):
        yield {**row, "seats": int(row["seats"])}


def kinds() -> Iterator[dict[str, Any]]:
    """Kinds of cases with the courts that hear them; prefix and counter come from the rules of numbering."""
    rules = {row["kind"]: row for row in rows("numbering")}
    for row in rows("case_kinds"):
        rule = rules.get(row["code"], {})
        yield {
            "code": _code(row["code"]),
            "name_az": row["name_az"],
            "name_en": row["name_en"],
            "group": row["group"],
            "number_prefix": rule.get("prefix", ""),
            "prefix_basis": row["prefix_basis"],
            "counts_with": _code(rule.get("counted_with", "")) or None,
            # A kind without a rule of numbering is a mode or a later stage: no court registers it.
            "court_types": [part.split(" (")[0] for part in _parts(row["court_types"])] if rule else [],
            "procedural_law": row["procedural_law"],
            "order": ORDER.index(row["code"]) * 10 if row["code"] in ORDER else 900,
            "source": row["source"],
            "is_verified": row["prefix_basis"].startswith("observed"),
        }


def numbering() -> Iterator[dict[str, Any]]:
    """How numbers of a kind are written, with whom they are counted."""
    for row in rows("numbering"):
        yield {
            "kind": _code(row["kind"]),
            "form": row["form"],
            "prefix": row["prefix"],
            "counted_with": _code(row["counted_with"]) or None,
            "valid_from": dt.date.fromisoformat(row["valid_from"]),
            "note": row["example"],
            "source": row["basis"],
            "is_verified": row["basis"] == "observed",
        }


def categories() -> Iterator[dict[str, Any]]:
    """What cases are about, parents before children; weights and secrecy stand in files of their own."""
    weights = {row["code"]: int(row["weight"]) for row in rows("weights")}
    secret = {row["code"]: row for row in rows("secret_categories")}
    for row in sorted(rows("claim_categories"), key=lambda row: row["code"].count(".")):
        top, hidden = row["code"].split(".")[0], secret.get(row["code"], {})
        yield {
            "code": row["code"],
            "name_az": row["name_az"],
            "name_en": row["name_en"],
            "parent": row["parent_code"] or None,
            "kind": _code(row["case_kind_code"]),
            "legal_basis": row["legal_basis"],
            "basis": row["basis"],
            "weight": weights.get(row["code"], weights.get(top, 100)),
            "is_sealed": hidden.get("is_sealed") == "yes",
            "is_covert": hidden.get("is_covert") == "yes",
            "source": row["source"],
            "is_verified": is_sure(row["basis"], row["source"]),
        }


def roles() -> Iterator[dict[str, Any]]:
    """Roles of parties in the order of the file."""
    for order, row in enumerate(rows("party_roles"), start=1):
        yield {
            "code": _code(row["code"]),
            "name_az": row["name_az"],
            "name_en": row["name_en"],
            "case_groups": _parts(row["case_kind_group"]),
            "side": row["side"],
            "is_party": row["is_party"] == "yes",
            "can_be_legal": row["can_be_legal_entity"] == "yes",
            "legal_basis": row["legal_basis"],
            "note": row["has_procedural_rights_note"],
            "order": order,
            "source": row["source"],
            "is_verified": is_sure(row["source"]),
        }


def act_kinds() -> Iterator[dict[str, Any]]:
    """Kinds of court acts."""
    for row in rows("act_kinds"):
        yield {
            "code": _code(row["code"]),
            "name_az": row["name_az"],
            "name_en": row["name_en"],
            "act_class": row["act_class"],
            "case_groups": _parts(row["case_kind_group"]),
            "issued_by": row["issued_by"],
            "heading": row["heading_az"],
            "parts": [part.strip() for part in row["parts"].split("|") if part.strip()],
            "required_contents": row["required_contents"],
            "appealable": row["appealable"],
            "legal_basis": row["legal_basis"],
            "source": row["source"],
            "is_verified": is_sure(row["source"]),
        }


def terms() -> Iterator[dict[str, Any]]:
    """Terms of the law; those from memory are not verified."""
    for row in rows("procedural_terms"):
        yield {
            "code": _code(row["code"]),
            "name_az": row["event_az"],
            "name_en": row["event_en"],
            "case_groups": _parts(row["case_kind_group"]),
            "start_event": row["start_event"],
            "length": int(row["length_value"]),
            "unit": row["unit"],
            "direction": row["direction"],
            "actor": row["actor"],
            "legal_basis": row["legal_basis"],
            "confidence": row["confidence"],
            "note": row["note"],
            "source": row["source"],
            "is_verified": row["confidence"] == "solid",
        }


def bindings() -> Iterator[dict[str, Any]]:
    """Which event opens which term, and which close it."""
    for row in rows("term_bindings"):
        yield {
            "term": _code(row["term"]),
            "opens_on": row["opens_on"],
            "closes_on": _parts(row["closes_on"]),
            "per": row["per"],
            "condition": row["condition"],
            "warn_days": int(row["warn_days"]),
            "note": row["note"],
            "source": "reading of the article; a test counts from it",
            "is_verified": True,
        }


def rates() -> Iterator[dict[str, Any]]:
    """The duty table; what was not found has no sum."""
    for row in rows("state_duty"):
        yield {
            "code": _code(row["code"]),
            "kind": row["kind"],
            "description_az": row["description_az"],
            "description_en": row["description_en"],
            "claim_from": number(row["claim_from_azn"]),
            "claim_to": number(row["claim_to_azn"]),
            "fixed": number(row["fixed_azn"]),
            "percent": number(row["percent"]),
            "percent_over": number(row["percent_over_azn"]),
            "maximum": number(row["max_azn"]),
            "service_code": row["treasury_service_code"],
            "legal_basis": row["legal_basis"],
            "valid_from": dt.date.fromisoformat(RATES_SINCE[row["kind"]]),
            "confidence": row["confidence"],
            "note": row["note"],
            "source": row["source"],
            "is_verified": is_sure(row["confidence"]),
        }


def days() -> Iterator[dict[str, Any]]:
    """Days that are not what their weekday says."""
    for row in rows("holidays"):
        if row["row_type"] != "rule" and row["date"]:
            yield {
                "date": dt.date.fromisoformat(row["date"]),
                "is_working": row["is_non_working"] == "0",
                "name_az": row["name_az"],
                "name_en": row["name_en"],
                "legal_basis": row["legal_basis"],
                "source": row["source"],
                "is_verified": int(row["year"]) <= 2026,
            }
