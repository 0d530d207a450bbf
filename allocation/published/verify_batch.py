# mypy: ignore-errors
"""Check a batch, all cases of a judge who left, on your own machine: python3 -I verify_batch.py batch.json key.json

Needs verify_draw.py and verify_forms.py in the same folder and nothing but Python. Exit 0: all holds; 1: the reason.
verify_rules.py reads it too, for the batches that stand in a court's log.
"""

import importlib.util
import json
import pathlib
import re
import sys

SPEC = importlib.util.spec_from_file_location("verify_forms", pathlib.Path(__file__).with_name("verify_forms.py"))
FORM = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(FORM)
DRAW, demand, form, canonical, sha256 = FORM.DRAW, FORM.demand, FORM.form, FORM.canonical, FORM.sha256
SHARED = ("at", "court", "pool", "log", "keys", "rule", "roster")
PRE = {"format": "courtcms-batch/1", "reason": "left", "judge": FORM.TEXT, "by": list, "cases": list}
PRE |= {name: DRAW.PRE[name] for name in SHARED}
OF_CASE = ("case", "kind", "category", "weight", "registration", "attempt", "previous", "seats")
CASE = {"out": list, **{name: DRAW.PRE[name] for name in OF_CASE}}
OUT = {"judge": FORM.TEXT, "code": "conflict|not-specialised", "entry": FORM.NUMBER}
ABSENT = {"code": "absent|quota", "entry": FORM.NUMBER}


# The record


def check(pre):
    """The form of a record, and what must hold of it whatever stands in the log."""
    form(pre, PRE, "record")
    demand([type(one) for one in pre["by"]] == [str, str] and len(set(pre["by"])) == 2, "two people must have signed")
    for row in pre["roster"]:
        form(row, DRAW.ROW | {"out": ABSENT} if isinstance(row, dict) and "out" in row else DRAW.ROW, "roster")
        FORM.check_share(row["share"])
    judges = [row["judge"] for row in pre["roster"]]
    demand(judges == sorted(set(judges)), "the roster is not in order")
    demand(pre["judge"] not in judges, "the judge who left stands in the roster")
    demand(pre["keys"]["court"] != pre["keys"]["witness"], "court and witness sign with the same key")
    for case in pre["cases"]:
        form(case, CASE, "case")
        check_case(pre, case)
    numbers = [case["case"] for case in pre["cases"]]
    demand(numbers and numbers == sorted(set(numbers)), "the cases are not in order")


def check_case(pre, case):
    there = {row["judge"] for row in pre["roster"] if "out" not in row}
    for row in case["out"]:
        form(row, OUT, "out")
    barred = [row["judge"] for row in case["out"]]
    demand(barred == sorted(set(barred)) and there.issuperset(barred), f"{case['case']}: who is out is not in order")
    demand(len(there) - len(barred) >= case["seats"], f"{case['case']}: too few eligible judges")
    demand((case["attempt"] == 1) == (case["previous"] == ""), f"{case['case']}: attempt and previous do not agree")
    is_hidden = re.fullmatch(FORM.HASH, case["case"] + case["category"])
    demand(case["kind"] != "sealed" or is_hidden, "a sealed case in clear")


def number(text):
    """The number of a batch, by its record."""
    return sha256(text).hex()[:20]


def number_in(batch, case):
    """The number of one case's draw in a batch, which later entries name: no two cases of it have the same."""
    return sha256(canonical({"batch": batch, "case": case})).hex()[:20]


# The result


def seed(text, proofs):
    return sha256(b"courtcms-batch-v1" + sha256(text) + b"".join(sha256(bytes.fromhex(proof)) for proof in proofs))


def walked(pre, generator):
    """Judges and tickets of every case in order: one generator, each load as it stands after the cases before.

    One eligible judge is no choice: no word is taken, and there are no tickets.
    """
    loads = {row["judge"]: row["load"] for row in pre["roster"]}
    shares = {row["judge"]: row["share"] for row in pre["roster"]}
    for case in pre["cases"]:
        barred = {row["judge"] for row in case["out"]}
        able = [row for row in pre["roster"] if "out" not in row and row["judge"] not in barred]
        roster = [{**row, "load": loads[row["judge"]]} for row in able]
        judges, held = [row["judge"] for row in roster], []
        if len(roster) > 1:
            seats = {"roster": roster, "rule": pre["rule"], "seats": case["seats"]}
            judges, held = map(list, zip(*DRAW.drawn(seats, generator)))
        for judge in judges:
            loads[judge] += FORM.grown(case["weight"], shares[judge])
        yield judges, held


def verify(batch, keys):
    """The number of the batch when all holds, ValueError with the reason when not."""
    form(batch, {"pre": PRE, "post": DRAW.POST}, "batch")
    form(keys, {"court": DRAW.KEY, "witness": DRAW.KEY}, "key")
    pre, post, text = batch["pre"], batch["post"], canonical(batch["pre"])
    check(pre)
    for who in ("court", "witness"):
        DRAW.check_key(keys[who], pre["keys"][who], who)
        DRAW.signed(keys[who], text, post[f"{who}_proof"], f"the {who}'s proof")
    generator = DRAW.words(seed(text, [post["court_proof"], post["witness_proof"]]))
    for place, (judges, held) in enumerate(walked(pre, generator)):
        case = pre["cases"][place]["case"]
        demand(post["judges"][place : place + 1] == [judges], f"{case}: the judges should be {', '.join(judges)}")
        same = canonical(post["tickets"][place : place + 1]) == canonical([held])
        demand(same, f"{case}: the tickets should be {held}")
    demand(len(post["judges"]) == len(post["tickets"]) == len(pre["cases"]), "there are judges of no case")
    return number(text)


# In the log, with the ledger of all entries before


def record(ledger, index, pre, text, root):
    """Take in a record: it must follow from the entries before, and opens an attempt of every case in it."""
    check(pre)
    day = ledger.recorded(index, pre, root)
    demand(ledger.year == int(day[:4]), "the new year has no entry")
    left = ledger.pools.get(pre["pool"], {}).get(pre["judge"])
    demand(left and left.until <= day, f"{pre['judge']} has not left the pool {pre['pool']}")
    terms = check_members(ledger, pre, day)
    names = []
    for case in pre["cases"]:
        matter = {**case, **{name: pre[name] for name in SHARED}}
        ledger.check_rule(matter, day)
        check_barred(ledger, matter, terms)
        names.append(number_in(number(text), case["case"]))
        ledger.open(FORM.Given(index, matter), names[-1])
        demand(had(ledger, matter, pre["judge"]), f"{case['case']} was never given to {pre['judge']}")
    ledger.records[index] = None  # no other result belongs to it than that of the batch
    ledger.batches[index] = pre, text, names


def check_members(ledger, pre, day):
    """The roster is the pool of the day with its loads and shares; absent or over the quota is who is out of it."""
    members, terms = ledger.standing.get((pre["pool"], day)) or ledger.stand(pre["pool"], day)
    demand([row["judge"] for row in pre["roster"]] == members, f"the pool has {', '.join(members)}")
    for row, (place, share, away, quota, _only) in zip(pre["roster"], terms):
        demand(row["share"] == share, f"the share of {row['judge']} is {share}")
        demand(row["load"] == place.load, f"the load of {row['judge']} is {place.load}")
        reached = [("quota", quota[1])] if quota and place.drawn >= quota[2] else []
        check_out(row["judge"], row.get("out"), [*away, *reached])
    return {row["judge"]: known[4] for row, known in zip(pre["roster"], terms) if "out" not in row}


def check_barred(ledger, matter, terms):
    """Who may not take this one case: barred by an entry, or of another specialisation."""
    listed = {row["judge"]: row for row in matter["out"]}
    for judge, only in terms.items():
        out, entry = listed.get(judge), ledger.conflicts.get((judge, matter["case"]))
        reasons = [] if entry is None else [("conflict", entry)]
        if only and only[2] and not {matter["kind"], matter["category"]} & set(only[2]):
            reasons.append(("not-specialised", only[1]))
        if matter["kind"] == "sealed" and only and (not out or out["code"] == "not-specialised"):
            continue  # the category is not shown, so nobody outside can tell
        check_out(judge, out, reasons)


def check_out(judge, out, reasons):
    demand(bool(out) == bool(reasons), f"{judge} {'takes no part without a reason' if out else 'may take no part'}")
    demand(not out or (out["code"], out["entry"]) in reasons, f"{judge} is out for another reason: {reasons}")


def had(ledger, matter, judge):
    """Whether an earlier attempt gave the case to the judge who left; of a case that was never drawn none can tell."""
    previous = matter["previous"]
    while previous in ledger.given:
        given = ledger.given[previous]
        if judge in (given.judges or ()):
            return True
        previous = given.matter["previous"]
    return matter["attempt"] == 1


def result(ledger, index, body, text):
    """Take in the result: one pair of proofs, judges of every case, and all loads move at once."""
    demand(body["record"] in ledger.batches, "it belongs to no batch, or the batch has its result already")
    pre, record_text, names = ledger.batches[body["record"]]
    demand(body["batch"] == number(record_text), "it names another batch")
    proofs = [body["court_proof"], body["witness_proof"]]
    if ledger.signatures:
        known = [([ledger.key_of(pre, who)], body[f"{who}_proof"], f"the {who}'s proof") for who in ledger.keys]
        ledger.signatures.check(index, record_text, known)
    drawn = [judges for judges, _ in walked(pre, DRAW.words(seed(record_text, proofs)))]
    for place, judges in enumerate(drawn):
        case = pre["cases"][place]["case"]
        demand(body["judges"][place : place + 1] == [judges], f"{case}: the judges should be {', '.join(judges)}")
    demand(len(body["judges"]) == len(drawn), "there are judges of no case")
    del ledger.batches[body["record"]]
    for name, judges in zip(names, drawn):
        ledger.give(ledger.given[name], judges)


def main(paths):
    try:
        texts = (pathlib.Path(path).read_bytes() for path in paths[:2])
        batch, keys = (json.loads(text, object_pairs_hook=DRAW.once) for text in texts)
        print("the batch holds:", verify(batch, keys), f"{len(batch['pre']['cases'])} cases")
    except (ValueError, OSError, RecursionError) as reason:
        sys.exit(f"the batch does not hold: {reason}")


if __name__ == "__main__":
    main(sys.argv[1:])
