"""The vendor's SDK for Python, asked by `cargo conformance signer`. `ecommpay-sdk` must be installed."""
import json, sys
from importlib.metadata import version
from payment_page_sdk.callback import Callback
from payment_page_sdk.signature_handler import SignatureHandler

for line in sys.stdin:
    ask = json.loads(line)
    try:
        if "hello" in ask:
            answer = {"version": 1, "name": "PyPI ecommpay-sdk " + version("ecommpay-sdk")}
        elif "sign" in ask:
            answer = {"signature": SignatureHandler(ask["key"]).sign(json.loads(ask["sign"]))}
        else:
            answer = {"verdict": "valid" if Callback(ask["verify"], SignatureHandler(ask["key"])) else "invalid"}
    except Exception as why:
        answer = {"error": repr(why)}
    print(json.dumps({"id": ask["id"], **answer}), flush=True)
