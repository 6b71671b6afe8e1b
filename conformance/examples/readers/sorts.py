"""Sets of keys in the platform's order, and how natsort of PyPI sorts them: sorts.py sets | sorts.py natsort < SETS"""
import functools, json, pathlib, re, sys

HERE = pathlib.Path(__file__).parent
ROOT = HERE.parent.parent.parent
sys.path.insert(0, str(HERE.parent / "signer-python"))
import signer


def values(text):
    """What a JSON text holds, and nothing of what is none."""
    try:
        found = json.loads(text)
    except ValueError:
        return []
    return [found] if isinstance(found, dict) else []


def documented():
    """Keys of every documented message."""
    for name in ("signature_examples", "payment_page_url"):
        for vector in json.loads((ROOT / f"conformance/src/signer/vectors/{name}.json").read_text()):
            for value in vector.values():
                yield from [value] if isinstance(value, dict) else values(value) if isinstance(value, str) else []
    for file in sorted(ROOT.glob("specs/examples/*/*.json")):
        yield from values(file.read_text())


def probes():
    """Keys of the vectors that were made to try the signature."""
    for vector in json.loads((ROOT / "conformance/src/signer/vectors/signature.json").read_text()):
        for value in vector.values():
            yield from values(value) if isinstance(value, str) else []


def made():
    """Sets of a fixed sequence: words, numbers, capitals and zeros at the places where sorts differ."""
    state = 16
    def below(bound):
        nonlocal state
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (state >> 33) % bound
    plain = ["payment", "payment2", "payment10", "payment:id", "payment:sum:amount", "id", "a", "a:1", "a:2", "a:10", "a1b", "a_b", "a-b", "b"]
    capitals = ["Payment", "PAYMENT", "payment:ID", "A", "B2"]
    zeros = ["a:01", "a:001", "a:02", "a:0", "a010", "01", "1", "00"]
    for pool in (plain, plain + capitals, plain + zeros):
        for _ in range(60):
            yield {pool[below(len(pool))] for _ in range(3 + below(6))}


def kind(keys, documents):
    if any(re.search(r"(?<![0-9])0[0-9]", key) for key in keys):
        return "zeros"
    if any(re.search(r"[A-Z]", key) for key in keys):
        return "capitals"
    return "documented" if documents else "other"


def compare(one, other):
    return signer.compare(one.encode(), other.encode())


def sets():
    known = set()
    paths = lambda value: set(signer.flatten(value, "", {}))
    keys = [(paths(value), True) for value in documented()]
    keys += [(paths(value), False) for value in probes()] + [(one, False) for one in made()]
    for one, documents in keys:
        ordered = sorted(sorted(one), key=functools.cmp_to_key(compare))
        ties = any(compare(*pair) == 0 for pair in zip(ordered, ordered[1:]))
        if len(ordered) > 1 and not ties and tuple(ordered) not in known:
            known.add(tuple(ordered))
            yield [kind(ordered, documents), ordered]


if sys.argv[1] == "sets":
    print(json.dumps(list(sets())))
else:
    import importlib.metadata, natsort
    counts = {}
    for of, ordered in json.load(sys.stdin):
        count = counts.setdefault(of, [0, 0])
        count[0] += natsort.natsorted(sorted(ordered)) == ordered
        count[1] += 1
    print(json.dumps({f"PyPI natsort {importlib.metadata.version('natsort')}": counts}))
