"""A judgment in force, the enforcement office of Yasamal, its officers."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import User
from cases.actions import enter_into_force
from cases.models import Case
from core import clock
from decisions.models import Act
from enforcement.actions import issue_writ, send_writ, sign_writ
from enforcement.forms import written
from enforcement.models import EnforcementCase, Writ
from journal import deliveries
from reference.models import Body
from tests.decisions.after_signing.conftest import case, home, kept_judgment, signed
from tests.decisions.conftest import authority

__all__ = ["authority", "case", "home", "kept_judgment", "signed"]
OFFICE = "yasamal-icra-sobesi"
SAMIR = {"username": "fin-4PS6E1Z", "fin": "4PS6E1Z", "surname": "Nəbiyev", "given_name": "Samir", "password": None}


@pytest.fixture
def office(db: None) -> Body:
    """The enforcement office of Yasamal."""
    return Body.objects.get(code=OFFICE)


@pytest.fixture
def officer(new_person: Callable[..., User], office: Body) -> User:
    """Samir, enforcement officer."""
    return new_person("officer", office, **SAMIR)


@pytest.fixture
def chief(new_person: Callable[..., User], office: Body) -> User:
    """İsa, chief of the office."""
    return new_person("chief-officer", office, surname="Bəylərbəyli", given_name="İsa", password=None)


@pytest.fixture
def in_force(signed: Act) -> Case:
    """Aysel's case, its judgment signed and in force."""
    enter_into_force(signed.case, on=clock.today())
    return Case.objects.get(pk=signed.case_id)


@pytest.fixture
def new_writ(clerk: User) -> Callable[..., Writ]:
    """Prepares a writ as the page proposes it: `new_writ(in_force, debtor=…)`."""

    def make(case: Case, **values: Any) -> Writ:
        return issue_writ(case, **(written(case) | values), by=clerk)

    return make


@pytest.fixture
def sent(in_force: Case, new_writ: Callable[..., Writ], judge: User, clerk: User) -> Writ:
    """The writ signed and sent; the office has not heard of it yet."""
    writ = sign_writ(new_writ(in_force), by=judge)
    return send_writ(writ, by=clerk)


@pytest.fixture
def opened(sent: Writ, officer: User) -> EnforcementCase:
    """The enforcement case that the office opened, in Samir's hands."""
    deliveries.drain()
    return EnforcementCase.objects.get(writ=sent)


@pytest.fixture
def today() -> dt.date:
    return clock.today()
