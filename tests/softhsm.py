"""A token of SoftHSM2 for tests, where it is installed."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest

from journal import hsm

MODULES = ["/usr/lib/softhsm/libsofthsm2.so", "/usr/lib64/softhsm/libsofthsm2.so", "/usr/lib64/pkcs11/libsofthsm2.so"]
MODULE = next((path for path in MODULES if Path(path).exists()), "")
PIN = "1234"


@dataclass
class SoftToken:
    """An empty token that tests take away and put back, as a cable does."""

    folder: Path
    label: str

    @property
    def away(self) -> Path:
        return self.folder.with_name(f"{self.folder.name}-away")

    def unplug(self) -> None:
        self.folder.rename(self.away)
        self.folder.mkdir()

    def plug_in(self) -> None:
        self.folder.rmdir()
        self.away.rename(self.folder)


@pytest.fixture
def soft_token(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: object) -> Iterator[SoftToken]:
    """The house keeps its keys in a token that has none yet."""
    if not MODULE or not shutil.which("softhsm2-util"):
        pytest.skip("SoftHSM2 is not installed: apt-get install softhsm2")
    folder, label = tmp_path / "tokens", f"court-{uuid4().hex[:8]}"
    folder.mkdir()
    (tmp_path / "softhsm2.conf").write_text(f"directories.tokendir = {folder}\nobjectstore.backend = file\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(tmp_path / "softhsm2.conf"))
    command = ["softhsm2-util", "--init-token", "--free", "--label", label, "--so-pin", "4321", "--pin", PIN]
    subprocess.run(command, check=True, capture_output=True, env=dict(os.environ))
    settings.HSM_MODULE, settings.HSM_TOKEN, settings.HSM_PIN = MODULE, label, PIN  # type: ignore[attr-defined]
    yield SoftToken(folder, label)
    hsm.forget()
