# mypy: ignore-errors
"""Replay a court's allocation log: python3 -I verify_log.py log.jsonl [heads.jsonl] [--no-signatures].

Needs verify_draw.py and verify_rules.py in the same folder and nothing but Python. Exit 0: all holds; 1: the reasons.
From the first entry on it recomputes tree and heads, keys, rules and weights, who could take part, draws and loads.
"""

import hashlib
import importlib.util
import json
import pathlib
import sys

SPEC = importlib.util.spec_from_file_location("verify_rules", pathlib.Path(__file__).with_name("verify_rules.py"))
RULES = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(RULES)
DRAW, demand, form = RULES.DRAW, RULES.demand, RULES.form
LIMIT = 20


def node(children):
    return hashlib.sha256(b"\1" + children).digest()


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
        self.tree, self.ledger, self.hidden, self.signatures = Tree(), RULES.Ledger(signatures), 0, signatures

    def read(self, line):
        index = line["index"]
        demand(index == self.tree.size, f"expected entry {self.tree.size}, found {index}")
        if "body" not in line:
            return self.read_hidden(line)
        demand(set(line) == {"index", "body"}, "a line has index and body")
        text = canonical_text(line["body"])
        try:
            demand(not self.hidden, "an entry is shown after one of today that is not")
            self.ledger.enter(index, line["body"], text, self.tree.root())
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
    return json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def lines_of(path):
    with pathlib.Path(path).open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line, object_pairs_hook=DRAW.once)


class Heads:
    """The heads that both signed; each must fit the tree at its size, so all are consistent."""

    def __init__(self, path):
        self.lines, self.next = list(lines_of(path)) if path else [], 0
        wanted = {"log": RULES.TEXT, "size": RULES.NUMBER, "root": RULES.HASH, "at": DRAW.PRE["at"]}
        for line in self.lines:
            form(line, {"head": wanted, "court": DRAW.HEX, "witness": DRAW.HEX}, "head")
        sizes = [line["head"]["size"] for line in self.lines]
        demand(sizes == sorted(sizes), "the heads shrink")

    def check(self, log):
        """The heads of just this size."""
        while self.next < len(self.lines) and self.lines[self.next]["head"]["size"] <= log.tree.size:
            line, self.next = self.lines[self.next], self.next + 1
            self.check_one(log, line["head"], line)

    def check_one(self, log, head, line):
        name, court = f"head of size {head['size']}", log.ledger.court
        fits = head["size"] == log.tree.size and head["root"] == log.tree.root().hex()
        demand(fits, f"the {name} does not fit the entries")
        demand(court is None or head["log"] == f"draws/{court}", f"the {name} is of another log")
        for who in ("court", "witness") if log.signatures else ():
            keys = [key for _, _, key in log.ledger.keys[who]]
            demand(any(signs(key, head, line[who]) for key in keys), f"the {name} is not signed by the {who}")


def signs(key, head, signature):
    try:
        DRAW.signed(key, DRAW.canonical(head), signature, "head")
    except ValueError:
        return False
    return True


def replay(log_path, heads_path=None, signatures=True):
    """The log as replayed, and the reasons why it does not hold."""
    log, heads, faults = Log(signatures), Heads(heads_path), []
    for line in lines_of(log_path):
        for step, subject in ((log.read, line), (heads.check, log)):
            try:
                step(subject)
            except (ValueError, KeyError, TypeError, AttributeError) as reason:
                faults.append(f"entry {log.tree.size - 1}: {reason}")
        if len(faults) >= LIMIT:
            return log, [*faults, "and perhaps more: stopped here"]
    if heads.next < len(heads.lines):
        faults.append(f"a head of size {heads.lines[heads.next]['head']['size']} is beyond the end of the log")
    return log, faults + (list(RULES.waiting(log.ledger)) if not log.hidden else [])


def main(arguments):
    paths = [argument for argument in arguments if not argument.startswith("--")]
    try:
        log, faults = replay(*paths[:2], signatures="--no-signatures" not in arguments)
    except (ValueError, OSError, TypeError, AttributeError, RecursionError) as reason:
        sys.exit(f"the log cannot be read: {reason}")
    if faults:
        sys.exit("the log does not hold:\n" + "\n".join(faults))
    given = len(log.ledger.given)
    print(f"the log holds: {log.tree.size} entries, {given} cases given, {log.hidden} entries of today not shown")
    print("root", log.tree.root().hex())


if __name__ == "__main__":
    main(sys.argv[1:])
