"""The duty of a claim that is still being typed."""

from typing import Any

from django.db.models import Q
from django.http import QueryDict

from finance import tariff
from finance.reckoning import by_hand, needs, price_of, rates
from finance.tariff import Duty, Facts, NeedsGround
from reference.models import Category


def previewed(typed: QueryDict) -> dict[str, Any]:
    """Amount and lines, or what is missing; empty while nothing is chosen."""
    manual = price_of(typed.get("manual_amount", ""))
    if manual is not None:
        return _shown(by_hand(manual, typed.get("manual_ground", "")))
    name = " ".join(typed.get("category", "").split())
    category = Category.objects.filter(Q(name_az=name) | Q(name_en=name) | Q(name_ru=name) | Q(code=name)).first()
    if category is None:
        return {}
    facts = Facts(
        kind=tariff.duty_kind(typed.get("kind", "civil")),
        price=price_of(typed.get("price", "")),
        is_dwelling=bool(typed.get("is_dwelling")),
        exemption=typed.get("exempt") or tariff.exemption_of_category(category.code),
    )
    try:
        return _shown(tariff.duty(facts, rates()))
    except NeedsGround as missing:
        return {"needs_ground": needs(missing)}


def _shown(duty: Duty) -> dict[str, Any]:
    lines = [(str(line), line.amount) for line in duty.lines]
    return {"amount": duty.amount, "lines": lines, "article": duty.article, "service_code": duty.service_code}
