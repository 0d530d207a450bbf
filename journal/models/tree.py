"""The trees over the logs (RFC 6962): leaves, kept inner nodes, signed heads, and the keys that signed them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

ACCESS = "access"  # the log of who opened whose data; no body has this code


class Log(models.Model):
    """One append-only log: a body's journal, the national one, the access log, or a court's draws."""

    name = models.CharField(_("name"), max_length=60, primary_key=True)
    size = models.BigIntegerField(_("leaves"), default=0)
    frontier = models.BinaryField(_("roots of the complete subtrees"), default=bytes)

    class Meta:
        verbose_name = _("log")
        verbose_name_plural = _("logs")

    def __str__(self) -> str:
        return self.name


class Unsealed(models.Model):
    """A committed row that waits for its place in the tree; written by a trigger, removed by the sealer."""

    pk = models.CompositePrimaryKey("log", "row_id")
    log = models.CharField(_("log"), max_length=60)
    row_id = models.BigIntegerField(_("row"))
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("unsealed row")
        verbose_name_plural = _("unsealed rows")
        indexes = [models.Index(fields=["at"], name="unsealed_oldest")]

    def __str__(self) -> str:
        return f"{self.log}:{self.row_id}"


class Leaf(models.Model):
    """The place of an entry in its log; a log that seals itself keeps the hashed text here."""

    pk = models.CompositePrimaryKey("log", "index")
    log = models.CharField(_("log"), max_length=60)
    index = models.BigIntegerField(_("index"))
    entry_id = models.BigIntegerField(_("entry"), null=True, unique=True)
    body = models.TextField(_("hashed text"), null=True)
    leaf_hash = models.BinaryField(_("leaf hash"))
    sealed_at = models.DateTimeField(_("sealed at"))

    class Meta:
        verbose_name = _("leaf")
        verbose_name_plural = _("leaves")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(entry_id__isnull=False) ^ models.Q(body__isnull=False),
                name="leaf_is_of_an_entry_or_has_its_own_text",
            )
        ]

    def __str__(self) -> str:
        return f"{self.log}:{self.index}"


class Node(models.Model):
    """The hash of a complete subtree of 2^level leaves, kept so that proofs cost little."""

    pk = models.CompositePrimaryKey("log", "level", "index")
    log = models.CharField(_("log"), max_length=60)
    level = models.SmallIntegerField(_("level"))
    index = models.BigIntegerField(_("index"))
    hash = models.BinaryField(_("hash"))

    class Meta:
        verbose_name = _("inner node")
        verbose_name_plural = _("inner nodes")

    def __str__(self) -> str:
        return f"{self.log}:{self.level}:{self.index}"


class PublicKey(models.Model):
    """A key whose signatures stand under heads and draws, by the hash of its public numbers."""

    hash = models.CharField(_("hash"), max_length=64, primary_key=True)
    owner = models.CharField(_("owner"), max_length=60)
    n = models.TextField(_("modulus"))
    e = models.PositiveIntegerField(_("exponent"))
    soundness = models.JSONField(_("signatures of soundness"), default=list)
    added_at = models.DateTimeField(_("added at"))
    # A key that follows another: when it takes over, where its private part lies, and by whom it was signed over.
    used_from = models.DateTimeField(_("used from"), null=True)
    place = models.CharField(_("place of the private key"), max_length=80, blank=True)
    handovers = models.JSONField(_("signed over by earlier keys, by log"), default=dict)

    class Meta:
        verbose_name = _("public key")
        verbose_name_plural = _("public keys")
        indexes = [models.Index(fields=["owner", "-added_at"], name="publickey_of_owner")]

    def __str__(self) -> str:
        return f"{self.owner}:{self.hash[:12]}"


class Head(models.Model):
    """A log of this size had this root: signed by its court, co-signed by the witness."""

    pk = models.CompositePrimaryKey("log", "size")
    log = models.CharField(_("log"), max_length=60)
    size = models.BigIntegerField(_("leaves"))
    root = models.BinaryField(_("root"))
    at = models.DateTimeField(_("at"))
    key = models.CharField(_("key of the court"), max_length=64)
    court_signature = models.BinaryField(_("signature of the court"))
    witness_key = models.CharField(_("key of the witness"), max_length=64, null=True)
    witness_signature = models.BinaryField(_("signature of the witness"), null=True)

    class Meta:
        verbose_name = _("head")
        verbose_name_plural = _("heads")

    def __str__(self) -> str:
        return f"{self.log}@{self.size}"
