"""Where the state of an installation lies, and who may touch it."""

import contextlib
import hashlib
import json
import os
import secrets
import stat
from dataclasses import dataclass
from pathlib import Path

CLONE = Path(__file__).resolve().parents[2]
# The user that owns nothing: PostgreSQL refuses to run as root, and no server should.
NOBODY = 65534
# A Unix socket's address holds 107 bytes and a zero; the longest name that we put there is PostgreSQL's.
SOCKET_LIMIT = 107
LONGEST_SOCKET = ".s.PGSQL.5432.lock"


class Unfit(Exception):
    """The installation cannot be started as it stands; the text says why and what to do."""


@dataclass(frozen=True)
class Home:
    """The state folder (COURTCMS_HOME) and the user that the database servers run as."""

    folder: Path
    server_user: int | None
    sockets: Path

    @property
    def logs(self) -> Path:
        """One file for each child."""
        return self.folder / "logs"

    @property
    def run(self) -> Path:
        """Locks and process numbers of what runs now."""
        return self.folder / "run"


def default_home() -> Path:
    """COURTCMS_HOME, or var/ in the clone, or a place outside root's closed home when started as root."""
    given = os.environ.get("COURTCMS_HOME")
    if given:
        return Path(given).resolve()
    return Path("/var/lib/courtcms") if os.geteuid() == 0 else CLONE / "var"


def open_home(folder: Path) -> Home:
    """Make the folders that are missing; as root, the servers' own folders belong to nobody."""
    server_user = NOBODY if os.geteuid() == 0 else None
    # Whatever the umask, the servers' user must enter; what is private says so itself.
    os.umask(0o022)
    folder.mkdir(parents=True, exist_ok=True)
    if server_user is not None and not reachable(folder, server_user):
        raise Unfit(
            f"The database servers run as an unprivileged user who cannot enter {folder}, "
            "because a folder above it is closed.\nChoose another place: COURTCMS_HOME=/var/lib/courtcms"
        )
    home = Home(folder, server_user, socket_folder(folder, server_user))
    for private in (home.logs, home.run, folder / "cache", folder / "files", folder / "keys"):
        private.mkdir(exist_ok=True, mode=0o700)
    for name in ("postgres", "valkey"):
        own(folder / name, server_user)
    return home


def own(folder: Path, user: int | None) -> None:
    """A folder that only its user may enter."""
    folder.mkdir(exist_ok=True, mode=0o700)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode):
        raise Unfit(f"{folder} is not a folder.")
    if user is not None and found.st_uid != user:
        os.chown(folder, user, user)
    folder.chmod(0o700)


def reachable(path: Path, user: int) -> bool:
    """Whether that user may walk down to the path."""
    for folder in [path, *path.parents]:
        found = folder.stat()
        right = stat.S_IXUSR if found.st_uid == user else stat.S_IXGRP if found.st_gid == user else stat.S_IXOTH
        if stat.S_ISDIR(found.st_mode) and not found.st_mode & right:
            return False
    return True


def socket_folder(folder: Path, user: int | None) -> Path:
    """The folder of the servers' sockets: in the home, or a short one when its address would be too long."""
    wanted = folder / "sockets"
    if len(os.fsencode(wanted / LONGEST_SOCKET)) >= SOCKET_LIMIT:
        mark = hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]
        wanted = Path("/run" if os.geteuid() == 0 else "/tmp") / f"courtcms-{os.geteuid()}-{mark}"
        refuse_stranger(wanted, os.geteuid() if user is None else user)
    own(wanted, user)
    return wanted


def refuse_stranger(folder: Path, user: int) -> None:
    """In a shared place the folder may be somebody else's trap."""
    with contextlib.suppress(FileNotFoundError):
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid not in (user, os.geteuid()):
            raise Unfit(f"{folder} belongs to somebody else; choose a shorter COURTCMS_HOME.")


def secrets_of(home: Home) -> dict[str, str]:
    """The installation's own secrets, made once: Django's key and the passwords of the embedded servers."""
    path = home.folder / "secret.json"
    kept: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    wanted = {
        name: secrets.token_urlsafe(50)
        for name in (
            "SECRET_KEY",
            "DATABASE_PASSWORD",
            "POSTGRES_PASSWORD",
            "VALKEY_PASSWORD",
        )
    }
    if wanted.keys() - kept.keys():
        kept = wanted | kept
        write_private(path, json.dumps(kept, indent=1))
    return kept


def write_private(path: Path, text: str, user: int | None = None) -> None:
    """Write a file that only its owner reads, whole or not at all."""
    fresh = path.with_name(f".{path.name}.new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
        if user is not None:
            os.fchown(file.fileno(), user, user)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
