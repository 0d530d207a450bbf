"""One size measured: load a fresh database, serve it, ask for each page with one client and with sixteen."""

import http.client
import json
import os
import statistics
import subprocess
import sys
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import django
from django.core.management import call_command

django.setup()

from bench import allocating  # noqa: E402 - models want Django set up
from bench.claims import clerk_cookies, disk, example, form  # noqa: E402 - models want Django set up

RUNS, WARM, CLIENTS, MANY = 100, 8, 16, 160
REGISTRATIONS = 25
SERVER = [
    *("--interface", "wsgi", "--host", "127.0.0.1", "--workers", "2", "--blocking-threads", "4"),
    *("--backpressure", "64", "--no-ws", "bench.wsgi:application"),
]


class Browser:
    """One client with one kept connection, signed in or not."""

    def __init__(self, port: int, cookies: dict[str, str]) -> None:
        self.link = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookies = dict(cookies)

    def ask(self, path: str, form: str = "") -> tuple[int, bytes, dict[str, str]]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if form:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": self.cookies["csrftoken"]}
        self.link.request("POST" if form else "GET", path, form.encode() or None, headers)
        answer = self.link.getresponse()
        for cookie in answer.msg.get_all("set-cookie") or []:
            name, _equals, value = cookie.split(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, answer.read(), {name.lower(): value for name, value in answer.getheaders()}


@contextmanager
def served(port: int) -> Any:
    """Granian with the real settings, and the floor beside the doors."""
    command = [sys.executable, "-m", "granian", "--port", str(port), *SERVER]
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _try in range(200):
            try:
                if Browser(port, {}).ask("/healthz")[0] == 200:
                    break
            except OSError:
                time.sleep(0.1)
        yield
    finally:
        child.terminate()
        child.wait(20)


def asked(browser: Browser, path: str) -> tuple[float, int]:
    """Milliseconds of one request, and the bytes of the page."""
    begun = time.perf_counter()
    status, body, _headers = browser.ask(path)
    spent = (time.perf_counter() - begun) * 1000
    if status not in (200, 302):  # a search that finds one case leads to it
        raise RuntimeError(f"{path} answered {status}: {body[:300]!r}")
    return spent, len(body)


def summed(spent: list[float]) -> dict[str, float]:
    """Median and 95th percentile."""
    return {"median": statistics.median(spent), "p95": sorted(spent)[int(len(spent) * 0.95)]}


def page(port: int, cookies: dict[str, str], path: str, pk: int) -> dict[str, float]:
    """A page beside a floor of its own size, then under sixteen clients."""
    browser = Browser(port, cookies)
    size = [asked(browser, path)[1] for _turn in range(WARM)][-1]
    # Turn by turn, so that whatever else the machine does meets both alike.
    pairs = [[asked(browser, one)[0] for one in (path, f"/bench/floor/{pk}/{size}/")] for _turn in range(RUNS + WARM)]
    spent, floor = map(list, zip(*pairs[WARM:], strict=True))
    beneath = {f"floor_{name}": value for name, value in summed(floor).items()}
    return {**summed(spent), **beneath, "bytes": size, "many": at_once(port, cookies, path)}


def at_once(port: int, cookies: dict[str, str], path: str) -> float:
    """Requests a second of sixteen clients."""

    def one(_turn: int) -> None:
        browser = Browser(port, cookies)
        for _request in range(MANY // CLIENTS):
            browser.ask(path)

    begun = time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as threads:
        list(threads.map(one, range(CLIENTS)))
    return MANY / (time.perf_counter() - begun)


def registrations(port: int, cookies: dict[str, str]) -> dict[str, float]:
    """From sending the form until the case page shows its judge."""
    browser, spent = Browser(port, cookies), []
    browser.ask("/cases/register/")  # gives the token against forged forms
    for turn in range(REGISTRATIONS + 3):
        begun = time.perf_counter()
        status, body, headers = browser.ask("/cases/register/", form(uuid.uuid4()))
        if status != 302:
            raise RuntimeError(f"registration answered {status}: {body[:2000]!r}")
        _status, body, _headers = browser.ask(headers["location"])
        if turn >= 3:
            spent.append((time.perf_counter() - begun) * 1000)
    return {**summed(spent), "bytes": len(body)}


def all_pages(port: int) -> dict[str, Any]:
    """Every page that is to be measured."""
    cookies, known = clerk_cookies(), example()
    pk = known["pk"]
    staff = {
        "desk": "/desk/",
        "docket": "/cases/",
        "case page": f"/cases/{pk}/",
        "search by name": f"/search/?q={known['name']}",
        "search by number": f"/search/?q={known['sequence']}",
        "JSON list of 100 cases": "/api/v1/cases?limit=100",
    }
    public = {
        "decision search": "/decisions/?q=%C3%B6hd%C9%99lik",
        "kiosk": "/kiosk/yasamal/",
        "public hearing list": "/hearings/",
    }
    found = {name: page(port, cookies, path, pk) for name, path in staff.items()}
    found |= {name: page(port, {}, path, pk) for name, path in public.items()}
    sys.stdout.write(json.dumps(found) + "\n")
    sys.stdout.flush()
    found["registration with draw"] = registrations(port, cookies)
    return found


def main(cases: int, drawn: int, out: Path) -> None:
    call_command("migrate", verbosity=0)
    call_command("load_reference", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    begun = time.monotonic()
    call_command("load_demo", cases=cases, drawn=drawn, signed=4)
    spent = time.monotonic() - begun
    with served(int(os.environ["PORT"])):
        pages = all_pages(int(os.environ["PORT"]))
    facts = {"cases": cases, "load_seconds": spent, "disk": disk(), "runs": RUNS, "warm": WARM, "pages": pages}
    facts["draws"] = allocating.measured()
    out.write_text(json.dumps(facts))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
