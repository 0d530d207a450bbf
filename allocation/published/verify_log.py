# mypy: ignore-errors
"""Replay a court's allocation log: python3 -I verify_log.py log.jsonl [heads.jsonl] [--no-signatures] [--processes=N].

Needs verify_draw.py, verify_rules.py, verify_batch.py and verify_forms.py in the same folder and nothing but Python.
Exit 0: all holds; 1: the reasons.
From the first entry on it recomputes tree and heads, keys, rules and weights, who could take part, draws and loads.
"""

import hashlib
import importlib.util
import json
import multiprocessing
import os
import pathlib
import re
import sys

SPEC = importlib.util.spec_from_file_location("verify_rules", pathlib.Path(__file__).with_name("verify_rules.py"))
RULES = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(RULES)
DRAW, demand, form = RULES.DRAW, RULES.demand, RULES.form
LIMIT, BATCH, AHEAD = 20, 200, 40
LONG = 20_000_000  # bytes of a log from which on the signatures are checked by several processes
ENCODE = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode


def pattern(wanted):
    """What the canonical text of this form looks like, escapes and very large numbers left out."""
    if isinstance(wanted, dict):
        return r"\{" + ",".join(f'"{name}":{pattern(wanted[name])}' for name in sorted(wanted)) + r"\}"
    if isinstance(wanted, range):
        least = r"[1-9]\d{0,14}"
        return {range(32): r"(?:[12]?\d|3[01])", RULES.COUNT: least, RULES.NUMBER: f"(?:0|{least})"}[wanted]
    return '"(?:' + wanted.replace("[ -~]", r"[ !#-\[\]-~]") + ')"'


def plain(wanted, one):
    """The pattern of a form with one list, of whose members each looks like `one`."""
    listed = {name: "@" if member is list else member for name, member in wanted.items()}
    return re.compile(pattern(listed).replace('"(?:@)"', rf"\[{one}(?:,{one})*\]"), re.ASCII)


SHARE, OUT = rf"\[{pattern(RULES.COUNT)},{pattern(RULES.COUNT)}\]", rf'(?:"out":{pattern(DRAW.OUT)},)?'
ROW = rf'\{{"judge":{pattern(RULES.TEXT)},"load":{pattern(RULES.NUMBER)},{OUT}"share":{SHARE}\}}'
RESULT = {"format": "courtcms-log/1", "kind": "result", "at": DRAW.PRE["at"], **RULES.FORMS["result"]}
PLAIN_RECORD, PLAIN_RESULT = plain(DRAW.PRE, ROW), plain(RESULT, pattern(RULES.TEXT))


def is_plain(text):
    """Whether the text is the canonical one of a well-formed record or result, so that its form needs no other check.

    Every member stands where it must, once; what is not plain is looked at member by member.
    """
    return (PLAIN_RECORD if text[30:37] == "attempt" else PLAIN_RESULT).fullmatch(text) is not None


def node(children, sha256=hashlib.sha256):
    return sha256(b"\1" + children).digest()


class Tree:
    """The tree of RFC 6962, kept as the roots of its full subtrees."""

    def __init__(self):
        self.size, self.full = 0, []

    def add(self, leaf):
        self.size += 1
        size = self.size
        while size % 2 == 0:
            leaf, size = node(self.full.pop() + leaf), size // 2
        self.full.append(leaf)

    def root(self):
        if not self.full:
            return hashlib.sha256(b"").digest()
        root = self.full[-1]
        for left in reversed(self.full[:-1]):
            root = node(left + root)
        return root


class Log:
    """The tree of the leaves read so far, and the ledger of all entries that are shown."""

    def __init__(self, signatures=True):
        self.signatures = Signatures() if signatures is True else signatures
        self.tree, self.ledger, self.hidden = Tree(), RULES.Ledger(self.signatures), 0

    def read_text(self, line):
        """A line as published. Most are records and results in canonical form: a pattern knows these as a whole."""
        start = f'{{"index":{self.tree.size},"body":'
        body = line.rstrip()[len(start) : -1]
        if line.startswith(start) and is_plain(body):
            return self.enter(json.loads(body), body.encode(), plain=True)
        return self.read(json.loads(line, object_pairs_hook=DRAW.once))

    def read(self, line):
        index = line["index"]
        demand(index == self.tree.size, f"expected entry {self.tree.size}, found {index}")
        if "body" not in line:
            return self.read_hidden(line)
        demand(set(line) == {"index", "body"}, "a line has index and body")
        return self.enter(line["body"], canonical_text(line["body"]))

    def enter(self, body, text, plain=False):
        try:
            demand(not self.hidden, "an entry is shown after one of today that is not")
            self.ledger.enter(self.tree.size, body, text, self.tree.root, plain)
        finally:
            self.tree.add(hashlib.sha256(b"\0" + text).digest())

    def read_hidden(self, line):
        """A leaf without its body: of today, or a covert matter that shows weight and pool."""
        covert = {"weight": RULES.COUNT, "pool": RULES.TEXT} if "weight" in line else {}
        form(line, {"index": RULES.NUMBER, "leaf": RULES.HASH, **covert}, "line")
        self.tree.add(bytes.fromhex(line["leaf"]))
        if covert:
            self.ledger.covert[line["index"]] = line
        else:
            self.hidden += 1


def canonical_text(body):
    """RFC 8785 for ASCII names, whole numbers and texts, as the leaves hash them."""
    return ENCODE(body).encode()


def lines_of(path):
    with pathlib.Path(path).open(encoding="utf-8") as lines:
        yield from lines


class Signatures:
    """Checks signatures at once, or in other processes where there are many: what is wrong is then told at the end."""

    def __init__(self, processes=1):
        self.pool = multiprocessing.Pool(processes) if processes > 1 else None
        self.batch, self.sent, self.faults = [], [], []

    def check(self, entry, message, wanted):
        """`wanted`: keys of which one must have signed the message, the signature, and its name."""
        if self.pool is None:
            demand(not (wrong := unsigned(message, wanted)), wrong)
            return
        self.batch.append((entry, message, wanted))
        if len(self.batch) >= BATCH:
            self.send()

    def send(self):
        self.sent.append(self.pool.apply_async(all_unsigned, (self.batch,)))
        self.batch = []
        while len(self.sent) > AHEAD:
            self.faults += self.sent.pop(0).get()

    def finish(self):
        """Every fault that was found by the other processes, in the order of the entries."""
        if self.pool:
            self.send()
            self.faults += [fault for sent in self.sent for fault in sent.get()]
            self.pool.close()
            self.pool.join()
        return [text for _, text in sorted(self.faults)]


def all_unsigned(batch):
    found = ((entry, unsigned(message, wanted)) for entry, message, wanted in batch)
    return [(entry, f"entry {entry}: {wrong}") for entry, wrong in found if wrong]


def unsigned(message, wanted):
    """Which of the signatures does not hold, and why; empty when all do."""
    for keys, signature, name in wanted:
        reasons = []
        for key in keys:
            try:
                DRAW.signed(key, message, signature, name)
                break
            except ValueError as reason:
                reasons.append(str(reason))
        else:
            return reasons[0] if reasons else f"{name}: no key is known"
    return ""


class Heads:
    """The heads that both signed; each must fit the tree at its size, so all are consistent."""

    FORM = {
        "head": {"log": RULES.TEXT, "size": RULES.NUMBER, "root": RULES.HASH, "at": DRAW.PRE["at"]},
        "court": DRAW.HEX,
        "witness": DRAW.HEX,
    }

    def __init__(self, path):
        self.lines, self.last = lines_of(path) if path else iter(()), 0
        self.next = self.take()

    def take(self):
        text = next(self.lines, None)
        if text is None:
            return None
        line = json.loads(text, object_pairs_hook=DRAW.once)
        form(line, self.FORM, "head")
        demand(line["head"]["size"] >= self.last, "the heads shrink")
        self.last = line["head"]["size"]
        return line

    def check(self, log):
        """The heads of just this size."""
        while self.next and self.next["head"]["size"] <= log.tree.size:
            line, self.next = self.next, None
            self.check_one(log, line["head"], line)
            self.next = self.take()

    def check_one(self, log, head, line):
        name, court = f"head of size {head['size']}", log.ledger.court
        fits = head["size"] == log.tree.size and head["root"] == log.tree.root().hex()
        demand(fits, f"the {name} does not fit the entries")
        demand(court is None or head["log"] == f"draws/{court}", "a head is of another log")
        if log.signatures:
            keys = {who: [key for _, _, key in reversed(known)] for who, known in log.ledger.keys.items()}
            wanted = [(keys[who], line[who], f"the {who}'s signature under the {name}") for who in ("court", "witness")]
            log.signatures.check(log.tree.size - 1, DRAW.canonical(head), wanted)


def processes_for(path):
    return (os.cpu_count() or 1) if pathlib.Path(path).stat().st_size > LONG else 1


def replay(log_path, heads_path=None, signatures=True, processes=0):
    """The log as replayed, and the reasons why it does not hold."""
    checking = Signatures(processes or processes_for(log_path)) if signatures else None
    log, heads, faults = Log(checking), Heads(heads_path), []
    for line in lines_of(log_path):
        for step, subject in ((log.read_text, line), (heads.check, log)):
            try:
                step(subject)
            except (ValueError, KeyError, TypeError, AttributeError) as reason:
                faults.append(f"entry {log.tree.size - 1}: {reason}")
        if len(faults) >= LIMIT:
            faults.append("and perhaps more: stopped here")
            break
    else:
        if heads.next:
            faults.append(f"a head of size {heads.next['head']['size']} is beyond the end of the log")
        faults += [] if log.hidden else RULES.waiting(log.ledger)
    return log, faults + (checking.finish() if checking else [])[:LIMIT]


def main(arguments):
    paths = [argument for argument in arguments if not argument.startswith("--")]
    try:
        processes = next((int(one[12:]) for one in arguments if one.startswith("--processes=")), 0)
        log, faults = replay(*paths[:2], signatures="--no-signatures" not in arguments, processes=processes)
    except (ValueError, OSError, TypeError, AttributeError, RecursionError) as reason:
        sys.exit(f"the log cannot be read: {reason}")
    if faults:
        sys.exit("the log does not hold:\n" + "\n".join(faults))
    given = len(log.ledger.given)
    print(f"the log holds: {log.tree.size} entries, {given} cases given, {log.hidden} entries of today not shown")
    print("root", log.tree.root().hex())


if __name__ == "__main__":
    main(sys.argv[1:])
