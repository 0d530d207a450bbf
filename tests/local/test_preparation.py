"""A step is done when what it follows from has changed, and only then."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest
from django.db import connection

from courtcms.local import preparation
from courtcms.local.preparation import STEPS, Memory, fingerprint, prepare

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def url(transactional_db: None) -> Iterator[str]:
    """The address of the test database, whose comment is taken off afterwards."""
    name = connection.settings_dict["NAME"]
    address = os.environ["DATABASE_URL"].replace("/courtcms?", f"/{name}?")
    yield address
    with contextlib.closing(psycopg2.connect(address)) as link, link, link.cursor() as cursor:
        cursor.execute(f'COMMENT ON DATABASE "{name}" IS NULL')


def steps_of(url: str, static: Path, cases: int = 0) -> list[str]:
    """The commands that a start would run now."""
    asked: list[str] = []

    def run(command: list[str]) -> int:
        asked.append(command[2])
        return 0

    prepare(url, static, cases, run, lambda words: None)
    return [name for name in asked if name != "load_demo"] if not cases else asked


def test_second_start_has_nothing_to_prepare(url: str, tmp_path: Path) -> None:
    assert steps_of(url, tmp_path) == [step.key for step in STEPS]
    assert steps_of(url, tmp_path) == []


def test_missing_styles_are_collected_again(url: str, tmp_path: Path) -> None:
    steps_of(url, tmp_path)
    assert steps_of(url, tmp_path / "gone") == ["collectstatic"]


def test_restored_database_is_migrated_again_but_gets_no_second_set_of_cases(url: str, tmp_path: Path) -> None:
    steps_of(url, tmp_path)
    Memory(url).keep("load_demo", "2000")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE django_migrations SET applied = applied + interval '1 second'")
    assert steps_of(url, tmp_path, cases=2000) == [step.key for step in STEPS]


def test_mark_follows_names_and_contents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preparation, "CLONE", tmp_path)
    first = tmp_path / "a.csv"
    first.write_text("1")
    before = fingerprint([first])
    first.write_text("2")
    assert fingerprint([first]) != before
    first.write_text("1")
    assert fingerprint([first]) == before
    assert fingerprint([first.rename(tmp_path / "b.csv")]) != before
