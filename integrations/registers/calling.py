"""Asking a state register: a signed SOAP question over zeep, and every way it can fail said in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import requests
import structlog
import zeep.exceptions
from django.conf import settings
from lxml import etree
from zeep import Client, Plugin, Settings, Transport
from zeep.wsdl import Document

from core import clock
from integrations import errors
from integrations.registers import keys, schema
from integrations.registers.signing import SOAP, Seal, WrongSignature

log = structlog.get_logger(__name__)
FAILURES = (
    WrongSignature,
    zeep.exceptions.Error,
    etree.LxmlError,
    requests.RequestException,
    FileNotFoundError,
    ValueError,
)
# zeep says that it is typed and is not.
soap_client: Any = Client
transport: Any = Transport
document: Any = Document
# Two clerks who ask first at the same time read the description once.
_ONE = Lock()
STRICT = Settings(strict=True, forbid_dtd=True, forbid_entities=True, forbid_external=True)


@dataclass(frozen=True)
class Register:
    """Which register is asked, and what is said to the clerk when it fails (lazy translations)."""

    name: str
    operation: str
    key: str
    down: Any
    broken: Any
    refused: Any
    unknown: Any


def ask(register: Register, url: str, number: str, *, reason: str, case: str | None, by: str) -> Any:
    """The answer's object; raises RegisterDown, BrokenAnswer, NotFound or Refused."""
    question = {register.key: number, "reason": reason, "official": by}
    question |= {"caseNumber": case} if case else {}
    try:
        answer = _call(register, url, question)
        if getattr(answer.found, register.key) != number:
            raise WrongSignature("The answer is about somebody else.")
    except zeep.exceptions.Fault as fault:
        raise _said(register, fault, number) from fault
    except FAILURES as error:
        is_down = _is_down(error)
        log.warning("register failed", register=register.name, is_down=is_down, error=type(error).__name__)
        raise (errors.RegisterDown(register.down) if is_down else errors.BrokenAnswer(register.broken)) from error
    return answer


def _is_down(error: Exception) -> bool:
    """Whether nobody answered at all, or only a gateway before the register."""
    if isinstance(error, zeep.exceptions.TransportError):
        return error.status_code in (502, 503, 504)
    return isinstance(error, requests.ConnectionError | requests.Timeout | FileNotFoundError)


def _call(register: Register, url: str, question: Mapping[str, str]) -> Any:
    with requests.Session() as session:
        session.trust_env = False
        session.max_redirects = 0
        line = transport(operation_timeout=settings.REGISTER_TIMEOUT, session=session)
        with _ONE:
            told = _document(register.name)
        client = soap_client(told, wsse=_seal(), transport=line, plugins=[Form(register.name)], settings=STRICT)
        service = client.create_service(_binding(register.name), url)
        return service[register.operation](**question)


def _said(register: Register, fault: zeep.exceptions.Fault, number: str) -> errors.OutsideError:
    """The register's own fault as a sentence."""
    code = fault.detail.findtext("{*}Refusal/{*}code") if fault.detail is not None else None
    log.info("register refused", register=register.name, code=code)
    if code == "NotFound":
        return errors.NotFound(register.unknown % {"number": number})
    return errors.Refused(register.refused)


class Form(Plugin):
    """The body of an answer has the form of the shipped schema: zeep itself lets much pass."""

    def __init__(self, register: str) -> None:
        self.register = register

    def ingress(self, envelope: Any, http_headers: Any, operation: Any) -> tuple[Any, Any]:
        """Refuse an answer in another form."""
        body = list(envelope.find(f"{{{SOAP}}}Body"))
        if len(body) != 1:
            raise WrongSignature("The body has not one element.")
        is_fault = body[0].tag == f"{{{SOAP}}}Fault"
        flaw = "" if is_fault else schema.flaw(self.register, body[0])
        if flaw:
            raise WrongSignature(flaw)
        return envelope, http_headers


@cache
def _document(register: str) -> Any:
    """The shipped WSDL, read once; never from the network."""
    return document(str(schema.path(register)), transport(), settings=STRICT)


def _binding(register: str) -> str:
    return f"{{urn:courtcms:{register}-register:1}}RegisterBinding"


def _seal() -> Seal:
    """Our key, and the register's certificate as the installation trusts it."""
    own = keys.client(settings.COURTCMS_HOME)
    trusted = Path(settings.REGISTER_TRUST).read_bytes()
    # The wire carries the time of the machine, also when the demo's court lives in the future.
    return Seal(
        own.key.read_bytes(), own.certificate.read_bytes(), lambda: [trusted], lambda: clock.now() - clock.offset()
    )
