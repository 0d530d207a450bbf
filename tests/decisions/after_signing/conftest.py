"""Where all tests begin after the signature: one judgment a file, signed once."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings

from cases.models import Case
from decisions.actions import sign_act
from decisions.models import Act
from reference.models import Body
from tests.conftest import YASAMAL
from tests.decisions.conftest import accept, draft_of, hear
from tests.new_cases import registered
from tests.people import RASHAD, judge_of


@pytest.fixture(scope="module")
def kept_judgment(kept: Any, authority: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[int, Path]:
    """Aysel's case, decided by Rashad's signed judgment; its key, and the folder with the keys and files of it."""
    folder = tmp_path_factory.mktemp("judgment")
    shutil.copytree(authority, folder / "keys")
    with kept.unblock(), override_settings(COURTCMS_HOME=folder, MEDIA_ROOT=folder / "files"):
        return judgment().pk, folder


def judgment() -> Act:
    """A case from its registration to the signature, nothing of which is served yet."""
    court = Body.objects.get(code=YASAMAL)
    judgeship = judge_of(court, **RASHAD)
    case = accept(registered(court), judgeship)
    hear(case, court, judgeship)
    case.refresh_from_db()
    act = draft_of(case, judgeship.user)
    return sign_act(act, seen=act.version, by=judgeship.user)


@pytest.fixture
def home(kept_judgment: tuple[int, Path], tmp_path: Path, settings: Any) -> Path:
    """Keys and files of each test's own."""
    shutil.copytree(kept_judgment[1], tmp_path, dirs_exist_ok=True)
    settings.COURTCMS_HOME, settings.MEDIA_ROOT = tmp_path, tmp_path / "files"
    return tmp_path


@pytest.fixture
def signed(kept_judgment: tuple[int, Path], home: Path, db: None) -> Act:
    """The judgment signed by Rashad; nothing followed yet."""
    return Act.objects.get(pk=kept_judgment[0])


@pytest.fixture
def case(signed: Act) -> Case:
    """Aysel's case."""
    return signed.case
