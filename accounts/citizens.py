"""People who come by ASAN login: found by FIN, or made as citizens without a posting."""

from django.db import transaction

from accounts import events
from accounts.models import User
from accounts.sign_ins import DOOR
from integrations.asan_login.adapter import AsanPerson
from journal.actions import record


@transaction.atomic
def user_of(person: AsanPerson) -> User:
    """The user with this FIN, with the names that the state knows; a citizen's cabinet is made at once (EM-13.2)."""
    user = User.objects.select_for_update().filter(fin=person.fin).first()
    is_new = user is None
    if user is None:
        user = User(username=f"fin-{person.fin}", fin=person.fin)
        user.set_unusable_password()
    changed = _take_over(user, person)
    if is_new or changed:
        user.save()
        record(events.USER_MADE if is_new else events.USER_CHANGED, on=user, by=DOOR, fields=changed)
    return user


def _take_over(user: User, person: AsanPerson) -> list[str]:
    """Names as the state writes them; the phone only where none is known yet."""
    told = {"surname": person.surname, "given_name": person.given_name, "patronymic": person.patronymic}
    if not user.phone:
        told["phone"] = person.phone
    changed = [name for name, value in told.items() if value and getattr(user, name) != value]
    for name in changed:
        setattr(user, name, told[name])
    return changed
