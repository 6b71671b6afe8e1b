// The vendor's SDK for JavaScript, asked by `cargo conformance signer`. `node_modules` must hold `ecommpay`.
const { signer, Callback } = require("ecommpay");
const { version } = require("ecommpay/package.json");

require("node:readline").createInterface({ input: process.stdin }).on("line", (line) => {
  const { id, hello, sign, verify, key } = JSON.parse(line);
  let answer;
  try {
    if (hello !== undefined) answer = { version: 1, name: `npm ecommpay ${version}` };
    else if (sign !== undefined) answer = { signature: signer(JSON.parse(sign), key) };
    else answer = new Callback(key, verify) && { verdict: "valid" };
  } catch (why) {
    answer = { error: String(why) };
  }
  console.log(JSON.stringify({ id, ...answer }));
});
