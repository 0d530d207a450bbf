"""The witness: another body's process with its own key and its own copy of the heads, reached over HTTP alone.

GET /key, /state[?log=…], /counts; POST /head, /draw and /batch. Answers and refusals are JSON.
"""

import argparse
import json
import signal
import sys
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from journal.witness.book import Book, Refusal

LIMIT = 20_000_000  # bytes of a request; a case of a batch takes some 400


class Door(BaseHTTPRequestHandler):
    """One request to the witness."""

    book: Book
    server_version = "witness"
    sys_version = ""
    # Callers keep their connection: an answer leaves as one packet, and an idle caller is let go after a while.
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    timeout = 60

    def do_GET(self) -> None:
        """What the witness publishes."""
        address = urlsplit(self.path)
        log = parse_qs(address.query).get("log", [None])[0]
        if address.path == "/key":
            self.answer(HTTPStatus.OK, self.book.public)
        elif address.path == "/state":
            self.answer(HTTPStatus.OK, self.book.state(log))
        elif address.path == "/counts":
            self.answer(HTTPStatus.OK, self.book.counts())
        else:
            self.answer(HTTPStatus.NOT_FOUND, {"error": "address", "message": f"nothing at {address.path}"})

    def do_POST(self) -> None:
        """What it is asked to sign."""
        doors = {"/head": self.book.cosign_head, "/draw": self.book.sign_draw, "/batch": self.book.sign_batch}
        sign = doors.get(self.path)
        if sign is None:
            self.close_connection = True  # its body is not read
            self.answer(HTTPStatus.NOT_FOUND, {"error": "address", "message": f"nothing at {self.path}"})
            return
        try:
            self.answer(HTTPStatus.OK, sign(self.asked()))
        except Refusal as refusal:
            self.answer(HTTPStatus.CONFLICT, refusal.form)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            message = f"the request cannot be read: {type(error).__name__} {error}"
            self.answer(HTTPStatus.BAD_REQUEST, {"error": "form", "message": message})

    def asked(self) -> dict[str, Any]:
        """The body of the request."""
        length = int(self.headers.get("Content-Length", 0))
        if not 0 < length <= LIMIT:
            self.close_connection = True  # its body was not read
            raise ValueError(f"a body has between 1 and {LIMIT} bytes")
        body = json.loads(self.rfile.read(length))
        if not isinstance(body, dict):
            raise ValueError("a body is a JSON object")
        return body

    def answer(self, status: HTTPStatus, form: dict[str, Any]) -> None:
        """Send JSON."""
        body = json.dumps(form, ensure_ascii=False).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """One line a request, to the process's log."""
        sys.stderr.write(f"{format % args}\n")


def main() -> None:
    """Serve until SIGTERM."""
    parser = argparse.ArgumentParser(prog="journal.witness.server", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--state", type=Path, required=True)
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    Door.book = Book(options.state)
    server = ThreadingHTTPServer((options.host, options.port), Door)
    sys.stdout.write(f"listening on http://{options.host}:{server.server_port}\n")
    sys.stdout.flush()
    server.serve_forever()


if __name__ == "__main__":
    main()
