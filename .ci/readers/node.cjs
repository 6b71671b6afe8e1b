// What js-yaml and `yaml` read of a list of texts. Usage: NODE_PATH=… node node.cjs js-yaml|yaml <texts.json
const { readFileSync } = require("node:fs");

// a value whose scalars say of what kind they are
const marked = (value) => {
  if (value === null || value === undefined) return "null";
  if (typeof value === "string") return `s:${value}`;
  if (typeof value === "boolean") return `b:${value}`;
  if (typeof value === "number") return Number.isInteger(value) && !Object.is(value, -0) ? `i:${value}` : `float:${value}`;
  if (Array.isArray(value)) return value.map(marked);
  if (value instanceof Date) return `date:${value.toISOString()}`;
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, item]) => [`${marked(key)}`, marked(item)]));
  if (Object.getPrototypeOf(value) === Object.prototype || Object.getPrototypeOf(value) === null)
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [`s:${key}`, marked(item)]));
  return `${value.constructor.name}:${value}`;
};

const library = require(process.argv[2]);
const read = process.argv[2] === "yaml" ? (text) => library.parse(text, { logLevel: "error" }) : (text) => library.load(text);
const texts = JSON.parse(readFileSync(0, "utf8"));
const answers = texts.map((text) => {
  try {
    return { value: marked(read(text)) };
  } catch (error) {
    return { error: String(error.message).replace(/\s+/g, " ").slice(0, 300) };
  }
});
process.stdout.write(JSON.stringify(answers) + "\n");
