"""The application's own children: web server, worker, sealer, clock and the ear for receipts of SMS."""

import contextlib
import http.client
import sys
from urllib.parse import urlsplit

from courtcms.local.children import Child
from courtcms.local.places import CLONE, Home


def web(port: int, public_url: str) -> Child:
    """Granian with synchronous workers; those that die are replaced by its own main process."""
    options = {
        "interface": "wsgi",
        "host": "127.0.0.1",
        "port": str(port),
        "workers": "2",
        "blocking-threads": "4",
        "backpressure": "64",
        "workers-lifetime": "6h",
        "workers-kill-timeout": "5",
    }
    words = [word for name, value in options.items() for word in (f"--{name}", value)]
    return Child(
        name="web",
        command=[
            *(
                sys.executable,
                "-m",
                "granian",
                *words,
                "--respawn-failed-workers",
                "--no-ws",
            ),
            "courtcms.wsgi:application",
        ],
        folder=CLONE,
        is_ready=lambda: is_healthy(port, public_url),
    )


def worker() -> Child:
    """Celery in two processes; a task cut off by a stop is delivered again."""
    words = [
        "worker",
        "--concurrency",
        "2",
        "--loglevel",
        "INFO",
        "--without-mingle",
        "--without-gossip",
        "--hostname",
        "worker@%h",
    ]
    return Child(name="worker", command=celery(words), folder=CLONE, is_ready=lambda: True)


def sealer() -> Child:
    """The worker that seals the journal and does nothing else, so that no slow task delays a seal."""
    words = [
        "worker",
        "--queues",
        "sealer",
        "--pool",
        "solo",
        "--loglevel",
        "INFO",
        "--without-mingle",
        "--without-gossip",
        "--hostname",
        "sealer@%h",
    ]
    return Child(name="sealer", command=celery(words), folder=CLONE, is_ready=lambda: True)


def beat(home: Home) -> Child:
    """Celery's clock."""
    words = [
        "beat",
        "--loglevel",
        "INFO",
        "--schedule",
        str(home.run / "beat"),
        "--pidfile=",
    ]
    return Child(name="beat", command=celery(words), folder=CLONE, is_ready=lambda: True)


def receipts() -> Child:
    """Listens for what became of each SMS, in a process of its own since it waits on the line."""
    command = [sys.executable, str(CLONE / "manage.py"), "listen_receipts"]
    return Child(name="receipts", command=command, folder=CLONE, grace=5, is_ready=lambda: True)


def celery(words: list[str]) -> list[str]:
    """The command line of our Celery application."""
    return [sys.executable, "-m", "celery", "--app", "courtcms.celery:app", *words]


def is_healthy(port: int, public_url: str) -> bool:
    """Whether /healthz answers, asked by the name under which the public knows us."""
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    with contextlib.suppress(OSError, http.client.HTTPException), contextlib.closing(link):
        link.request("GET", "/healthz", headers={"Host": urlsplit(public_url).netloc})
        return link.getresponse().status == 200
    return False
