"""A batch on a stranger's machine: `verify_batch.py batch.json key.json`, and the rule that it computes again."""

import copy
import hashlib
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from allocation.drawing import Candidate, NotDrawable, Out, Share, draw_id, growth, tickets
from allocation.drawing import seed as seed_of_draw
from allocation.drawing_batch import Listed, number_in, record, result, seed, walk
from allocation.hmac_drbg import HmacDrbg
from allocation.verifying import program
from journal.canonical import canonical
from tests.allocation.forms import AT, LOG, MATTER, RULE, key_json, keys
from tests.allocation.paper_batches import proved
from tests.allocation.test_verify_draw import leaves, with_change

SCRIPT = Path(__file__).resolve().parents[2] / "allocation/published/verify_batch.py"
ROSTER = [
    Candidate("j03", 1250),
    Candidate("j07", 900, Share(1, 4)),
    Candidate("j09", 400, out=Out("absent", 17)),
    Candidate("j11", 600),
    Candidate("j14", 700),
]
BARRED = {"j07": Out("conflict", 20), "j11": Out("not-specialised", 5), "j14": Out("conflict", 21)}
Form = dict[str, Any]


def cases(count: int = 6, **changes: Any) -> list[Listed]:
    fixed = replace(MATTER, attempt=2, previous="ab" * 10, **changes)
    return [Listed(replace(fixed, case=f"2(5-155)-{n}/2026"), {}) for n in range(1, count + 1)]


def recorded(listed: list[Listed], roster: list[Candidate] = ROSTER, signed: tuple[str, str] = ("p1", "p2")) -> Form:
    return record(listed, roster, RULE, judge="j01", signed=signed, log=LOG, keys=keys(), at=AT)


def published(pre: Form) -> Form:
    proofs = proved(pre)
    steps = result(pre, proofs["court"], proofs["witness"])
    told = {"judges": [step.judges for step in steps], "tickets": [step.tickets for step in steps]}
    return {"pre": pre, "post": {f"{who}_proof": proof.hex() for who, proof in proofs.items()} | told}


def batch() -> Form:
    """Six cases: one that a single judge can take, one of which two seats are drawn, one sealed."""
    listed = cases()
    listed[1] = Listed(listed[1].matter, BARRED)
    listed[3] = Listed(replace(listed[3].matter, seats=2), {})
    sealed = replace(listed[5].matter, case="ab" * 32, kind="sealed", category="")
    return published(recorded([*listed[:5], Listed(sealed, {})]))


def refusal(form: Form) -> str:
    try:
        program("verify_batch").verify(form, key_json())
    except ValueError as reason:
        return str(reason)
    return ""


def run(folder: Path, form: str, keys: str) -> subprocess.CompletedProcess[str]:
    (folder / "batch.json").write_text(form)
    (folder / "key.json").write_text(keys)
    command = [sys.executable, "-I", str(SCRIPT), "batch.json", "key.json"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.mark.requirement("EM-6.1.13")
def test_an_honest_batch_verifies_in_a_bare_python(tmp_path: Path) -> None:
    form = batch()
    answer = run(tmp_path, json.dumps(form), json.dumps(key_json()))
    assert (answer.returncode, answer.stderr) == (0, "")
    assert f"{draw_id(canonical(form['pre']))} 6 cases" in answer.stdout
    form["post"]["judges"][0] = [*form["post"]["judges"][0], "j03"]
    answer = run(tmp_path, json.dumps(form), json.dumps(key_json()))
    assert (answer.returncode, "Traceback" in answer.stderr) == (1, False)
    assert "the judges should be" in answer.stderr


@pytest.mark.parametrize("text", ["", "[]", "null", '{"pre": {}, "pre": {}}', '{"pre": {}, "post": {}}', "[" * 100_000])
def test_what_is_no_batch_leaves_with_one_and_the_reason(text: str, tmp_path: Path) -> None:
    answer = run(tmp_path, text, json.dumps(key_json()))
    assert (answer.returncode, "Traceback" in answer.stderr) == (1, False)
    assert "does not hold" in answer.stderr


def test_any_change_to_a_batch_is_caught() -> None:
    form = batch()
    assert refusal(form) == ""
    assert [path for path in leaves(form) if not refusal(with_change(form, path))] == []


@pytest.mark.parametrize(
    "change",
    [
        lambda form: form["pre"]["cases"].reverse(),
        lambda form: form["pre"]["cases"].pop(),
        lambda form: form["pre"]["roster"].reverse(),
        lambda form: form["pre"]["roster"].append({"judge": "j99", "load": 0, "share": [1, 1]}),
        lambda form: form["pre"]["roster"][2].pop("out"),
        lambda form: form["pre"]["cases"][1]["out"].reverse(),
        lambda form: form["pre"]["cases"][1]["out"].clear(),
        lambda form: form["pre"]["by"].reverse(),
        lambda form: form["post"]["judges"].reverse(),
        lambda form: form["post"]["judges"].append(["j03"]),
        lambda form: form["post"]["judges"][3].reverse(),
        lambda form: form["post"]["tickets"].pop(),
        lambda form: form["post"]["tickets"][1].append({"j03": 100}),
        lambda form: form["post"]["tickets"][0][0].pop("j03"),
        lambda form: form["post"].update(court_proof=form["post"]["witness_proof"]),
        lambda form: form["pre"]["cases"][0].update(weight=100.0),
        lambda form: form["pre"].update(format="courtcms-draw/1"),
        lambda form: form.update(more=1),
    ],
)
def test_a_change_of_order_or_form_is_caught(change: Callable[[Form], Any]) -> None:
    form = copy.deepcopy(batch())
    change(form)
    assert refusal(form)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda pre: pre["cases"].reverse(), "cases are not in order"),
        (lambda pre: pre["cases"].insert(0, pre["cases"][0]), "cases are not in order"),
        (lambda pre: pre["cases"][1]["out"].reverse(), "who is out is not in order"),
        (lambda pre: pre["cases"][0]["out"].append({"judge": "j09", "code": "conflict", "entry": 1}), "not in order"),
        (lambda pre: pre["cases"][1]["out"].insert(0, {"judge": "j03", "code": "conflict", "entry": 1}), "too few"),
        (lambda pre: pre["cases"][0].update(seats=5), "too few eligible"),
        (lambda pre: pre["cases"][0].update(previous=""), "attempt and previous"),
        (lambda pre: pre["cases"][5].update(category="x"), "a sealed case in clear"),
        (lambda pre: pre["roster"][0].update(share=[0, 1]), "not above zero"),
        (lambda pre: pre["roster"].insert(1, pre["roster"][0]), "roster is not in order"),
        (lambda pre: pre.update(judge="j03"), "stands in the roster"),
        (lambda pre: pre.update(by=["p1"]), "two people"),
        (lambda pre: pre["keys"].update(witness=pre["keys"]["court"]), "same key"),
    ],
)
def test_a_record_against_the_form_is_refused_though_both_signed_it(change: Any, reason: str) -> None:
    form = copy.deepcopy(batch())
    change(form["pre"])
    form["post"] |= {f"{who}_proof": proof.hex() for who, proof in proved(form["pre"]).items()}
    assert reason in refusal(form)


def test_one_generator_walks_all_cases_and_a_single_choice_takes_no_word() -> None:
    listed = cases(3)
    listed[0] = Listed(listed[0].matter, BARRED)
    start = seed(b"record", b"court", b"witness")
    steps = list(walk(recorded(listed), start))
    assert (steps[0].judges, steps[0].tickets) == (["j03"], [])
    words = HmacDrbg(start)
    loads = {one.judge: one.load for one in ROSTER} | {"j03": 1250 + MATTER.weight}
    for step in steps[1:]:
        able = [one._replace(load=loads[one.judge]) for one in ROSTER if one.out is None]
        held = tickets(able, RULE)
        point = words.below(sum(held.values()))
        (winner,) = step.judges
        before = sum(count for judge, count in held.items() if judge < winner)
        assert step.tickets == [held]
        assert before <= point < before + held[winner]
        loads[winner] += growth(MATTER.weight, next(one.share for one in ROSTER if one.judge == winner))


def test_the_seed_of_a_batch_is_none_of_a_draw() -> None:
    """A label of its own: what was signed for a draw can be no seed here."""
    parts = (b"record", b"court", b"witness")
    assert seed(*parts) != seed_of_draw(*parts)
    assert seed(*parts) == program("verify_batch").FORM.sha256(
        b"courtcms-batch-v1" + b"".join(hashlib.sha256(part).digest() for part in parts)
    )


def test_two_cases_of_a_batch_have_numbers_of_their_own_which_the_verifier_knows() -> None:
    names = [number_in("ab" * 10, one.matter.case) for one in cases()]
    assert len(set(names)) == 6
    assert names == [program("verify_batch").number_in("ab" * 10, one.matter.case) for one in cases()]


@pytest.mark.parametrize(
    ("listed", "roster", "signed", "reason"),
    [
        ([], ROSTER, ("p1", "p2"), "ascending order"),
        (cases()[::-1], ROSTER, ("p1", "p2"), "ascending order"),
        (cases(seats=5), ROSTER, ("p1", "p2"), "4 eligible judges for 5 seats"),
        (cases(weight=0), ROSTER, ("p1", "p2"), "above zero"),
        ([Listed(one.matter, {"j09": Out("conflict", 1)}) for one in cases()], ROSTER, ("p1", "p2"), "no part anyway"),
        (cases(), [ROSTER[0]._replace(out=Out("conflict", 3)), *ROSTER[1:]], ("p1", "p2"), "stands with the case"),
        (cases(), ROSTER[::-1], ("p1", "p2"), "ascending order of id"),
        (cases(), ROSTER, ("p1", "p1"), "two people"),
    ],
)
def test_a_record_that_would_not_verify_is_not_made(
    listed: list[Listed], roster: list[Candidate], signed: tuple[str, str], reason: str
) -> None:
    with pytest.raises(NotDrawable, match=reason):
        recorded(listed, roster, signed)
