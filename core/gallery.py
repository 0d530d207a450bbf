"""The gallery: every part of a page by its name, with invented people, for those who build and for tests."""

import datetime as dt
import json
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from core import components as parts
from core import icons
from core.forms import DayField, FinField, Form, HourField, MoneyField, PhoneField, VoenField, repair
from core.listing import columns
from core.navigation import Line, Module

TODAY = dt.date(2026, 11, 24)
NOW = dt.datetime(2026, 11, 24, 6, 47, tzinfo=dt.UTC)
SHEETS = ("case", "list", "confirm", "portal", "kiosk", "register-card", "cause-list", "refused", "stale")


@lru_cache(maxsize=1)
def _invented() -> dict[str, Any]:
    samples: dict[str, Any] = json.loads(Path(__file__).with_name("gallery.json").read_text(encoding="utf-8"))
    return samples


class Sample(Form):
    """Every kind of field once, with an error that offers its repair."""

    autocomplete = {"email": "email"}
    fin = FinField(label=gettext_lazy("FIN"), help_text=gettext_lazy("7 characters, on the back of the card"))
    voen = VoenField(label=gettext_lazy("VÖEN"), required=False)
    price = MoneyField(label=gettext_lazy("Claim price, AZN"))
    served_on = DayField(label=gettext_lazy("Day of service"))
    starts_at = HourField(label=gettext_lazy("Time"), required=False)
    phone = PhoneField(label=gettext_lazy("Mobile phone"), required=False)
    email = forms.EmailField(label=gettext_lazy("E-mail"), required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("How it came"),
        choices=[("desk", gettext_lazy("In person")), ("post", gettext_lazy("By post"))],
        widget=forms.RadioSelect,
    )
    agreed = forms.BooleanField(label=gettext_lazy("The same as the registered address"), required=False)
    content = forms.CharField(label=gettext_lazy("What is claimed"), widget=forms.Textarea(attrs={"rows": 3}))

    def clean_content(self) -> str:
        """An error whose repair is known, as the gallery must show one."""
        if self.cleaned_data["content"].isupper():
            raise repair(_("Capitals alone are hard to read."), "capitals", repair=self.data["content"].capitalize())
        return str(self.cleaned_data["content"])


def _moment(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


def _case() -> dict[str, Any]:
    made = _invented()
    said = [
        parts.Said(_moment(at), text, actor, icon, leaf, "#" if leaf else "", [_paper(*paper) for paper in papers])
        for at, actor, text, icon, leaf, papers in made["journal"]
    ]
    return {
        "steps": [parts.Step(*step) for step in made["steps"]],
        "facts": [parts.Fact(*fact) for fact in made["facts"]],
        "possible": [parts.Act(label, "#", icon) for label, icon in made["possible"]],
        "barred": [parts.Act(label, reasons=[reason]) for label, reason in made["barred"]],
        "tabs": [parts.Tab(label, "#", count, index == 0) for index, (label, count) in enumerate(made["tabs"])],
        "days": parts.by_day(said, TODAY),
        "terms": [_term(*term) for term in made["terms"]],
        "people": [parts.Present(*person) for person in made["people"]],
    }


def _paper(name: str, signature: str, tone: parts.Tone) -> parts.Paper:
    return parts.Paper(name, "#", "", signature, tone)


def _term(title: str, due: str, start: str, note: str, is_met: bool) -> parts.TermBar:
    day = dt.date.fromisoformat
    return parts.TermBar(title, day(due), day(start), note, is_met=is_met, today=TODAY)


def _work() -> dict[str, Any]:
    made = _invented()
    sample = Sample(
        {"fin": "5XK2O7P", "price": "7.240", "served_on": "31.02.2026", "content": "KIRAYƏ", "agreed": "on"}
    )
    return {
        "queues": [parts.Queue(q[0], q[1], "#", q[2], q[3], i == 0) for i, q in enumerate(made["queues"])],
        "columns": columns(QueryDict("sort=registered"), _labels(), _labels(), numbers={"price"}),
        "rows": [_row(*row) for row in made["rows"]],
        "results": [parts.Result(words, good, count, act and "#", act) for words, good, count, act in made["results"]],
        "sums": [parts.SumLine(label, Decimal(amount)) for label, amount in made["sums"]],
        "total": Decimal("92.40"),
        "figures": [parts.Figure(*[*figure, "#"]) for figure in made["figures"]],
        "ticks": [parts.Tick(*tick) for tick in made["ticks"]],
        "form": sample,
        "blank": Sample(auto_id="id_blank_%s"),
        "icons": sorted(name for name in icons.names() if name in SHOWN),
    }  # fmt: skip


def _labels() -> dict[str, str]:
    return {
        "number": _("Case"),
        "parties": _("Parties"),
        "registered": _("Came in"),
        "price": _("Claim price"),
        "due": _("Due"),
    }


def _row(
    number: str, kind: str, one: str, other: str, way: str, price: str | None, duty: str | None, due: str
) -> dict[str, Any]:
    return {
        "number": number, "kind": kind, "one": one, "other": other, "way": way,
        "price": price and Decimal(price), "duty": duty and Decimal(duty), "due_on": dt.date.fromisoformat(due),
    }  # fmt: skip


SHOWN = frozenset(
    [
        "square-pen",
        "triangle-alert",
        "archive",
        "paperclip",
        "bell",
        "book-open",
        "calendar",
        "folder",
        "chart-column",
        "check",
        "clock",
        "x",
        "coins",
        "lamp-desk",
        "file-text",
        "door-open",
        "download",
        "shuffle",
        "scale",
        "eye",
        "list-filter",
        "globe",
        "circle-question-mark",
        "keyboard",
        "list",
        "lock",
        "mail",
        "landmark",
        "users",
        "user",
        "smartphone",
        "map-pin",
        "plus",
        "printer",
        "database-search",
        "file-plus",
        "badge-check",
        "search",
        "send",
        "shield-check",
        "arrow-left-right",
        "undo-2",
        "video",
        "wallet",
        "gavel",
        "inbox",
        "log-out",
        "stamp",
        "signature",
        "qr-code",
        "wifi-off",
        "refresh-cw",
    ]
)


def _shell() -> dict[str, Any]:
    """A rail to look at, since whoever looks may hold no right."""
    lines = [("lamp-desk", _("Desk"), 12), ("folder", _("Cases"), None), ("calendar", _("Hearings"), None)]
    rail = [
        Line(Module(icon, label, "", icon), "#", index == 1, count) for index, (icon, label, count) in enumerate(lines)
    ]
    return {"navigation": [rail], "my_body": _invented()["court"]}


def _open(request: HttpRequest) -> None:
    """The gallery is for the demo and for administrators; to others there is no such page."""
    if not settings.DEMO and not getattr(request.user, "is_staff", False):
        raise Http404


def _context() -> dict[str, Any]:
    told = {
        "reasons": [act[1] for act in _invented()["barred"]],
        "who": _invented()["people"][0][0],
        "differs": [_invented()["facts"][1][1]],
    }
    return _invented() | _case() | _work() | _shell() | told | {"today": TODAY, "now": NOW, "sheets": SHEETS}


@require_GET
def gallery(request: HttpRequest) -> HttpResponse:
    """Every part by its name."""
    _open(request)
    messages.success(request, _("64 notices were sent."))
    return render(request, "gallery/page.html", _context())


@require_GET
def sheet(request: HttpRequest, name: str) -> HttpResponse:
    """A whole page made of the parts: how they stand together, on glass and on paper."""
    _open(request)
    if name not in SHEETS:
        raise Http404
    return render(request, f"gallery/sheets/{name}.html", _context())
