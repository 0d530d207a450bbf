"""A case that was heard, its judgment drafted, signed, served."""

import datetime as dt
import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.test import override_settings

from accounts.models import User
from cases.actions import accept_case, begin_hearing, settle_duty
from cases.models import Case
from core import clock
from core.models import ClockOffset
from decisions.actions import draft_act, save_draft, sign_act
from decisions.models import Act
from hearings.models import Hearing, Kind, Sitting, State
from journal import deliveries
from journal.actors import LAW
from reference.models import ActKind, Body, Room
from staff.models import Judge
from tests.authority import FewKeys

TEXT = {
    "facts": "İddiaçı Aysel Rəhimli bildirmişdir ki, cavabdeh Vüqar Əsgərov borcu qaytarmamışdır.",
    "reasons": "Məhkəmə Aysel Rəhimlinin sübutlarını qiymətləndirərək belə nəticəyə gəlir ki, borc sübuta yetirilib.",
    "operative": "1. İddia təmin edilsin.\n2. Vüqar Tofiq oğlu Əsgərovdan Aysel Kamran qızı Rəhimlinin xeyrinə "
    "7 240,00 AZN alınsın.",
    "outcome": "granted",
    "debt": Decimal("7240.00"),
}


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: Any) -> Path:
    """The keys of the demo's authority and of its clock, made once."""
    folder = tmp_path_factory.mktemp("authority")
    with override_settings(COURTCMS_HOME=folder), django_db_blocker.unblock():
        FewKeys().time_stamper()
    return folder / "keys"


@pytest.fixture
def home(tmp_path: Path, settings: Any, authority: Path) -> Path:
    """Keys and files of its own."""
    shutil.copytree(authority, tmp_path / "keys")
    settings.COURTCMS_HOME, settings.MEDIA_ROOT = tmp_path, tmp_path / "files"
    return tmp_path


def move_clock(days: int) -> None:
    """The demo's clock moves ahead."""
    ClockOffset.objects.create(days=days, moved_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC), moved_by="test")
    clock.forget()


def hear(case: Case, court: Body, judgeship: Judge, hours_ago: int = 2) -> Hearing:
    """A hearing on the merits that began so long ago and took an hour."""
    room, _new = Room.objects.get_or_create(body=court, name="Zal 3")
    begun = clock.now() - dt.timedelta(hours=hours_ago)
    during = DateTimeTZRange(begun, begun + dt.timedelta(hours=1))
    sitting = Sitting.objects.create(body=court, room=room, judge=judgeship, during=during, state=State.ENDED)
    begin_hearing(case, by=judgeship.user)
    return Hearing.objects.create(case=case, sitting=sitting, kind=Kind.MAIN, starts_at=during.lower, body=court)


def accept(case: Case, judgeship: Judge) -> Case:
    """The case comes into the judge's hands, its duty settled, and is accepted."""
    Case.objects.filter(pk=case.pk).update(judge=judgeship)
    settle_duty(case, ground="qəbz 1", by=LAW)
    case.refresh_from_db()
    return accept_case(case, seen=case.version, by=judgeship.user)


def draft_of(case: Case, judge: User, **values: Any) -> Act:
    """The judgment that the judge drafts, whole and not signed."""
    act = draft_act(case, act_kind=ActKind.objects.get(code="qetname"), by=judge)
    return save_draft(act, seen=act.version, by=judge, **(TEXT | values))


@pytest.fixture
def accepted(home: Path, case: Case, judgeship: Judge) -> Case:
    """Aysel's case in Rashad's hands, accepted and not heard."""
    return accept(case, judgeship)


@pytest.fixture
def heard(accepted: Case, court: Body, judgeship: Judge) -> Case:
    """The same case after its hearing."""
    hear(accepted, court, judgeship)
    accepted.refresh_from_db()
    return accepted


@pytest.fixture
def new_draft(judge: User) -> Callable[..., Act]:
    """Drafts a judgment: `new_draft(heard, reasons="")`."""

    def make(case: Case, **values: Any) -> Act:
        return draft_of(case, judge, **values)

    return make


@pytest.fixture
def draft(heard: Case, new_draft: Callable[..., Act]) -> Act:
    """The judgment of the heard case, whole and not signed."""
    return new_draft(heard)


@pytest.fixture
def signed(draft: Act, judge: User) -> Act:
    """The judgment signed by Rashad; nothing followed yet."""
    return sign_act(draft, seen=draft.version, by=judge)


@pytest.fixture
def served(signed: Act) -> Act:
    """The judgment served on everybody: all that follows from the signature has happened."""
    deliveries.drain()
    return Act.objects.get(pk=signed.pk)
