// The minifier takes away nothing that can be read: the same portal built without it says the same.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { plainFolder } from "./lib/environment.mjs";
import { readPages } from "./lib/pages.mjs";
import { assertNone, openPortal } from "./lib/stage.mjs";

const { browser, folder, pages } = await openPortal();
const plain = plainFolder();
const whole = new Map((await readPages(browser, plain)).map((page) => [page.address, page]));

test("the same pages stand at the same addresses", () => {
  const minified = new Set(pages.map((page) => page.address));
  assertNone([
    ...[...minified].filter((address) => !whole.has(address)),
    ...[...whole.keys()].filter((address) => !minified.has(address)),
  ]);
});

test("every page shows the same text", async () => {
  const tab = await browser.newPage();
  await tab.setContent("<!doctype html><title>.</title>");
  const read = async (folder, page) => {
    const sheets = page.links.filter(({ rel }) => rel === "stylesheet");
    const css = sheets.map(({ href }) => readFileSync(join(folder, href), "utf8")).join("");
    const text = await tab.evaluate(visibleText, [page.html, css]);
    // A file of minified pages is smaller.
    return text.replaceAll(/ZIP · .+/g, "ZIP").split("\n");
  };
  const problems = [];
  for (const page of pages) {
    const minified = await read(folder, page);
    const lines = await read(plain, whole.get(page.address));
    const index = lines.findIndex((line, index) => line !== minified[index]);
    if (lines.length < 5 && !page.redirectsTo) problems.push(`${page.address}: only ${lines.length} lines`);
    if (index >= 0 || lines.length !== minified.length) {
      problems.push(`${page.address}: "${lines[index]}" became "${minified[index]}"`);
    }
  }
  assertNone(problems);
});

test("the head says the same of every page", () => {
  const problems = [];
  for (const { html, links, ...page } of pages) {
    for (const [name, value] of Object.entries(page)) {
      const [minified, before] = [value, whole.get(page.address)[name]].map((v) => JSON.stringify(v));
      if (minified !== before) problems.push(`${page.address}: ${name} ${before} became ${minified}`);
    }
  }
  assertNone(problems);
});

/** Runs in the browser. Much quicker than loading the page, and laid out all the same. */
function visibleText([html, css]) {
  const { documentElement, body } = new DOMParser().parseFromString(html, "text/html");
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets = [sheet];
  document.documentElement.lang = documentElement.lang;
  document.documentElement.dir = documentElement.dir;
  document.body.replaceWith(body);
  return document.body.innerText;
}
