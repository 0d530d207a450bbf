"""A court's log of many entries, written on paper by the rules, and how long outsiders' programs take over it.

`python -m bench.logs 1000000` writes it into a folder that is gone afterwards; keys are made for it alone.
"""

import datetime as dt
import hashlib
import json
import multiprocessing
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from allocation.certificates import certificate
from allocation.drawing import Candidate, LogState, Matter, Rule, Share, draw_id, growth, record, result
from journal.canonical import canonical
from journal.merkle import Frontier, leaf_hash
from journal.rsa import KeyFile, make_file, published

COURT, POOL, JUDGES, WEIGHT = "yasamal", "yasamal/civil", [f"j{n:02}" for n in range(1, 11)], 100
START = dt.datetime(2026, 1, 5, 6, tzinfo=dt.UTC)
HOLDERS = ("court", "witness")
POST = 2000  # records that are signed together: their results follow when all are recorded
PROGRAMS = Path(__file__).resolve().parent.parent / "allocation" / "published"
SIGNERS: dict[str, KeyFile] = {}


def take_keys(folder: str) -> None:
    """Open the keys in a process that signs."""
    SIGNERS.update({holder: KeyFile(Path(folder) / f"{holder}.pem") for holder in HOLDERS})


def sign(text: bytes) -> list[bytes]:
    """The two proofs of a record."""
    return [SIGNERS[holder].sign(text) for holder in HOLDERS]


class PaperLog:
    """The log as it grows: its tree, the loads of ten judges, and the file that is published."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.out = folder, (folder / "log.jsonl").open("w")
        self.tree, self.loads, self.now, self.cases = Frontier(), dict.fromkeys(JUDGES, 0), START, 0
        for holder in HOLDERS:
            make_file(folder / f"{holder}.pem")
        take_keys(str(folder))
        for holder in HOLDERS:
            self.enter("key", holder=holder, **self.key(SIGNERS[holder], holder))
        weights = {"*": WEIGHT}
        self.enter("rule", id="2026-1", band=400, depth=3, weights=weights, by=["p1", "p2"], **self.tomorrow())
        self.rule = Rule("2026-1", self.digest, 400, 3)
        for judge in JUDGES:
            self.enter("judge", judge=judge, pool=POOL, share=[1, 1], load=0, **self.tomorrow())
        self.now += dt.timedelta(days=2)

    def key(self, signer: KeyFile, holder: str) -> dict[str, Any]:
        form = {name: value for name, value in published(signer).items() if name != "hash"}
        return {**form, "certificate": certificate(holder, signer.public, signer=signer, issuer=holder, at=START)}

    def tomorrow(self) -> dict[str, str]:
        return {"from": f"{self.now + dt.timedelta(days=1):%Y-%m-%d}"}

    def at(self) -> str:
        self.now += dt.timedelta(seconds=1)
        return f"{self.now:%Y-%m-%dT%H:%M:%SZ}"

    def append(self, body: dict[str, Any]) -> bytes:
        text = canonical(body)
        self.out.write(f'{{"index":{self.tree.size},"body":{text.decode()}}}\n')
        self.tree.append(leaf_hash(text))
        self.digest = hashlib.sha256(text).hexdigest()
        return text

    def enter(self, kind: str, **members: Any) -> None:
        self.append({"format": "courtcms-log/1", "kind": kind, "at": self.at(), **members})

    def record(self) -> tuple[int, bytes]:
        """The record of the next case, with the loads of now."""
        self.cases += 1
        roster = [Candidate(judge, load, Share()) for judge, load in self.loads.items()]
        matter = Matter(COURT, POOL, f"2(5-155)-{self.cases}/2026", "civil", "debt.loan", WEIGHT, "cd" * 32)
        keys = {holder: SIGNERS[holder].public.hash for holder in HOLDERS}
        state = LogState(self.tree.size, self.tree.root.hex())
        return state.size, self.append(record(matter, roster, self.rule, log=state, keys=keys, at=self.at()))

    def finish(self, index: int, text: bytes, proofs: list[bytes]) -> None:
        """The result of a record."""
        (judge,) = result(json.loads(text), *proofs).judges
        self.loads[judge] += growth(WEIGHT, Share())
        named = {f"{holder}_proof": proof.hex() for holder, proof in zip(HOLDERS, proofs, strict=True)}
        self.enter("result", record=index, draw=draw_id(text), judges=[judge], **named)

    def close(self) -> None:
        """The head under which all lies, signed by both."""
        head = {"log": f"draws/{COURT}", "size": self.tree.size, "root": self.tree.root.hex(), "at": self.at()}
        proofs = dict(zip(HOLDERS, (proof.hex() for proof in sign(canonical(head))), strict=True))
        (self.folder / "heads.jsonl").write_text(json.dumps({"head": head, **proofs}) + "\n")
        self.out.close()


def write(folder: Path, entries: int) -> None:
    """A log of about so many entries, half of them records, half results."""
    log = PaperLog(folder)
    with multiprocessing.Pool(2, take_keys, (str(folder),)) as pool:
        while log.tree.size < entries:
            records = [log.record() for _ in range(min(POST, (entries - log.tree.size + 1) // 2))]
            proofs = pool.map(sign, (text for _index, text in records), chunksize=50)
            for (index, text), signed in zip(records, proofs, strict=True):
                log.finish(index, text, signed)
    log.close()


def verified(folder: Path, *how: str) -> float:
    """Seconds that the published program takes, in a bare Python, as outsiders run it."""
    begun = time.monotonic()
    words: list[str | Path] = [sys.executable, "-I", PROGRAMS / "verify_log.py"]
    words += [folder / "log.jsonl", folder / "heads.jsonl", *how]
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL)
    return time.monotonic() - begun


def measured(entries: int) -> Iterator[tuple[str, str, str]]:
    """What was measured, the figure, the aim."""
    with tempfile.TemporaryDirectory(prefix="courtcms-bench-") as temporary:
        folder = Path(temporary)
        write(folder, entries)
        bare, whole = verified(folder, "--no-signatures"), verified(folder)
    yield f"a log of {entries:,} entries verified without signatures", f"{bare:.0f} s", "120 s at 1,000,000"
    yield "the same with signatures, on all cores", f"{whole:.0f} s", "300 s at 1,000,000"


if __name__ == "__main__":
    for line in measured(int(sys.argv[1])):
        print(*line, sep=" | ")
