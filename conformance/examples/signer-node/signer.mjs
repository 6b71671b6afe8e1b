// The platform's signature with Node's own modules alone, and an adapter for `cargo conformance signer`.
import { createHmac, timingSafeEqual } from "node:crypto";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

// An integer of 64 bits stays; anything else is a double with 14 significant digits.
export function number(digits) {
  if (/^-?\d+$/.test(digits) && BigInt.asIntN(64, BigInt(digits)) === BigInt(digits)) return String(BigInt(digits));
  const value = Number(digits);
  const sign = Object.is(value, -0) || value < 0 ? "-" : "";
  if (!Number.isFinite(value)) return `${sign}INF`;
  const [mantissa, power] = Math.abs(value).toExponential(13).split("e");
  const exponent = Number(power);
  let kept = mantissa.replace(".", "").replace(/0+$/, "") || "0";
  if (exponent < -4 || exponent >= 14) return `${sign}${kept[0]}.${kept.slice(1) || "0"}E${exponent < 0 ? "" : "+"}${exponent}`;
  kept = "0".repeat(Math.max(-exponent, 0)) + kept.padEnd(exponent + 1, "0");
  const whole = Math.max(exponent, 0) + 1;
  return sign + kept.slice(0, whole) + (kept.length > whole ? "." + kept.slice(whole) : "");
}

// The numbers keep their digits: JSON.parse would make doubles of them.
export class Digits { constructor(text) { this.text = number(text); } }
function read(text) {
  JSON.parse(text);
  const token = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
  const marked = text.replace(token, (found) => (found[0] === '"' ? `"t${found.slice(1)}` : `"n${found}"`));
  const plain = (value) => {
    if (typeof value === "string") return value[0] === "n" ? new Digits(value.slice(1)) : value.slice(1);
    if (Array.isArray(value)) return value.map(plain);
    if (value === null || typeof value !== "object") return value;
    return new Map(Object.entries(value).map(([key, item]) => [key.slice(1), plain(item)]));
  };
  return plain(JSON.parse(marked));
}

const digits = (bytes, at) => bytes.toString("latin1", at).match(/^[0-9]*/)[0];
const spaces = (bytes, at) => bytes.toString("latin1", at).match(/^[ \t-\r]*/)[0].length;

// The natural order of two paths, on their bytes.
export function compare(one, other) {
  if (!one || !other) return one.length - other.length;
  const [a, b] = [one, other].map((path) => Buffer.from(path.replace(/^0+(?=[0-9])/, "")));
  const ended = (i, j) => (i < a.length) - (j < b.length);
  for (let i = 0, j = 0; ; ) {
    i += spaces(a, i);
    j += spaces(b, j);
    const [x, y] = [digits(a, i), digits(b, j)];
    if (x && y) {
      // a run that starts with 0 is compared like a fraction
      const left = x[0] === "0" || y[0] === "0" || x.length === y.length;
      if (x !== y) return left ? (x < y ? -1 : 1) : x.length - y.length;
      i += x.length;
      j += y.length;
      if (i === a.length || j === b.length) return ended(i, j);
    }
    if ((a[i] ?? 0) !== (b[j] ?? 0)) return (a[i] ?? 0) - (b[j] ?? 0);
    i += 1;
    j += 1;
    if (i >= a.length || j >= b.length) return ended(i, j);
  }
}

function flatten(value, path, lines) {
  if (Array.isArray(value) || value instanceof Map) {
    for (const [key, item] of value.entries()) {
      if (key === "frame_mode") continue;
      const name = String(key).replaceAll(":", "::");
      flatten(item, path ? `${path}:${name}` : name, lines);
    }
  } else {
    lines.set(path, value === null ? "" : value instanceof Digits ? value.text : String(typeof value === "boolean" ? +value : value));
  }
  return lines;
}

const textOf = (value) => [...flatten(value, "", new Map())].sort((a, b) => compare(a[0], b[0])).map((line) => line.join(":")).join(";");
const sign = (text, key) => createHmac("sha512", key).update(text).digest("base64");

function withoutSignatures(value) {
  if (Array.isArray(value)) return value.map(withoutSignatures);
  if (!(value instanceof Map)) return value;
  const kept = [...value].filter(([key, item]) => key !== "signature" || item === null);
  return new Map(kept.map(([key, item]) => [key, withoutSignatures(item)]));
}

function verify(body, key, read) {
  const value = read(body);
  const given = Buffer.from(value.get("signature") || value.get("general")?.get("signature"));
  const made = Buffer.from(sign(textOf(withoutSignatures(value)), key));
  return given.length === made.length && timingSafeEqual(given, made);
}

// Answers the questions of `cargo conformance signer`.
export async function adapter(name, reader = read) {
  for await (const line of createInterface({ input: process.stdin })) {
    const ask = JSON.parse(line);
    const answer = { id: ask.id };
    try {
      if ("hello" in ask) Object.assign(answer, { version: 1, name });
      if ("sign" in ask) answer.signature = sign((answer.text = textOf(reader(ask.sign))), ask.key);
      if ("verify" in ask) answer.verdict = verify(ask.verify, ask.key, reader) ? "valid" : "invalid";
    } catch (why) {
      answer.error = String(why);
    }
    process.stdout.write(JSON.stringify(answer) + "\n");
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) await adapter("node, own modules");
