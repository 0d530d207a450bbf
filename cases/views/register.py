"""The registration page: a claim on one page, in the order of the paper."""

from dataclasses import replace
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cases.forms import ClaimForm, PartyForm
from cases.models import FilingKind
from cases.registration import Claim, Paper, PartyLine, register_case
from core.access import requires
from core.errors import Gone, Refused
from core.files import check_content
from parties.actions import Contacts
from parties.lookups import Told, ask_population, ask_taxes
from reference.models import Body, CaseKind, Category, PartyRole

MOST_PARTIES = 20


def _court(request: HttpRequest) -> Body:
    """The court at whose desk the clerk sits today."""
    for posting in request.user.postings_today:  # type: ignore[union-attr]
        if "cases.register" in posting.role.rights:
            return posting.body
    raise PermissionDenied("cases.register")


@requires("cases.register")
@require_http_methods(["GET", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """Register a claim; `ask` and `add` only fill the page further, whatever was typed stays."""
    court = _court(request)
    page = _Page(request, court)
    if request.method == "POST" and not {"ask", "add", "drop"} & request.POST.keys() and page.is_valid():
        case = page.register()
        if case is not None:
            return redirect(case)
    status = 422 if page.has_errors else 200
    return render(request, "cases/register.html", page.context(), status=status)


@requires("cases.register")
@require_GET
def told(request: HttpRequest) -> HttpResponse:
    """What the register says about one FIN or VÖEN, as a piece of the page."""
    form = PartyForm(request.GET, roles=PartyRole.objects.none())
    fin, voen = request.GET.get("fin", ""), request.GET.get("voen", "")
    context: dict[str, Any] = {"form": form}
    try:
        context["told"] = _ask(request, fin, voen)
    except ValidationError as error:
        context["wrong"] = " ".join(error.messages)
    except (Gone, Refused) as error:
        context["silent"] = str(error)
    return render(request, "cases/told.html", context)


def _ask(request: HttpRequest, fin: str, voen: str) -> Told | None:
    reason = _("registration of a claim")
    if fin:
        return ask_population(fin, by=request.user, reason=reason)
    if voen:
        return ask_taxes(voen, by=request.user, reason=reason)
    return None


class _Page:
    """The claim's form and a form a party, bound together."""

    def __init__(self, request: HttpRequest, court: Body) -> None:
        self.request, self.court = request, court
        kinds = CaseKind.objects.for_court(court)
        data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
        categories = Category.objects.leaves().filter(kind__in=kinds).select_related("parent")
        # A paper taken while the system was down has its submission already.
        first = {"submission": request.GET["submission"]} if "submission" in request.GET else None
        self.claim = ClaimForm(data, files, kinds=kinds, categories=categories, initial=first)
        self.parties = [self._party(index, data) for index in range(self._count())]
        self.told: dict[int, Told | None] = {}
        self.silent: dict[int, str] = {}
        self.has_errors = False
        if "ask" in request.POST:
            self._tell(int(request.POST["ask"]) if request.POST["ask"].isdecimal() else 0)

    def _count(self) -> int:
        asked = self.request.POST.get("parties", "2")
        count = int(asked) if asked.isdecimal() else 2
        return min(MOST_PARTIES, max(2, count + ("add" in self.request.POST) - ("drop" in self.request.POST)))

    def _party(self, index: int, data: Any) -> PartyForm:
        roles = PartyRole.objects.for_claims()
        bound = data if data is not None and f"p{index}-form" in data else None
        first = {"role": "plaintiff" if index == 0 else "defendant"}
        return PartyForm(bound, prefix=f"p{index}", roles=roles, initial=first)

    def _tell(self, index: int) -> None:
        form = self.parties[index] if index < len(self.parties) else None
        if form is None or not form.is_bound:
            return
        form.full_clean()
        try:
            self.told[index] = _ask(self.request, form.cleaned_data.get("fin", ""), form.cleaned_data.get("voen", ""))
        except (Gone, Refused) as error:
            self.silent[index] = str(error)

    def is_valid(self) -> bool:
        """Whether the page can be registered; every party is known to a register or named by hand."""
        valid = all([self.claim.is_valid(), *(form.is_valid() for form in self.parties)])
        for index, form in enumerate(self.parties):
            if form.is_valid():
                self._tell(index)
                valid = self._is_known(index, form) and valid
        if self.claim.is_bound:
            valid = self._papers_are_sound() and valid
        self.has_errors = not valid
        return valid

    def _is_known(self, index: int, form: PartyForm) -> bool:
        if self.told.get(index) or form.has_name:
            return True
        field = (
            ("surname" if form.is_natural else "title")
            if index in self.silent
            else "fin"
            if form.is_natural
            else "voen"
        )
        form.add_error(field, self.silent.get(index) or _("Give the number, or the name as it stands in the claim."))
        return False

    def _papers_are_sound(self) -> bool:
        try:
            for upload in self.claim.cleaned_data.get("papers", []):
                check_content(upload.name, upload.read(8192))
                upload.seek(0)
        except Refused as error:
            self.claim.add_error("papers", str(error))
            return False
        return True

    def register(self) -> Any:
        """The registered case, or nothing when the action refused and the page says why."""
        try:
            return register_case(
                self.court,
                self._claim(),
                parties=[self._line(index, form) for index, form in enumerate(self.parties)],
                papers=self._papers(),
                submission=self.claim.cleaned_data["submission"],
                by=self.request.user,  # type: ignore[arg-type]
            )
        except Refused as error:
            for reason in error.reasons:
                self.claim.add_error(None, reason)
            self.has_errors = True
            return None

    def _claim(self) -> Claim:
        given = self.claim.cleaned_data
        return Claim(
            kind=given["kind"],
            category=given["category"],
            price=given["price"],
            text=given["text"],
            channel=given["channel"],
            is_electronic=given["is_electronic"],
            duty_facts=self.claim.duty_facts(),
        )

    def _line(self, index: int, form: PartyForm) -> PartyLine:
        given = form.cleaned_data
        by_hand = Told(
            form=given["form"], surname=given["surname"], given_name=given["given_name"],
            patronymic=given["patronymic"], title=given["title"], address=given["address"],
            fin=given["fin"], voen=given["voen"],
        )  # fmt: skip
        contacts = Contacts(actual_address=given["address"], phone=given["phone"], email=given["email"])
        return PartyLine(given["role"], self.told.get(index) or replace(by_hand), contacts)

    def _papers(self) -> list[Paper]:
        uploads = self.claim.cleaned_data.get("papers", [])
        kinds = [FilingKind.CLAIM] + [FilingKind.APPENDIX] * max(0, len(uploads) - 1)
        return [Paper(kind, upload.name, upload) for kind, upload in zip(kinds, uploads, strict=False)]

    def context(self) -> dict[str, Any]:
        """What the template draws."""
        rows = [
            {"form": form, "told": self.told.get(i), "silent": self.silent.get(i), "index": i, "number": i + 1}
            for i, form in enumerate(self.parties)
        ]
        return {
            "claim": self.claim,
            "forms": [*self.parties, self.claim],
            "rows": rows,
            "court": self.court,
            "categories": self.claim.categories,
        }
