// What axe-core and a browser say of a page of ours: node page.mjs MODULES CHROMIUM FILE
// Printed as JSON: violations of each look at it, widths, requests beside the file itself, and the pages it prints to.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [modules, chromium, file] = process.argv.slice(2);
const require = createRequire(`${modules}/node_modules/`);
const playwright = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const address = pathToFileURL(file).href;

const browser = await playwright.chromium.launch({ executablePath: chromium, args: ["--no-sandbox"] });
const told = { looks: [], requests: [], said: [] };
for (const width of [390, 1280]) {
  for (const colorScheme of ["light", "dark"]) {
    const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, bypassCSP: true });
    const page = await context.newPage();
    page.on("request", (request) => request.url() !== address && !request.url().startsWith("data:") && told.requests.push(request.url()));
    page.on("console", (message) => told.said.push(message.text()));
    await page.goto(address);
    await page.evaluate(() => document.querySelectorAll("details").forEach((details) => (details.open = true)));
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => globalThis.axe.run());
    const across = await page.evaluate(() => document.documentElement.scrollWidth);
    told.looks.push({ width, colorScheme, across, violations: violations.map((v) => `${v.id}: ${v.nodes[0].html}`) });
    await context.close();
  }
}
const page = await browser.newPage({ javaScriptEnabled: false });
await page.goto(address);
told.printed = (await page.pdf({ preferCSSPageSize: true })).toString("base64");
await browser.close();
console.log(JSON.stringify(told));
