"""Errors that speak to the person at the desk; the middleware shows them, views let them pass."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _


class Refused(Exception):
    """The act is not possible now; each reason is a sentence fit to be shown."""

    def __init__(self, *reasons: Any) -> None:
        self.reasons = [str(reason) for reason in reasons] or [str(_("This step is not possible now."))]
        super().__init__(" ".join(self.reasons))


class Stale(Exception):
    """Somebody else changed the record since this person read it."""

    def __init__(self, who: str = "", differs: Iterable[str] = ()) -> None:
        self.who = who
        self.differs = list(differs)
        super().__init__(f"changed by {who or 'somebody else'}")


class Gone(Exception):
    """An outside system does not answer; what was kept and what to do is said in words."""

    def __init__(self, message: Any) -> None:
        self.message = str(message)
        super().__init__(self.message)
