"""Holds an engine of regular expressions against regex-lite, by patterns that the loader takes.

Usage: patterns.py XTASK [-- NAME COMMAND…]…: each command reads `[[pattern, [text…]]…]` in JSON and prints, for each pattern, a list
of whether the texts match, or what is wrong with the pattern.
"""

import json
import sys

sys.dont_write_bytecode = True  # nothing of a run stays in the folder
import check  # noqa: E402

COUNT = 10_000


def main():
    [xtask], *engines = check.groups(sys.argv[1:])
    cases = check.ask([xtask, "readers", "--patterns", str(COUNT)], None)
    inputs = [[pattern, [text for text, _ in texts]] for pattern, texts in cases]
    failed = []
    for name, *command in engines:
        differ = []
        for (pattern, texts), answer in zip(cases, check.ask(command, inputs)):
            if isinstance(answer, str):
                differ.append(f"{name} does not read {check.shown(pattern)}: {answer}")
                continue
            for (text, matches), other in zip(texts, answer):
                if matches != other:
                    differ.append(f"{check.shown(pattern)} and {check.shown(text)}: {matches} to us, {other} to {name}")
        print(f"{name}: {len(cases)} patterns, {len(differ)} differences")
        failed += differ
    for line in failed[:20]:
        print(f"FAILED {line}")
    matched = sum(matches for _, texts in cases for _, matches in texts)
    return bool(failed) or len(cases) < COUNT or matched < COUNT


sys.exit(main())
