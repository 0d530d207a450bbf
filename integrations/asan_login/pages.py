"""The one page of the simulated ASAN Login: choose who you are. Works without JavaScript."""

from collections.abc import Iterable, Mapping
from html import escape

from integrations.asan_login.people import Person
from integrations.simulation import page, words


def choose(people: Iterable[Person], wanted: str, request: Mapping[str, str]) -> str:
    """The list of people with a search field; the request of the relying party travels in hidden fields."""
    language = request.get("ui_locales", "").split(" ")[0]
    _ = words(language)
    hidden = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">' for name, value in request.items()
    )
    title = _("Sign in as an invented person")
    note = _("This page stands in for ASAN Login in the demo. Nobody on it exists; no password is asked.")
    rows = "".join(_row(person, _("Sign in")) for person in people)
    table = (
        f'<table><caption class="aside">{_("People")}</caption><thead><tr><th scope="col">{_("Name")}</th>'
        f'<th scope="col">{_("FIN")}</th><th scope="col"><span class="aside">{_("Sign in")}</span></th></tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )
    body = (
        f'<p class="mark">ASAN Login</p><h1>{title}</h1><p>{note}</p>'
        f'<form class="line" method="get" action="/authorize" role="search">{hidden}'
        f'<label for="q">{_("Name or FIN")}</label><input id="q" name="q" value="{escape(wanted)}">'
        f"<button>{_('Find')}</button></form>"
        f'<form method="post" action="/authorize">{hidden}{table if rows else _nobody(_("Nobody is called so."))}'
        f'<p><button name="cancel" value="1">{_("Cancel")}</button></p></form>'
    )
    return page(title, body, language)


def _row(person: Person, label: str) -> str:
    name = escape(person.name)
    return (
        f'<tr><th scope="row">{name}</th><td class="code">{person.fin}</td><td class="act">'
        f'<button class="primary" name="person" value="{person.fin}" aria-label="{label}: {name}">{label}</button>'
        "</td></tr>"
    )


def _nobody(text: str) -> str:
    return f'<p role="status">{text}</p>'


def refused(text: str) -> str:
    """The page shown when the relying party's request itself is wrong: the browser is not sent back."""
    _ = words("")
    title = _("This sign-in cannot go on")
    return page(title, f'<p class="mark">ASAN Login</p><h1>{title}</h1><p class="code">{escape(text)}</p>', "")
