// What ECMAScript matches, with `u`. Usage: node patterns.cjs <patterns.json
const { readFileSync } = require("node:fs");

const answers = JSON.parse(readFileSync(0, "utf8")).map(([pattern, texts]) => {
  try {
    const regex = new RegExp(pattern, "u");
    return texts.map((text) => regex.test(text));
  } catch (error) {
    return error.message;
  }
});
process.stdout.write(JSON.stringify(answers) + "\n");
