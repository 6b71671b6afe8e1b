"""The vendor's SDK for Python, asked by `cargo conformance signer`. `ecommpay-sdk` must be installed."""
import importlib.metadata, json, sys
from payment_page_sdk.callback import Callback
from payment_page_sdk.signature_handler import SignatureHandler as Handler

for ask in map(json.loads, sys.stdin):
    try:
        if "hello" in ask:
            answer = {"version": 1, "name": "PyPI ecommpay-sdk " + importlib.metadata.version("ecommpay-sdk")}
        elif "sign" in ask:
            answer = {"signature": Handler(ask["key"]).sign(json.loads(ask["sign"]))}
        else:
            answer = {"verdict": "valid" if Callback(ask["verify"], Handler(ask["key"])) else "invalid"}
    except Exception as why:
        answer = {"error": repr(why)}
    print(json.dumps({"id": ask["id"], **answer}), flush=True)
