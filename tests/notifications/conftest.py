"""Notices of a dossier, and the mail server and the SMS centre that they go through."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from accounts.models import Dossier, User
from notifications.actions import notify
from notifications.ladder import Recipient
from notifications.models import Delivery
from reference.models import Body
from tests.integrations.processes import Running


@pytest.fixture
def mail(mail_process: Running, settings: Any) -> Iterator[Running]:
    """The mail server of the demo, by real SMTP."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", mail_process.ports[0], 2
    mail_process.turn("ok")
    yield mail_process
    mail_process.turn("ok")


@pytest.fixture
def sms(sms_process: Running, settings: Any) -> Iterator[Running]:
    """The SMS centre of the demo, by real SMPP."""
    settings.SMPP_HOST, settings.SMPP_PORT = "127.0.0.1", sms_process.ports[0]
    settings.SMPP_USER, settings.SMPP_PASSWORD = "courtcms", "courtcms"
    sms_process.turn("ok")
    yield sms_process
    sms_process.turn("ok")


@pytest.fixture
def dossier(court: Body) -> Dossier:
    """A dossier of Yasamal."""
    return Dossier.objects.create(body=court)


@pytest.fixture
def tell(dossier: Dossier, clerk: User) -> Callable[..., list[Delivery]]:
    """Tells a person of a hearing: `tell(email="a@b.example")`."""

    def make(document: int | None = None, purpose: str = "hearing", **known: Any) -> list[Delivery]:
        recipient = Recipient(**({"name": "Aysel Kamran qızı Rəhimli", "key": "participation:12"} | known))
        subject, text = "İclas 04.12.2026, 10:30", "Məhkəmə iclası 04.12.2026 tarixində saat 10:30-da olacaq."
        return notify(
            dossier, dossier.body, recipient, subject=subject, text=text, document=document, purpose=purpose, by=clerk
        )

    return make
