"""What the case knows that must be masked in its acts, and what stays."""

from cases.models import Case, Participation
from decisions.drafting import clerk_name
from decisions.facts import Facts, Person
from decisions.models import Mask
from decisions.obstacles import signers

# Labels as the courts' practice has them, by the side of the role.
LABELS = {
    "claimant": "İddiaçı",
    "respondent": "Cavabdeh",
    "third_party": "Üçüncü şəxs",
    "representative": "Nümayəndə",
}
OTHERS = "X"


def facts_of(case: Case, masks: list[Mask]) -> Facts:
    """Everybody who takes or took part in the case, and what a person added or left."""
    known = list(case.participations.select_related("party", "role").order_by("order", "pk"))
    people = tuple(_person(one) for one in known if one.party.is_natural)
    kept = [case.court.name_az, case.number, clerk_name(case)]
    kept += [one.party.title for one in known if not one.party.is_natural]
    kept += [name for user in signers(case) for name in _names(user.given_name, user.surname)]
    full = {name for person in people for name in _names(person.given, person.surname)}
    return Facts(
        people,
        kept=tuple(phrase for phrase in kept if phrase and phrase not in full),
        added=tuple(one.words for one in masks if one.is_added),
        spared=tuple(one.words for one in masks if one.is_kept),
    )


def _names(given: str, surname: str) -> list[str]:
    return [f"{given} {surname}", f"{surname} {given}"]


def _person(one: Participation) -> Person:
    party = one.party
    values = [
        ("fin", party.fin), ("voen", party.voen), ("id_card", party.id_card), ("phone", party.phone),
        ("email", party.email), ("address", party.registered_address), ("address", party.actual_address),
    ]  # fmt: skip
    return Person(
        key=f"party:{party.pk}",
        label=LABELS.get(one.role.side, OTHERS),
        given=party.given_name,
        surname=party.surname,
        patronymic=party.patronymic,
        values=tuple((kind, value) for kind, value in values if value),
        born=party.birth_date,
    )
