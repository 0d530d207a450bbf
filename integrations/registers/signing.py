"""WS-Security by X.509 as the state registers speak it: body and timestamp signed by RSA-SHA256, both ways."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import xmlsec
from lxml import etree
from xmlsec import constants as algorithms
from zeep import ns
from zeep.wsse.signature import MemorySignature
from zeep.wsse.utils import WSU, get_security_header

SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
NAMES = {"soap": SOAP, "wsse": ns.WSSE, "wsu": ns.WSU, "ds": ns.DS}
EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#"
RSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"
# How long a signed message may be on its way, and how far two clocks may differ.
LASTS = dt.timedelta(minutes=5)
ID = f"{{{ns.WSU}}}Id"


class WrongSignature(Exception):
    """The message is not signed, not by whom we know, or not in what we read; the text says which."""


@dataclass(frozen=True)
class Seal:
    """Signs what we send and checks what we get; has the two methods that zeep asks of its `wsse`."""

    key: bytes
    certificate: bytes
    trusted: Callable[[], Iterable[bytes]]
    now: Callable[[], dt.datetime]

    def apply(self, envelope: Any, headers: Any) -> tuple[Any, Any]:
        """Add the timestamp and sign it together with the body."""
        moment = self.now()
        stamp = WSU.Timestamp(WSU.Created(_stamp(moment)), WSU.Expires(_stamp(moment + LASTS)))
        header: Any = get_security_header
        header(envelope).append(stamp)
        make: Any = MemorySignature
        signer = make(self.key, self.certificate, None, algorithms.TransformRsaSha256, algorithms.TransformSha256)
        signer.apply(envelope, headers)
        return envelope, headers

    def verify(self, envelope: Any) -> Any:
        """The envelope, if its one body and one timestamp are what a known key has signed just now."""
        signature = _only(envelope, "soap:Header/wsse:Security/ds:Signature", "signature")
        body = _only(envelope, "soap:Body", "body")
        timestamp = _only(envelope, "soap:Header/wsse:Security/wsu:Timestamp", "timestamp")
        _refuse_other_methods(signature)
        _refuse_wrapping(envelope, signature, [body, timestamp])
        if not any(_signed_by(certificate, signature, [body, timestamp]) for certificate in self.trusted()):
            raise WrongSignature("The signature is not by a known key or the message was changed.")
        self._refuse_old(timestamp)
        return envelope

    def _refuse_old(self, timestamp: Any) -> None:
        moment = self.now()
        try:
            made, ends = (_moment(timestamp.findtext(f"wsu:{name}", "", NAMES)) for name in ("Created", "Expires"))
        except ValueError:
            raise WrongSignature("The timestamp cannot be read.") from None
        if not (made - LASTS <= moment < ends and moment - made <= 2 * LASTS):
            raise WrongSignature("The message is not of now.")


def _stamp(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _moment(text: str) -> dt.datetime:
    return dt.datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=dt.UTC)


def _only(envelope: Any, path: str, what: str) -> Any:
    found = envelope.xpath(path, namespaces=NAMES) if envelope.tag == f"{{{SOAP}}}Envelope" else []
    if len(found) != 1:
        raise WrongSignature(f"The message has no single {what}.")
    return found[0]


def _refuse_other_methods(signature: Any) -> None:
    """Only the agreed algorithms: an unknown transform could choose what is signed."""
    allowed = {
        "CanonicalizationMethod": {EXCLUSIVE},
        "SignatureMethod": {RSA_SHA256},
        "Transform": {EXCLUSIVE},
        "DigestMethod": {SHA256},
    }
    for name, agreed in allowed.items():
        used = {element.get("Algorithm") for element in signature.iter(f"{{{ns.DS}}}{name}")}
        if used != agreed:
            raise WrongSignature(f"{name} is not the agreed one.")


def _refuse_wrapping(envelope: Any, signature: Any, read: list[Any]) -> None:
    """The signed ids are exactly those of the elements that we read, and no other element bears one of them."""
    ids = envelope.xpath("//@wsu:Id", namespaces=NAMES)
    if len(ids) != len(set(ids)) or envelope.xpath("//@xml:id"):
        raise WrongSignature("An id is borne twice.")
    signed = sorted(_references(signature))
    if signed != sorted(f"#{element.get(ID)}" for element in read):
        raise WrongSignature("Something else is signed than what is read.")


def _references(signature: Any) -> Iterator[str]:
    for reference in signature.xpath("ds:SignedInfo/ds:Reference", namespaces=NAMES):
        yield reference.get("URI") or ""


def _signed_by(certificate: bytes, signature: Any, read: list[Any]) -> bool:
    context = xmlsec.SignatureContext()
    for element in read:
        context.register_id(element, "Id", ns.WSU)
    try:
        context.key = xmlsec.Key.from_memory(certificate, xmlsec.constants.KeyDataFormatCertPem, None)
        context.verify(signature)
    except xmlsec.Error:
        return False
    return True


def parse(content: bytes) -> Any:
    """An XML message from a stranger: no entities, no network, no document type, no comments that split a text."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    root: Any = etree.fromstring(content, parser)
    if root.getroottree().docinfo.doctype:
        raise WrongSignature("A document type is not allowed.")
    return root
