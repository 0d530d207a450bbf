"""Papers of a dossier, as the desk has them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from accounts.models import Dossier, User
from core import clock
from documents import fields
from documents.actions import print_document
from documents.models import Document
from reference.models import Body


@pytest.fixture
def home(tmp_path: Path, settings: Any) -> Path:
    """A house of its own: certificates and files are made anew."""
    settings.COURTCMS_HOME, settings.MEDIA_ROOT = tmp_path, tmp_path / "files"
    return tmp_path


@pytest.fixture
def own_keys(settings: Any) -> None:
    """Every authority and every person has a key of their own, as in the demo."""
    settings.SIGNING_AUTHORITY = "documents.authority.DemoAuthority"


@pytest.fixture
def still(settings: Any) -> None:
    """Outside the demo the clock asks no database."""
    settings.DEMO = False
    clock.forget()


@pytest.fixture
def dossier(court: Body) -> Dossier:
    """A dossier of Yasamal."""
    return Dossier.objects.create(body=court)


@pytest.fixture
def new_paper(home: Path, dossier: Dossier, clerk: User) -> Callable[..., Document]:
    """Makes a printed paper of the dossier."""

    def make(kind: str = "judgment", title: str = "Qətnamə, Aysel Rəhimli", **values: Any) -> Document:
        context = fields.example(kind) | values
        page, name = f"prints/{kind}.html", "qətnamə.pdf"
        return print_document(dossier, dossier.body, kind, title, page, context, name, by=clerk)

    return make


@pytest.fixture
def paper(new_paper: Callable[..., Document]) -> Document:
    """A judgment that nobody has signed yet."""
    return new_paper()
