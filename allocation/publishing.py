"""What everybody may read of the draws, in the forms that are a promise to other people's verifiers."""

import datetime as dt
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from allocation import proving
from allocation.actions import matter_form, proofs_of, record_form
from allocation.covert import kept_back
from allocation.drawing import Candidate, eligible, parsed, roster_of
from allocation.giving import Reason
from allocation.models import BatchRecord, CourtLog, Draw, Holder, State, Way
from core import clock
from core.errors import Refused
from core.shown import number
from journal import tree
from journal.canonical import second
from journal.models import Head, Leaf
from staff.models import Judge

# Judges by court and public code.
Names = dict[tuple[int, str], str]
SCRIPTS = Path(__file__).parent / "published"
VERIFIERS = ("verify_draw", "verify_batch", "verify_log", "verify_rules", "verify_forms")
OUT_WORDS = {
    "absent": gettext_lazy("absent"),
    "conflict": gettext_lazy("may not take this case"),
    "not-specialised": gettext_lazy("other specialisation"),
    "quota": gettext_lazy("quota reached"),
}
# Keys of a canonical body are in order, so this finds the time of the entry itself.
_AT = re.compile(r'[{,]"at":"([^"]+)"')


def draw_json(draw: Draw) -> dict[str, Any]:
    """`draw.json` of a draw whose day is over."""
    if not draw.is_public:
        raise Refused(_("Roster and tickets become public at the close of the day."))
    return whole(draw)


def whole(draw: Draw) -> dict[str, Any]:
    """The draw in its published form, whatever the hour: for the court's own checks."""
    if draw.batch_id:
        raise Refused(
            _("This case was drawn in a batch; its record is /draws/%(number)s/batch.json.") % {"number": draw.batch}
        )
    if draw.way != Way.RANDOM:
        raise Refused(_("This case was given without a draw; its entry stands in the court's log."))
    court, witness = proofs_of(draw)
    proofs = {"court_proof": court.hex(), "witness_proof": witness.hex()}
    return {"pre": record_form(draw), "post": {**proofs, "judges": draw.judges, "tickets": draw.tickets}}


def batch_json(one: BatchRecord) -> dict[str, Any]:
    """`batch.json` of a batch whose day is over."""
    if not one.is_public:
        raise Refused(_("Roster and tickets become public at the close of the day."))
    return whole_batch(one)


def whole_batch(one: BatchRecord) -> dict[str, Any]:
    """The batch in its published form, whatever the hour: record, proofs, judges and tickets of every case in order."""
    court, witness = proving.proofs_of(one)
    proofs = {"court_proof": court.hex(), "witness_proof": witness.hex()}
    given = list(Draw.objects.filter(batch=one).order_by("pk").values_list("judges", "tickets"))
    told = {"judges": [judges for judges, _tickets in given], "tickets": [tickets for _judges, tickets in given]}
    return {"pre": parsed(one.record), "post": {**proofs, **told}}


def key_json(log: CourtLog, held: Draw | BatchRecord | None = None) -> dict[str, Any]:
    """`key.json`: the keys that a draw or batch names, else the newest of the court's log."""
    signed = getattr(held, "batch", None) or held
    named = parsed(signed.record)["keys"] if signed else {}
    return {str(holder): _key(log, holder, named.get(str(holder))) for holder in Holder}


def _key(log: CourtLog, holder: Holder, digest: str | None) -> dict[str, Any]:
    keys = log.keys.filter(holder=holder).order_by("index")
    found = keys.get(hash=digest) if digest else keys.order_by("-index")[0]
    form: dict[str, Any] = found.form
    return form


def log_lines(log: CourtLog) -> Iterator[str]:
    """`log.jsonl`: every entry; those of today show their leaf alone until the day closes, covert ones for longer."""
    begins, kept = second(clock.at(clock.today(), dt.time())), kept_back(log)
    leaves = Leaf.objects.filter(log=log.name).order_by("index").values_list("index", "body", "leaf_hash")
    for index, body, leaf in leaves.iterator(chunk_size=2000):
        if index in kept:
            yield json.dumps({"index": index, "leaf": bytes(leaf).hex(), **kept[index]._asdict()}) + "\n"
        elif body and entered_at(body) < begins:
            yield f'{{"index":{index},"body":{body}}}\n'
        else:
            yield json.dumps({"index": index, "leaf": bytes(leaf).hex()}) + "\n"


def entered_at(body: str) -> str:
    """The time of an entry."""
    found = _AT.search(body)
    return found[1] if found else ""


def head_lines(log: CourtLog) -> Iterator[str]:
    """`heads.jsonl`: every head that both signed."""
    for head in Head.objects.filter(log=log.name, witness_signature__isnull=False).order_by("size").iterator():
        yield json.dumps(signed_head(head)) + "\n"


def signed_head(head: Head) -> dict[str, Any]:
    """A head with both signatures."""
    form = {"log": head.log, "size": head.size, "root": bytes(head.root).hex(), "at": second(head.at)}
    signed = {"court": bytes(head.court_signature).hex(), "witness": bytes(head.witness_signature or b"").hex()}
    return {"head": form, **signed}


def proof_json(log: CourtLog, index: int) -> dict[str, Any]:
    """That the leaf with this index lies under the newest co-signed head: its hash, the path, the head."""
    cosigned = Head.objects.filter(log=log.name, size__gt=index, witness_signature__isnull=False)
    head, leaf = cosigned.order_by("-size").first(), Leaf.objects.filter(log=log.name, index=index).first()
    if head is None or leaf is None:
        raise Refused(_("No signed head covers an entry with this index."))
    path = [side.hex() for side in tree.inclusion(log.name, index, head.size)]
    return {"index": index, "leaf": bytes(leaf.leaf_hash).hex(), "path": path, "head": signed_head(head)}


def script(name: str) -> str:
    """The text of a verifier."""
    return (SCRIPTS / f"{name}.py").read_text(encoding="utf-8")


def picture(draw: Draw, names: Names) -> list[dict[str, Any]]:
    """The tickets of each seat as blocks side by side in order of id, and the ticket that won."""
    seats = []
    for judge, held in zip(draw.judges, draw.tickets, strict=True):
        blocks = sorted((name, count) for name, count in held.items() if count)
        before = sum(count for name, count in blocks if name < judge)
        shares = {name: round(100 * count / sum(held.values())) for name, count in held.items()}
        legend = ", ".join(
            f"{place} – {called(draw, one, names)}" for place, (one, _count) in enumerate(blocks, start=1)
        )
        seats.append(
            {
                "judge": called(draw, judge, names),
                "blocks": blocks,
                "legend": legend,
                "drawn": before + held[judge] // 2,
                "chances": shares,
            }
        )
    return seats


def rows(draw: Draw, names: Names) -> list[dict[str, Any]]:
    """The roster as a table: load and share before the draw, tickets of the first seat, why out."""
    return roster_table(draw, roster_of(matter_form(draw)), draw.tickets[0] if draw.tickets else {}, names)


def roster_table(
    held: Draw | BatchRecord, roster: Iterable[Candidate], first: dict[str, int], names: Names
) -> list[dict[str, Any]]:
    """Judges with their work and share, the tickets of the first seat, and why some took no part."""
    return [
        {
            "candidate": one,
            "name": called(held, one.judge, names),
            "work": number(one.load / 100, 2),
            "tickets": first.get(one.judge),
            "why": OUT_WORDS[one.out.code] if one.out else "",
        }
        for one in roster
    ]


def names_of(draws: Iterable[Draw | BatchRecord]) -> Names:
    """The names of those who were drawn and could be drawn, by court and public code."""
    courts = {draw.log.court_id for draw in draws}
    found = Judge.objects.filter(body__in=courts).select_related("user")
    return {(judge.body_id, judge.public_id): str(judge) for judge in found}


def called(draw: Draw | BatchRecord, code: str, names: Names) -> str:
    """The name of a judge in a draw; a code that nobody bears any more stands as it is."""
    return names.get((draw.log.court_id, code), code)


def sentence(draw: Draw) -> str:
    """Why the case came to this judge, in one sentence."""
    if draw.state != State.DONE:
        return _("Who takes part stands in the public log; the proofs of court and witness are awaited.")
    if draw.way == Way.MANUAL:
        reason = Reason(entry_of(draw)["reason"]).label
        if is_by_rule(draw):
            return _("Given by rule, not drawn. Reason: %(reason)s.") % {"reason": reason}
        return _("Given by hand by a resolution of two people, not drawn. Reason: %(reason)s.") % {"reason": reason}
    if draw.way == Way.SEQUENTIAL:
        return _("Given by turn, the next on a list published beforehand: entry %(entry)d of the log, not drawn.") % {
            "entry": entry_of(draw)["list"]
        }
    if draw.way == Way.NO_CHOICE:
        return _("One judge alone could take the case, so there was nothing to draw.")
    able = len(eligible(roster_of(matter_form(draw))))
    if draw.way == Way.BATCH:
        return _(
            "Drawn at random among %(able)d judges, by one record with other cases of a judge who left; "
            "who carries less work this year had more tickets."
        ) % {"able": able}
    return _("Drawn at random among %(able)d judges; who carries less work this year had more tickets.") % {
        "able": able
    }


def is_by_rule(draw: Draw) -> bool:
    """Whether the rule itself gave the case to its judge, and no resolution of two people."""
    return draw.way == Way.MANUAL and "law" in entry_of(draw)["by"]


def entry_of(draw: Draw) -> dict[str, Any]:
    """The body that stands in the log."""
    return parsed(draw.record)
