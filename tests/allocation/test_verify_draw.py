import copy
import hashlib
import importlib.util
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from allocation.drawing import Candidate, Out, Share
from journal.canonical import canonical
from journal.rsa import Public, soundness_texts
from tests.allocation.forms import MATTER, key_json, prove, published
from tests.allocation.signers import signer

SCRIPT = Path(__file__).resolve().parents[2] / "allocation/published/verify_draw.py"
ROSTER = [
    Candidate("j03", 1250),
    Candidate("j07", 900, Share(1, 4)),
    Candidate("j09", 400, out=Out("absent", 17)),
    Candidate("j11", 600),
]
PANEL = [*ROSTER, Candidate("j14", 5000)]
Draw = dict[str, Any]
# Two primes of 1024 bits; the exponent 65537 divides the first less one.
NOT_COPRIME = (
    int(
        "fde0a047248cf2aab30cfee669d79445255a16ccb3f77aac7e4f8723f91bdebc6220c54116fb0e6b5bd5cf8d4edd1da5cfff"
        "308f4968d0d35c4707b57b0935cd978d4ea0fa30518fc6d23d96abc22398f763f0d2abd140ba08b2172484e7415e8582917d"
        "af1d297c4c7e23ba8b3488ef5fdaef74c3625f5be25efddfa61034b5",
        16,
    ),
    int(
        "c5c0133117ee07061434d2601fef7a751fbf57ada51de9d381adfa6b9e985c6294cc7e514f82c9003997cde6cef97b06870b"
        "4b30fcd9ea0de4a32ced45f9c286a17255a43be282340842afe8ee14d2dbb38b3106356fc5cdf3b02c6d4db88b2ff40f9b03"
        "aca103c9a0d6587a5e4949b8957f5b9c7348c1f4a0d64978ff73e751",
        16,
    ),
)


def load_script() -> Any:
    spec = importlib.util.spec_from_file_location("verify_draw", SCRIPT)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


VERIFIER = load_script()


def refusal(draw: Draw, keys: Draw | None = None) -> str:
    """Why the verifier refuses; an empty text when all holds."""
    try:
        VERIFIER.verify(draw, keys or key_json())
    except ValueError as reason:
        return str(reason)
    return ""


def padded(message: bytes) -> int:
    """The number under a signature of the message: PKCS #1 v1.5 for a modulus of 2048 bits."""
    digest = bytes.fromhex("3031300d060960864801650304020105000420") + hashlib.sha256(message).digest()
    return int.from_bytes(b"\0\1" + b"\xff" * (253 - len(digest)) + b"\0" + digest, "big")


def run(folder: Path, draw: str, keys: str) -> subprocess.CompletedProcess[str]:
    """The verifier as a stranger runs it: a process of its own, nothing but the standard library."""
    (folder / "draw.json").write_text(draw)
    (folder / "key.json").write_text(keys)
    command = [sys.executable, "-I", str(SCRIPT), "draw.json", "key.json"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Paths of all texts and numbers in a JSON value."""
    if isinstance(value, dict):
        for name in value:
            yield from leaves(value[name], (*path, name))
    elif isinstance(value, list):
        for number, member in enumerate(value):
            yield from leaves(member, (*path, number))
    else:
        yield path


def changed(value: Any) -> Any:
    """Something that differs by the least: the next number, another last character."""
    if isinstance(value, int):
        return value + 1
    return value[:-1] + ("1" if value[-1:] != "1" else "2")


def with_change(form: Draw, path: tuple[Any, ...], change: Callable[[Any], Any] = changed) -> Draw:
    copied = copy.deepcopy(form)
    place = copied
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = change(place[path[-1]])
    return copied


def test_the_verifier_stays_under_a_hundred_lines() -> None:
    assert len(SCRIPT.read_text().splitlines()) <= 100


@pytest.mark.parametrize(("roster", "seats"), [(ROSTER, 1), (PANEL, 3)], ids=["one judge", "panel of three"])
def test_an_honest_draw_verifies_in_a_bare_python(roster: list[Candidate], seats: int, tmp_path: Path) -> None:
    draw = published(roster, replace(MATTER, seats=seats))
    answer = run(tmp_path, json.dumps(draw), json.dumps(key_json()))
    assert (answer.returncode, answer.stderr) == (0, "")
    assert ", ".join(draw["post"]["judges"]) in answer.stdout
    assert len(draw["post"]["judges"]) == len(draw["post"]["tickets"]) == seats


def test_a_refused_draw_leaves_with_one_and_the_reason(tmp_path: Path) -> None:
    draw = published(ROSTER)
    draw["pre"]["roster"][0]["load"] += 1
    answer = run(tmp_path, json.dumps(draw), json.dumps(key_json()))
    assert answer.returncode == 1
    assert "proof" in answer.stderr


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"pre": {}, "pre": {}}', "[" * 100_000])
def test_what_is_no_draw_leaves_with_one_and_the_reason(text: str, tmp_path: Path) -> None:
    answer = run(tmp_path, text, json.dumps(key_json()))
    assert answer.returncode == 1
    assert "does not hold" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_any_change_to_a_draw_is_caught() -> None:
    draw = published(PANEL, replace(MATTER, seats=3))
    unseen = [path for path in leaves(draw) if not refusal(with_change(draw, path))]
    assert unseen == []
    assert not refusal(draw)


def test_any_change_to_a_key_is_caught() -> None:
    draw, keys = published(ROSTER), key_json()
    paths = [path for path in leaves(keys) if path[-1] != "certificate"]
    assert [path for path in paths if not refusal(draw, with_change(keys, path))] == []
    foreign = {**keys, "court": {**keys["court"], "certificate": signer("other").certificate}}
    assert "certificate" in refusal(draw, foreign)
    assert not refusal(draw, keys)


def flipped(place: int) -> Callable[[str], str]:
    return lambda text: text[:place] + ("0" if text[place] != "0" else "1") + text[place + 1 :]


def test_every_byte_of_both_proofs_counts() -> None:
    draw = published(ROSTER)
    for proof in ("court_proof", "witness_proof"):
        for place in range(0, 512, 37):
            assert refusal(with_change(draw, ("post", proof), flipped(place)))


@pytest.mark.parametrize(
    "change",
    [
        lambda draw: draw["pre"]["roster"].reverse(),
        lambda draw: draw["pre"]["roster"].pop(),
        lambda draw: draw["pre"]["roster"].append(draw["pre"]["roster"][-1]),
        lambda draw: draw["pre"]["roster"].append({"judge": "j99", "load": 0, "share": [1, 1]}),
        lambda draw: draw["pre"]["roster"][0].update(out={"code": "conflict", "entry": 3}),
        lambda draw: draw["pre"]["roster"][2].pop("out"),
        lambda draw: draw["post"]["judges"].reverse(),
        lambda draw: draw["post"]["judges"].pop(),
        lambda draw: draw["post"]["tickets"].reverse(),
        lambda draw: draw["post"]["tickets"][0].pop("j14"),
        lambda draw: draw["post"]["tickets"][0].update(j14=0.0),
        lambda draw: draw["post"].update(court_proof=draw["post"]["witness_proof"]),
        lambda draw: draw["post"].update(court_proof=draw["post"]["court_proof"].upper()),
        lambda draw: draw["pre"].update(weight=100.0),
        lambda draw: draw["pre"].update(attempt=True),
        lambda draw: draw["pre"].update(note="x"),
        lambda draw: draw["pre"].pop("previous"),
        lambda draw: draw.update(more=1),
    ],
)
def test_a_change_of_order_or_form_is_caught(change: Callable[[Draw], Any]) -> None:
    draw = published(PANEL, replace(MATTER, seats=3))
    change(draw)
    assert refusal(draw)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda pre: pre["roster"].reverse(), "not in order"),
        (lambda pre: pre["roster"].insert(1, pre["roster"][0]), "not in order"),
        (lambda pre: pre["roster"][0].update(share=[0, 1]), "not above zero"),
        (lambda pre: pre["roster"][0].update(share=[1, 1, 1]), "not above zero"),
        (lambda pre: pre["roster"][0].update(load=-1), "roster.load is malformed"),
        (lambda pre: pre["roster"][2].update(out={"code": "ill", "entry": 3}), "code is malformed"),
        (lambda pre: pre["roster"][0].update(judge="jə"), "judge is malformed"),
        (lambda pre: pre.update(seats=4), "too few eligible"),
        (lambda pre: pre.update(roster=pre["roster"][:1]), "too few eligible"),
        (lambda pre: pre.update(attempt=2), "attempt and previous"),
        (lambda pre: pre.update(kind="sealed"), "a sealed case in clear"),
        (lambda pre: pre["rule"].update(band=0), "band is malformed"),
        (lambda pre: pre["rule"].update(depth=32), "depth is malformed"),
        (lambda pre: pre.update(at="2026-11-22 09:14"), "at is malformed"),
        (lambda pre: pre.update(format="courtcms-draw/2"), "format is malformed"),
    ],
)
def test_a_record_against_the_form_is_refused_though_both_signed_it(change: Any, reason: str) -> None:
    draw = published(ROSTER)
    change(draw["pre"])
    text = canonical(draw["pre"])
    draw["post"] |= {
        "court_proof": signer("court").sign(text).hex(),
        "witness_proof": signer("witness").sign(text).hex(),
    }
    assert reason in refusal(draw)


def test_tickets_or_judges_of_the_courts_own_choosing_are_refused() -> None:
    draw = published(ROSTER)
    (winner,) = draw["post"]["judges"]
    other = next(one.judge for one in ROSTER if one.judge != winner)
    assert "judges should be" in refusal(with_change(draw, ("post", "judges", 0), lambda _: other))
    assert "tickets should be" in refusal(with_change(draw, ("post", "tickets", 0, winner)))


def test_a_sealed_case_shows_a_hash_and_no_category() -> None:
    assert not refusal(published(ROSTER, replace(MATTER, case="ab" * 32, kind="sealed", category="")))
    assert "a sealed case in clear" in refusal(published(ROSTER, replace(MATTER, case="ab" * 32, kind="sealed")))


def test_a_signature_of_the_wrong_length_is_refused() -> None:
    draw = published(ROSTER)
    for text in (draw["post"]["court_proof"][2:], "00" + draw["post"]["court_proof"]):
        assert "as long as the modulus" in refusal(with_change(draw, ("post", "court_proof"), lambda _, t=text: t))


def test_a_signature_above_the_modulus_is_refused_though_it_would_verify() -> None:
    n = signer("court").n
    draws = (published(ROSTER, replace(MATTER, registration=f"{number:064x}")) for number in range(1000))
    draw = next(draw for draw in draws if int(draw["post"]["court_proof"], 16) + n < 2**2048)
    above = f"{int(draw['post']['court_proof'], 16) + n:x}"
    assert "above the modulus" in refusal(with_change(draw, ("post", "court_proof"), lambda _: above))


def test_a_key_whose_signatures_are_not_unique_is_refused() -> None:
    """With e dividing p − 1 most messages have no signature, so eight of them cannot be shown."""
    p, q = NOT_COPRIME
    assert (p - 1) % 65537 == 0
    n, best = p * q, pow(65537, -1, (p - 1) // 65537 * (q - 1))
    tries = [pow(padded(message), best, n).to_bytes(256, "big") for message in soundness_texts(Public(n, 65537))]
    keys = key_json()
    keys["court"] |= {"n": f"{n:x}", "soundness": [one.hex() for one in tries]}
    assert "soundness signature" in refusal(published(ROSTER), keys)


def test_a_short_key_is_refused() -> None:
    draw, keys = published(ROSTER), {**key_json(), "court": signer("short", 1024).form}
    draw["pre"]["keys"]["court"] = signer("short").key.hash
    assert "key is short" in refusal(prove(draw["pre"]), keys)


def test_one_key_for_court_and_witness_is_refused() -> None:
    draw, keys = published(ROSTER), key_json()
    draw["pre"]["keys"]["witness"] = draw["pre"]["keys"]["court"]
    assert "same key" in refusal(prove(draw["pre"]), {**keys, "witness": keys["court"]})


def test_a_key_other_than_the_one_in_the_record_is_refused() -> None:
    assert "not the one that the record names" in refusal(
        published(ROSTER), key_json() | {"court": signer("other").form}
    )
