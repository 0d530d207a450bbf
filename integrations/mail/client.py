"""Sending one mail through the installation's mail server, with every way it can fail told apart."""

import smtplib
from collections.abc import Sequence
from dataclasses import dataclass
from email.utils import parseaddr
from typing import Any

import structlog
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage, get_connection
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from integrations.errors import MailDown, MailRefused, OutsideError, Uncertain

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Attachment:
    """A file that goes with the mail."""

    name: str
    content: bytes
    media_type: str


def send(to: str, subject: str, text: str, attachments: Sequence[Attachment] = (), *, message_id: Any) -> None:
    """Hand one mail to the server; raises MailDown (not sent), MailRefused (never) or Uncertain (perhaps sent)."""
    try:
        validate_email(to)
    except ValidationError as error:
        raise MailRefused(_("“%(address)s” is not an e-mail address.") % {"address": to}) from error
    mail = EmailMessage(" ".join(subject.split()), text, to=[to], headers={"Message-ID": header_of(message_id)})
    for one in attachments:
        mail.attach(one.name, one.content, one.media_type)
    with _line() as line:
        mail.connection = line
        try:
            mail.send()
        except (smtplib.SMTPException, OSError) as error:
            log.warning("mail not sent", error=type(error).__name__, message_id=str(message_id))
            raise _said(error, to) from error


def header_of(message_id: Any) -> str:
    """The Message-ID header that a message of ours bears: the same at every attempt."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<{message_id}@{domain}>"


def _line() -> Any:
    """An open connection to the server; MailDown if there is none to be had."""
    line = get_connection()
    try:
        line.open()
    except (smtplib.SMTPException, OSError) as error:
        log.warning("mail server does not answer", error=type(error).__name__)
        raise MailDown(_("The mail server does not answer; sending is tried again.")) from error
    return line


def _said(error: Exception, to: str) -> OutsideError:
    """The failure after the connection stood, in words."""
    code = _code(error)
    if code is None:
        return Uncertain(_("The line to the mail server broke; whether the mail was taken is not known."))
    if code is not None and 400 <= code < 500:
        return MailDown(_("The mail server takes no mail now; sending is tried again."))
    return MailRefused(_("The mail server does not accept mail for %(address)s.") % {"address": to})


def _code(error: Exception) -> int | None:
    """The server's answer code, if it gave one."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return next((int(code) for code, _text in error.recipients.values()), 550)
    return int(error.smtp_code) if isinstance(error, smtplib.SMTPResponseException) else None
