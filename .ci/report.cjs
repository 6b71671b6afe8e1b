// Loads the HTML report in headless Chromium: the matrix is there, filtering and the keyboard work, nothing is fetched,
// nothing is logged. Usage: NODE_PATH=… node report.cjs CHROMIUM REPORT [SCREENSHOTS]
const assert = require("node:assert/strict");
const path = require("node:path");
const { pathToFileURL } = require("node:url");
const puppeteer = require("puppeteer-core");

const [chromium, report, screenshots] = process.argv.slice(2);
const flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"];

const check = async (browser, width, height, scheme) => {
  const page = await browser.newPage();
  const said = [];
  const asked = [];
  page.on("console", (message) => said.push(message.text()));
  page.on("pageerror", (error) => said.push(String(error)));
  page.on("request", (request) => asked.push(request.url()));
  await page.setViewport({ width, height });
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
  const address = pathToFileURL(path.resolve(report)).href;
  await page.goto(address, { waitUntil: "load" });

  const shown = () => page.$$eval("li[data-verdict]:not([hidden])", (items) => items.length);
  const count = () => page.$eval("#count", (output) => output.textContent);
  assert.ok((await page.$$("#matrix .cell")).length > 10, "the matrix has cells");
  const all = await shown();
  assert.ok(all > 100 && (await count()) === `${all} rules`, "every rule is listed");
  const wide = await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);
  assert.ok(wide, `nothing sticks out at ${width} pixels`);
  if (screenshots) await page.screenshot({ path: path.join(screenshots, `${width}-${scheme}.png`) });

  await page.keyboard.press("/");
  await page.keyboard.type("required");
  const some = await shown();
  assert.ok(some > 0 && some < all, "the text filters");
  assert.equal(await count(), `${some} of ${all} rules`);
  const odd = await page.$$eval("li[data-verdict]:not([hidden]) > details > summary", (found) =>
    found.filter((one) => !one.textContent.includes("required")).length);
  assert.equal(odd, 0, "what is left has the text");
  await page.keyboard.press("Escape");
  assert.equal(await shown(), all, "Escape takes the filter away");
  const failing = await page.$$eval('li[data-verdict="failed"]', (items) => items.length);
  await page.select("#verdict", "failed");
  assert.equal(await shown(), failing, "the verdict filters");
  await page.select("#verdict", "");

  const cell = await page.$("#matrix .cell");
  const target = await cell.evaluate((link) => decodeURIComponent(link.hash.slice(1)));
  await cell.focus();
  await page.keyboard.press("Enter");
  await page.waitForFunction((id) => document.getElementById(id).open, { timeout: 5000 }, target);
  const focused = await page.evaluate(() => document.activeElement.parentElement.id);
  assert.equal(focused, target, "a cell opens its rules and takes the focus there");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  const opened = await page.evaluate(() => document.activeElement.parentElement.open);
  assert.equal(opened, true, "a rule opens by keyboard");
  if (screenshots) await page.screenshot({ path: path.join(screenshots, `${width}-${scheme}-rule.png`) });

  assert.deepEqual(said, [], "nothing is logged");
  assert.deepEqual(asked.filter((url) => url.split("#")[0] !== address && !url.startsWith("data:")), [], "nothing is fetched");
  await page.close();
};

(async () => {
  const browser = await puppeteer.launch({ executablePath: chromium, headless: true, args: flags });
  try {
    for (const scheme of ["light", "dark"]) {
      await check(browser, 390, 844, scheme);
      await check(browser, 1280, 900, scheme);
    }
  } finally {
    await browser.close();
  }
  console.log("the report works at 390 and 1280 pixels, light and dark");
})().catch((error) => {
  console.error(error);
  process.exit(1);
});
