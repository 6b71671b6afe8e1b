// How natural sorts of npm sort sets of keys that come in the platform's order: sorts.mjs < SETS
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const versions = JSON.parse(process.env.VERSIONS);
const by = (compare) => (keys) => keys.sort(compare);
const sorts = {
  locutus: by(require("locutus/php/strings/strnatcmp").strnatcmp),
  "string-natural-compare": by(require("string-natural-compare")),
  "javascript-natural-sort": by(require("javascript-natural-sort")),
  "alphanum-sort": (keys) => require("alphanum-sort")(keys),
  natsort: by((require("natsort").default ?? require("natsort"))()),
  "natural-orderby": by(require("natural-orderby").compare()),
  "natural-compare": by(require("natural-compare")),
  "natural-compare-lite": by(require("natural-compare-lite")),
  "Intl.Collator": by(new Intl.Collator("en", { numeric: true }).compare),
};

const sets = JSON.parse(readFileSync(0, "utf8"));
const found = {};
for (const [name, sort] of Object.entries(sorts)) {
  const counts = {};
  for (const [kind, ordered] of sets) {
    counts[kind] ??= [0, 0];
    counts[kind][0] += JSON.stringify(sort([...ordered].sort())) === JSON.stringify(ordered) ? 1 : 0;
    counts[kind][1] += 1;
  }
  found[name === "Intl.Collator" ? "JavaScript Intl.Collator" : `npm ${name} ${versions[name]}`] = counts;
}
console.log(JSON.stringify(found));
