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
    title, cancel = _("Sign in as an invented person"), _("Cancel")
    label, find = _("Name or FIN"), _("Find")
    note = _("This page stands in for ASAN Login in the demo. Nobody on it exists; no password is asked.")
    body = (
        f'<p class="mark">ASAN Login</p><h1>{title}</h1><p>{note}</p>'
        f"{_search(hidden, wanted, label, find)}"
        f'<form method="post" action="/authorize">{hidden}{_table(list(people), language)}'
        f'<p><button name="cancel" value="1">{cancel}</button></p></form>'
    )
    return page(title, body, language)


def _search(hidden: str, wanted: str, label: str, button: str) -> str:
    return (
        f'<form class="line" method="get" action="/authorize" role="search">{hidden}'
        f'<label for="q">{label}</label><input id="q" name="q" value="{escape(wanted)}">'
        f"<button>{button}</button></form>"
    )


def _table(people: list[Person], language: str) -> str:
    _ = words(language)
    enter, caption, nobody = _("Sign in"), _("People"), _("Nobody is called so.")
    name, fin = _("Name"), _("FIN")
    if not people:
        return f'<p role="status">{nobody}</p>'
    return (
        f'<table><caption class="aside">{caption}</caption><thead><tr><th scope="col">{name}</th>'
        f'<th scope="col">{fin}</th><th scope="col"><span class="aside">{enter}</span></th></tr></thead>'
        f"<tbody>{''.join(_row(person, enter) for person in people)}</tbody></table>"
    )


def _row(person: Person, label: str) -> str:
    name = escape(person.name)
    return (
        f'<tr><th scope="row">{name}</th><td class="code">{person.fin}</td><td class="act">'
        f'<button class="primary" name="person" value="{person.fin}" aria-label="{label}: {name}">{label}</button>'
        "</td></tr>"
    )


def refused(text: str) -> str:
    """The page shown when the relying party's request itself is wrong: the browser is not sent back."""
    _ = words("")
    title = _("This sign-in cannot go on")
    return page(title, f'<p class="mark">ASAN Login</p><h1>{title}</h1><p class="code">{escape(text)}</p>', "")
