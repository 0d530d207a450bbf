"""Every simulator starts fast, says that it listens, can be turned, ends on SIGTERM, and keeps what must outlive it."""

import csv
import http.client
import re
import signal
import socket
import time

import pytest
import requests
from stdnum.az import voen

from integrations import simulation
from tests.integrations import processes

ALL = [processes.registers, processes.asan, processes.sms, processes.mail]
DATA = processes.ROOT / "data"


@pytest.mark.parametrize("start", ALL)
def test_a_simulator_says_that_it_listens_and_ends_on_sigterm(start, tmp_path):
    with start(tmp_path) as found:
        assert found.said.startswith("listening on ")
        for port in found.ports:
            socket.create_connection(("127.0.0.1", port), timeout=5).close()
        before = time.monotonic()
        found.process.send_signal(signal.SIGTERM)
        assert found.process.wait(10) == 0
        assert time.monotonic() - before < 5


@pytest.mark.parametrize("name", ["registers", "asan", "sms", "mail"])
def test_the_knob_tells_its_modes_and_refuses_others(request, name):
    found = request.getfixturevalue(name)
    assert {"ok", "slow", "down"} <= set(requests.get(f"{found.knob}/control", timeout=5).json()["modes"])
    for wish in ({"mode": "nonsense"}, {"mode": "slow", "seconds": -1}, {"mode": "slow", "seconds": "x"}, []):
        assert requests.post(f"{found.knob}/control", json=wish, timeout=5).status_code == 400
    assert requests.get(f"{found.knob}/control", timeout=5).json()["mode"] == "ok"


@pytest.mark.parametrize("name", ["registers", "asan"])
def test_keys_outlive_a_restart(request, name, outside_home):
    state = request.getfixturevalue(name).state

    def keys():
        return {path.name: path.read_bytes() for path in state.rglob("*.key")}

    first = keys()
    with getattr(processes, name)(outside_home):
        assert keys() == first
    assert first


@pytest.mark.parametrize("name", ["asan", "mail"])
def test_pages_are_served_with_a_strict_policy_and_a_style_of_their_own(request, name):
    found = request.getfixturevalue(name)
    page = requests.get(f"{found.knob}/", timeout=5)
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert requests.get(f"{found.knob}/style.css", timeout=5).headers["Content-Type"].startswith("text/css")


def test_a_simulator_listens_on_this_machine_alone(mail):
    with socket.socket() as other:
        other.bind(("127.0.0.2", mail.ports[0]))
        assert other.getsockname()[0] == "127.0.0.2"


def test_a_too_large_request_is_not_read(registers):
    line = http.client.HTTPConnection("127.0.0.1", registers.ports[0], timeout=5)
    line.putrequest("POST", "/population/")
    line.putheader("Content-Length", str(simulation.Page.limit + 1))
    line.endheaders()
    assert line.getresponse().status == 413
    line.close()


def rows(name):
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_named_cast_comes_first_and_every_citizen_is_in_order():
    people = rows("demo_population.csv")
    names = [f"{one['given_name']} {one['surname']}" for one in people[:4]]
    assert names == ["Aysel Rəhimli", "Vüqar Əsgərov", "Orxan Məlikov", "Samir Nəbiyev"]
    assert len({one["fin"] for one in people}) == len(people) >= 100
    assert all(re.fullmatch(r"[0-9A-HJ-NP-Z]{7}", one["fin"]) for one in people)
    assert all(re.fullmatch(r"\+994\d{9}", one["phone"]) for one in people)
    assert {one["is_alive"] for one in people} == {"true", "false"}


def test_every_organisation_has_a_voen_with_the_right_check_digit():
    organisations = rows("demo_organisations.csv")
    assert all(voen.is_valid(one["voen"]) for one in organisations)
    assert len({one["voen"] for one in organisations}) == len(organisations) >= 25


def test_the_demo_s_data_hold_no_mail_address_that_exists():
    endings = {one["email"].rpartition(".")[2] for one in rows("demo_population.csv") if one["email"]}
    assert endings == {"example"}
