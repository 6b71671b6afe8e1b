#!/usr/bin/env bash
# dinero.js 2.0.2 (npm): amounts in minor units of the Malagasy ariary and the Mauritanian ouguiya are read as fifths.
#
# ISO 4217 gives MGA and MRU two decimals, and payment platforms send their amounts in hundredths: 100050 is 1,000.50.
# The currencies of dinero.js say `{ base: 5, exponent: 1 }` (an ariary is five iraimbilanja), so that
# `dinero({ amount: 100050, currency: MGA })` is 20,010 ariary, twenty times as much, and no error tells of it:
# `toUnits` answers at once, and only `toDecimal` throws. A shop that hands a callback's sum to the library shows, or
# refunds, twenty times the sum. With `{ code: "MGA", base: 10, exponent: 2 }` in place of the export it is right.
#
# Output seen:
#   KES {"code":"KES","base":10,"exponent":2} [1000,50]
#   MGA {"code":"MGA","base":5,"exponent":1} [20010,0]
#   MRU {"code":"MRU","base":5,"exponent":1} [20010,0]
#   MGA by ISO 4217 [1000,50]
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts dinero.js@2.0.2
cat >read.mjs <<'JS'
import { dinero, toUnits } from "dinero.js";
import { KES, MGA, MRU } from "dinero.js/currencies";

const units = (currency) => JSON.stringify(toUnits(dinero({ amount: 100050, currency })));
for (const currency of [KES, MGA, MRU]) {
  console.log(currency.code, JSON.stringify(currency), units(currency));
}
console.log("MGA by ISO 4217", units({ code: "MGA", base: 10, exponent: 2 }));
JS
node read.mjs | tee seen
diff seen - <<'SEEN'
KES {"code":"KES","base":10,"exponent":2} [1000,50]
MGA {"code":"MGA","base":5,"exponent":1} [20010,0]
MRU {"code":"MRU","base":5,"exponent":1} [20010,0]
MGA by ISO 4217 [1000,50]
SEEN
echo "as described"
