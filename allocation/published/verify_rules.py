# mypy: ignore-errors
"""What follows from the entries of an allocation log: who could take part, whose load is how high, who was drawn.

Read by verify_log.py from the same folder; nothing but Python is needed.
"""

import importlib.util
import pathlib
from datetime import datetime, timedelta

SPEC = importlib.util.spec_from_file_location("verify_batch", pathlib.Path(__file__).with_name("verify_batch.py"))
BATCH = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(BATCH)
FORM = BATCH.FORM
DRAW, FORMS, demand, form, canonical = FORM.DRAW, FORM.FORMS, FORM.demand, FORM.form, FORM.canonical
HASH, TEXT, COUNT, NUMBER, Given, check_share = (
    FORM.HASH,
    FORM.TEXT,
    FORM.COUNT,
    FORM.NUMBER,
    FORM.Given,
    FORM.check_share,
)
sha256, moment, day_of, grown, latest = FORM.sha256, FORM.moment, FORM.day_of, FORM.grown, FORM.latest


class Place:
    """A judge's place in a pool."""

    def __init__(self, since, share, load):
        self.since, self.until, self.load, self.drawn = since, "9999", load, 0
        self.shares, self.only, self.quotas = [(since, share)], [], []


class Ledger:
    """The court's pools, rules and draws as they stand after the entries read so far."""

    def __init__(self, signatures=None):
        self.signatures, self.court, self.year, self.at, self.record_at = signatures, None, None, "", ""
        self.standing = {}  # who stands in a pool on a day and on what terms, until another entry may change it
        self.pools, self.rules, self.keys, self.lists = {}, [], {"court": [], "witness": []}, {}
        self.absences, self.away, self.conflicts = {}, {}, {}
        self.records, self.given, self.cases, self.covert, self.batches = {}, {}, {}, {}, {}

    # Entries

    def enter(self, index, body, text, root, is_plain=False):
        """Take in the next entry; `root` gives the tree's before it. ValueError says why it does not follow.

        `is_plain`: a pattern has seen the form of the text already.
        """
        demand(isinstance(body, dict), "the body is no object")
        if body.get("format") == "courtcms-draw/1":
            return self.record(index, body, text, root(), is_plain)
        if body.get("format") == BATCH.PRE["format"]:
            return BATCH.record(self, index, body, text, root())
        if is_plain:
            self.moved_to(body["at"])
            return self.result(index, body, text)
        self.standing = {}
        kind = body.get("kind")
        demand(body.get("format") == "courtcms-log/1" and kind in FORMS, f"entries of kind {kind} are unknown")
        form(body, {"format": TEXT, "kind": TEXT, "at": DRAW.PRE["at"], **FORMS[kind]}, kind)
        day = self.moved_to(body["at"])
        if "by" in body:
            demand(len(body["by"]) == len(set(body["by"])) == 2, "two people must have signed")
        if "from" in body and kind not in ("absence", "outage"):
            demand(body["from"] > day, "it is in force from the next day at the earliest")
        return getattr(self, kind.replace("-", "_"))(index, body, text)

    def moved_to(self, at):
        demand(at >= self.at, "its time is before that of the entry before")
        self.at = at
        day = day_of(at)
        self.year = self.year or int(day[:4])
        return day

    # People and rules

    def key(self, index, body, text):
        named = sha256(canonical({"e": body["e"], "n": body["n"]})).hex()
        DRAW.check_key({name: body[name] for name in DRAW.KEY}, named, body["holder"])
        usable_from = (moment(body["at"]) + timedelta(days=1)).isoformat() + "Z"
        self.keys[body["holder"]].append((usable_from, named, body))

    def rule(self, index, body, text):
        weights = body["weights"]
        demand("*" in weights and all(type(x) is int and x > 0 for x in weights.values()), "weights are malformed")
        self.rules.append((body["from"], body, sha256(text).hex()))

    def judge(self, index, body, text):
        check_share(body["share"])
        pool = self.pools.setdefault(body["pool"], {})
        old = pool.get(body["judge"])
        demand(old is None or old.until <= body["from"], f"{body['judge']} is in the pool already")
        self.check_lifted(body, old.load if old else 0)
        pool[body["judge"]] = Place(body["from"], body["share"], body["load"])

    def left(self, index, body, text):
        self.place(body).until = body["from"]

    def share(self, index, body, text):
        check_share(body["share"])
        self.place(body).shares.append((body["from"], body["share"]))

    def specialisation(self, index, body, text):
        self.place(body).only.append((body["from"], index, body["only"]))

    def quota(self, index, body, text):
        self.place(body).quotas.append((body["from"], index, body["cases"]))

    def absence(self, index, body, text):
        demand(body["from"] <= body["to"], "the absence ends before it begins")
        self.absences[index] = {**body, "entered": day_of(body["at"]), "until": body["to"]}
        self.away.setdefault(body["judge"], []).append(index)

    def present(self, index, body, text):
        absence = self.absences.get(body["absence"])
        demand(absence and absence["judge"] == body["judge"], "no such absence")
        before = (datetime.fromisoformat(body["from"]) - timedelta(days=1)).date().isoformat()
        absence["until"] = min(absence["until"], before)

    def conflict(self, index, body, text):
        self.conflicts[body["judge"], body["case"]] = index

    def recusal(self, index, body, text):
        demand(body["draw"] in self.given, "no such draw")
        self.conflicts[body["judge"], self.given[body["draw"]].matter["case"]] = index

    def lift(self, index, body, text):
        absence = self.absences.get(body["absence"])
        demand(absence and absence["judge"] == body["judge"], "no such absence")
        first, last = (datetime.fromisoformat(absence[side]) for side in ("from", "until"))
        weekdays = sum((first + timedelta(days=n)).weekday() < 5 for n in range((last - first).days + 1))
        demand(weekdays >= 10, "the absence was shorter than ten working days")
        place = self.place(body)
        self.check_lifted(body, place.load)
        place.load = body["load"]

    def new_year(self, index, body, text):
        demand(body["year"] == self.year + 1 <= int(day_of(body["at"])[:4]), "it is not the turn of this year")
        self.year = body["year"]
        for pool in self.pools.values():
            for place in pool.values():
                place.load = place.drawn = 0

    def outage(self, index, body, text):
        demand(body["from"] <= body["to"] <= body["at"], "an outage is entered afterwards")

    def list(self, index, body, text):
        self.lists[index] = body

    # Cases

    def record(self, index, pre, text, root, is_plain):
        if not is_plain:
            form(pre, DRAW.PRE, "record")
        DRAW.check_roster(pre, pre["roster"], is_plain)
        self.check_matter(index, pre, self.recorded(index, pre, root))
        self.open(Given(index, pre, text=text), sha256(text).hex()[:20])

    def recorded(self, index, pre, root):
        """The day of a record, which is later than the one before, says what it was appended to, and names the keys."""
        demand(pre["at"] > self.record_at, "its time is not later than that of the record before")
        day = self.moved_to(pre["at"])
        self.record_at = pre["at"]
        state = {"size": index, "root": root.hex()}
        if pre["log"] != state:
            raise ValueError(f"the log that it was appended to is {state}")
        self.check_keys(pre)
        return day

    def open(self, given, name):
        matter = given.matter
        known = self.cases.get(matter["case"])
        demand(matter["attempt"] == (known[0] + 1 if known else 1), "another attempt for this case is on record")
        demand(matter["previous"] == (known[1] if known else ""), "it does not name the draw before it")
        demand(not known or self.given[known[1]].judges, "the attempt before it has no result")
        self.cases[matter["case"]] = matter["attempt"], name
        self.records[given.index] = name
        self.given[name] = given

    def result(self, index, body, text):
        if body["record"] in self.covert:
            line = self.covert.pop(body["record"])
            self.grow_unseen(line, body["judges"], day_of(body["at"]))
            return
        name = self.records.get(body["record"])
        demand(name == body["draw"], "it belongs to no record")
        given = self.given[name]
        demand(given.judges is None, "the record has its result already")
        pre, text, proofs = given.matter, given.text, [body["court_proof"], body["witness_proof"]]
        if self.signatures:
            known = [([self.key_of(pre, who)], body[f"{who}_proof"], f"the {who}'s proof") for who in self.keys]
            self.signatures.check(index, text, known)
        seed = b"".join(sha256(bytes.fromhex(proof)) for proof in proofs)
        seed = sha256(b"courtcms-draw-v1" + sha256(text) + seed)
        drawn = [judge for judge, _ in DRAW.drawn(pre, DRAW.words(seed))]
        demand(body["judges"] == drawn, f"the judges should be {', '.join(drawn)}")
        given.text = b""
        self.give(given, drawn)

    def batch_result(self, index, body, text):
        BATCH.result(self, index, body, text)

    def no_choice(self, index, body, text):
        self.check_matter(index, body["matter"], day_of(body["at"]))
        able = [row["judge"] for row in body["matter"]["roster"] if "out" not in row]
        demand(len(able) == 1 and body["judges"] == able, "it was no single choice")
        self.enter_given(index, body, text)

    def manual(self, index, body, text):
        self.check_rule(body["matter"], day_of(body["at"]))
        demand(body["matter"]["roster"] == [], "a resolution has no roster")
        self.enter_given(index, body, text)

    def sequential(self, index, body, text):
        known = self.lists.get(body["list"])
        self.check_rule(body["matter"], day_of(body["at"]))
        demand(known and known["pool"] == body["matter"]["pool"], "no such list of the pool")
        demand(set(body["judges"]) <= set(known["judges"]), "a judge is not on the list")
        self.enter_given(index, body, text)

    def enter_given(self, index, body, text):
        given = Given(index, body["matter"])
        self.open(given, sha256(text).hex()[:20])
        pool, day = self.pools.get(given.matter["pool"], {}), day_of(body["at"])
        for judge in body["judges"]:
            demand(judge in pool, f"{judge} is not in the pool")
            given.shares[judge] = latest(pool[judge].shares, day)[1]
        self.give(given, body["judges"])

    def give(self, given, judges):
        given.judges = judges
        for judge in judges:
            place = self.pools[given.matter["pool"]][judge]
            place.load += grown(given.matter["weight"], given.shares[judge])
            place.drawn += 1

    def grow_unseen(self, line, judges, day):
        for judge in judges:
            place = self.place({"judge": judge, "pool": line["pool"]})
            place.load += grown(line["weight"], latest(place.shares, day)[1])
            place.drawn += 1

    def correction(self, index, body, text):
        given = self.given.get(body["draw"])
        demand(given and given.judges, "no such draw")
        matter = given.matter
        for judge in given.judges:
            step = grown(body["weight"], given.shares[judge]) - grown(matter["weight"], given.shares[judge])
            self.pools[matter["pool"]][judge].load += step
        given.matter = {**matter, "weight": body["weight"]}

    # Checks

    def place(self, body):
        place = self.pools.get(body["pool"], {}).get(body["judge"])
        demand(place, f"{body['judge']} is not in the pool {body['pool']}")
        return place

    def check_lifted(self, body, own):
        day = day_of(body["at"])
        pool = self.pools[body["pool"]]
        others = sorted(
            place.load
            for judge, place in pool.items()
            if judge != body["judge"] and place.since <= day < place.until and not self.absent(judge, day)
        )
        due = max(own, others[(len(others) - 1) // 2]) if others else own
        demand(body["load"] == due, f"the load of {body['judge']} should be {due}")

    def absent(self, judge, day):
        """The entries, older than this day, that keep the judge away on it."""
        known = ((index, self.absences[index]) for index in self.away.get(judge, ()))
        return [i for i, one in known if one["entered"] < day and one["from"] <= day <= one["until"]]

    def check_keys(self, pre):
        for who, known in self.keys.items():
            usable = [name for usable_from, name, _ in known if usable_from <= pre["at"]]
            demand(usable, f"no key of the {who} was entered a day before")
            if pre["keys"][who] != usable[-1]:
                raise ValueError(f"the {who}'s key is not the newest one entered a day before")

    def key_of(self, pre, who):
        return next(key for _, name, key in self.keys[who] if name == pre["keys"][who])

    def check_matter(self, index, matter, day):
        demand(self.year == int(day[:4]), "the new year has no entry")
        self.check_rule(matter, day)
        standing = self.standing.get((matter["pool"], day)) or self.stand(matter["pool"], day)
        if [row["judge"] for row in matter["roster"]] != standing[0]:
            raise ValueError(f"the pool has {', '.join(standing[0])}")
        for row, terms in zip(matter["roster"], standing[1]):
            self.check_row(matter, row, *terms)

    def stand(self, name, day):
        """Who stands in the pool on the day, in order, and on what terms each."""
        pool = self.pools.get(name, {})
        members = sorted(judge for judge, place in pool.items() if place.since <= day < place.until)
        terms = [self.terms(judge, pool[judge], day) for judge in members]
        self.standing[name, day] = members, terms
        return members, terms

    def terms(self, judge, place, day):
        away = [("absent", entry) for entry in self.absent(judge, day)]
        return place, latest(place.shares, day)[1], away, latest(place.quotas, day), latest(place.only, day)

    def check_rule(self, matter, day):
        self.court = self.court or matter["court"]
        demand(matter["court"] == self.court, f"this is the log of {self.court}")
        known = latest(self.rules, day)
        demand(known, "no rule is in force")
        rule = {"id": known[1]["id"], "sha256": known[2], "band": known[1]["band"], "depth": known[1]["depth"]}
        if matter["rule"] != rule:
            raise ValueError(f"the rule in force is {rule}")
        weights, kind = known[1]["weights"], matter["kind"]
        weight = weights.get(f"{kind}/{matter['category']}", weights.get(kind, weights["*"]))
        demand(kind == "sealed" or matter["weight"] == weight, f"the weight by the rule is {weight}")

    def check_row(self, matter, row, place, share, away, quota, only):
        judge, reasons = row["judge"], away
        if row["share"] != share:
            raise ValueError(f"the share of {judge} is {share}")
        if row["load"] != place.load or type(row["load"]) is not int:
            raise ValueError(f"the load of {judge} is {place.load}")
        if (judge, matter["case"]) in self.conflicts:
            reasons = [*reasons, ("conflict", self.conflicts[judge, matter["case"]])]
        if quota and place.drawn >= quota[2]:
            reasons = [*reasons, ("quota", quota[1])]
        if only and only[2] and not {matter["kind"], matter["category"]} & set(only[2]):
            reasons = [*reasons, ("not-specialised", only[1])]
        out = row.get("out")
        if matter["kind"] == "sealed" and only and (not out or out["code"] == "not-specialised"):
            return  # the category is not shown, so nobody outside can tell
        if not out and not reasons:
            return
        demand(bool(out) == bool(reasons), f"{judge} {'takes no part without a reason' if out else 'may take no part'}")
        demand(not out or (out["code"], out["entry"]) in reasons, f"{judge} is out for another reason: {reasons}")


def waiting(ledger):
    """Records that never got their result: the sign of a draw that somebody did not like."""
    late = moment(ledger.at) - timedelta(minutes=10) if ledger.at else None
    for name, given in {given.index: (name, given) for name, given in ledger.given.items()}.values():
        if given.judges is None and moment(given.matter["at"]) < late:
            yield f"entry {given.index}: the draw {name} has had no result for more than ten minutes"
