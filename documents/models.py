"""Papers: their versions, their signatures, the code by which anybody may check them. Knows no case."""

import secrets
from typing import Any, ClassVar, cast

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.access import visible_to
from accounts.models import Dossier, User
from core import clock
from core.models import StoredFile
from reference.models import ActKind, Body

# Letters and digits that cannot be mistaken for one another when read from paper.
CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def new_code() -> str:
    """A verification code of 60 bits, which nobody can guess."""
    return "".join(secrets.choice(CODE_LETTERS) for _letter in range(12))


class TemplateFormat(models.TextChoices):
    DOCX = "docx", _("Word (DOCX)")
    HTML = "html", _("Printed page (PDF)")


class Template(models.Model):
    """The pattern of a paper: a DOCX with fields, or the name of a page that is printed to PDF."""

    code = models.SlugField(_("code"))
    name = models.CharField(_("name"), max_length=200)
    format = models.CharField(_("format"), max_length=10, choices=TemplateFormat)
    act_kind = models.ForeignKey(ActKind, models.PROTECT, null=True, blank=True, verbose_name=_("kind of act"))
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, verbose_name=_("file"))
    text = models.TextField(_("text"), blank=True)
    number = models.PositiveSmallIntegerField(_("version"), default=1)
    is_current = models.BooleanField(_("in use"), default=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("template")
        verbose_name_plural = _("templates")
        constraints = [
            models.UniqueConstraint(fields=["code", "format", "number"], name="one_template_a_version"),
            models.UniqueConstraint(
                fields=["code", "format"], condition=Q(is_current=True), name="one_template_in_use_a_code"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class DocumentQuerySet(models.QuerySet["Document"]):
    def visible_to(self, user: Any, right: str = "documents.view") -> "DocumentQuerySet":
        """Documents of the dossiers that the user may see with this right."""
        return cast("DocumentQuerySet", visible_to(self, user, right))


class Document(models.Model):
    """One paper of a dossier; its bytes are those of its current version, and locked once it is signed."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="documents", verbose_name=_("dossier"))
    body = models.ForeignKey(Body, models.PROTECT, related_name="+", verbose_name=_("body"))
    kind = models.SlugField(_("kind"), max_length=40)
    title = models.CharField(_("title"), max_length=300)
    code = models.CharField(_("verification code"), max_length=12, unique=True, default=new_code)
    is_incoming = models.BooleanField(_("came from outside"), default=False)
    signed_at = models.DateTimeField(_("signed at"), null=True, blank=True)
    created_at = models.DateTimeField(_("created at"), default=clock.now)
    created_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("created by"))

    objects: ClassVar[Any] = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        indexes = [models.Index(fields=["dossier", "-created_at"], name="documents_of_dossier")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("documents:detail", args=[self.pk])

    @property
    def journal_log(self) -> str:
        return self.body.code

    @property
    def dossier_key(self) -> int:
        return self.dossier_id


class Version(models.Model):
    """The bytes of a document at one time; at most one version is current."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="versions", verbose_name=_("document"))
    number = models.PositiveSmallIntegerField(_("number"), default=1)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name=_("file"))
    name = models.CharField(_("file name"), max_length=200)
    made_at = models.DateTimeField(_("made at"), default=clock.now)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("made by"))
    is_current = models.BooleanField(_("current"), default=True)

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="one_version_a_number"),
            models.UniqueConstraint(
                fields=["document"], condition=Q(is_current=True), name="at_most_one_current_version"
            ),
        ]


class Signature(models.Model):
    """A person signed a version: who, when, with which certificate, over which bytes."""

    version = models.ForeignKey(Version, models.PROTECT, related_name="signatures", verbose_name=_("version"))
    signer = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("signer"))
    signer_name = models.CharField(_("name"), max_length=320)
    posting = models.CharField(_("posting"), max_length=300, blank=True)
    certificate = models.CharField(_("certificate"), max_length=300)
    signed_at = models.DateTimeField(_("signed at"), default=clock.now)

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        constraints = [models.UniqueConstraint(fields=["version", "signer"], name="a_person_signs_a_version_once")]
