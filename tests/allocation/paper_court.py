"""A court on paper: writes an allocation log as the forms command, without database, for the verifiers to read."""

import datetime as dt
import hashlib
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from allocation.drawing import (
    Candidate,
    LogState,
    Matter,
    Out,
    Rule,
    Share,
    draw_id,
    growth,
    matter_form,
    record,
    result,
)
from journal.canonical import canonical
from tests.allocation.signers import signer

COURT, POOL = "yasamal", "yasamal/civil"
START = dt.datetime(2026, 1, 5, 6, tzinfo=dt.UTC)
RULE_FORM = {"band": 400, "depth": 3, "weights": {"*": 100, "civil/debt.loan": 150}, "by": ["p1", "p2"]}
JUDGES = {"j01": Share(), "j02": Share(), "j03": Share(1, 4)}


def root_of(leaves: list[bytes]) -> bytes:
    """The tree's root by the definition of RFC 6962, for comparison with cleverer ways."""
    if len(leaves) < 2:
        return leaves[0] if leaves else hashlib.sha256(b"").digest()
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return hashlib.sha256(b"\1" + root_of(leaves[:split]) + root_of(leaves[split:])).digest()


class PaperCourt:
    """Keys, a rule and three judges on the first day; draws from the third day on."""

    def __init__(self, judges: dict[str, Share] = JUDGES) -> None:
        self.judges = dict(judges)
        self.bodies: list[dict[str, Any]] = []
        self.leaves: list[bytes] = []
        self.heads: list[dict[str, Any]] = []
        self.loads = dict.fromkeys(judges, 0)
        self.now = START
        self.cases = 0
        for holder in ("court", "witness"):
            self.enter("key", holder=holder, **signer(holder).form)
        rule = self.enter("rule", id="2026-1", **{"from": "2026-01-06"}, **RULE_FORM)
        self.rule = Rule("2026-1", hashlib.sha256(canonical(rule)).hexdigest(), 400, 3)
        for judge, share in judges.items():
            self.enter("judge", judge=judge, pool=POOL, share=list(share), load=0, **{"from": "2026-01-06"})
        self.now += dt.timedelta(days=2)

    def append(self, body: dict[str, Any]) -> dict[str, Any]:
        self.bodies.append(body)
        self.leaves.append(hashlib.sha256(b"\0" + canonical(body)).digest())
        return body

    def at(self) -> str:
        self.now += dt.timedelta(seconds=7)
        return self.now.strftime("%Y-%m-%dT%H:%M:%SZ")

    def enter(self, kind: str, **members: Any) -> dict[str, Any]:
        return self.append({"format": "courtcms-log/1", "kind": kind, "at": self.at(), **members})

    def head(self) -> None:
        """Sign the log as it stands, both."""
        head = {"log": f"draws/{COURT}", "size": len(self.leaves), "root": root_of(self.leaves).hex(), "at": self.at()}
        proofs = {who: signer(who).sign(canonical(head)).hex() for who in ("court", "witness")}
        self.heads.append({"head": head, **proofs})

    def roster(self, out: dict[str, Out] | None = None) -> list[Candidate]:
        return [
            Candidate(judge, self.loads[judge], share, (out or {}).get(judge)) for judge, share in self.judges.items()
        ]

    def matter(self, **changes: Any) -> Matter:
        self.cases += 1
        number = f"2(5-155)-{self.cases}/2026"
        fixed = Matter(COURT, POOL, number, "civil", "debt.loan", 150, "cd" * 32)
        return replace(fixed, **changes)

    def record(self, out: dict[str, Out] | None = None, **changes: Any) -> dict[str, Any]:
        """Append the record of the next case."""
        keys = {who: signer(who).key.hash for who in ("court", "witness")}
        log = LogState(len(self.leaves), root_of(self.leaves).hex())
        matter = self.matter(**changes)
        return self.append(record(matter, self.roster(out), self.rule, log=log, keys=keys, at=self.at()))

    def finish(self, pre: dict[str, Any]) -> dict[str, Any]:
        """Append the result of a record."""
        text = canonical(pre)
        proofs = {who: signer(who).sign(text) for who in ("court", "witness")}
        drawn = result(pre, proofs["court"], proofs["witness"])
        for judge in drawn.judges:
            self.loads[judge] += growth(pre["weight"], self.judges[judge])
        named = {f"{who}_proof": proof.hex() for who, proof in proofs.items()}
        index = self.bodies.index(pre)
        return self.enter("result", record=index, draw=draw_id(text), judges=drawn.judges, **named)

    def draw(self, out: dict[str, Out] | None = None, **changes: Any) -> dict[str, Any]:
        return self.finish(self.record(out, **changes))

    def no_choice(self, out: dict[str, Out]) -> dict[str, Any]:
        roster, matter = self.roster(out), self.matter()
        (able,) = (one for one in roster if one.out is None)
        self.loads[able.judge] += growth(matter.weight, able.share)
        return self.enter("no-choice", matter=matter_form(matter, roster, self.rule), judges=[able.judge])

    def write(self, folder: Path, hidden_from: int | None = None, **style: Any) -> None:
        """The published files; entries from `hidden_from` on are of today and show their leaf alone."""
        shown = len(self.bodies) if hidden_from is None else hidden_from
        lines: list[dict[str, Any]] = [{"index": n, "body": body} for n, body in enumerate(self.bodies[:shown])]
        lines += [{"index": n, "leaf": self.leaves[n].hex()} for n in range(shown, len(self.leaves))]
        (folder / "log.jsonl").write_text("".join(self.line(line, style) for line in lines))
        (folder / "heads.jsonl").write_text("".join(json.dumps(line) + "\n" for line in self.heads))

    def line(self, line: dict[str, Any], style: dict[str, Any]) -> str:
        """A line of the log; index stands before the body whatever the style."""
        index, (name, value) = line["index"], list(line.items())[1]
        if not style:
            return json.dumps(line) + "\n"
        return f'{{"index":{index},"{name}":{json.dumps(value, **style)}}}\n'
