"""What a web process says while the database does not answer: tried in a copy of the tests' process."""

import json
import logging.config
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import OperationalError, connection
from django.test import Client

from core.views import failed
from courtcms import environment
from tests.forked import forked

NOBODY_LISTENS = "postgresql://nobody@127.0.0.1:9/nothing"
DOORS = ("/healthz", "/readyz", "/metrics", "/", "/desk/")


def ask(blocker: Any, told: Path, log: Path) -> None:
    """Every door in turn, the last one with a session; what is logged goes where the log of a process goes."""
    sys.stderr = log.open("w")
    logging.config.dictConfig(settings.LOGGING)
    connection.settings_dict.update(environment.database(NOBODY_LISTENS))
    for part in ("worker", "sealer"):
        cache.set(f"heard:{part}", time.time(), 60)
    client = Client(raise_request_exception=False, headers={"host": "127.0.0.1"})
    with blocker.unblock(), told.open("w") as file:
        for door in DOORS:
            if door == "/desk/":
                client.cookies[settings.SESSION_COOKIE_NAME] = "x" * 32
            answer = client.get(door)
            row = {"door": door, "code": answer.status_code, "id": answer.headers["X-Request-ID"]}
            print(json.dumps(row | {"page": answer.content.decode()}), file=file)
    sys.stderr.flush()


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any) -> Any:
    """The answers of the doors, and the lines of the log."""
    folder = tmp_path_factory.mktemp("asked")
    told, log = folder / "told", folder / "log"
    child = forked(ask, django_db_blocker, told, log)
    child.join()
    assert child.exitcode == 0, log.read_text()[-3000:]
    answers = {row["door"]: row for row in map(json.loads, told.read_text().splitlines())}
    return answers, [json.loads(line) for line in log.read_text().splitlines() if line.startswith("{")]


def test_what_does_not_answer_is_named_and_the_process_lives(asked: Any) -> None:
    answers, _log = asked
    assert answers["/healthz"]["code"] == 200
    assert answers["/readyz"]["code"] == 503
    told = json.loads(answers["/readyz"]["page"])
    assert told == {"database": "does not answer", "worker": "not known", "sealer": "not known", "broker": "ok"}


def test_watchers_still_get_the_numbers_of_the_process(asked: Any) -> None:
    answers, _log = asked
    assert answers["/metrics"]["code"] == 200
    assert "process_start_time_seconds" in answers["/metrics"]["page"]


@pytest.mark.requirement("EM-8.2.11")
def test_the_number_on_the_error_page_finds_the_cause_in_the_log(asked: Any) -> None:
    answers, log = asked
    page = answers["/"]
    assert page["code"] == 503 and page["id"] in page["page"]
    assert "Məlumat bazası cavab vermir" in page["page"]
    lines = [line for line in log if line.get("request_id") == page["id"] and line["level"] == "error"]
    assert {line["logger"] for line in lines} == {"django_structlog.middlewares.request", "django.request"}
    assert all("OperationalError" in line["exception"] and "Traceback" in line["exception"] for line in lines)


def test_whoever_is_signed_in_is_answered_in_words_too(asked: Any) -> None:
    page = asked[0]["/desk/"]
    assert page["code"] == 503
    assert 'href="/desk/"' in page["page"] and page["id"] in page["page"]


def test_the_way_back_from_a_broken_page_leads_to_no_other_house(rf: Any) -> None:
    for sent_from, back in (
        ("https://evil.example/trap/", "/"),
        ("http://testserver/cases/", "http://testserver/cases/"),
    ):
        try:
            raise OperationalError
        except OperationalError:
            page = failed(rf.post("/cases/register/", HTTP_REFERER=sent_from))
        assert page.status_code == 503
        assert f'href="{back}"' in page.content.decode()
        assert "evil.example" not in page.content.decode()
