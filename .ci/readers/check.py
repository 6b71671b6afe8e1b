"""Holds readers of YAML against ours.

Usage: check.py XTASK [-- NAME COMMAND…]…: each command reads a list of texts in JSON and prints a list of what it read.

Every spec of the repository, the table of `codegen/spec/tests/readers/texts.json`, and random texts: what ours takes, each
reads alike; what ours refuses is a fault that says what to do.
"""

import json
import pathlib
import subprocess
import sys

sys.dont_write_bytecode = True  # nothing of a run stays in the folder
import texts  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
SPECS = ["specs", "codegen/spec/tests/specs", "codegen/macros/tests/methods", "codegen/macros/example/methods", "xtask/mutants"]
RANDOM = 5_000
SEED = 20_261_201


def ask(command, inputs):
    """What a program reads of texts."""
    done = subprocess.run(command, input=json.dumps(inputs), stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout)


def shown(value):
    return json.dumps(value, ensure_ascii=True)[:160]


def groups(arguments):
    """Arguments in groups that `--` parts."""
    found = [[]]
    for argument in arguments:
        if argument == "--":
            found.append([])
        else:
            found[-1].append(argument)
    return found


def main():
    [xtask], *readers = groups(sys.argv[1:])
    files = {path: path.read_text(encoding="utf-8") for folder in SPECS for path in sorted((ROOT / folder).rglob("*.yaml"))}
    table = json.loads((ROOT / "codegen/spec/tests/readers/texts.json").read_text(encoding="utf-8"))
    placed = [place.replace("%s", scalar) for scalar in table["scalars"] for place in table["places"]]
    made = texts.random_texts(SEED, RANDOM, list(files.values()), table["scalars"])
    inputs = list(dict.fromkeys([*files.values(), *(text for text, _ in table["texts"]), *placed, *made]))
    ours = dict(zip(inputs, ask([xtask, "readers"], inputs)))
    taken = {text: read["value"] for text, read in ours.items() if "value" in read}
    refused = {text: read["faults"] for text, read in ours.items() if "faults" in read}
    failed = [f"{path.relative_to(ROOT)} is refused: {refused[text]}" for path, text in files.items() if text in refused]
    failed += [f"{shown(text)} is refused without a fault" for text, faults in refused.items() if not faults]
    # what is no YAML at all may be told without help
    helped = [faults for faults in refused.values() if any(fault["help"] for fault in faults)]

    for name, *command in readers:
        read = zip(taken.items(), ask(command, list(taken)))
        differ = [(text, value, other) for (text, value), other in read if other.get("value", ...) != value]
        failed += [f"{shown(text)} is {shown(value)} to us, and to {name} {shown(other)}" for text, value, other in differ]
        print(f"{name}: of {len(taken)} texts {len(differ)} are read differently; {len(refused)} more are refused")
    for line in failed[:20]:
        print(f"FAILED {line}")
    # a check that takes or refuses next to nothing is none
    return bool(failed) or len(taken) < 3_000 or len(refused) < 3_000 or len(helped) < len(refused) * 9 // 10


if __name__ == "__main__":
    sys.exit(main())
