"""The outside systems that the tests of the clients talk to, set to "ok" by every test."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from integrations.registers import calling
from tests.integrations.processes import Running


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.services)


@pytest.fixture(autouse=True)
def _today(settings: Any) -> None:
    """Without the demo the clock needs no database."""
    settings.DEMO = False


@pytest.fixture
def registers(registers_process: Running, outside_home: Path, settings: Any) -> Iterator[Running]:
    """The state registers of the demo, trusted by the settings."""
    settings.COURTCMS_HOME = outside_home
    settings.REGISTER_TRUST = str(registers_process.state / "server.pem")
    settings.REGISTER_TIMEOUT = 0.5
    settings.POPULATION_REGISTER_URL = f"{registers_process.url}/population/"
    settings.TAX_REGISTER_URL = f"{registers_process.url}/tax/"
    # The first call reads the shipped descriptions, which must not count as the register's slowness.
    calling._document("population"), calling._document("tax")
    registers_process.turn("ok")
    yield registers_process
    registers_process.turn("ok")


@pytest.fixture
def asan(asan_process: Running, settings: Any) -> Iterator[Running]:
    """ASAN Login of the demo, set as the one that people sign in through."""
    app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
    party = app | {"client_id": "courtcms", "secret": "courtcms-demo", "settings": {"server_url": asan_process.url}}
    openid = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"] | {"APPS": [party]}
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": openid}
    settings.DEMO = True
    asan_process.turn("ok")
    yield asan_process
    asan_process.turn("ok")


@pytest.fixture
def sms(sms_process: Running, settings: Any) -> Iterator[Running]:
    """The SMS centre of the demo."""
    settings.SMPP_HOST, settings.SMPP_PORT = "127.0.0.1", sms_process.ports[0]
    settings.SMPP_USER, settings.SMPP_PASSWORD = "courtcms", "courtcms"
    sms_process.turn("ok")
    yield sms_process
    sms_process.turn("ok")


@pytest.fixture
def mail(mail_process: Running, settings: Any) -> Iterator[Running]:
    """The mail server of the demo, by real SMTP."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", mail_process.ports[0], 1
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = False
    mail_process.turn("ok")
    yield mail_process
    mail_process.turn("ok")
