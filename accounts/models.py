"""Users, their roles and postings, and the dossier on which all access hangs."""

import datetime as dt
from functools import cached_property
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from guardian.models import UserObjectPermissionBase
from simple_history.models import HistoricalRecords

from core import clock
from core.prepared import Statement, prepared
from reference.models import Body

NATIONAL = "national"


class People(BaseUserManager["User"]):
    """Makes users; a user without a password can only come through ASAN login."""

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, username: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(username, password, is_staff=True, is_superuser=True, **fields)


# Asked by every list of every page; user, day and bodies for each half. A judge's thousands of dossiers in the own
# court are passed over by the index: sealed ones, those of bodies before and behind the person's, those between.
LET_IN_APART = Statement(
    """
    WITH who AS (
      SELECT id, day, bodies, coalesce((SELECT min(b) FROM unnest(bodies) b), 9223372036854775807) AS low,
        coalesce((SELECT max(b) FROM unnest(bodies) b), 9223372036854775807) AS high
      FROM (SELECT %s::bigint AS id, %s::date AS day, %s::bigint[] AS bodies) given
    ), team AS NOT MATERIALIZED (
      SELECT t.dossier_id, t.is_sealed, t.body_id, who.* FROM accounts_teammember t JOIN who ON t.user_id = who.id
      WHERE t.from_on <= who.day AND (t.to_on IS NULL OR t.to_on >= who.day)
    )
    SELECT dossier_id FROM team WHERE is_sealed
    UNION SELECT dossier_id FROM team WHERE NOT is_sealed AND body_id < low
    UNION SELECT dossier_id FROM team WHERE NOT is_sealed AND body_id > high
    UNION SELECT dossier_id FROM team WHERE NOT is_sealed AND body_id > low AND body_id < high
      AND body_id <> ALL (bodies)
    UNION
    SELECT g.content_object_id FROM accounts_dossiergrant g JOIN accounts_dossier d ON d.id = g.content_object_id
    CROSS JOIN (SELECT %s::bigint AS id, %s::date AS day, %s::bigint[] AS bodies) who
    WHERE g.user_id = who.id AND (g.until_on IS NULL OR g.until_on >= who.day)
      AND NOT d.is_sealed AND d.body_id <> ALL (who.bodies)
    """,
    values=6,
)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in: court staff by password and second factor, citizens and officers by ASAN login."""

    username = models.CharField(_("user name"), max_length=150, unique=True)
    surname = models.CharField(_("surname"), max_length=100)
    given_name = models.CharField(_("given name"), max_length=100)
    patronymic = models.CharField(_("patronymic"), max_length=100, blank=True)
    fin = models.CharField(_("FIN"), max_length=7, unique=True, null=True, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    is_active = models.BooleanField(_("may sign in"), default=True)
    is_staff = models.BooleanField(_("administrator"), default=False)
    created_at = models.DateTimeField(_("created at"), default=clock.now)
    history = HistoricalRecords(excluded_fields=["password", "last_login"])

    objects: ClassVar[People] = People()
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["surname", "given_name"]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        """Given name and surname, as people are spoken of in court."""
        return f"{self.given_name} {self.surname}".strip()

    def get_full_name(self) -> str:
        return self.full_name

    # The actor of a journal entry
    @property
    def actor_id(self) -> int:
        return self.pk

    @property
    def actor_name(self) -> str:
        return self.full_name

    @property
    def actor_posting(self) -> str:
        """The first posting of today in the language of proceedings, whatever the person reads; empty for a citizen."""
        with translation.override(settings.LANGUAGE_CODE):
            return str(self.postings_today[0]) if self.postings_today else ""

    # What is recorded of a person stands in the national journal
    @property
    def journal_log(self) -> str:
        return NATIONAL

    @property
    def dossier_key(self) -> None:
        return None

    # Rights
    @cached_property
    def postings_today(self) -> list["Posting"]:
        """The postings in force today, with role and body, read once per request."""
        return _postings_on(self.pk, clock.today())

    @property
    def body(self) -> Body | None:
        """The body in which the person works today."""
        return self.postings_today[0].body if self.postings_today else None

    def bodies_with(self, right: str) -> set[int]:
        """Ids of the bodies in which the person holds the right today."""
        return {posting.body_id for posting in self.postings_today if right in posting.role.rights}

    def let_in_apart(self, bodies: frozenset[int]) -> list[int]:
        """Dossiers that postings in these bodies do not open, but team or granted exception does; read once a request.

        Few for anybody: sealed ones of a judge's own, and those of other bodies.
        """
        known: dict[frozenset[int], list[int]] = self.__dict__.setdefault("_let_in_apart", {})
        if bodies not in known:
            told = self.pk, clock.today(), list(bodies)
            known[bodies] = [pk for (pk,) in LET_IN_APART.rows(*told, *told)]
        return known[bodies]

    def holds(self, right: str, obj: Any = None) -> bool:
        """Whether the person holds the right today: anywhere, in a body, or on what hangs on a dossier."""
        if not self.is_active:
            return False
        bodies = self.bodies_with(right)
        if obj is None or not bodies:
            return bool(bodies)
        if isinstance(obj, Body):
            return obj.pk in bodies
        dossier: Dossier = obj if isinstance(obj, Dossier) else obj.dossier
        if dossier.body_id in bodies and not dossier.is_sealed:
            return True
        return dossier.lets_in(self)


class Role(models.Model):
    """A named set of rights, composed by administrators."""

    code = models.SlugField(_("code"), unique=True)
    name_az = models.CharField(_("name (az)"), max_length=100)
    name_en = models.CharField(_("name (en)"), max_length=100, blank=True)
    name_ru = models.CharField(_("name (ru)"), max_length=100, blank=True)
    rights = ArrayField(models.CharField(max_length=80), verbose_name=_("rights"), default=list, blank=True)
    needs_asan = models.BooleanField(_("signs in by ASAN login only"), default=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the language of the page, else in Azerbaijani."""
        return getattr(self, f"name_{get_language() or 'az'}", "") or self.name_az

    @property
    def journal_log(self) -> str:
        return NATIONAL

    @property
    def dossier_key(self) -> None:
        return None


class PostingQuerySet(models.QuerySet["Posting"]):
    def in_force(self, day: dt.date) -> "PostingQuerySet":
        """Those whose days include this one."""
        return self.between(day, day).order_by("-from_on", "pk")

    def between(self, first: dt.date, last: dt.date) -> "PostingQuerySet":
        """Those in force on any day of the span."""
        return self.filter(Q(to_on=None) | Q(to_on__gte=first), from_on__lte=last)


class Posting(models.Model):
    """A user works in a body in a role from a day to a day; access ends with it (EM-9.2.5)."""

    user = models.ForeignKey(User, models.PROTECT, related_name="postings", verbose_name=_("user"))
    body = models.ForeignKey(Body, models.PROTECT, related_name="postings", verbose_name=_("body"))
    role = models.ForeignKey(Role, models.PROTECT, related_name="postings", verbose_name=_("role"))
    from_on = models.DateField(_("from"))
    to_on = models.DateField(_("to"), null=True, blank=True)
    ground = models.CharField(_("ground"), max_length=200, blank=True)
    history = HistoricalRecords()

    objects: ClassVar[Any] = PostingQuerySet.as_manager()

    class Meta:
        verbose_name = _("posting")
        verbose_name_plural = _("postings")
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on=None) | Q(to_on__gte=F("from_on")), name="posting_ends_after_it_begins"
            )
        ]

    def __str__(self) -> str:
        return f"{self.role}, {self.body}"

    @property
    def journal_log(self) -> str:
        return self.body.code

    @property
    def dossier_key(self) -> None:
        return None


@prepared
def _postings_on(user: Any, day: Any) -> "models.QuerySet[Posting]":
    found: models.QuerySet[Posting] = Posting.objects.in_force(day).filter(user=user).select_related("role", "body")
    return found


class DossierQuerySet(models.QuerySet["Dossier"]):
    def covert(self) -> "DossierQuerySet":
        """Those whose secrecy lasts: nothing outside the court may lead to them."""
        return self.filter(is_covert=True)


class Dossier(models.Model):
    """What access hangs on: a body, whether it is sealed, and the team that works on it."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="+", verbose_name=_("body"))
    is_sealed = models.BooleanField(_("sealed"), default=False)
    # Hidden from the person concerned and from the public as if it did not exist, until the secrecy is ended.
    is_covert = models.BooleanField(_("covert"), default=False, db_default=False)
    opened_at = models.DateTimeField(_("opened at"), default=clock.now)

    objects: ClassVar[Any] = DossierQuerySet.as_manager()

    class Meta:
        verbose_name = _("dossier")
        verbose_name_plural = _("dossiers")
        permissions = [("read_dossier", "May read this dossier by way of exception")]
        constraints = [
            models.CheckConstraint(condition=Q(is_covert=False) | Q(is_sealed=True), name="what_is_covert_is_sealed")
        ]
        indexes = [models.Index(fields=["id"], condition=Q(is_covert=True), name="covert_dossiers")]

    def lets_in(self, user: User) -> bool:
        """Whether the user is of the team today, or is let in by a granted exception while not sealed."""
        today = clock.today()
        if self.team.in_force(today).filter(user=user).exists():
            return True
        granted = DossierGrant.objects.filter(content_object=self, user=user)
        return not self.is_sealed and granted.filter(Q(until_on=None) | Q(until_on__gte=today)).exists()


class TeamQuerySet(models.QuerySet["TeamMember"]):
    def in_force(self, day: dt.date) -> "TeamQuerySet":
        """Those whose days include this one."""
        return self.filter(Q(to_on=None) | Q(to_on__gte=day), from_on__lte=day)


class TeamMember(models.Model):
    """One who works on the dossier: its judge, clerk, assistant."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="team", verbose_name=_("dossier"))
    user = models.ForeignKey(User, models.PROTECT, related_name="teams", verbose_name=_("user"))
    part = models.CharField(_("part"), max_length=40)
    from_on = models.DateField(_("from"))
    to_on = models.DateField(_("to"), null=True, blank=True)
    # The dossier's own, beside it: filled and kept true by the database alone (migration 0005).
    body = models.ForeignKey(
        Body, models.PROTECT, null=True, editable=False, db_index=False, db_constraint=False, related_name="+",
        verbose_name=_("body"),
    )  # fmt: skip
    is_sealed = models.BooleanField(_("sealed"), null=True, editable=False)

    objects: ClassVar[Any] = TeamQuerySet.as_manager()

    class Meta:
        verbose_name = _("team member")
        verbose_name_plural = _("team members")
        indexes = [
            models.Index(
                fields=["user", "is_sealed", "body"], include=["dossier", "from_on", "to_on"], name="dossiers_apart"
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "user", "part"], condition=Q(to_on=None), name="one_open_membership_a_part"
            )
        ]


class DossierGrant(UserObjectPermissionBase):
    """An exception: one person may read one dossier until a day, for a reason."""

    content_object = models.ForeignKey(Dossier, models.CASCADE, verbose_name=_("dossier"))
    until_on = models.DateField(_("until"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300)

    class Meta(UserObjectPermissionBase.Meta):
        verbose_name = _("exceptional access")
        verbose_name_plural = _("exceptional accesses")

    def __str__(self) -> str:
        return f"{self.user}, {self.content_object_id}"

    @property
    def journal_log(self) -> str:
        return self.content_object.body.code

    @property
    def dossier_key(self) -> int:
        return self.content_object_id


class StrangerAttempt(models.Model):
    """Somebody tried to sign in under a name that nobody bears."""

    username = models.CharField(_("user name"), max_length=150)
    address = models.CharField(_("address"), max_length=60)
    at = models.DateTimeField(_("at"), default=clock.now)

    class Meta:
        verbose_name = _("attempt under an unknown name")
        verbose_name_plural = _("attempts under unknown names")

    def __str__(self) -> str:
        return self.username

    @property
    def journal_log(self) -> str:
        return NATIONAL

    @property
    def dossier_key(self) -> None:
        return None
