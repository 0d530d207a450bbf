"""What the simulators share: their start and end, their small HTTP pages, and the knob that makes them misbehave."""

import gettext
import html
import json
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import parse_qsl, urlsplit

ROOT = Path(__file__).resolve().parents[1]
SECURE = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
LANGUAGES = ("az", "en", "ru")


class Knob:
    """How the simulator behaves now: "ok" or one of its own ways to fail, with a number of seconds for "slow"."""

    def __init__(self, *modes: str, turned: Callable[[str], None] = lambda mode: None) -> None:
        self.modes = ("ok", *modes)
        self.mode = "ok"
        self.seconds = 0.0
        self._turned = turned

    def turn(self, wish: Mapping[str, Any]) -> bool:
        """Take the wish; False when there is no such mode."""
        mode, seconds = wish.get("mode"), wish.get("seconds", 0)
        if mode not in self.modes or not isinstance(seconds, int | float) or not 0 <= seconds <= 600:
            return False
        self.mode, self.seconds = mode, float(seconds)
        self._turned(mode)
        return True

    def wait(self) -> None:
        """Let the caller wait when the mode is "slow"."""
        if self.mode == "slow":
            time.sleep(self.seconds)


class Gate:
    """Whether a port stands open; who turns the knob to "down" or back waits until the port has followed."""

    def __init__(self) -> None:
        self.opened, self.closed = threading.Event(), threading.Event()

    def set(self, is_open: bool) -> None:
        """The port is open or closed from now on."""
        reached, left = (self.opened, self.closed) if is_open else (self.closed, self.opened)
        left.clear()
        reached.set()

    def follow(self, mode: str) -> None:
        """Wait until the port is as the mode wants it."""
        (self.closed if mode == "down" else self.opened).wait(5)


class Page(BaseHTTPRequestHandler):
    """One request to a simulator; `doors` maps (method, path) to the method that answers."""

    protocol_version = "HTTP/1.1"
    timeout = 30
    limit = 256 * 1024
    knob: ClassVar[Knob]
    doors: ClassVar[dict[tuple[str, str], Callable[[Any], None]]] = {}
    style: ClassVar[Path] = Path(__file__).with_name("simulators.css")

    def do_GET(self) -> None:
        self.route("GET")

    def do_POST(self) -> None:
        self.route("POST")

    def route(self, method: str) -> None:
        """Control and style are everybody's; the rest is the simulator's own."""
        self.address = urlsplit(self.path)
        self.query = dict(parse_qsl(self.address.query))
        if int(self.headers.get("Content-Length") or 0) > self.limit:
            self.close_connection = True
            return self.answer("too large", "text/plain", 413)
        length = int(self.headers.get("Content-Length") or 0)
        self.body = self.rfile.read(length) if length else b""
        if self.address.path == "/control":
            return self.control()
        if self.address.path == "/style.css":
            return self.answer(self.style.read_bytes(), "text/css; charset=utf-8")
        return self.own(method)

    def own(self, method: str) -> None:
        """Answer by the table of doors."""
        if self.knob.mode == "down":
            return self.hang_up()
        self.knob.wait()
        door = self.doors.get((method, self.address.path))
        return door(self) if door else self.answer("not found", "text/plain; charset=utf-8", 404)

    def control(self) -> None:
        """POST {"mode": …, "seconds": …} turns the knob; GET tells how it stands."""
        if self.command == "POST" and not self.knob.turn(self.as_json()):
            return self.answer_json({"error": "unknown mode", "modes": self.knob.modes}, 400)
        return self.answer_json({"mode": self.knob.mode, "seconds": self.knob.seconds, "modes": self.knob.modes})

    def as_json(self) -> dict[str, Any]:
        """The body as a JSON object; anything else is an empty one."""
        try:
            found = json.loads(self.body)
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}

    def as_form(self) -> dict[str, str]:
        """The body as a form."""
        return dict(parse_qsl(self.body.decode(errors="replace")))

    def answer(
        self, body: str | bytes, media_type: str, status: int = 200, headers: Mapping[str, str] = SECURE
    ) -> None:
        """Send the whole answer."""
        content = body.encode() if isinstance(body, str) else body
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(content)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def answer_json(self, value: Any, status: int = 200) -> None:
        """Send a JSON answer."""
        self.answer(json.dumps(value, ensure_ascii=False), "application/json", status)

    def redirect(self, to: str) -> None:
        """Send the browser elsewhere."""
        self.answer("", "text/plain", 303, SECURE | {"Location": to})

    def hang_up(self) -> None:
        """Break the connection without a word, as a dead system does."""
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, format: str, *args: Any) -> None:
        """Requests are not logged: they name people."""


class Server(ThreadingHTTPServer):
    """A simulator's HTTP port on this machine alone."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, port: int, page: type[Page]) -> None:
        super().__init__(("127.0.0.1", port), page)


def words(language: str) -> Callable[[str], str]:
    """Translate by the catalogues of the house; Azerbaijani unless another of its languages is asked for."""
    chosen = language if language in LANGUAGES else "az"
    return gettext.translation("django", ROOT / "locale", [chosen], fallback=True).gettext


def page(title: str, body: str, language: str) -> str:
    """A whole HTML page; the body is already safe HTML."""
    chosen = language if language in LANGUAGES else "az"
    return (
        f'<!doctype html><html lang="{chosen}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{html.escape(title)}</title>'
        f'<link rel="stylesheet" href="/style.css"></head><body><main>{body}</main></body></html>'
    )


def start(server: Server) -> None:
    """Serve in the background until the process ends."""
    threading.Thread(target=server.serve_forever, args=(0.1,), daemon=True).start()


def say_ready(*addresses: str) -> None:
    """Tell whoever started the process that its ports are open."""
    sys.stdout.write(f"listening on {' '.join(addresses)}\n")
    sys.stdout.flush()


def run(servers: Sequence[Server]) -> None:
    """Say that the ports are open and serve until told to stop."""
    ends = {signal.SIGTERM, signal.SIGINT}
    # Waited for, not handled: a handler could come while the lock that it wants is held.
    signal.pthread_sigmask(signal.SIG_BLOCK, ends)
    for server in servers:
        start(server)
    say_ready(*(f"http://127.0.0.1:{server.server_port}/" for server in servers))
    signal.sigwait(ends)
    for server in servers:
        server.shutdown()
        server.server_close()
