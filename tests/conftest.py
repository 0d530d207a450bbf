"""The named cast, the reference books, and what every test may ask for."""

import csv
import gc
import itertools
import logging
import os
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
import structlog
from django.conf import settings as house
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.cached_db import SessionStore
from django.core.cache import cache
from django.core.management import call_command
from django.core.management.commands import flush
from django.db import connection
from django.template import Context, RequestContext, Template
from django.test import Client
from django.test.signals import template_rendered
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from django.utils.safestring import SafeString

from accounts.models import Role, User
from accounts.roles import load_roles
from core import clock
from reference.models import Body
from staff.models import Judge
from tests import migrated
from tests.kept_rows import emptying, keep_rows
from tests.kept_state import kept
from tests.outside import asan_process, mail_process, outside_home, registers_process, sms_process
from tests.people import KAMRAN, LEYLA, RASHAD, chair_of, judge_of, person

__all__ = ["asan_process", "kept", "mail_process", "outside_home", "registers_process", "sms_process"]

YASAMAL = "baki-seheri-yasamal-rayon-mehkemesi"
COMMERCE = "baki-kommersiya-mehkemesi"
APPEAL = "baki-apellyasiya-mehkemesi"
BACKEND = "accounts.backends.Passwords"
MOST_NAMED = 12
_turn = itertools.count(1)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """Every process begins with a copy of the migrated database."""
    connection.settings_dict["TEST"]["TEMPLATE"] = migrated.made()


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """The server goes with all its databases when the run is over; nobody waits for each to be dropped before."""
    return True


# The reference books are loaded once; after a test that commits they stand as before.
@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """The test database with the reference books and the standard roles."""
    with django_db_blocker.unblock():
        call_command("load_reference", verbosity=0)
        load_roles()
        keep_rows()
    flush.sql_flush = emptying


@pytest.fixture(autouse=True)
def _reference(request: pytest.FixtureRequest) -> None:
    if {"transactional_db", "live_server"} & set(request.fixturenames) or _is_transactional(request):
        assert not connection.in_atomic_block, "a file whose tests begin from a kept state has no such tests"
        request.getfixturevalue("transactional_db")


def _is_transactional(request: pytest.FixtureRequest) -> bool:
    marker = request.node.get_closest_marker("django_db")
    return bool(marker and (marker.kwargs.get("transaction") or (marker.args and marker.args[0])))


@pytest.fixture(scope="session", autouse=True)
def _quiet() -> None:
    """Lines of every request, which nobody reads here, cost a twentieth of a page; keys of signers are made once."""
    logging.getLogger().setLevel(logging.ERROR)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    house.SIGNING_AUTHORITY = "tests.authority.FewKeys"


@pytest.fixture(scope="session", autouse=True)
def _pages_alone_are_seen(django_test_environment: None) -> None:
    """`answer.context` is what the page itself was given; what its parts and every field were is not copied for it."""

    def render(template: Template, context: Context) -> SafeString:
        if context.template is template and isinstance(context, RequestContext):
            template_rendered.send(sender=template, template=template, context=context)
        return template.nodelist.render(context)

    Template._render = render


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    """Each test has a cache and a language of its own and reads the clock anew."""
    _empty_cache()
    clock.forget()
    yield
    clock.forget()
    translation.deactivate()


def _empty_cache() -> None:
    house.CACHES["default"]["KEY_PREFIX"] = cache.key_prefix = f"test-{uuid.uuid4().hex[:8]}"


@pytest.fixture
def empty_cache() -> Callable[[], None]:
    """Forgets what this test has put into the cache; `cache.clear()` would end the sessions of the tests beside too."""
    return _empty_cache


# Courts
@pytest.fixture
def court(db: None) -> Body:
    """Yasamal district court of the city of Bakı."""
    return Body.objects.get(code=YASAMAL)


@pytest.fixture
def other_court(db: None) -> Body:
    """The commercial court of Bakı."""
    return Body.objects.get(code=COMMERCE)


@pytest.fixture
def appeal_court(db: None) -> Body:
    """The court of appeal of Bakı."""
    return Body.objects.get(code=APPEAL)


# People
@pytest.fixture
def new_person(db: None) -> Callable[..., User]:
    """Makes a user; with a role and a body also the posting, in force since long ago."""
    return person


@pytest.fixture
def new_judge(db: None) -> Callable[..., Judge]:
    """Makes a judge of a court with the user and the posting."""
    return judge_of


@pytest.fixture
def clerk(new_person: Callable[..., User], court: Body) -> User:
    """Leyla, clerk in Yasamal."""
    return new_person("clerk", court, **LEYLA)


@pytest.fixture
def judgeship(new_judge: Callable[..., Judge], court: Body) -> Judge:
    """Rashad's office of judge in Yasamal."""
    return new_judge(court, **RASHAD)


@pytest.fixture
def judge(judgeship: Judge) -> User:
    """Rashad, judge in Yasamal."""
    return judgeship.user


@pytest.fixture
def chair(court: Body, judgeship: Judge) -> User:
    """Nigar, chair of the court in Yasamal."""
    return chair_of(court).user


@pytest.fixture
def finance_clerk(new_person: Callable[..., User], court: Body) -> User:
    """Kamran, who keeps the duty and the expenses in Yasamal."""
    return new_person("finance", court, **KAMRAN)


@pytest.fixture
def administrator(new_person: Callable[..., User], court: Body) -> User:
    """Günel, administrator of the court in Yasamal."""
    names = {
        "username": "gunel",
        "surname": "Səfərova",
        "given_name": "Günel",
        "is_staff": True,
    }
    return new_person("administrator", court, **names)


@pytest.fixture
def murad(new_person: Callable[..., User], other_court: Body) -> User:
    """Murad, clerk of another court."""
    return new_person("clerk", other_court, username="murad", surname="Orucov", given_name="Murad")


@pytest.fixture
def aysel(new_person: Callable[..., User]) -> User:
    """Aysel the claimant: a citizen with a FIN and without a password."""
    names = {"surname": "Rəhimli", "given_name": "Aysel", "patronymic": "Kamran qızı"}
    return new_person(username="fin-5XK2T7P", fin="5XK2T7P", password=None, **names)


@pytest.fixture
def without() -> Callable[[str, str], Role]:
    """A test role that has all rights of a standard role but one: `without("clerk", "parties.fin")`."""

    def make(role: str, right: str) -> Role:
        whole = Role.objects.get(code=role)
        assert right in whole.rights, f"the role {role} does not hold {right} anyway"
        rights = [held for held in whole.rights if held != right]
        return Role.objects.create(code=f"{role}-{next(_turn)}", name_az=f"{role} – {right}", rights=rights)

    return make


# Doors
@pytest.fixture
def as_user(db: None) -> Callable[[User], Client]:
    """A client signed in as this person: `as_user(clerk).get("/cases/")`; the session alone, nothing of signing in."""

    def sign_in(person: User) -> Client:
        session = SessionStore()
        session.update({SESSION_KEY: str(person.pk), BACKEND_SESSION_KEY: BACKEND})
        session[HASH_SESSION_KEY] = person.get_session_auth_hash()
        session.create()
        client = Client()
        client.cookies[house.SESSION_COOKIE_NAME] = session.session_key
        return client

    return sign_in


@pytest.fixture
def count_queries(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> Callable[[], AbstractContextManager[CaptureQueriesContext]]:
    """`with count_queries() as counted: …` and then `len(counted)`; the clock's own query, once a second, is not among
    them."""
    clock.offset()
    monkeypatch.setattr(clock, "_READ_EVERY", float("inf"))
    return lambda: CaptureQueriesContext(connection)


# A run with thousands of tests
def pytest_collection_finish() -> None:
    """What was imported and collected stays for the whole run: looking through it for garbage is lost time."""
    gc.freeze()


# Which clauses of the requirements are shown by this run
def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers",
        "requirement(*ids): clauses of tests/requirements.csv that the test shows",
    )
    config.shown_clauses = set()  # type: ignore[attr-defined]
    if config.getoption("tx", None) and not hasattr(config, "workerinput"):
        # While the processes of the tests read the house, their database is made beside them.
        threading.Thread(target=migrated.made, daemon=True).start()
    else:
        # What makes cases brings half of the house with it: only who runs tests waits for that.
        config.pluginmanager.import_plugin("tests.new_cases")


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    """A process of the tests that has told everything ends at once; taking the house down takes it a second."""
    if hasattr(config, "workerinput"):
        os._exit(0)


def pytest_runtest_setup(item: pytest.Item) -> None:
    for marker in item.iter_markers("requirement"):
        item.user_properties += [("requirement", clause) for clause in marker.args]


@pytest.hookimpl(wrapper=True)
def pytest_report_teststatus(report: Any, config: pytest.Config) -> Any:
    if report.when == "call" and report.passed:
        config.shown_clauses |= {words for name, words in report.user_properties if name == "requirement"}  # type: ignore[attr-defined]
    return (yield)


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    with (Path(__file__).parent / "requirements.csv").open(encoding="utf-8") as file:
        clauses = {row["id"] for row in csv.DictReader(file)}
    shown: set[str] = config.shown_clauses  # type: ignore[attr-defined]
    # What this version says of itself; a clause stands here from the day on which it works.
    claimed = (Path(__file__).parent / "claimed.txt").read_text().split()
    missing = [clause for clause in claimed if clause not in shown]
    if shown:
        terminalreporter.write_line(f"{len(shown & clauses)} of {len(clauses)} clauses of the requirements are shown")
        more = f" and {len(missing) - MOST_NAMED} more" if len(missing) > MOST_NAMED else ""
        terminalreporter.write_line(f"claimed and not shown here: {', '.join(missing[:MOST_NAMED]) or 'none'}{more}")
    if shown - clauses:
        terminalreporter.write_line(f"unknown clauses: {', '.join(sorted(shown - clauses))}")
