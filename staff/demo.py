"""The judges of the demo: the people of the demo who sit, with their public ids and shares; and all their cards."""

from django.db import transaction

from accounts import demo
from accounts.models import User
from reference.models import Body
from staff.demo_cards import make_demo_cards
from staff.models import Judge


@transaction.atomic
def make_demo_staff() -> list[Judge]:
    """Make the people of the demo and the offices of those who judge, where they are missing; gives the new judges."""
    demo.make_demo_people()
    lines = [row for row in demo.rows() if row["public_id"]]
    users = User.objects.in_bulk([row["username"] for row in lines], field_name="username")
    bodies = Body.objects.in_bulk({row["court"] for row in lines}, field_name="code")
    made = []
    for row in lines:
        office, is_new = Judge.objects.get_or_create(
            body=bodies[row["court"]], public_id=row["public_id"], defaults=_office(row, users)
        )
        made += [office] if is_new else []
    make_demo_cards(list(bodies.values()))
    return made


def _office(row: dict[str, str], users: dict[str, User]) -> dict[str, object]:
    num, den = row["share"].split("/")
    return {
        "user": users[row["username"]],
        "share_num": int(num),
        "share_den": int(den),
        "is_chair": row["is_chair"] == "1",
        "from_on": demo.SINCE,
    }
