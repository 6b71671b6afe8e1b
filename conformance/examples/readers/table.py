"""The three tables of docs/signer.md: what a run found, and what was found elsewhere: table.py PAGE FOLDER [--check]"""
import json, pathlib, re, sys

PAGE, FOLDER = (pathlib.Path(path) for path in sys.argv[1:3])
CHECK = sys.argv[3:] == ["--check"]

# What happens, by the reader's name without its version.
READERS = {
    "Python json": "Keeps every value.",
    "PyPI ujson": "Keeps every value; reads `NaN` and `Infinity` too.",
    "PyPI msgspec": "Refuses a number beyond every double.",
    "PyPI jiter": "Keeps every value.",
    "PyPI yapic.json": "A text that looks like a date becomes a `datetime`, and an integer from 2^63 on a double.",
    "PyPI pysimdjson": "Refuses an integer over 64 bits and a number beyond every double.",
    "JavaScript JSON.parse": "Integers over 2^53 lose digits.",
    "npm destr": "As `JSON.parse`; drops a member `__proto__`.",
    "npm json-bigint": "Refuses the names `constructor` and `__proto__`, and a number beyond every double.",
    "npm json-bigint, native": "As above; throws on a fraction of more than 15 characters.",
    "npm lossless-json": "Keeps digits; refuses a key that comes twice.",
    "crate json": "An integer from 2^64 on loses its last digit, which the signature does not show.",
    "crate serde_json": "The last of more than 16 digits may change; refuses a number beyond every double.",
}
# Run once, on 2026-11-30, over 81 documented messages and 453 vectors: no registry of this script pins these.
READERS_ELSEWHERE = [
    ("Tcl tcllib json", "69", "`true`, `false` and `null` stay words; a list cannot be told from a text."),
    ("Java Gson 2.10 into `Map`; Lua 5.4 lua-cjson", "66", "Every integer becomes a double: 1000 is `1000.0`."),
    ("Go `any` printed by `fmt.Sprint`", "50", "Integers from 10^6 on get an exponent, `1e+06`; `UseNumber` keeps them."),
    ("Lua 5.1 cjson, dkjson", "3", "Integers of 15 digits and more change; with dkjson `null` vanishes and lists get holes."),
    ("Ruby `Oj.load`", "0", "A text that starts with `:` loses it; long fractions become `BigDecimal`."),
    ("jq `paths(scalars)`", "-", "`false` and `null` have no path."),
    ("Perl JSON::PP, JSON::XS, Cpanel::JSON::XS", "0", "JSON::PP rounds integers of 20 digits over 2^64 and keeps those of 21; JSON::XS makes `5e-324` 0; Cpanel refuses a key that comes twice."),
    ("Ruby json; Jackson 2.14; Gson as a tree; Erlang jiffy", "0", "`1.0`, exponents and more than 14 digits are printed otherwise."),
    ("Java json-simple", "0", "Refuses an integer over 64 bits."),
    ("Postgres jsonb (PGlite)", "-", "`1e3` becomes 1000 and `-0.0` 0.0; NUL is refused."),
]
SORTS_ELSEWHERE = [
    ("Tcl `lsort -dictionary`", "the same but for capitals"),
    ("Perl Sort::Naturally; `sort -V`", "others: `payment:id` next to `payment2`"),
]


def version_less(name):
    return re.sub(r" [0-9][^ ,]*", "", name)


def cell(text):
    return str(text).replace("|", "\\|")


def table(head, rows):
    lines = [head, ["---"] * len(head), *rows]
    return "".join("| " + " | ".join(map(cell, line)) + " |\n" for line in lines).replace("| --- ", "|---").replace("--- |", "---|")


def readers():
    found = {}
    for file in sorted(FOLDER.glob("*.reader")):
        report = json.loads(file.read_text())
        how = file.name.split(".")[-2]
        found.setdefault(report["program"], {})[how] = report["features"]
    missing = set(READERS) ^ {version_less(name) for name in found}
    if missing:
        sys.exit(f"no row, or no run, of {', '.join(sorted(missing))}")
    order = list(READERS)
    for name in sorted(found, key=lambda name: order.index(version_less(name))):
        values, printed = found[name]["values"], found[name]["printed"]
        broken = lambda row: row["differs"] + row["failed"]
        differ = [row["feature"].replace("-", " ") for row in values if broken(row)]
        [documented] = [row for row in printed if row["feature"] == "documented"]
        count = f"{broken(documented)} of {broken(documented) + documented['passed']}"
        yield name, ", ".join(differ) or "none", count, READERS[version_less(name)]
    for name, count, what in READERS_ELSEWHERE:
        yield name, "not re-run", count if count == "-" else f"{count} of 81, not re-run", what


def sorts():
    for file in ("npm", "pypi", "crates"):
        for name, counts in json.loads((FOLDER / f"{file}.sorts").read_text()).items():
            kinds = [counts[kind] for kind in ("documented", "other", "capitals", "zeros")]
            yield name, *("all" if same == of else f"{same} of {of}" for same, of in kinds)
    for name, what in SORTS_ELSEWHERE:
        yield name, f"not re-run: {what}", "", "", ""


def frameworks():
    for file in sorted(FOLDER.glob("*.frameworks")):
        for name, cells in json.loads(file.read_text()).items():
            yield name, *cells


def written(page):
    tables = {
        "readers": table(["reader", "features that differ", "documented, as the language prints numbers", "what happens"], readers()),
        "sorts": table(["natural sort", "documented keys", "further keys", "with capitals", "with leading zeros"], sorts()),
        "frameworks": table(["framework", "80 kB", "150 kB", "1.5 MB", "3 MiB", "no Content-Type"], frameworks()),
    }
    for name, text in tables.items():
        before, found, rest = page.partition(f"<!-- {name} -->\n")
        _, end, after = rest.partition(f"<!-- /{name} -->")
        if not (found and end):
            sys.exit(f"{PAGE} has no place for a table: put <!-- {name} --> and <!-- /{name} --> into it")
        page = before + found + text + end + after
    return page


page = PAGE.read_text()
now = written(page)
if now == page:
    print(f"{PAGE}: unchanged")
elif CHECK:
    print(f"{PAGE} is not what the run gives; run the same without --check")
    old, new = page.splitlines(), now.splitlines()
    for line in [f"- {line}" for line in old if line not in new] + [f"+ {line}" for line in new if line not in old]:
        print(line)
    sys.exit(1)
else:
    PAGE.write_text(now)
    print(f"{PAGE}: written")
