"""The State Population Register and the tax register of the demo: real SOAP with WS-Security, in one process.

`POST /control {"mode": …}`: ok; slow (waits `seconds`); down (breaks the line); broken (answers what is not XML);
forged (signed by a strange key); unsigned; wrapped (a signed body moved aside, another one put in its place);
strange (signed, but not in the form of the schema); fault (refuses every question).
"""

import argparse
import datetime as dt
import json
import uuid
from collections.abc import Iterable
from pathlib import Path
from typing import Any, ClassVar

from lxml import etree

from integrations.registers import books, keys, schema
from integrations.registers.books import Book
from integrations.registers.signing import ID, SOAP, Seal, WrongSignature, parse
from integrations.simulation import ROOT, Knob, Page, Server, run

XML = "text/xml; charset=utf-8"


class Refusal(Exception):
    """A fault with its typed code."""

    def __init__(self, code: str, text: str) -> None:
        self.code, self.text = code, text
        super().__init__(text)


class Registers:
    """Both books, the keys, and the register's own list of who asked what and why."""

    def __init__(self, state: Path, clients: Path, shelf: Iterable[Book]) -> None:
        self.books = {f"/{book.name}/": book for book in shelf}
        self.clients, self.queries = clients, state / "queries.jsonl"
        self.seal = self._seal(keys.server(state))
        self.stranger = self._seal(keys.server(state / "stranger"))

    def _seal(self, pair: keys.Pair) -> Seal:
        return Seal(pair.key.read_bytes(), pair.certificate.read_bytes(), self._trusted, _now)

    def _trusted(self) -> list[bytes]:
        return [path.read_bytes() for path in sorted(self.clients.glob("*.pem"))]

    def ask(self, book: Book, content: bytes) -> Any:
        """The answer's element to a message, or a Refusal."""
        question = self.question(book, content)
        asked = {etree.QName(element).localname: element.text or "" for element in question}
        row = book.rows.get(asked[book.key])
        number = f"{book.prefix}-{_now():%Y%m%d}-{uuid.uuid4().hex[:8].upper()}"
        self.write(asked | {"register": book.name, "number": number, "at": _now().isoformat(), "found": bool(row)})
        if row is None:
            raise Refusal("NotFound", "Nobody is known by this number.")
        return told(book, number, row)

    def question(self, book: Book, content: bytes) -> Any:
        """The question's element, signed by a known client and of the right form."""
        try:
            envelope = self.seal.verify(parse(content))
        except etree.XMLSyntaxError as error:
            raise Refusal("Invalid", f"Not XML: {error.msg}") from error
        except WrongSignature as error:
            raise Refusal("Unsigned", str(error)) from error
        question = next(iter(envelope.find(f"{{{SOAP}}}Body")), None)
        if question is None or etree.QName(question).localname != book.operation:
            raise Refusal("Invalid", "Not an operation of this register.")
        flaw = schema.flaw(book.name, question)
        if flaw:
            raise Refusal("Invalid", flaw)
        return question

    def write(self, line: dict[str, Any]) -> None:
        """One more line in the register's own list."""
        with self.queries.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)  # clock: own process


def told(book: Book, number: str, row: books.Row) -> Any:
    """The answer's element."""
    answer = etree.Element(f"{{{book.namespace}}}{book.operation}Answer", nsmap={"r": book.namespace})
    etree.SubElement(answer, f"{{{book.namespace}}}queryNumber").text = number
    found = etree.SubElement(answer, f"{{{book.namespace}}}found")
    for name, value in book.told(row):
        etree.SubElement(found, f"{{{book.namespace}}}{name}").text = value
    return answer


def fault(book: Book, refusal: Refusal) -> Any:
    """A SOAP fault with its typed detail."""
    element = etree.Element(f"{{{SOAP}}}Fault", nsmap={"soap": SOAP})
    etree.SubElement(element, "faultcode").text = "soap:Client"
    etree.SubElement(element, "faultstring").text = refusal.text
    detail = etree.SubElement(etree.SubElement(element, "detail"), f"{{{book.namespace}}}Refusal")
    etree.SubElement(detail, f"{{{book.namespace}}}code").text = refusal.code
    etree.SubElement(detail, f"{{{book.namespace}}}text").text = refusal.text
    return element


def envelope(content: Any) -> Any:
    """The content in a SOAP envelope, not yet signed."""
    root = etree.Element(f"{{{SOAP}}}Envelope", nsmap={"soap": SOAP})
    etree.SubElement(root, f"{{{SOAP}}}Header")
    etree.SubElement(root, f"{{{SOAP}}}Body").append(content)
    return root


def wrap(root: Any) -> Any:
    """The attack: the signed body is hidden in the header, and a body of another person stands in its place."""
    body = root.find(f"{{{SOAP}}}Body")
    forged = etree.fromstring(etree.tostring(body))
    forged.set(ID, "forged")
    for element in forged.iter("{*}surname", "{*}name"):
        element.text = "Forged"
    etree.SubElement(root.find(f"{{{SOAP}}}Header"), "aside").append(body)
    root.append(forged)
    return root


class Question(Page):
    """A request to either register."""

    registers: ClassVar[Registers]

    def own(self, method: str) -> None:
        mode, book = self.knob.mode, self.registers.books.get(self.address.path)
        if mode == "down":
            return self.hang_up()
        self.knob.wait()
        if book is None:
            return self.answer("not found", "text/plain", 404)
        if method == "GET":
            return self.answer(self.description(book), XML)
        if mode == "broken":
            return self.answer("<html><p>Service is upgrading&hellip;", "text/html")
        status, content = self.reply(book, mode)
        return self.answer(etree.tostring(self.signed(content, mode)), XML, status)

    def description(self, book: Book) -> str:
        """The WSDL, with the address that it was asked at."""
        here = f"http://{self.headers.get('Host', '127.0.0.1')}{self.address.path}"
        return schema.path(book.name).read_text().replace(f"http://127.0.0.1:8003/{book.name}/", here)

    def reply(self, book: Book, mode: str) -> tuple[int, Any]:
        """Status and content of the answer."""
        try:
            if mode == "fault":
                raise Refusal("Refused", "The ground of the question is not accepted.")
            answer = self.registers.ask(book, self.body)
            if mode == "strange":
                answer[-1].remove(answer[-1][0])
            return 200, envelope(answer)
        except Refusal as refusal:
            return 500, envelope(fault(book, refusal))

    def signed(self, root: Any, mode: str) -> Any:
        """The answer signed as the mode wants it."""
        if mode == "unsigned":
            return root
        seal = self.registers.stranger if mode == "forged" else self.registers.seal
        seal.apply(root, {})
        return wrap(root) if mode == "wrapped" else root


def main() -> None:
    """Serve until told to stop."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--state", type=Path, required=True)
    parser.add_argument("--client-cert", type=Path, help="folder of the certificates (*.pem) that may ask")
    parser.add_argument("--people", type=Path, default=ROOT / "data" / "demo_population.csv")
    parser.add_argument("--organisations", type=Path, default=ROOT / "data" / "demo_organisations.csv")
    given = parser.parse_args()
    clients = given.client_cert or given.state / "clients"
    clients.mkdir(parents=True, exist_ok=True)
    shelf = [books.population(given.people), books.tax(given.organisations)]
    Question.registers = Registers(given.state, clients, shelf)
    Question.knob = Knob("slow", "down", "broken", "forged", "unsigned", "wrapped", "strange", "fault")
    run([Server(given.port, Question)])


if __name__ == "__main__":
    main()
