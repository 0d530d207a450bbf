"""Papers from Word templates: filled in a sandbox that can read fields and nothing else."""

import io
import zipfile
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from docx.opc.exceptions import PackageNotFoundError
from docxtpl import DocxTemplate
from jinja2 import DictLoader, StrictUndefined, nodes
from jinja2.exceptions import SecurityError, TemplateError, UndefinedError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml.etree import XMLSyntaxError

from core.errors import Refused
from documents import fields

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
UNPACKED_LIMIT = 50 * 1024 * 1024
FILTERS = {"default", "join", "length", "upper", "lower", "title", "trim", "first", "last"}
FORBIDDEN = (
    *(nodes.Call, nodes.CallBlock, nodes.Macro, nodes.Assign, nodes.AssignBlock, nodes.FilterBlock),
    *(nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends, nodes.Block),
    *(nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Pow, nodes.Concat),
)
Plain = str | int | bool | None


class Fields(ImmutableSandboxedEnvironment):
    """A template may read fields, loop over them and ask whether they are there; it calls and computes nothing."""

    def __init__(self) -> None:
        super().__init__(autoescape=True, undefined=StrictUndefined, loader=DictLoader({}))
        self.globals.clear()
        self.filters = {name: self.filters[name] for name in FILTERS}

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        for found in tree.find_all(FORBIDDEN):
            raise SecurityError(f"{type(found).__name__}, line {found.lineno}")
        return tree


def fill(template: bytes, context: Mapping[str, Any]) -> bytes:
    """The DOCX filled with plain values; Refused in words when the template is broken or reaches beyond its fields."""
    values = plain(dict(context))
    _check_package(template)
    out = io.BytesIO()
    try:
        paper = DocxTemplate(io.BytesIO(template))
        paper.render(values, jinja_env=Fields())
        paper.save(out)
    except SecurityError as error:
        raise Refused(
            _("The template reaches beyond its fields and is not used: %(cause)s") % {"cause": error}
        ) from error
    except UndefinedError as error:
        raise Refused(
            _("The template asks for a field that this paper does not have: %(cause)s") % {"cause": error}
        ) from error
    except (TemplateError, TypeError) as error:
        raise Refused(_("The fields of the template cannot be read: %(cause)s") % {"cause": error}) from error
    except (PackageNotFoundError, XMLSyntaxError, KeyError, ValueError) as error:
        raise _not_docx() from error
    return out.getvalue()


def check_template(code: str, template: bytes) -> None:
    """Try a template out with an example of every field of its paper; Refused in words when it fails."""
    if code not in fields.FIELDS:
        raise Refused(_("There is no paper called “%(code)s”.") % {"code": code})
    fill(template, fields.example(code))


def plain(value: Any) -> Any:
    """The value if it is text, number, truth, list or dict all through; objects of the house never reach a template."""
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(inner) for inner in value]
    if isinstance(value, Plain):
        return str(value) if isinstance(value, str) else value
    raise TypeError(f"a template takes plain values, not {type(value).__name__}")


def _check_package(template: bytes) -> None:
    """No macros, no links to other files, no bomb."""
    try:
        with zipfile.ZipFile(io.BytesIO(template)) as package:
            if sum(part.file_size for part in package.infolist()) > UNPACKED_LIMIT:
                raise Refused(_("The template is too large once unpacked."))
            names = package.namelist()
            relations = b"".join(package.read(name) for name in names if name.endswith(".rels"))
    except zipfile.BadZipFile as error:
        raise _not_docx() from error
    if any("vba" in name.lower() or "/embeddings/" in name.lower() for name in names):
        raise Refused(_("The template has macros or embedded files; save it as a plain DOCX."))
    if b'TargetMode="External"' in relations:
        raise Refused(_("The template links to something outside itself; remove the link."))


def _not_docx() -> Refused:
    return Refused(_("The file is not a Word document (DOCX)."))
