"""A court on paper in which a judge leaves, and all the undecided cases of that judge are drawn anew by one record."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from allocation import drawing_batch
from allocation.drawing import LogState, Matter, Out, Share, draw_id, growth
from allocation.drawing_batch import Listed, number_in
from journal.canonical import canonical
from tests.allocation.paper_court import JUDGES, POOL, PaperCourt, root_of
from tests.allocation.signers import signer

FOUR = {**JUDGES, "j04": Share()}
LEAVER = "j01"
SIGNED = ["p1", "p2"]


def keys() -> dict[str, str]:
    return {who: signer(who).key.hash for who in ("court", "witness")}


def proved(pre: dict[str, Any]) -> dict[str, bytes]:
    return {who: signer(who).sign(canonical(pre)) for who in ("court", "witness")}


class PaperBatches(PaperCourt):
    """Four judges, of whom the first leaves."""

    def __init__(self) -> None:
        self.newest: dict[str, tuple[dict[str, Any], str, list[str]]] = {}
        super().__init__(FOUR)

    def finish(self, pre: dict[str, Any]) -> dict[str, Any]:
        entry = super().finish(pre)
        self.newest[pre["case"]] = (pre, entry["draw"], entry["judges"])
        return entry

    def leave(self, judge: str = LEAVER) -> None:
        """The judge leaves the pool, in force on the next day, on which the court then is."""
        tomorrow = (self.now + dt.timedelta(days=1)).date().isoformat()
        self.enter("left", judge=judge, pool=POOL, **{"from": tomorrow})
        self.now += dt.timedelta(days=1)
        del self.judges[judge]

    def cases_of(self, judge: str = LEAVER, out: dict[str, Out] | None = None) -> list[Listed]:
        """The judge's cases as a record lists them; `out` may not take any of them."""
        mine = [(pre, draw) for pre, draw, judges in self.newest.values() if judge in judges]
        return sorted((self.listed(pre, draw, out or {}) for pre, draw in mine), key=lambda one: one.matter.case)

    def listed(self, pre: dict[str, Any], draw: str, out: dict[str, Out]) -> Listed:
        told = {name: pre[name] for name in ("court", "pool", "case", "kind", "category", "weight", "registration")}
        return Listed(Matter(**told, attempt=pre["attempt"] + 1, previous=draw), out)

    def record_batch(
        self, listed: Sequence[Listed] | None = None, out: dict[str, Out] | None = None, judge: str = LEAVER
    ) -> dict[str, Any]:
        """Append the record of the judge's cases."""
        log = LogState(len(self.leaves), root_of(self.leaves).hex())
        told = {"judge": judge, "signed": SIGNED, "log": log, "keys": keys(), "at": self.at()}
        cases = self.cases_of(judge) if listed is None else listed
        return self.append(drawing_batch.record(cases, self.roster(out), self.rule, **told))

    def finish_batch(self, pre: dict[str, Any]) -> dict[str, Any]:
        """Append the result of the batch."""
        proofs = proved(pre)
        steps = drawing_batch.result(pre, proofs["court"], proofs["witness"])
        name = draw_id(canonical(pre))
        for step, row in zip(steps, pre["cases"], strict=True):
            for judge in step.judges:
                self.loads[judge] += growth(row["weight"], self.judges[judge])
            self.newest[row["case"]] = ({**pre, **row}, number_in(name, row["case"]), step.judges)
        named = {f"{who}_proof": proof.hex() for who, proof in proofs.items()}
        judges = [step.judges for step in steps]
        return self.enter("batch-result", record=self.bodies.index(pre), batch=name, judges=judges, **named)

    def batch(self, **options: Any) -> dict[str, Any]:
        return self.finish_batch(self.record_batch(**options))
