// What the tests of the portal share: the browser, the portal on a host, and its pages.

import assert from "node:assert/strict";
import { availableParallelism } from "node:os";
import { after } from "node:test";
import { chromium } from "playwright-core";
import { chromiumPath, portalFolder } from "./environment.mjs";
import { host } from "./host.mjs";
import { readPages } from "./pages.mjs";

/** Nothing but loopback can be reached, whatever a page asks for. */
const ARGUMENTS = [
  "--disable-gpu",
  "--disable-quic",
  "--disable-sync",
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
];

/** Viewports in CSS pixels; `narrow` is a screen of 1280×1024 at 400 %. */
export const VIEWPORTS = {
  desktop: { width: 1280, height: 900 },
  phone: { width: 360, height: 740 },
  narrow: { width: 320, height: 256 },
};

/** A browser that closes with the test file. */
export async function openBrowser() {
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: ARGUMENTS });
  after(() => browser.close());
  return browser;
}

/** A folder on a host that closes with the test file; gives its address. */
export async function openHost(folder) {
  const { url, close } = await host(folder);
  after(close);
  return url;
}

/** The browser, the portal's address and its pages. */
export async function openPortal() {
  const folder = portalFolder();
  const url = await openHost(folder);
  const browser = await openBrowser();
  return { browser, url, folder, pages: await readPages(browser, folder) };
}

/**
 * Does the work for each item, a few at a time, each in a tab of its own.
 *
 * A worker keeps its tab, since opening one takes several times as long as loading a page; `options`
 * are those of its context. Violations of the content security policy are said on the console.
 * Results come in the order of the items.
 */
export async function forEachInTab(browser, items, options, work) {
  const results = [];
  const rest = items.map((item, index) => ({ item, index }));
  async function worker() {
    // The portal has no German edition, so pages suggest no other language.
    const settings = { viewport: VIEWPORTS.desktop, locale: "de", ...options };
    const context = await browser.newContext(settings);
    await context.addInitScript(() => {
      addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI, sourceFile }) => {
        console.error(`policy: ${violatedDirective} ${blockedURI} ${sourceFile}`);
      });
    });
    const tab = await context.newPage();
    for (let next; (next = rest.shift()); ) {
      results[next.index] = await work(tab, next.item);
      tab.removeAllListeners();
    }
    await context.close();
  }
  await Promise.all(Array.from({ length: Math.max(2, availableParallelism()) }, worker));
  return results;
}

/** One page of each template in each edition. */
export function onePerTemplate(pages) {
  const chosen = new Map();
  for (const page of pages.filter((page) => !page.redirectsTo)) {
    const key = `${page.template} ${page.edition}`;
    const known = chosen.get(key);
    // The longest shows the most.
    if (!known || known.html.length < page.html.length) chosen.set(key, page);
  }
  return [...chosen.values()];
}

/** Fails with the problems, one a line; after twenty only their number matters. */
export function assertNone(problems) {
  const shown = problems.slice(0, 20).join("\n");
  assert(problems.length === 0, `${problems.length} found:\n${shown}`);
}
