import copy
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from allocation.drawing import Out
from allocation.verifying import program
from tests.allocation.paper_court import POOL, PaperCourt

SCRIPT = Path(__file__).resolve().parents[2] / "allocation/published/verify_log.py"


STYLES: list[dict[str, Any]] = [{"sort_keys": True, "separators": (",", ":")}, {}]


def verify(
    paper: PaperCourt, folder: Path, *options: str, hidden_from: int | None = None, as_outsider: bool = False
) -> str:
    """What the verifier has against the log, an empty text when all holds; `as_outsider`: in a process of its own."""
    said = set()
    for style in STYLES:  # as published, which a pattern reads as a whole, and as anybody may write JSON
        paper.write(folder, hidden_from, **style)
        words = [str(folder / "log.jsonl"), str(folder / "heads.jsonl"), *options]
        said.add(outside(words) if as_outsider else inside(words))
    (only,) = said
    return only


def inside(words: list[str]) -> str:
    """The program run here: the same text, a hundred times sooner."""
    try:
        program("verify_log").main(words)
    except SystemExit as end:
        return str(end.code)
    return ""


def outside(words: list[str]) -> str:
    answer = subprocess.run([sys.executable, "-I", str(SCRIPT), *words], capture_output=True, text=True, check=False)
    assert "Traceback" not in answer.stderr, answer.stderr
    assert answer.returncode == (1 if answer.stderr else 0)
    return answer.stderr


def away(paper: PaperCourt, judge: str) -> dict[str, Out]:
    """The judge as absent by an entry of yesterday."""
    index = len(paper.bodies)
    paper.enter("absence", judge=judge, **{"from": "2026-01-07", "to": "2026-02-20"})
    paper.now = paper.now.replace(day=paper.now.day + 1)
    return {judge: Out("absent", index)}


@pytest.fixture
def paper() -> PaperCourt:
    """A court with four draws under a head."""
    return copy.deepcopy(written())


@cache
def written() -> PaperCourt:
    paper = PaperCourt()
    for _ in range(4):
        paper.draw()
    paper.head()
    return paper


def test_an_honest_log_holds(paper: PaperCourt, tmp_path: Path) -> None:
    out = away(paper, "j02")
    paper.draw(out)
    paper.head()
    assert verify(paper, tmp_path) == verify(paper, tmp_path, as_outsider=True) == ""


def test_a_log_whose_last_day_is_not_shown_yet_holds(paper: PaperCourt, tmp_path: Path) -> None:
    assert verify(paper, tmp_path, hidden_from=8) == ""
    paper.leaves[9] = paper.leaves[8]
    assert "does not fit the entries" in verify(paper, tmp_path, hidden_from=8, as_outsider=True)


def test_a_panel_of_three_holds(paper: PaperCourt, tmp_path: Path) -> None:
    entry = paper.draw(seats=3)
    assert sorted(entry["judges"]) == ["j01", "j02", "j03"]
    assert verify(paper, tmp_path) == ""


def test_one_eligible_judge_is_an_entry_of_its_own_kind(paper: PaperCourt, tmp_path: Path) -> None:
    paper.no_choice(away(paper, "j01") | away(paper, "j02"))
    assert verify(paper, tmp_path) == ""


def test_one_eligible_judge_is_not_called_a_draw(paper: PaperCourt, tmp_path: Path) -> None:
    pre = paper.record()
    for row in pre["roster"][:2]:
        row["out"] = {"code": "absent", "entry": 1}
    assert "this is no draw" in verify(paper, tmp_path)


CHANGES: list[tuple[Callable[[list[Any]], Any], str]] = [
    (lambda b: b[6]["roster"][0].update(load=400), "the load of j01 is 0"),
    (lambda b: b[6]["roster"][2].update(share=[1, 1]), "the share of j03 is"),
    (lambda b: b[6]["roster"].pop(), "the pool has j01, j02, j03"),
    (lambda b: b[6]["roster"][0].update(out={"code": "absent", "entry": 2}), "without a reason"),
    (lambda b: b[6].update(weight=100), "the weight by the rule is 150"),
    (lambda b: b[6]["rule"].update(band=800), "the rule in force"),
    (lambda b: b[6]["keys"].update(court="ab" * 32), "not the newest one"),
    (lambda b: b[6]["log"].update(size=5), "the log that it was appended to"),
    (lambda b: b[8].update(court="sabail"), "the log of yasamal"),
    (lambda b: b[8].update(at=b[6]["at"]), "not later than that of the record before"),
    (lambda b: b[7].update(at=b[5]["at"]), "before that of the entry before"),
    (lambda b: b[8].update(at=b[7]["at"], case=b[6]["case"]), "another attempt"),
    (lambda b: b[7].update(judges=["j02" if b[7]["judges"] != ["j02"] else "j01"]), "the judges should be"),
    (lambda b: b[7].update(court_proof=b[9]["court_proof"]), "court's proof is wrong"),
    (lambda b: b[7].update(record=8), "belongs to no record"),
    (lambda b: b[2].update({"from": "2026-01-05"}), "next day at the earliest"),
    (lambda b: b[2].update(by=["p1", "p1"]), "two people"),
    (lambda b: b[5].update(share=[0, 1]), "not above zero"),
    (lambda b: b[5].update(load=1), "the load of j03 should be 0"),
    (lambda b: b[0]["soundness"].reverse(), "soundness signature 0"),
    (lambda b: b[4].update(kind="favour"), "entries of kind favour are unknown"),
    (lambda b: b.pop(9), "belongs to no record"),
    (lambda b: b.insert(9, b[8]), "not later"),
]


@pytest.mark.parametrize(("change", "reason"), CHANGES)
def test_a_changed_log_is_caught_twice(
    change: Callable[[list[Any]], Any], reason: str, paper: PaperCourt, tmp_path: Path
) -> None:
    """By the rule that it breaks, and by the head that both had signed."""
    paper.bodies = copy.deepcopy(paper.bodies)
    change(paper.bodies)
    said = verify(paper, tmp_path, "--no-signatures") if "proof" not in reason else verify(paper, tmp_path)
    assert reason in said
    assert "head of size" in said


def test_every_leaf_of_every_entry_is_under_the_head(paper: PaperCourt, tmp_path: Path) -> None:
    honest = paper.bodies
    for index in range(len(honest)):
        paper.bodies = copy.deepcopy(honest)
        paper.bodies[index]["at"] = paper.bodies[index]["at"].replace("2026", "2025")
        assert "does not fit the entries" in verify(paper, tmp_path, "--no-signatures")


def test_a_head_that_another_signed_is_caught(paper: PaperCourt, tmp_path: Path) -> None:
    paper.heads[0]["witness"] = paper.heads[0]["court"]
    assert "the witness's signature under the head of size 14 is" in verify(paper, tmp_path)


def test_a_head_beyond_the_end_of_the_log_is_caught(paper: PaperCourt, tmp_path: Path) -> None:
    paper.bodies, paper.leaves = paper.bodies[:-1], paper.leaves[:-1]
    assert "beyond the end" in verify(paper, tmp_path)


def test_a_record_that_never_got_its_result_is_caught(paper: PaperCourt, tmp_path: Path) -> None:
    """Nobody may look at a result and leave it out."""
    paper.record()
    paper.now = paper.now.replace(hour=10)
    paper.draw()
    assert "no result for more than ten minutes" in verify(paper, tmp_path)


def test_a_second_attempt_needs_the_result_of_the_first(paper: PaperCourt, tmp_path: Path) -> None:
    first = paper.record()
    again = paper.record(case=first["case"], attempt=2, previous="ab" * 10)
    assert again["attempt"] == 2
    assert "does not name the draw before it" in verify(paper, tmp_path)


def test_a_recused_judge_takes_no_part_in_the_second_attempt(paper: PaperCourt, tmp_path: Path) -> None:
    first = paper.bodies[6]
    result = paper.bodies[7]
    (judge,) = result["judges"]
    paper.enter("recusal", judge=judge, draw=result["draw"])
    out = {judge: Out("conflict", len(paper.bodies) - 1)}
    paper.draw(out, case=first["case"], attempt=2, previous=result["draw"])
    assert verify(paper, tmp_path) == ""


def test_an_absence_entered_the_same_morning_excludes_nobody(paper: PaperCourt, tmp_path: Path) -> None:
    index = len(paper.bodies)
    paper.enter("absence", judge="j02", **{"from": "2026-01-07", "to": "2026-02-20"})
    paper.draw({"j02": Out("absent", index)})
    assert "j02 takes no part without a reason" in verify(paper, tmp_path)


def test_an_absence_of_yesterday_excludes(paper: PaperCourt, tmp_path: Path) -> None:
    away(paper, "j02")
    paper.draw()
    assert "j02 may take no part" in verify(paper, tmp_path)


def test_a_key_used_on_the_day_it_was_entered_is_caught(tmp_path: Path) -> None:
    paper = PaperCourt()
    paper.now = paper.now.replace(day=6, hour=5)
    paper.draw()
    assert "no key of the court was entered a day before" in verify(paper, tmp_path)


def test_a_correction_of_the_weight_moves_the_load_by_the_difference(paper: PaperCourt, tmp_path: Path) -> None:
    result = paper.bodies[7]
    (judge,) = result["judges"]
    paper.enter("correction", draw=result["draw"], weight=350, by=["p1", "p2"])
    paper.loads[judge] += 800 if judge == "j03" else 200
    paper.draw()
    assert verify(paper, tmp_path) == ""


def test_a_manual_allocation_needs_two_people_and_a_listed_reason(paper: PaperCourt, tmp_path: Path) -> None:
    matter = {name: paper.bodies[6][name] for name in paper.bodies[6] if name not in ("format", "at", "log", "keys")}
    matter |= {"case": "2(5-155)-99/2026", "roster": []}
    paper.enter("manual", matter=matter, judges=["j02"], reason="urgent", resolution="ab" * 32, by=["p1", "p2"])
    paper.loads["j02"] += 150
    paper.draw()
    assert verify(paper, tmp_path) == ""
    paper.bodies[-3]["reason"] = "favour"
    assert "manual.reason is malformed" in verify(paper, tmp_path)


def test_a_new_year_begins_with_loads_at_zero_by_an_entry(paper: PaperCourt, tmp_path: Path) -> None:
    paper.now = paper.now.replace(year=2027, month=1, day=1)
    paper.enter("new-year", year=2027)
    paper.loads = dict.fromkeys(paper.loads, 0)
    paper.draw()
    assert verify(paper, tmp_path) == ""


def test_a_draw_of_a_new_year_without_its_entry_is_caught(paper: PaperCourt, tmp_path: Path) -> None:
    paper.now = paper.now.replace(year=2027, month=1, day=1)
    paper.draw()
    assert "the new year has no entry" in verify(paper, tmp_path)


def test_a_long_absence_lifts_the_load_to_the_lower_median(paper: PaperCourt, tmp_path: Path) -> None:
    index = len(paper.bodies)
    out = away(paper, "j02")
    for _ in range(6):
        paper.draw(out)
    paper.now = paper.now.replace(month=2, day=21)
    others = sorted(load for judge, load in paper.loads.items() if judge != "j02")
    paper.loads["j02"] = max(paper.loads["j02"], others[0])
    paper.enter("lift", judge="j02", pool=POOL, load=paper.loads["j02"], absence=index)
    paper.draw()
    assert verify(paper, tmp_path) == ""
    paper.bodies[-3]["load"] += 1
    assert "the load of j02 should be" in verify(paper, tmp_path)


def test_a_covert_matter_shows_weight_and_pool_and_moves_the_load(paper: PaperCourt, tmp_path: Path) -> None:
    entry = paper.draw()
    paper.draw()
    paper.write(tmp_path)
    lines = (tmp_path / "log.jsonl").read_text().splitlines()
    covert = entry["record"]
    leaf = paper.leaves[covert].hex()
    lines[covert] = f'{{"index": {covert}, "leaf": "{leaf}", "weight": 150, "pool": "{POOL}"}}'
    (tmp_path / "log.jsonl").write_text("\n".join(lines))
    command = [sys.executable, "-I", str(SCRIPT), "log.jsonl", "heads.jsonl"]
    answer = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (answer.returncode, answer.stderr) == (0, "")


@pytest.mark.parametrize(
    "text", ["{", "[]\n", '{"index": 0}\n', '{"index": 0, "body": 5}\n', '{"index": "0", "leaf": ""}']
)
def test_what_is_no_log_is_refused_in_words(text: str, tmp_path: Path) -> None:
    (tmp_path / "log.jsonl").write_text(text)
    command = [sys.executable, "-I", str(SCRIPT), "log.jsonl"]
    answer = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert answer.returncode == 1
    assert "Traceback" not in answer.stderr


def test_signatures_checked_by_several_processes_are_as_strict(paper: PaperCourt, tmp_path: Path) -> None:
    assert verify(paper, tmp_path, "--processes=2", as_outsider=True) == ""
    signed, paper.heads[0]["court"] = paper.heads[0]["court"], paper.heads[0]["court"][::-1]
    assert "the court's signature under the head" in verify(paper, tmp_path, "--processes=2", as_outsider=True)
    paper.heads[0]["court"], paper.bodies = signed, copy.deepcopy(paper.bodies)
    paper.bodies[7]["witness_proof"] = paper.bodies[9]["witness_proof"]
    assert "entry 7: the witness's proof is wrong" in verify(paper, tmp_path, "--processes=2", as_outsider=True)


def test_a_member_that_stands_twice_is_caught(paper: PaperCourt, tmp_path: Path) -> None:
    paper.write(tmp_path, sort_keys=True, separators=(",", ":"))
    text = (tmp_path / "log.jsonl").read_text()
    (tmp_path / "log.jsonl").write_text(text.replace('"attempt":1,', '"attempt":1,"attempt":1,', 1))
    command = [sys.executable, "-I", str(SCRIPT), "log.jsonl"]
    answer = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "a member stands twice" in answer.stderr
