"""Numbers by which people and organisations are known: brought to their one form, or refused in words with a repair."""

import re

import phonenumbers
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from stdnum import exceptions as faults
from stdnum import iban as iban_rule
from stdnum.az import voen as voen_rule

# Cyrillic and Azerbaijani letters that look like Latin ones; casing here is by ASCII, never by the alphabet.
_LOOKALIKES = str.maketrans("İıАВЕКМНРСТХаекмрстху", "IiABEKMHPCTXaekmpctxy")
_MISREAD = str.maketrans("OI", "01")
_FIN = re.compile(r"[0-9A-HJ-NP-Z]{7}")


def _plain(text: str) -> str:
    return "".join(text.translate(_LOOKALIKES).split()).translate(
        str.maketrans("abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    )


def fin(text: str) -> str:
    """A FIN as the state writes it: seven Latin letters and figures, never I or O."""
    number = _plain(text)
    if _FIN.fullmatch(number):
        return number
    if re.fullmatch(r"[0-9A-Z]{7}", number):
        letter = "O" if "O" in number else "I"
        raise ValidationError(
            _("A FIN has no letter %(letter)s. Did you mean %(repair)s?"),
            code="fin",
            params={"letter": letter, "repair": number.translate(_MISREAD)},
        )
    if len(number) == 7:
        raise ValidationError(_("A FIN is written in Latin letters and figures alone."), "fin")
    raise ValidationError(
        _("A FIN has 7 Latin letters and figures; this has %(count)s."), "fin", {"count": len(number)}
    )


def voen(text: str) -> str:
    """A VÖEN: ten figures, of which the ninth is reckoned from the others."""
    number = re.sub(r"[\s-]", "", text)
    if not re.fullmatch(r"[0-9]{10}", number):
        raise ValidationError(_("A VÖEN has 10 figures."), "voen")
    try:
        return str(voen_rule.validate(number))
    except faults.ValidationError as error:
        raise ValidationError(_("This VÖEN does not exist: its check figure is wrong."), "voen") from error


def phone(text: str) -> str:
    """A phone as +994501234567; a number without the country is one of Azerbaijan."""
    try:
        number = phonenumbers.parse(text, "AZ")
    except phonenumbers.NumberParseException as error:
        raise ValidationError(_("Write the phone as +994 50 123 45 67."), "phone") from error
    if not phonenumbers.is_valid_number(number):
        raise ValidationError(_("There is no such phone number. Write it as +994 50 123 45 67."), "phone")
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def iban(text: str) -> str:
    """An IBAN without spaces, its check figures in order."""
    try:
        return str(iban_rule.validate(_plain(text)))
    except faults.ValidationError as error:
        raise ValidationError(_("This IBAN is not in order: check each character."), "iban") from error
