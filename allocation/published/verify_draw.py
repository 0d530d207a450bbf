# fmt: off
# mypy: ignore-errors
"""Check a draw on your own machine: python3 -I verify_draw.py draw.json key.json (exit 0: all holds; 1: the reason)."""
import base64, bisect, hashlib, hmac, itertools, json, pathlib, re, sys  # noqa: E401, I001

HASH, HEX, TEXT, COUNT, NUMBER = "[0-9a-f]{64}", "[0-9a-f]+", "[ -~]+", range(1, 2**53), range(2**53)
PRE = {"format": "courtcms-draw/1", "at": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", "court": TEXT, "pool": TEXT, "case": TEXT,
       "kind": TEXT, "category": "[ -~]*", "weight": COUNT, "registration": HASH, "log": {"size": NUMBER, "root": HASH},
       "attempt": COUNT, "previous": "([0-9a-f]{20})?", "seats": COUNT, "keys": {"court": HASH, "witness": HASH},
       "roster": list, "rule": {"id": TEXT, "sha256": HASH, "band": COUNT, "depth": range(32)}}
POST = {"court_proof": HEX, "witness_proof": HEX, "judges": list, "tickets": list}
KEY = {"n": "[1-9a-f][0-9a-f]+", "e": range(65537, 65538), "certificate": r"[ -~\r\n]+", "soundness": list}
ROW = {"judge": TEXT, "load": NUMBER, "share": list}
OUT = {"code": "absent|conflict|not-specialised|quota", "entry": NUMBER}

def demand(holds, reason):
    if not holds:
        raise ValueError(reason)
def once(pairs):
    demand(len(pairs) == len(dict(pairs)), "a member stands twice in one JSON object")
    return dict(pairs)

def form(value, wanted, name):  # every member that the form names and no other, each a text, a whole number or a list
    text = isinstance(wanted, str) and isinstance(value, str) and re.fullmatch(wanted, value)
    number = isinstance(wanted, range) and type(value) is int and value in wanted
    members = isinstance(wanted, dict) and isinstance(value, dict) and set(value) == set(wanted)
    demand(text or number or members or type(value) is wanted, f"{name} is malformed")
    for member in wanted if members else ():
        form(value[member], wanted[member], f"{name}.{member}")
def canonical(value):  # RFC 8785 for ASCII texts and whole numbers
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()
def signed(key, message, signature, name):  # RSASSA-PKCS1-v1_5, SHA-256: one message and one key have one signature
    n, size = int(key["n"], 16), (len(key["n"]) + 1) // 2
    form(signature, f"[0-9a-f]{{{2 * size}}}", f"{name} (lower-case hex, as long as the modulus)")
    demand(int(signature, 16) < n, f"{name} is a number above the modulus")
    digest = bytes.fromhex("3031300d060960864801650304020105000420") + hashlib.sha256(message).digest()
    padded = b"\0\1" + b"\xff" * (size - len(digest) - 3) + b"\0" + digest
    demand(pow(int(signature, 16), key["e"], n) == int.from_bytes(padded, "big"), f"{name} is wrong")
def check_key(key, pinned, who):
    n, named = int(key["n"], 16), canonical({"e": key["e"], "n": key["n"]})
    demand(n.bit_length() >= 2048 and len(key["soundness"]) == 8, f"the {who}'s key is short or lacks eight signatures")
    for i, signature in enumerate(key["soundness"]):
        signed(key, f"courtcms-key-v1|{key['n']}|{i}".encode(), signature, f"soundness signature {i} of the {who}")
    demand(hashlib.sha256(named).hexdigest() == pinned, f"the {who}'s key is not the one that the record names")
    inside = base64.b64decode("".join(key["certificate"].split("-----")[2:3]))
    demand(n.to_bytes((n.bit_length() + 7) // 8, "big") in inside, f"the {who}'s certificate is for another key")

def check_roster(pre, roster, is_formed=False):
    for row in () if is_formed else roster:
        form(row, ROW | {"out": OUT} if isinstance(row, dict) and "out" in row else ROW, "roster")
        demand([type(x) is int and x in COUNT for x in row["share"]] == [True, True], "a share is not above zero")
    demand([row["judge"] for row in roster] == sorted({row["judge"] for row in roster}), "the roster is not in order")
    demand(sum("out" not in row for row in roster) >= max(2, pre["seats"]), "too few eligible judges: this is no draw")
    demand((pre["attempt"] == 1) == (pre["previous"] == ""), "attempt and previous draw do not agree")
    demand(pre["kind"] != "sealed" or re.fullmatch(HASH, pre["case"] + pre["category"]), "a sealed case in clear")
    demand(pre["keys"]["court"] != pre["keys"]["witness"], "court and witness sign with the same key")
def words(extra):  # HMAC_DRBG with SHA-256 (NIST SP 800-90A); every word is one call for eight bytes
    key, value = bytes(32), b"\1" * 32
    while True:
        for step in (b"\0", b"\1") if extra else (b"\0",):
            key = hmac.digest(key, value + step + extra, "sha256")
            value = hmac.digest(key, value, "sha256")
        extra, value = b"", hmac.digest(key, value, "sha256")
        yield int.from_bytes(value[:8], "big")
def drawn(pre, generator):
    left, rule = [row for row in pre["roster"] if "out" not in row], pre["rule"]
    for _ in range(pre["seats"]):
        order = sorted(left, key=lambda row: (row["load"], row["judge"]))
        bands = [(row["judge"], (row["load"] - order[0]["load"]) // rule["band"]) for row in order]
        held = {judge: 100 * 2 ** (rule["depth"] - b) if b <= rule["depth"] else 0 for judge, b in bands}
        if len(order) > 1:
            (na, da), (nc, dc), c = order[0]["share"], order[1]["share"], order[1]["judge"]
            held[c] = max(held[c], -(-nc * da * (sum(held.values()) - held[c]) // (2 * na * dc + nc * da)))
        total = sum(held.values())
        point = next(word for word in generator if word < 2**64 - 2**64 % total) % total
        winner = left[bisect.bisect([*itertools.accumulate(held[row["judge"]] for row in left)], point)]
        left = [row for row in left if row is not winner]
        yield winner["judge"], held

def verify(draw, keys):  # the id of the draw when all holds, ValueError with the reason when not
    form(draw, {"pre": PRE, "post": POST}, "draw")
    form(keys, {"court": KEY, "witness": KEY}, "key")
    pre, post, named = draw["pre"], draw["post"], canonical(draw["pre"])
    check_roster(pre, pre["roster"])
    seed = b"courtcms-draw-v1" + hashlib.sha256(named).digest()
    for who in ("court", "witness"):
        check_key(keys[who], pre["keys"][who], who)
        signed(keys[who], named, post[f"{who}_proof"], f"the {who}'s proof")
        seed += hashlib.sha256(bytes.fromhex(post[f"{who}_proof"])).digest()
    judges, held = map(list, zip(*drawn(pre, words(hashlib.sha256(seed).digest()))))
    demand(canonical(post["tickets"]) == canonical(held), f"the tickets should be {held}")
    demand(post["judges"] == judges, f"the judges should be {', '.join(judges)}")
    return hashlib.sha256(named).hexdigest()[:20]

if __name__ == "__main__":
    try:
        draw, keys = (json.loads(pathlib.Path(path).read_bytes(), object_pairs_hook=once) for path in sys.argv[1:3])
        print("the draw holds:", verify(draw, keys), ", ".join(draw["post"]["judges"]))
    except (ValueError, OSError, RecursionError) as reason:
        sys.exit(f"the draw does not hold: {reason}")
