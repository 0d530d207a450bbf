"""What can go wrong with an outside system, in words for the person at the desk; the middleware shows them."""

from typing import Any

from core import errors


class OutsideError(Exception):
    """The common ancestor; `message` is a sentence fit to be shown, `reasons` the same as a list."""

    def __init__(self, message: Any) -> None:
        self.message = str(message)
        self.reasons = [self.message]
        super().__init__(self.message)


class Unreachable(OutsideError, errors.Gone):
    """Nothing was done: asking or sending again later is safe."""


class RegisterDown(Unreachable):
    """A state register does not answer."""


class BrokenAnswer(OutsideError, errors.Gone):
    """An answer came that is not in the agreed form or not truly signed; nothing of it was used."""


class NotFound(OutsideError, errors.Refused):
    """The register knows nobody by that number."""


class Refused(OutsideError, errors.Refused):
    """The register does not accept the question."""


class SignInDown(Unreachable):
    """ASAN Login does not answer."""


class SmsDown(Unreachable):
    """The SMS centre does not take messages now."""


class SmsRefused(OutsideError, errors.Refused):
    """The SMS centre will never take this message (wrong number, empty or too long text)."""


class MailDown(Unreachable):
    """The mail server does not take mail now."""


class MailRefused(OutsideError, errors.Refused):
    """The mail server will never take this mail (unknown address, forbidden content)."""


class Uncertain(OutsideError, errors.Gone):
    """The message was on the wire when the line broke: a receipt or a person settles whether it arrived."""
