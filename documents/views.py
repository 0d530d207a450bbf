"""Doors of papers: the staff's page and the bytes; the public page that says whether a paper is genuine."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from core import files
from core.access import holds, requires
from core.serving import served
from documents.actions import PDF, current_version
from documents.forms import CodeForm, CompareForm, code_of
from documents.models import Document, Signature
from documents.signing import check_pdf
from documents.verifying import by_code, compare, proof_of
from journal.access import saw


@require_GET
@requires("documents.view", Document)
def detail(request: HttpRequest, document: Document) -> HttpResponse:
    """One paper: its texts, its signatures and whether they hold."""
    current = current_version(document)
    is_signed = document.signed_at and current.file.content_type == PDF
    context = {
        "document": document,
        "current": current,
        "versions": document.versions.select_related("file", "made_by").order_by("-number"),
        "signatures": Signature.objects.filter(version__document=document).order_by("signed_at"),
        "checks": check_pdf(files.read(current.file)) if is_signed else [],
        "may_download": holds(request.user, "documents.download", document),
        "may_see_case": holds(request.user, "cases.view"),
    }
    return render(request, "documents/detail.html", context)


@require_GET
@requires("documents.download", Document)
def download(request: HttpRequest, document: Document, number: int | None = None) -> HttpResponse:
    """The bytes of the paper, those of the current text or of an earlier one; opening them is written down."""
    version = current_version(document) if number is None else get_object_or_404(document.versions, number=number)
    response = served(version.file, version.name)
    saw(request.user, [f"document:{document.pk}"], document.dossier_key, "document")  # type: ignore[arg-type]
    return response


@require_GET
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for the code of a paper."""
    form = CodeForm(request.GET or None)
    if form.is_bound and form.is_valid():
        return redirect("verify:paper", code=form.cleaned_data["code"] or "-")
    return render(request, "documents/verify_ask.html", {"form": form})


@require_http_methods(["GET", "POST"])
def paper(request: HttpRequest, code: str) -> HttpResponse:
    """Whether the paper with this code is genuine; a file can be compared with it byte by byte."""
    if code != code_of(code):
        return redirect("verify:paper", code=code_of(code) or "-") if code != "-" else _unknown(request, code)
    document = by_code(code)
    if document is None:
        return _unknown(request, code)
    form = CompareForm(request.POST, request.FILES) if request.method == "POST" else CompareForm()
    outcome = compare(document, form.cleaned_data["file"]) if form.is_bound and form.is_valid() else ""
    context = {"proof": proof_of(document), "form": form, "outcome": outcome}
    return render(request, "documents/verify.html", context, status=422 if form.errors else 200)


def _unknown(request: HttpRequest, code: str) -> HttpResponse:
    form = CodeForm()
    return render(request, "documents/verify_unknown.html", {"code": code, "form": form}, status=404)
