// A JSON reader of JavaScript under the example's signer: reader.mjs MODULE values|printed
//
// With `values` numbers are written as the platform writes them, so that whatever differs is the reader's doing. With
// `printed` they are written as JavaScript prints them. `node_modules` must hold the package.
import { createRequire } from "node:module";
import { Digits, adapter } from "../signer-node/signer.mjs";

const require = createRequire(import.meta.url);
const [module, how] = process.argv.slice(2);
const versions = JSON.parse(process.env.VERSIONS);
const version = (name) => `npm ${name} ${versions[name]}`;
const readers = {
  "JSON.parse": () => ["JavaScript JSON.parse", JSON.parse],
  destr: () => [version("destr"), require("destr").destr],
  "json-bigint": () => [version("json-bigint"), require("json-bigint").parse],
  "json-bigint native": () => [`${version("json-bigint")}, native`, require("json-bigint")({ useNativeBigInt: true }).parse],
  "lossless-json": () => [version("lossless-json"), require("lossless-json").parse],
};

const written = (text) => (how === "values" ? new Digits(text) : text);
function plain(value) {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === "number" || typeof value === "bigint") return written(String(value));
  if (value === null || typeof value !== "object") return value;
  // numbers as objects: those of lossless-json keep their digits, those of json-bigint are bignumber.js's
  if (value.isLosslessNumber) return written(value.value);
  if (typeof value.toFixed === "function") return written(value.toFixed());
  return new Map(Object.entries(value).map(([key, item]) => [key, plain(item)]));
}

const [name, parse] = readers[module]();
await adapter(name, (text) => plain(parse(text)));
