"""Compiles every template of the house, and looks whether what it extends and includes by name is there."""

import sys
from collections.abc import Iterator
from pathlib import Path

import django
from django.conf import settings
from django.template import Template, TemplateDoesNotExist, TemplateSyntaxError, engines
from django.template.backends.django import DjangoTemplates
from django.template.base import Node
from django.template.loader_tags import ExtendsNode, IncludeNode

from courtcms.local.places import CLONE


def names() -> Iterator[str]:
    """Every template below templates/ and in our apps, as the loader knows it."""
    for root in [CLONE / "templates", *(CLONE / app / "templates" for app in settings.OUR_APPS)]:
        yield from (
            str(path.relative_to(root)) for path in Path(root).rglob("*") if path.suffix in {".html", ".txt", ".xml"}
        )


def relatives(template: Template) -> Iterator[str]:
    """The templates that it names with a constant."""
    for node in template.nodelist.get_nodes_by_type(Node):
        expression = {ExtendsNode: "parent_name", IncludeNode: "template"}.get(type(node))
        variable = getattr(getattr(node, expression), "var", None) if expression else None
        if isinstance(variable, str):
            yield str(variable)


def problems(engine: DjangoTemplates, name: str) -> Iterator[str]:
    """What is wrong with one template."""
    try:
        template = engine.engine.get_template(name)
    except (TemplateSyntaxError, TemplateDoesNotExist) as problem:
        yield f"{name}: {problem}"
        return
    for relative in relatives(template):
        try:
            engine.engine.get_template(relative)
        except TemplateDoesNotExist:
            yield f"{name}: names {relative}, which does not exist"
        except TemplateSyntaxError:
            continue


def main() -> int:
    """Nought when every template compiles."""
    django.setup()
    engine = engines["django"]
    if not isinstance(engine, DjangoTemplates):
        return 1
    found = [problem for name in sorted(set(names())) for problem in problems(engine, name)]
    print("\n".join(found))
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
