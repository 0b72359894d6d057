// Checks in a real Chromium that an open page follows the source while `rozcestnik serve` runs:
// changes arrive in place, mistakes show as a panel over the last good page, and the strict
// content security policy is never violated.
//
// Environment:
//   ROZCESTNIK_URL   address of the running server, such as http://127.0.0.1:8080/
//   ROZCESTNIK_SITE  folder that it serves; a page `reload-probe` is written there and removed
//   CHROMIUM         the browser (default: /usr/bin/chromium)

import assert from "node:assert/strict";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { chromium } from "playwright-core";

const { ROZCESTNIK_URL: url, ROZCESTNIK_SITE: site, CHROMIUM: executablePath } = process.env;
assert(url && site, "ROZCESTNIK_URL and ROZCESTNIK_SITE must be set");

const config = await readFile(join(site, "site.yaml"), "utf8");
const locale = /^source_locale:\s*(\S+)/m.exec(config)?.[1] ?? "cs";
const folder = join(site, "content", "reload-probe");
const file = join(folder, `${locale}.md`);
const address = new URL(`${locale}/reload-probe/`, url).href;

function source({ title = "Probe", changed = "first", extra = "" } = {}) {
  const filler = Array.from({ length: 60 }, (_, i) => `Paragraph ${i} that fills the page.`);
  const sentence = `Here stands the ${changed} word and [a link](https://example.org/).`;
  filler.splice(30, 0, sentence, extra);
  return `---\ntitle: ${title}\nsummary: A page of a test.\n---\n\n${filler.join("\n\n")}\n`;
}

const browser = await chromium.launch({
  executablePath: executablePath ?? "/usr/bin/chromium",
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
});

const complaints = [];
const times = [];

async function openPage() {
  const page = await browser.newPage({ viewport: { width: 800, height: 600 } });
  await page.addInitScript(() => {
    addEventListener("securitypolicyviolation", (event) => {
      console.error(`policy violated: ${event.violatedDirective} ${event.blockedURI}`);
    });
  });
  page.on("pageerror", (error) => complaints.push(`error: ${error.message}`));
  page.on("console", (message) => {
    const isExpected = /Failed to load resource.*404/.test(message.text());
    if (["error", "warning"].includes(message.type()) && !isExpected) {
      complaints.push(message.text());
    }
  });
  return page;
}

// Writes the page and waits until the open one satisfies the condition.
async function save(page, text, condition, argument) {
  const began = performance.now();
  await writeFile(file, text);
  await page.waitForFunction(condition, argument, { polling: "raf", timeout: 10_000 });
  times.push(Math.round(performance.now() - began));
}

const hasText = (text) => document.querySelector("main")?.textContent.includes(text);

async function changesArriveInPlace(page) {
  const response = await page.goto(address);
  assert.equal(response.status(), 404, "the page must not exist yet");
  await mkdir(folder, { recursive: true });
  await save(page, source(), hasText, "first word");
  // The client knows the page as it was sent once it has asked for it.
  await page.waitForFunction(() =>
    performance.getEntriesByType("resource").some((e) => e.initiatorType === "xmlhttprequest"));

  await page.evaluate(() => {
    window.wasNotReloaded = true;
    window.link = document.querySelector("main a[href='https://example.org/']");
    link.focus({ preventScroll: true });
    scrollTo(0, 700);
  });
  const look = () => page.evaluate(() => ({
    inPlace: window.wasNotReloaded === true,
    scroll: Math.round(scrollY),
    focus: document.activeElement === window.link && window.link.isConnected,
  }));
  const before = await look();
  assert.deepEqual(before, { inPlace: true, scroll: 700, focus: true });

  await save(page, source({ changed: "second" }), hasText, "second word");
  assert.deepEqual(await look(), before, "a changed word");
  await save(page, source({ changed: "second", extra: "A new paragraph." }), hasText, "A new");
  assert.deepEqual(await look(), before, "a paragraph more");
  const isGone = () => !document.querySelector("main").textContent.includes("A new");
  await save(page, source({ changed: "second" }), isGone);
  assert.deepEqual(await look(), before, "a paragraph less");

  const hasTitle = (title) =>
    document.title.includes(title) && document.querySelector("h1").textContent === title;
  await save(page, source({ title: "Another title" }), hasTitle, "Another title");
  assert.equal((await look()).scroll, 700, "another title");

  const other = join(folder, `${locale}.md.tmp`);
  await writeFile(other, source({ changed: "renamed" }));
  await rename(other, file);
  await page.waitForFunction(hasText, "renamed word");
  await rm(file);
  await save(page, source({ changed: "remade" }), hasText, "remade word");
}

async function mistakesShowOverTheLastGoodPage(page) {
  const panel = page.locator("rozcestnik-panel .panel");
  assert.equal(await panel.isVisible(), false);
  await page.evaluate(() => {
    window.wasNotReloaded = true;
    document.querySelector("main a").focus({ preventScroll: true });
  });

  await writeFile(file, "---\ntitle: [\n");
  await panel.waitFor({ state: "visible" });
  const findings = await panel.locator("pre").textContent();
  assert.match(findings, /reload-probe/);
  assert.equal(await panel.getByRole("alert").count(), 1);
  assert(await page.evaluate(hasText, "remade word"), "the last good page stays");
  const isLink = () => document.activeElement.matches("main a");
  assert(await page.evaluate(isLink), "the focus is not stolen");

  await page.keyboard.press("Escape");
  await panel.waitFor({ state: "hidden" });
  await writeFile(file, "---\ntitle: {\n");
  await panel.waitFor({ state: "visible" });
  await panel.getByRole("button").click();
  await panel.waitFor({ state: "hidden" });
  await writeFile(file, "---\n");
  await panel.waitFor({ state: "visible" });

  await save(page, source({ changed: "mended" }), hasText, "mended word");
  await panel.waitFor({ state: "hidden" });
  assert(await page.evaluate(() => window.wasNotReloaded), "none of it loads the page again");
}

try {
  const page = await openPage();
  await changesArriveInPlace(page);
  await mistakesShowOverTheLastGoodPage(page);
  assert.deepEqual(complaints, []);
  console.log(`from save to shown, ms: ${times.join(" ")}`);
} finally {
  await rm(folder, { recursive: true, force: true });
  await browser.close();
}
