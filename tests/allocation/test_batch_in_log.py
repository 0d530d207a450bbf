"""The outsider's replay of a log in which a judge left and one record drew all the cases anew."""

import copy
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from allocation.drawing import Out
from allocation.drawing_batch import number_in
from allocation.verifying import program
from tests.allocation.paper_batches import LEAVER, PaperBatches
from tests.allocation.signers import signer
from tests.allocation.test_verify_log import away, verify


@pytest.fixture
def paper() -> PaperBatches:
    """A court in which j01 has at least three cases and has left; the record and its result are the last entries."""
    return copy.deepcopy(written())


@cache
def written() -> PaperBatches:
    paper = PaperBatches()
    while len(paper.cases_of()) < 3:
        paper.draw()
    paper.leave()
    paper.batch()
    paper.head()
    return paper


def test_a_log_with_a_batch_holds_and_later_loads_follow_from_it(paper: PaperBatches, tmp_path: Path) -> None:
    for _ in range(3):
        paper.draw()
    paper.head()
    assert verify(paper, tmp_path) == ""


def test_loads_move_from_case_to_case_so_that_one_judge_does_not_get_all() -> None:
    paper = PaperBatches()
    while len(paper.cases_of()) < 30:
        paper.draw()
    paper.leave()
    given = [judge for judges in paper.batch()["judges"] for judge in judges]
    assert set(given) == {"j02", "j03", "j04"}
    # j03 carries a quarter of a load; the lots decide by one or two cases how near to it this batch comes.
    assert given.count("j03") < min(given.count("j02"), given.count("j04"))


CHANGES: list[tuple[Callable[[Any, Any], Any], str]] = [
    (lambda pre, end: pre["cases"].reverse(), "the cases are not in order"),
    (lambda pre, end: pre["cases"].insert(1, pre["cases"][0]), "the cases are not in order"),
    (lambda pre, end: pre["cases"].clear(), "the cases are not in order"),
    (lambda pre, end: pre["roster"].reverse(), "the roster is not in order"),
    (lambda pre, end: pre["roster"][0].update(load=pre["roster"][0]["load"] + 1), "the load of j02 is"),
    (lambda pre, end: pre["roster"][1].update(share=[1, 1]), "the share of j03 is"),
    (lambda pre, end: pre["roster"].pop(), "the pool has j02, j03, j04"),
    (lambda pre, end: pre["roster"][0].update(out={"code": "absent", "entry": 2}), "without a reason"),
    (lambda pre, end: pre["roster"][0].update(out={"code": "conflict", "entry": 2}), "code is malformed"),
    (
        lambda pre, end: pre["cases"][0]["out"].append({"judge": "j02", "code": "conflict", "entry": 2}),
        "no part without",
    ),
    (lambda pre, end: pre["cases"][0]["out"].append({"judge": "j99", "code": "conflict", "entry": 2}), "not in order"),
    (lambda pre, end: pre["cases"][0].update(weight=100), "the weight by the rule is 150"),
    (lambda pre, end: pre["cases"][0].update(attempt=3), "another attempt"),
    (lambda pre, end: pre["cases"][0].update(previous="ab" * 10), "does not name the draw before it"),
    (lambda pre, end: pre["cases"][0].update(case="1"), "another attempt"),
    (lambda pre, end: pre["cases"][0].update(seats=4), "too few eligible judges"),
    (lambda pre, end: pre["cases"][0].update(kind="sealed"), "a sealed case in clear"),
    (lambda pre, end: pre["cases"][0].update(note="x"), "case is malformed"),
    (lambda pre, end: pre.update(judge="j02"), "stands in the roster"),
    (lambda pre, end: pre.update(judge="j09"), "j09 has not left the pool"),
    (lambda pre, end: pre.update(reason="favour"), "reason is malformed"),
    (lambda pre, end: pre.update(by=["p1", "p1"]), "two people"),
    (lambda pre, end: pre.update(pool="yasamal/criminal"), "has not left the pool"),
    (lambda pre, end: pre.update(court="sabail"), "the log of yasamal"),
    (lambda pre, end: pre["rule"].update(band=800), "the rule in force"),
    (lambda pre, end: pre["keys"].update(court="ab" * 32), "not the newest one"),
    (lambda pre, end: pre["log"].update(size=5), "the log that it was appended to"),
    (lambda pre, end: pre.update(at="2026-01-07T06:00:00Z"), "not later than that of the record before"),
    (lambda pre, end: end["judges"].append(["j02"]), "judges of no case"),
    (lambda pre, end: end["judges"].pop(), "the judges should be"),
    (
        lambda pre, end: end.update(judges=[["j02"]] * 3 if end["judges"] != [["j02"]] * 3 else [["j04"]] * 3),
        "should be",
    ),
    (lambda pre, end: end.update(court_proof=signer("court").sign(b"another record").hex()), "court's proof is wrong"),
    (lambda pre, end: end.update(batch="ab" * 10), "names another batch"),
    (lambda pre, end: end.update(record=3), "belongs to no batch"),
    (lambda pre, end: end.update(kind="result", draw=end.pop("batch"), judges=["j02"]), "belongs to no record"),
]


@pytest.mark.parametrize(("change", "reason"), CHANGES)
def test_a_changed_batch_is_caught_twice(
    change: Callable[[Any, Any], Any], reason: str, paper: PaperBatches, tmp_path: Path
) -> None:
    """By the rule that it breaks, and by the head that both had signed."""
    paper.bodies = copy.deepcopy(paper.bodies)
    change(*paper.bodies[-2:])
    paper.write(tmp_path)
    files = tmp_path / "log.jsonl", tmp_path / "heads.jsonl"
    _log, faults = program("verify_log").replay(*files, signatures="proof" in reason)
    said = "\n".join(faults)
    assert reason in said
    assert "head of size" in said


def test_a_judge_who_has_not_left_keeps_the_cases(tmp_path: Path) -> None:
    paper = PaperBatches()
    while len(paper.cases_of("j02")) < 2:
        paper.draw()
    cases = paper.cases_of("j02")
    share = paper.judges.pop("j02")
    paper.batch(listed=cases, judge="j02")
    paper.judges["j02"] = share
    assert "j02 has not left the pool" in verify(paper, tmp_path)


def test_a_case_that_the_judge_never_had_cannot_be_drawn_again(tmp_path: Path) -> None:
    """Else a batch would be a second try for any case that went to the wrong judge."""
    paper = PaperBatches()
    while not (paper.cases_of() and paper.cases_of("j02")):
        paper.draw()
    paper.leave()
    mixed = sorted([*paper.cases_of(), *paper.cases_of("j02")], key=lambda one: one.matter.case)
    paper.batch(listed=mixed)
    assert f"was never given to {LEAVER}" in verify(paper, tmp_path)


def test_a_batch_without_a_result_is_caught_once(tmp_path: Path) -> None:
    paper = PaperBatches()
    while len(paper.cases_of()) < 3:
        paper.draw()
    paper.leave()
    paper.record_batch()
    paper.now = paper.now.replace(hour=12)
    paper.draw()
    assert verify(paper, tmp_path).count("no result for more than ten minutes") == 1


def test_a_second_result_or_a_second_record_is_caught(paper: PaperBatches, tmp_path: Path) -> None:
    pre = paper.bodies[-2]
    paper.append({**paper.bodies[-1], "at": paper.at()})
    assert "has its result already" in verify(paper, tmp_path)
    paper.bodies.pop()
    paper.leaves.pop()
    again = [paper.listed({**pre, **row, "attempt": 1}, row["previous"], {}) for row in pre["cases"]]
    paper.record_batch(listed=again)
    assert "another attempt for this case is on record" in verify(paper, tmp_path)


def test_recusal_correction_and_a_later_attempt_name_the_case_by_its_number_in_the_batch(
    paper: PaperBatches, tmp_path: Path
) -> None:
    pre, end = paper.bodies[-2:]
    first, second = (number_in(end["batch"], row["case"]) for row in pre["cases"][:2])
    assert first != second
    ((judge,), (other,)) = end["judges"][:2]
    paper.enter("recusal", judge=judge, draw=first)
    out = {judge: Out("conflict", len(paper.bodies) - 1)}
    paper.draw(out, case=pre["cases"][0]["case"], attempt=3, previous=first)
    paper.enter("correction", draw=second, weight=350, by=["p1", "p2"])
    paper.loads[other] += 800 if other == "j03" else 200
    paper.draw()
    assert verify(paper, tmp_path) == ""


def test_who_is_absent_or_barred_from_one_case_is_out_with_the_entry(tmp_path: Path) -> None:
    paper = PaperBatches()
    while len(paper.cases_of()) < 3:
        paper.draw()
    out = away(paper, "j02")
    first = paper.cases_of()[0].matter.case
    paper.enter("conflict", judge="j04", case=first)
    bar = {"j04": Out("conflict", len(paper.bodies) - 1)}
    paper.leave()
    listed = [one if one.matter.case != first else type(one)(one.matter, bar) for one in paper.cases_of()]
    end = paper.batch(listed=listed, out=out)
    assert end["judges"][0] == ["j03"]
    assert verify(paper, tmp_path) == ""
    paper.bodies[-2]["cases"][0]["out"] = []
    assert "j04 may take no part" in verify(paper, tmp_path)


def test_a_specialisation_keeps_from_the_cases_that_it_does_not_cover(tmp_path: Path) -> None:
    paper = PaperBatches()
    while len(paper.cases_of()) < 2:
        paper.draw()
    from_on = paper.now.replace(day=paper.now.day + 1).date().isoformat()
    paper.enter("specialisation", judge="j04", pool="yasamal/civil", only=["labour"], **{"from": from_on})
    other = {"j04": Out("not-specialised", len(paper.bodies) - 1)}
    paper.leave()
    paper.batch(listed=paper.cases_of(out=other))
    assert verify(paper, tmp_path) == ""
    paper.bodies[-2]["cases"][0]["out"] = []
    assert "j04 may take no part" in verify(paper, tmp_path)
