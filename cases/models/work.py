"""Terms of the law that run in the case, and work that somebody must do."""

from typing import Any, ClassVar, cast

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.access import visible_to
from accounts.models import Dossier, User
from cases.models.case import Case
from cases.models.people import Participation
from core import clock
from core.components import TermBar
from reference.models import Body, Term

# Whose term it is, as the book of terms says it.
ACTORS = {
    "judge": _("judge"),
    "court": _("court"),
    "registry": _("registry"),
    "secretary": _("clerk"),
    "party": _("party"),
    "claimant": _("claimant"),
    "respondent": _("respondent"),
    "appeal_court": _("court of appeal"),
}


class DeadlineQuerySet(models.QuerySet["Deadline"]):
    def over(self, term: str) -> "DeadlineQuerySet":
        """Running terms of this code whose last day is past."""
        return self.filter(term__code=term, closed_on=None, due_on__lt=clock.today())


class Deadline(models.Model):
    """One running or ended term: opened by a journal entry, closed by another, or passed."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="deadlines", verbose_name=_("case"))
    # The court of the case, beside it: what runs there is found without the cases of the nation.
    court = models.ForeignKey(Body, models.PROTECT, related_name="+", db_index=False, verbose_name=_("court"))
    participation = models.ForeignKey(
        Participation, models.CASCADE, null=True, blank=True, related_name="deadlines", verbose_name=_("of whom")
    )
    term = models.ForeignKey(Term, models.PROTECT, related_name="+", verbose_name=_("term"))
    act = models.PositiveBigIntegerField(_("act"), null=True, blank=True)
    opened_by = models.PositiveBigIntegerField(_("entry that opened it"))
    starts_on = models.DateField(_("event on"))
    due_on = models.DateField(_("last day"))
    warn_on = models.DateField(_("warn on"), null=True, blank=True)
    closed_by = models.PositiveBigIntegerField(_("entry that closed it"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    has_passed = models.BooleanField(_("passed unused"), default=False)
    # Whether the days without work were announced for the whole term when it was counted.
    is_certain = models.BooleanField(_("certain"), default=True, db_default=True)

    objects: ClassVar[Any] = DeadlineQuerySet.as_manager()

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        ordering = ["due_on", "pk"]
        indexes = [
            models.Index(fields=["due_on"], condition=Q(closed_on=None), name="terms_running"),
            models.Index(fields=["case", "due_on"], name="terms_of_case"),
            models.Index(
                fields=["court", "due_on", "id"], condition=Q(closed_on=None, has_passed=False), name="terms_of_court"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "term", "participation", "act"],
                condition=Q(closed_on=None),
                name="one_running_term_of_a_kind",
                nulls_distinct=False,
            )
        ]

    def bar(self) -> TermBar:
        """The term as a ruler."""
        actor = str(ACTORS.get(self.term.actor, ""))
        whose = self.participation.party.short_name if self.participation else actor
        doubt = "" if self.is_certain and self.term.is_verified else str(_("not certain: verify"))
        note = ", ".join(part for part in (whose, self.term.legal_basis, doubt) if part)
        soon = (self.due_on - self.warn_on).days if self.warn_on else 3
        return TermBar(self.term.name, self.due_on, self.starts_on, note, soon=soon)


class TaskKind(models.TextChoices):
    DELIVERY = "delivery", _("A delivery failed")
    DRAW = "draw", _("A draw waits")
    DEADLINE = "deadline", _("A term ends")
    OTHER = "other", _("Other")


class TaskQuerySet(models.QuerySet["Task"]):
    def visible_to(self, user: Any, right: str = "cases.view") -> "TaskQuerySet":
        """Tasks of the bodies and cases that the user may see."""
        return cast("TaskQuerySet", visible_to(self, user, right))


class Task(models.Model):
    """Work that somebody must do: it stands on the desk until it is done."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="tasks", verbose_name=_("dossier"))
    body = models.ForeignKey(Body, models.PROTECT, related_name="+", verbose_name=_("body"))
    kind = models.CharField(_("kind"), max_length=20, choices=TaskKind)
    title = models.CharField(_("what to do"), max_length=300)
    right = models.CharField(_("for who holds the right"), max_length=80)
    subject = models.CharField(_("about"), max_length=60, blank=True)
    due_on = models.DateField(_("until"), null=True, blank=True)
    created_at = models.DateTimeField(_("created at"), default=clock.now)
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)
    done_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("done by")
    )

    objects: ClassVar[Any] = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        ordering = ["created_at", "pk"]
        indexes = [models.Index(fields=["body", "right"], condition=Q(done_at=None), name="tasks_open")]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject"], condition=Q(done_at=None) & ~Q(subject=""), name="one_open_task_a_subject"
            )
        ]
