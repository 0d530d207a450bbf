"""Tags and filters of every template: icons, facts as people read them, components with slots, form fields."""

import datetime as dt
import re
from typing import Any

from django import template
from django.template.base import FilterExpression, Node, NodeList, Parser, Token, token_kwargs
from django.template.context import Context
from django.template.loader import get_template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from core import clock, icons, shown, svg

register = template.Library()
register.filter("case_number", shown.case_number)
register.filter("sequence", shown.sequence)
register.filter("money", shown.money)
register.filter("amount", shown.amount)
register.filter("number", shown.number)
register.filter("account", shown.account)
register.filter("day", shown.day)
register.filter("weekday", shown.weekday)
register.filter("hour", shown.hour)
register.filter("moment", shown.moment)


@register.filter
def days_left(due: dt.date | None, soon: int = shown.SOON) -> str | SafeString:
    """What is left of a term until this day, in words and in the colour of their meaning."""
    if due is None:
        return ""
    words, tone = shown.left(due, clock.today()), shown.tone(due, clock.today(), soon)
    return format_html('<span class="{}">{}</span>', tone, words) if tone else words


class IconNode(Node):
    """An icon whose name stands in the template is checked when the template is read."""

    def __init__(self, name: FilterExpression) -> None:
        self.name = name

    def render(self, context: Context) -> SafeString:
        return icons.svg(str(self.name.resolve(context) or icons.UNKNOWN))


@register.tag("icon")
def icon_tag(parser: Parser, token: Token) -> IconNode:
    """`{% icon "gavel" %}` or `{% icon event.icon %}`: inline SVG of lucide."""
    parts = token.split_contents()
    if len(parts) != 2:
        raise template.TemplateSyntaxError("icon takes one name")
    written = re.fullmatch(r"""["']([^"']*)["']""", parts[1])
    if written and written[1] not in icons.names():
        raise template.TemplateSyntaxError(f"there is no icon {written[1]} in lucide")
    return IconNode(parser.compile_filter(parts[1]))


class SlotNode(Node):
    """A named part of a component; rendered by the component, never where it stands."""

    def __init__(self, name: str, nodelist: NodeList) -> None:
        self.name = name
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        return mark_safe("")


class ComponentNode(Node):
    """A template of `components/` filled with values, a body and slots; it sees nothing else of the page."""

    def __init__(self, name: FilterExpression, values: dict[str, FilterExpression], nodelist: NodeList) -> None:
        self.name, self.values, self.nodelist = name, values, nodelist

    def render(self, context: Context) -> SafeString:
        given: dict[str, Any] = {key: value.resolve(context) for key, value in self.values.items()}
        slots = {node.name: node.nodelist for node in self.nodelist if isinstance(node, SlotNode)}
        for part, nodes in (slots | {"body": self.nodelist}).items():
            # Rendered by the engine, so what needed escaping was escaped there.
            given[part] = mark_safe(nodes.render(context).strip())
        given |= {key: context[key] for key in ("request", "csrf_token") if key in context}
        chosen = get_template(f"components/{self.name.resolve(context)}.html")
        return SafeString(chosen.template.render(context.new(given)))  # type: ignore[attr-defined]


@register.tag("component")
def component_tag(parser: Parser, token: Token) -> ComponentNode:
    """`{% component "panel" title=_("Terms") %}…{% slot tools %}…{% endslot %}{% endcomponent %}`."""
    parts = token.split_contents()[1:]
    if not parts:
        raise template.TemplateSyntaxError("component takes a name")
    values = token_kwargs(parts[1:], parser)
    if len(values) != len(parts) - 1:
        raise template.TemplateSyntaxError("component takes values as name=value")
    nodelist = parser.parse(("endcomponent",))
    parser.delete_first_token()
    return ComponentNode(parser.compile_filter(parts[0]), values, nodelist)


@register.tag("slot")
def slot_tag(parser: Parser, token: Token) -> SlotNode:
    """A named part inside a component."""
    _tag, name = token.split_contents()
    nodelist = parser.parse(("endslot",))
    parser.delete_first_token()
    return SlotNode(name.strip("\"'"), nodelist)


class FilledNode(Node):
    """A row of a long table: drawn once, with `{name}` where each row has its own."""

    def __init__(self, rows: FilterExpression, nodelist: NodeList) -> None:
        self.rows, self.nodelist = rows, nodelist

    def render(self, context: Context) -> SafeString:
        pattern = self.nodelist.render(context)
        return mark_safe("".join(format_html(pattern, **row) for row in self.rows.resolve(context)))


@register.tag("filled")
def filled_tag(parser: Parser, token: Token) -> FilledNode:
    """`{% filled rows %}<tr><td>{name}</td></tr>{% endfilled %}`; every value is escaped unless it is safe already."""
    _tag, rows = token.split_contents()
    nodelist = parser.parse(("endfilled",))
    parser.delete_first_token()
    return FilledNode(parser.compile_filter(rows), nodelist)


RAILS: dict[Any, SafeString] = {}
RAILS_KEPT = 1000


@register.simple_tag
def rail(groups: list[list[Any]]) -> SafeString:
    """The modules of the rail, drawn once a process for all who see the same ones in the same place."""
    lines = tuple((line.module.key, line.url, line.is_current, line.count) for group in groups for line in group)
    key = get_language(), lines
    if key not in RAILS:
        if len(RAILS) >= RAILS_KEPT:
            RAILS.clear()
        RAILS[key] = mark_safe(get_template("base/rail.html").render({"navigation": groups}))
    return RAILS[key]


@register.filter
def words(text: str) -> list[str]:
    """A text as its words, to loop over names in a template."""
    return text.split()


@register.filter
def is_tick(bound: Any) -> bool:
    """Whether the field is one box to tick."""
    return bool(getattr(bound.field.widget, "input_type", "") == "checkbox" and not bound.use_fieldset)


@register.filter
def first_id(bound: Any) -> str:
    """The id to which a link to the field leads: its control, or the first of its choices."""
    return str(bound.id_for_label or (bound.subwidgets[0].id_for_label if bound.subwidgets else bound.auto_id))


@register.filter
def told_errors(bound: Any) -> list[dict[str, str]]:
    """Each error of a field in words, with the value that would repair it where one is known."""
    found = bound.form.errors.get(bound.name)
    kept = found.as_data() if found else []
    return [
        {"words": words, "repair": str((error.params or {}).get("repair", ""))}
        for error in kept
        for words in error.messages
    ]


@register.inclusion_tag("components/field.html")
def field(bound: Any, **put: Any) -> dict[str, Any]:
    """One field of a form with label, control, hint and error: `{% field form.fin %}`."""
    return {"field": bound, **put}


@register.inclusion_tag("components/error_summary.html")
def error_summary(forms: Any) -> dict[str, Any]:
    """The line at the top that leads to each field in error, of one form or of a list of them."""
    given = [form for form in (forms if isinstance(forms, list) else [forms]) if form is not None and form.is_bound]
    wrong = [bound for form in given for bound in form if bound.errors]
    general = [error for form in given for error in form.non_field_errors()]
    refusal = next((form.refusal for form in given if hasattr(form, "refusal")), "")
    return {"wrong": wrong, "general": general, "total": len(wrong) + len(general), "refusal": refusal}


@register.simple_tag
def bars(rows: Any, title: str, description: str = "", **options: Any) -> SafeString:
    """Bars drawn on the server: rows of (label, value) or (label, value, note, tone)."""
    return svg.bars(rows, title=title, description=description, **options)


@register.simple_tag
def line(points: Any, title: str, description: str = "", **options: Any) -> SafeString:
    """A line drawn on the server: points of (label, value)."""
    return svg.line(points, title=title, description=description, **options)


@register.simple_tag
def tickets(candidates: Any, drawn: int | None, title: str, description: str = "") -> SafeString:
    """The tickets of a draw, the drawn one marked: candidates of (name, tickets)."""
    return svg.tickets(candidates, drawn, title=title, description=description)


@register.simple_tag
def qr(text: str, title: str) -> SafeString:
    """A QR code as SVG with its words."""
    return svg.qr(text, title=title)
