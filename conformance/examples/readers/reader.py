"""A JSON reader of Python under the example's signer: reader.py MODULE values|printed

With `values` numbers are written as the platform writes them, so that whatever differs is the reader's doing. With `printed`
they are written as Python prints them, as most people would.
"""
import importlib, importlib.metadata, pathlib, sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "signer-python"))
import signer

MODULE, HOW = sys.argv[1:]
READERS = {
    "json": lambda it: it.loads,
    "ujson": lambda it: it.loads,
    "msgspec": lambda it: it.json.decode,
    "jiter": lambda it: lambda text: it.from_json(text.encode()),
    "yapic.json": lambda it: it.loads,
    "simdjson": lambda it: lambda text: it.Parser().parse(text.encode(), True),
}
PACKAGES = {"simdjson": "pysimdjson"}


def plain(value):
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, (int, float)) and HOW == "values":
        return signer.number(repr(value))
    # a date, or whatever else a reader makes of a text
    return str(value)


package = PACKAGES.get(MODULE, MODULE)
name = "Python json" if MODULE == "json" else f"PyPI {package} {importlib.metadata.version(package)}"
load = READERS[MODULE](importlib.import_module(MODULE))
signer.adapter(name, lambda text: plain(load(text)))
