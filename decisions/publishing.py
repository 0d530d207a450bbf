"""Anonymised acts: proposed after signing, looked at and confirmed by a person, published, withdrawn (EM-12.6)."""

from typing import Any

from django.contrib.postgres.search import SearchVector
from django.db import transaction
from django.db.models import Value
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core import clock
from core.errors import Refused, Stale
from decisions import events
from decisions.anonymising import Masked, leaks, mask
from decisions.casefacts import facts_of
from decisions.models import PARTS, Act, Mask, Publication, PublicState
from decisions.obstacles import signers
from decisions.stemming import stem, words
from journal.actions import record
from journal.actors import job
from journal.models import Entry

PROPOSER = job("anonymised texts", gettext_lazy("anonymised texts"))


@transaction.atomic
def propose(entry: Entry, data: dict[str, Any]) -> None:
    """Prepare the anonymised text of a signed act; of a sealed case it is kept back."""
    act = Act.objects.shown().select_related("case__category", "case__dossier").get(pk=data["act"])
    case = act.case
    day = act.pronounced_on or clock.today()
    publication, is_new = Publication.objects.get_or_create(
        act=act,
        defaults={
            "court": case.court,
            "act_kind": act.act_kind,
            "category": case.category,
            "outcome": act.outcome,
            "number": case.number,
            "judges": ", ".join(user.full_name for user in signers(case)),
            "decided_on": day,
            "ecli": f"ECLI:AZ:{case.court.short_code.replace('-', '').upper()}:{day.year}:{act.pk}",
            "state": PublicState.KEPT if case.dossier.is_sealed else PublicState.PROPOSED,
        },
    )
    if is_new:
        _keep(publication, masked(publication))
        record(events.PROPOSED, on=publication, by=PROPOSER, act=act.pk, publication=publication.pk)


def masked(publication: Publication) -> Masked:
    """The act masked anew by what the case knows now and what a person added or left."""
    act = publication.act
    return mask({part: getattr(act, part) for part in PARTS}, _facts(publication))


def _facts(publication: Publication) -> Any:
    return facts_of(publication.act.case, list(publication.masks.all()))


def _keep(publication: Publication, done: Masked) -> None:
    for part, text in done.parts.items():
        setattr(publication, part, text)
    publication.save(update_fields=list(PARTS))
    publication.masks.filter(is_added=False, is_kept=False).delete()
    Mask.objects.bulk_create(
        Mask(publication=publication, label=label, words=stood[:400]) for label, stood in done.labels.items()
    )


@transaction.atomic
def change_masks(
    publication: Publication, *, add: str = "", spare: str = "", forget: int | None = None, seen: int, by: User
) -> Publication:
    """Mask one more phrase, leave one that was masked, or take such a word back; then the text is masked anew."""
    publication = _lock(publication, seen)
    if publication.state == PublicState.PUBLISHED:
        raise Refused(_("A published text is withdrawn before it is changed."))
    if add.strip():
        Mask.objects.create(publication=publication, label="X", words=add.strip()[:400], is_added=True)
    if spare.strip():
        Mask.objects.create(publication=publication, label="", words=spare.strip()[:400], is_kept=True)
    if forget:
        publication.masks.filter(pk=forget).exclude(is_added=False, is_kept=False).delete()
    _keep(publication, masked(publication))
    record(events.EDITED, on=publication, by=by, act=publication.act_id, publication=publication.pk)
    return _risen(publication)


def remaining(publication: Publication) -> list[tuple[str, str]]:
    """Known names and numbers that still stand in the anonymised text, as (part, words)."""
    facts = _facts(publication)
    names = {part: str(Publication._meta.get_field(part).verbose_name) for part in PARTS}  # type: ignore[union-attr]
    return [(names[part], found) for part in PARTS for _at, found in leaks(getattr(publication, part), facts)]


@transaction.atomic
def publish(publication: Publication, *, seen: int, by: User) -> Publication:
    """A person confirms the anonymised text and it becomes public; refused while any known name stands in it."""
    publication = _lock(publication, seen)
    if publication.act.case.dossier.is_sealed:
        raise Refused(_("The case is closed to the public; its acts are not published."))
    if publication.state == PublicState.PUBLISHED:
        raise Refused(_("The act is published already."))
    left = remaining(publication)
    if left:
        raise Refused(*(_("Still in the %(part)s: “%(words)s”.") % {"part": part, "words": one} for part, one in left))
    publication.state, publication.confirmed_by = PublicState.PUBLISHED, by
    publication.published_at, publication.reason = clock.now(), ""
    publication = _risen(publication)
    make_findable(publication)
    record(events.PUBLISHED, on=publication, by=by, act=publication.act_id, publication=publication.pk)
    return publication


def make_findable(publication: Publication) -> None:
    """Enter the words of the masked text into the search: exact forms before stems."""
    text = " ".join([str(publication.category), *(getattr(publication, part) for part in PARTS)])
    found = words(text)
    exact = SearchVector(Value(" ".join(found)), weight="A", config="simple")
    stemmed = SearchVector(Value(" ".join(stem(word) for word in found)), weight="B", config="simple")
    Publication.objects.filter(pk=publication.pk).update(vector=exact + stemmed)


@transaction.atomic
def withdraw(publication: Publication, *, reason: str, seen: int, by: User) -> Publication:
    """Take a published act back; its address stays and says so."""
    publication = _lock(publication, seen)
    if publication.state != PublicState.PUBLISHED:
        raise Refused(_("Only a published act can be withdrawn."))
    if not reason.strip():
        raise Refused(_("Say why the act is withdrawn."))
    publication.state, publication.reason = PublicState.WITHDRAWN, reason.strip()[:300]
    record(events.WITHDRAWN, on=publication, by=by, act=publication.act_id, reason=publication.reason)
    return _risen(publication)


def _lock(publication: Publication, seen: int) -> Publication:
    locked: Publication = (
        Publication.objects.select_for_update(of=("self",))
        .select_related("court", "category", "act__case__court", "act__case__dossier", "act__case__judge__user")
        .get(pk=publication.pk)
    )
    if locked.version != seen:
        raise Stale("", [_("anonymised text")])
    return locked


def _risen(publication: Publication) -> Publication:
    publication.version += 1
    publication.save()
    return publication
