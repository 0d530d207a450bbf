"""Acts of the court: their text in four parts, their signing, and the anonymised text that is published."""

from decimal import Decimal
from typing import Any, ClassVar, cast

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.access import visible_to
from accounts.models import User
from cases.models import Case, CaseRow
from cases.models.case import Outcome
from core import clock
from documents.models import Document
from reference.models import ActKind, Body, Category

# The four parts of a judgment (MPM 220.2), in the order of the paper.
PARTS = ("intro", "facts", "reasons", "operative")
FINAL = "final"
# What a row of a list does not show of a published act.
TEXTS = (*PARTS, "vector")


class State(models.TextChoices):
    DRAFT = "draft", _("Draft")
    CHECKED = "checked", _("Checked")
    SIGNING = "signing", _("Waits for the other judges")
    SIGNED = "signed", _("Signed")


OPEN = [State.DRAFT, State.CHECKED]


class ActQuerySet(models.QuerySet["Act"]):
    def visible_to(self, user: Any, right: str = "decisions.view") -> "ActQuerySet":
        """Acts of the cases that the user may see with this right."""
        return cast("ActQuerySet", visible_to(self, user, right, path="case__dossier"))

    def shown(self) -> "ActQuerySet":
        """All that one row shows, in a fixed number of queries."""
        return self.select_related("case__court", "case__kind", "act_kind", "author", "document")


class Act(CaseRow):
    """A judgment, ruling or order of the court in one case; from its first signature on its text is locked."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="acts", verbose_name=_("case"))
    act_kind = models.ForeignKey(ActKind, models.PROTECT, related_name="+", verbose_name=_("kind of act"))
    document = models.OneToOneField(
        Document, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("document")
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    intro = models.TextField(_("introductory part"), blank=True)
    facts = models.TextField(_("descriptive part"), blank=True)
    reasons = models.TextField(_("reasoning part"), blank=True)
    operative = models.TextField(_("operative part"), blank=True)
    outcome = models.CharField(_("outcome"), max_length=20, choices=Outcome, blank=True)
    # A judgment on money names debt, interest, loss and penalty apart (MPM 222.2).
    debt = models.DecimalField(_("principal debt"), max_digits=14, decimal_places=2, null=True, blank=True)
    interest = models.DecimalField(_("interest"), max_digits=14, decimal_places=2, null=True, blank=True)
    loss = models.DecimalField(_("loss"), max_digits=14, decimal_places=2, null=True, blank=True)
    penalty = models.DecimalField(_("penalty"), max_digits=14, decimal_places=2, null=True, blank=True)
    awards_no_money = models.BooleanField(_("no money is awarded"), default=False)
    author = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("author"))
    checked_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("checked by")
    )
    made_at = models.DateTimeField(_("begun at"), default=clock.now)
    pronounced_on = models.DateField(_("pronounced on"), null=True, blank=True)
    signed_at = models.DateTimeField(_("signed at"), null=True, blank=True)
    delivered_on = models.DateField(_("delivered to all on"), null=True, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    objects: ClassVar[Any] = ActQuerySet.as_manager()

    class Meta:
        verbose_name = _("court act")
        verbose_name_plural = _("court acts")
        ordering = ["made_at", "pk"]
        indexes = [
            models.Index(fields=["state", "-made_at", "-id"], name="acts_by_state"),
            models.Index(
                fields=["author", "made_at", "id"],
                condition=Q(state__in=["draft", "checked"]),
                name="acts_being_written",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="signed") | (Q(document__isnull=False) & Q(signed_at__isnull=False)),
                name="a_signed_act_has_its_paper",
            )
        ]

    def __str__(self) -> str:
        return f"{self.act_kind}, {self.case}"

    def get_absolute_url(self) -> str:
        return reverse("decisions:detail", args=[self.pk])

    @property
    def is_final(self) -> bool:
        """Whether the act decides the case."""
        return self.act_kind.act_class == FINAL

    @property
    def is_open(self) -> bool:
        """Whether the text may still be changed."""
        return self.state in OPEN

    @property
    def is_signed(self) -> bool:
        return self.state == State.SIGNED

    @property
    def awarded(self) -> Decimal:
        """The sum of what the operative part awards, in manat."""
        return sum((sum_ for sum_ in (self.debt, self.interest, self.loss, self.penalty) if sum_), Decimal(0))


class PublicState(models.TextChoices):
    PROPOSED = "proposed", _("Waits to be confirmed")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    KEPT = "kept", _("Not published: closed case")


class PublicationQuerySet(models.QuerySet["Publication"]):
    def visible_to(self, user: Any, right: str = "decisions.view") -> "PublicationQuerySet":
        """Publications of the cases that the user may see with this right."""
        return cast("PublicationQuerySet", visible_to(self, user, right, path="act__case__dossier", court="court"))

    def public(self) -> "PublicationQuerySet":
        """Those that anybody may read."""
        return self.filter(state=PublicState.PUBLISHED, act__case__dossier__is_sealed=False)

    def shown(self) -> "PublicationQuerySet":
        """All that one public row shows, and no more."""
        return self.select_related("court", "act_kind", "category")

    def listed(self) -> "PublicationQuerySet":
        """The same without the texts, which a list does not show."""
        return self.shown().defer(*TEXTS)


class Publication(models.Model):
    """The anonymised text of a signed act; it is seen by the public only after a person confirmed it (EM-12.6)."""

    act = models.OneToOneField(Act, models.PROTECT, related_name="publication", verbose_name=_("act"))
    court = models.ForeignKey(Body, models.PROTECT, related_name="+", verbose_name=_("court"))
    act_kind = models.ForeignKey(ActKind, models.PROTECT, related_name="+", verbose_name=_("kind of act"))
    category = models.ForeignKey(Category, models.PROTECT, related_name="+", verbose_name=_("category"))
    outcome = models.CharField(_("outcome"), max_length=20, choices=Outcome, blank=True)
    number = models.CharField(_("case number"), max_length=40)
    judges = models.CharField(_("judges"), max_length=400, blank=True)
    decided_on = models.DateField(_("date of the act"))
    ecli = models.CharField(_("European case law identifier"), max_length=60, unique=True)
    intro = models.TextField(_("introductory part"), blank=True)
    facts = models.TextField(_("descriptive part"), blank=True)
    reasons = models.TextField(_("reasoning part"), blank=True)
    operative = models.TextField(_("operative part"), blank=True)
    state = models.CharField(_("state"), max_length=10, choices=PublicState, default=PublicState.PROPOSED)
    proposed_at = models.DateTimeField(_("proposed at"), default=clock.now)
    confirmed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("confirmed by")
    )
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    reason = models.CharField(_("reason of the withdrawal"), max_length=300, blank=True)
    vector = SearchVectorField(null=True, editable=False)
    version = models.PositiveIntegerField(_("version"), default=1)

    objects: ClassVar[Any] = PublicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("published act")
        verbose_name_plural = _("published acts")
        indexes = [
            GinIndex(fields=["vector"], name="acts_by_words"),
            models.Index(
                F("decided_on").desc(), F("id").desc(), condition=Q(state="published"), name="acts_newest_first"
            ),
            models.Index(
                F("court"), F("decided_on").desc(), F("id").desc(), condition=Q(state="published"), name="acts_of_court"
            ),
            models.Index(fields=["number"], name="acts_by_number"),
            models.Index(
                fields=["court", "proposed_at", "id"], condition=Q(state="proposed"), name="acts_to_look_through"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="published") | Q(confirmed_by__isnull=False),
                name="nothing_is_published_without_a_person",
            )
        ]

    def __str__(self) -> str:
        return self.ecli

    def get_absolute_url(self) -> str:
        return reverse("decisions_public:act", args=[self.pk])

    @property
    def dossier(self) -> Any:
        return self.act.case.dossier

    @property
    def journal_log(self) -> str:
        return self.court.code

    @property
    def dossier_key(self) -> int:
        return int(self.act.case_id)


class Mask(models.Model):
    """The private map of one publication: which words were replaced by which label; never published."""

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="masks", verbose_name=_("published act"))
    label = models.CharField(_("label"), max_length=60)
    words = models.CharField(_("what it stands for"), max_length=400)
    is_added = models.BooleanField(_("added by a person"), default=False)
    is_kept = models.BooleanField(_("left in the text by a person"), default=False)

    class Meta:
        verbose_name = _("replaced words")
        verbose_name_plural = _("replaced words")
        ordering = ["pk"]
