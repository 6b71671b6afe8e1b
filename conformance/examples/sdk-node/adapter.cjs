// The vendor's SDK for JavaScript, asked by `cargo conformance signer`. `node_modules` must hold `ecommpay`.
const { signer, Callback } = require("ecommpay");
const name = `npm ecommpay ${require("ecommpay/package.json").version}`;

require("node:readline").createInterface({ input: process.stdin }).on("line", (line) => {
  const { id, hello, sign, verify, key } = JSON.parse(line);
  const say = (answer) => console.log(JSON.stringify({ id, ...answer }));
  try {
    if (hello) say({ version: 1, name });
    else if (sign) say({ signature: signer(JSON.parse(sign), key) });
    else say(new Callback(key, verify) && { verdict: "valid" });
  } catch (why) { say({ error: String(why) }); }
});
