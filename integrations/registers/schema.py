"""The shipped descriptions of the registers' services and the form of their messages."""

from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

from lxml import etree

FOLDER = Path(__file__).with_name("wsdl")
# libxml2 reads schemas, and keeps what a validation found, for one thread at a time.
_ONE = Lock()
XSD = "{http://www.w3.org/2001/XMLSchema}schema"


def path(register: str) -> Path:
    """The WSDL file of "population" or "tax"."""
    return FOLDER / f"{register}.wsdl"


@cache
def schema(register: str) -> etree.XMLSchema:
    """The XML schema inside the WSDL."""
    found: Any = etree.parse(str(path(register))).getroot().find(f".//{XSD}")
    return etree.XMLSchema(etree.fromstring(etree.tostring(found)))


def flaw(register: str, message: Any) -> str:
    """What is wrong with the message's form; nothing if it is right."""
    # A copy alone, since the schema reads the whole tree that an element stands in.
    alone = etree.fromstring(etree.tostring(message))
    with _ONE:
        form: Any = schema(register)
        if form.validate(alone):
            return ""
        return str(form.error_log.last_error.message if form.error_log.last_error else "wrong form")
