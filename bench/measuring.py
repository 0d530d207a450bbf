"""Pages of courts of several sizes, asked for in turn, so that whatever else the machine does meets all sizes alike."""

import http.client
import statistics
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

RUNS, WARM, CLIENTS, MANY = 100, 8, 16, 160
REGISTRATIONS = 25
Court = dict[str, Any]  # what bench.standing tells of itself


class Browser:
    """One client with one kept connection, signed in or not."""

    def __init__(self, court: Court, who: str) -> None:
        self.link = http.client.HTTPConnection("127.0.0.1", court["port"], timeout=60)
        self.cookies = dict(court["cookies"][who])

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

    def timed(self, path: str) -> tuple[float, int]:
        """Milliseconds of one request, and the bytes of the page."""
        begun = time.perf_counter()
        status, body, _headers = self.ask(path)
        spent = (time.perf_counter() - begun) * 1000
        if status not in (200, 302):  # a search that finds one case leads to it
            raise RuntimeError(f"{path} answered {status}: {body[:300]!r}")
        return spent, len(body)


class Asked:
    """One page of one court beside a floor of its own size."""

    def __init__(self, court: Court, name: str) -> None:
        self.court, (self.who, self.path) = court, court["paths"][name]
        self.browser = Browser(court, self.who)
        self.bytes = [self.browser.timed(self.path)[1] for _turn in range(WARM)][-1]
        self.floor = f"/bench/floor/{court['floor']}/{self.bytes}/"
        self.spent: list[float] = []
        self.beneath: list[float] = []

    def turn(self) -> None:
        """The page, then its floor."""
        self.spent.append(self.browser.timed(self.path)[0])
        self.beneath.append(self.browser.timed(self.floor)[0])

    def found(self) -> dict[str, float]:
        """Milliseconds with one client, and requests a second of sixteen."""
        floor = {f"floor_{name}": value for name, value in summed(self.beneath[WARM:]).items()}
        return {**summed(self.spent[WARM:]), **floor, "bytes": self.bytes, "many": self.at_once()}

    def at_once(self) -> float:
        """Requests a second of sixteen clients."""

        def one(_turn: int) -> None:
            browser = Browser(self.court, self.who)
            for _request in range(MANY // CLIENTS):
                browser.ask(self.path)

        begun = time.perf_counter()
        with ThreadPoolExecutor(CLIENTS) as threads:
            list(threads.map(one, range(CLIENTS)))
        return MANY / (time.perf_counter() - begun)


def summed(spent: list[float]) -> dict[str, float]:
    """Median and 95th percentile."""
    return {"median": statistics.median(spent), "p95": sorted(spent)[int(len(spent) * 0.95)]}


def page(name: str, courts: list[Court]) -> list[dict[str, float]]:
    """One page in every court."""
    asked = [Asked(court, name) for court in courts]
    for _turn in range(RUNS + WARM):
        for one in asked:
            one.turn()
    return [one.found() for one in asked]


def registrations(courts: list[Court]) -> list[dict[str, float]]:
    """From sending the form until the case page shows its judge."""
    clerks: list[tuple[Court, Browser, list[float]]] = [(court, Browser(court, "clerk"), []) for court in courts]
    for _court, browser, _spent in clerks:
        browser.ask("/cases/register/")  # gives the token against forged forms
    for _turn in range(REGISTRATIONS + 3):
        for court, browser, spent in clerks:
            spent.append(_registered(browser, f"{court['claim']}&submission={uuid.uuid4()}"))
    return [{**summed(spent[3:]), "bytes": 0} for _court, _browser, spent in clerks]


def _registered(browser: Browser, claim: str) -> float:
    begun = time.perf_counter()
    status, body, headers = browser.ask("/cases/register/", claim)
    if status != 302:
        raise RuntimeError(f"registration answered {status}: {body[:2000]!r}")
    browser.timed(headers["location"])
    return (time.perf_counter() - begun) * 1000


def wait_for(court: Court) -> None:
    """Until its server answers."""
    for _try in range(200):
        try:
            if Browser(court, "").ask("/healthz")[0] == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"the server of the court of {court['cases']:,} cases does not answer")


def measure(courts: list[Court]) -> None:
    """Every page that is to be measured, into each court's `pages`."""
    for court in courts:
        wait_for(court)
        court |= {"runs": RUNS, "warm": WARM, "pages": {}}
    for name in courts[0]["paths"]:
        for court, found in zip(courts, page(name, courts), strict=True):
            court["pages"][name] = found
    for court, found in zip(courts, registrations(courts), strict=True):
        court["pages"]["registration with draw"] = found
