"""The outside systems of a machine that has none: witness, ASAN login, state registers, SMS centre, mail sink."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec

from courtcms.local.children import Child
from courtcms.local.places import CLONE, Home
from courtcms.local.processes import answers


@dataclass(frozen=True)
class Ports:
    """Which port each of them listens on."""

    web: int
    witness: int
    asan: int
    registers: int
    sms: int
    mail: int
    mail_page: int
    sms_control: int

    @classmethod
    def beside(cls, web: int) -> "Ports":
        """The seven ports after the web server's."""
        return cls(*range(web, web + 8))


def addresses(ports: Ports) -> dict[str, str]:
    """What settings read, by the names of the environment."""
    local = "http://127.0.0.1"
    return {
        "WITNESS_URL": f"{local}:{ports.witness}",
        "ASAN_ISSUER": f"{local}:{ports.asan}",
        "POPULATION_REGISTER_URL": f"{local}:{ports.registers}/population/",
        "TAX_REGISTER_URL": f"{local}:{ports.registers}/tax/",
        "SMPP_HOST": "127.0.0.1",
        "SMPP_PORT": str(ports.sms),
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": str(ports.mail),
        "MAIL_PAGE_URL": f"{local}:{ports.mail_page}",
    }


# name, module, the variable whose presence says that the real system is used instead
TABLE = [
    ("witness", "journal.witness.server", "WITNESS_URL"),
    ("asan", "integrations.asan_login.simulator", "ASAN_ISSUER"),
    ("registers", "integrations.registers.simulator", "POPULATION_REGISTER_URL"),
    ("sms", "integrations.sms.simulator", "SMPP_HOST"),
    ("mail", "integrations.mail.simulator", "EMAIL_HOST"),
]


def children(home: Home, ports: Ports, given: Mapping[str, str] | None = None) -> list[Child]:
    """One child for each outside system that is not given from elsewhere."""
    given = os.environ if given is None else given
    return [
        child(home, ports, name, module) for name, module, variable in TABLE if variable not in given and exists(module)
    ]


def exists(module: str) -> bool:
    """Whether the module is there at all."""
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False


def child(home: Home, ports: Ports, name: str, module: str) -> Child:
    """A simulator by its one command line; it is ready when it accepts connections."""
    port: int = getattr(ports, name)
    state = home.folder / name
    more = {
        "sms": ["--control-port", str(ports.sms_control)],
        "mail": ["--web-port", str(ports.mail_page)],
    }.get(name, [])
    return Child(
        name=name,
        command=[
            sys.executable,
            "-m",
            module,
            "--port",
            str(port),
            "--state",
            str(state),
            *more,
        ],
        folder=CLONE,
        grace=5,
        before=lambda: state.mkdir(exist_ok=True, mode=0o700),
        is_ready=lambda: answers(port),
    )
