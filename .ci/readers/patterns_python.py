"""What Python's `re` or RE2 matches. Usage: patterns_python.py re|re2 <patterns.json"""

import importlib
import json
import sys
import warnings

# what a later version will read differently
warnings.simplefilter("error")
engine = importlib.import_module(sys.argv[1])
options = []
if sys.argv[1] == "re2":
    options = [engine.Options()]
    # that a large pattern takes the slower way is no difference
    options[0].log_errors = False


def matched(pattern, texts):
    try:
        compiled = engine.compile(pattern, *options)
    except Exception as error:  # whatever it is, the pattern was not read
        return str(error)
    return [compiled.fullmatch(text) is not None for text in texts]


print(json.dumps([matched(pattern, texts) for pattern, texts in json.load(sys.stdin)]))
