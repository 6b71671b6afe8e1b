"""The platform's signature with the standard library alone, and an adapter for `cargo conformance signer`."""
import base64, functools, hashlib, hmac, json, re, sys


def number(digits):
    """An integer of 64 bits stays; anything else is a double with 14 significant digits."""
    if re.fullmatch(r"-?\d+", digits) and -(2**63) <= int(digits) < 2**63:
        return str(int(digits))
    value = float(digits)
    if abs(value) == float("inf"):
        return "INF" if value > 0 else "-INF"
    sign, (mantissa, exponent) = "-" if str(value)[0] == "-" else "", ("%.13e" % abs(value)).split("e")
    digits, exponent = mantissa.replace(".", "").rstrip("0") or "0", int(exponent)
    if not -4 <= exponent < 14:
        return "%s%s.%sE%+d" % (sign, digits[0], digits[1:] or "0", exponent)
    digits = "0" * -exponent + digits.ljust(exponent + 1, "0")
    whole = max(exponent, 0) + 1
    return sign + digits[:whole] + ("." + digits[whole:] if digits[whole:] else "")


def compare(one, other):
    """The natural order of two paths, on their bytes."""
    if not one or not other:
        return len(one) - len(other)
    one, other = (re.sub(rb"^0+(?=[0-9])", b"", path) for path in (one, other))
    i = j = 0
    while True:
        i, j = (at + len(re.match(rb"[ \t-\r]*", path[at:])[0]) for path, at in ((one, i), (other, j)))
        x, y = (re.match(rb"[0-9]*", path[at:])[0] for path, at in ((one, i), (other, j)))
        if x and y:
            if x != y:  # a run that starts with 0 is compared like a fraction
                left = x[0] == 48 or y[0] == 48 or len(x) == len(y)
                return (-1 if x < y else 1) if left else len(x) - len(y)
            i, j = i + len(x), j + len(y)
            if i == len(one) or j == len(other):
                return (i < len(one)) - (j < len(other))
        x, y = one[i : i + 1] or b"\0", other[j : j + 1] or b"\0"
        if x != y:
            return x[0] - y[0]
        i, j = i + 1, j + 1
        if i >= len(one) or j >= len(other):
            return (i < len(one)) - (j < len(other))


def flatten(value, path, lines):
    if isinstance(value, (dict, list)):
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            if key != "frame_mode":
                key = str(key).replace(":", "::")
                flatten(item, path + ":" + key if path else key, lines)
    else:
        lines[path] = {True: "1", False: "0", None: ""}[value] if value in (True, False, None) else value
    return lines


def text_of(value):
    lines = sorted(flatten(value, "", {}).items(), key=functools.cmp_to_key(lambda a, b: compare(a[0].encode(), b[0].encode())))
    return ";".join(path + ":" + text for path, text in lines)


def sign(text, key):
    return base64.b64encode(hmac.new(key.encode(), text.encode(), hashlib.sha512).digest()).decode()


def read(text):
    return json.loads(text, parse_int=number, parse_float=number, parse_constant=lambda word: 1 / 0)


def without_signatures(value):
    if isinstance(value, list):
        return [without_signatures(item) for item in value]
    if isinstance(value, dict):
        return {key: without_signatures(item) for key, item in value.items() if key != "signature" or item is None}
    return value


def verify(body, key, read=read):
    value = read(body)
    given = value.get("signature") or value.get("general", {}).get("signature")
    return hmac.compare_digest(sign(text_of(without_signatures(value)), key).encode(), given.encode())


def adapter(name, read=read):
    """Answers the questions of `cargo conformance signer`."""
    for line in sys.stdin:
        ask = json.loads(line)
        answer = {"id": ask["id"]}
        try:
            if "hello" in ask:
                answer.update(version=1, name=name)
            elif "sign" in ask:
                text = text_of(read(ask["sign"]))
                answer.update(text=text, signature=sign(text, ask["key"]))
            elif "verify" in ask:
                answer.update(verdict="valid" if verify(ask["verify"], ask["key"], read) else "invalid")
        except Exception as why:
            answer.update(error=repr(why))
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    adapter("python, standard library")
