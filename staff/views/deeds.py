"""What the personnel office does with one person: appointment, change and end of a post, substitution."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core import clock, shown
from core.access import requires
from staff import forms
from staff.appointing import appoint as appoint_to
from staff.appointing import change_post, end_post
from staff.models import Appointment, Member, Substitution
from staff.standing_in import end_substitution
from staff.standing_in import substitute as name_substitute
from staff.views.people import body_of

ASKS_AND_DOES = require_http_methods(["GET", "POST"])


def asked(request: HttpRequest, form: Any, *, title: str, do: str, back: str, note: str = "") -> HttpResponse:
    """The page of a form; after an error with what was typed."""
    context = {"form": form, "title": title, "do": do, "back": back, "note": note}
    return render(request, "staff/form.html", context, status=422 if form.errors else 200)


@requires("staff.appoint")
@ASKS_AND_DOES
def appoint(request: HttpRequest) -> HttpResponse:
    """Appoint somebody to a vacant post of the court."""
    body = body_of(request, "staff.appoint")
    form = forms.AppointForm(request.POST or None, body=body, initial={"post": request.GET.get("post")})
    if form.is_valid():
        given = form.cleaned_data
        done = appoint_to(given["username"], given["post"], from_on=given["from_on"], rate=given["rate"],
                          share=given["share"], by=request.user)  # type: ignore[arg-type]  # fmt: skip
        messages.success(request, _("%(name)s is appointed.") % {"name": done.member.name})
        return redirect(done.member)
    return asked(request, form, title=_("Appoint to a post"), do=_("Appoint"), back=reverse("staff:people"),
                 note=_("An order is made, and access begins on the day."))  # fmt: skip


@requires("staff.end_post", Appointment, seen_by="staff.view")
@ASKS_AND_DOES
def end(request: HttpRequest, appointment: Appointment) -> HttpResponse:
    """Say what the end of the post brings, then end it: access stops on its day (EM-9.2.5)."""
    form = forms.EndForm(request.POST or None)
    if form.is_valid():
        member = appointment.member
        end_post(appointment, **form.cleaned_data, by=request.user)  # type: ignore[arg-type]
        messages.success(request, _("The post of %(name)s ends.") % {"name": member.name})
        return redirect(member)
    what = [
        (_("The post ends on the day that you name."), _("An order is made under the next number.")),
        (_("The access that came with it ends on that day by itself."), _("Today: open sessions are ended at once.")),
        (_("With the last post in this court everything ends here:"), _("postings, teams of cases, exceptions.")),
        (_("Cases, hearings and drafts stay where they are."), _("Hand them over by the hand-over list.")),
    ]
    context = {"form": form, "appointment": appointment, "person": appointment.member, "happens": what,
               "back": appointment.member.get_absolute_url()}  # fmt: skip
    return render(request, "staff/end.html", context, status=422 if form.errors else 200)


@requires("staff.end_post", Appointment, seen_by="staff.view")
@ASKS_AND_DOES
def change(request: HttpRequest, appointment: Appointment) -> HttpResponse:
    """Move somebody to another post of the court."""
    member, post = appointment.member, appointment.post
    form = forms.ChangeForm(request.POST or None, body=member.body, but=post)
    if form.is_valid():
        done = change_post(appointment, **form.cleaned_data, by=request.user)  # type: ignore[arg-type]
        words = {"name": member.name, "post": done.post, "day": shown.day(done.from_on)}
        messages.success(request, _("%(name)s moves to “%(post)s” on %(day)s.") % words)
        return redirect(member)
    return asked(request, form, title=_("Change of post: %(name)s") % {"name": member.name}, do=_("Move"),
                 back=member.get_absolute_url(), note=_("Now: %(post)s.") % {"post": post})  # fmt: skip


@requires("staff.substitute", Member, seen_by="staff.view")
@ASKS_AND_DOES
def substitute(request: HttpRequest, member: Member) -> HttpResponse:
    """Name who stands in for somebody."""
    form = forms.SubstituteForm(request.POST or None, member=member)
    if form.is_valid():
        name_substitute(member, **form.cleaned_data, by=request.user)  # type: ignore[arg-type]
        messages.success(request, _("The substitute is named."))
        return redirect(member)
    return asked(request, form, title=_("Who stands in for %(name)s") % {"name": member.name},
                 do=_("Name the substitute"), back=member.get_absolute_url(),
                 note=_("An order is made. The rights of the post begin and end with these days; a judge's cases "
                        "are not handed over by it, they are drawn anew."))  # fmt: skip


@requires("staff.substitute", Substitution, seen_by="staff.view")
@ASKS_AND_DOES
def end_standing_in(request: HttpRequest, row: Substitution) -> HttpResponse:
    """End a substitution before its day."""
    form = forms.BackForm(request.POST or None, initial={"back_on": max(clock.today(), row.from_on)})
    form.fields["back_on"].label = _("Nobody stands in from")
    if form.is_valid():
        end_substitution(row, ends_on=form.cleaned_data["back_on"], by=request.user)  # type: ignore[arg-type]
        messages.success(request, _("The substitution ends."))
        return redirect(row.member)
    words = {"who": row.substitute.name, "whom": row.member.name}
    return asked(request, form, title=_("End the substitution: %(who)s for %(whom)s") % words, do=_("End it"),
                 note=_("The rights given with it end with the day before."),
                 back=row.member.get_absolute_url())  # fmt: skip
