"""What PyYAML, libyaml and ruamel read of a list of texts.

Usage: python.py READER <texts.json: PyYAML, libyaml or ruamel. Prints a list of `{"value": …}` or `{"error": …}`.
"""

import json
import sys

import ruamel.yaml
import yaml


def marked(value):
    """A value whose scalars say of what kind they are."""
    if isinstance(value, bool):
        return f"b:{str(value).lower()}"
    if isinstance(value, int):
        return f"i:{value}"
    if isinstance(value, str):
        return f"s:{value}"
    if isinstance(value, list):
        return [marked(item) for item in value]
    if isinstance(value, dict):
        return {str(marked(key)): marked(item) for key, item in value.items()}
    if value is None:
        return "null"
    return f"{type(value).__name__}:{value}"


def ruamel_read(text):
    reader = ruamel.yaml.YAML(typ="safe", pure=True)
    return reader.load(text)


READERS = {
    "PyYAML": lambda text: yaml.load(text, yaml.SafeLoader),
    "libyaml": lambda text: yaml.load(text, yaml.CSafeLoader),
    "ruamel": ruamel_read,
}


def read(reader, text):
    try:
        return {"value": marked(reader(text))}
    except Exception as error:  # whatever it is, the text was not read
        return {"error": " ".join(str(error).split())[:300] or type(error).__name__}


reader = READERS[sys.argv[1]]
print(json.dumps([read(reader, text) for text in json.load(sys.stdin)]))
