// Asks the search of a built portal in Chromium and prints what it cost and answered, as JSON.
//
//     node measure.mjs --portal DIR [--pagefind DIR] [--answers]
//
//     { first: [{ query, bytes, requests, files: { path: bytes } }], typed: […], second: […],
//       exact: [ms], typo: [ms], right: { EIDP: [hits, queries], … } }
//
// With `--pagefind` the bundle in that folder answers, without it the portal's own search.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { parseArgs } from "node:util";
import { chromiumPath } from "../../browser/lib/environment.mjs";
import { lots, mistyped, pick } from "../../search/lib/draw.mjs";
import { editions, pageId, pages } from "../../search/lib/portal.mjs";
import { GROUPS, isRight, readQueries } from "../../search/lib/queries.mjs";
import { host } from "./host.mjs";

const { chromium } = createRequire(new URL("../../browser/package.json", import.meta.url))(
  "playwright-core",
);

const SHOWN = 5;
/** Queries in each language: for bytes, for milliseconds. */
const WEIGHED = 3;
const TIMED = 5;
const KEY_MS = 200;
const QUIET_MS = 600;
const SLOWDOWN = 6;

const { values: options } = parseArgs({
  options: {
    portal: { type: "string" },
    pagefind: { type: "string" },
    answers: { type: "boolean" },
  },
});
const locales = editions(options.portal);
const program = options.pagefind ? pagefind() : rozcestnik();
const server = await host(program.folders, program.pages);
const browser = await chromium.launch({ executablePath: chromiumPath() });
const report = { first: [], typed: [], second: [], exact: [], typo: [] };
for (const locale of locales) {
  const queries = draw(locale);
  for (const [word, pair] of queries.weighed) {
    const { first, second } = await inTab(locale, (tab) => weigh(tab, word, pair));
    report.first.push(first);
    report.second.push(second);
    report.typed.push(await inTab(locale, (tab) => weighTyped(tab, word)));
  }
  report.exact.push(...(await inTab(locale, (tab) => time(tab, queries.exact))));
  report.typo.push(...(await inTab(locale, (tab) => time(tab, queries.typo))));
}
if (options.answers) report.right = await judge();
await browser.close();
server.close();
console.log(JSON.stringify(report));

/**
 * Where the two programs differ. `open` runs in the browser and leaves a function there:
 * `ask(query)` gives `{ corrected, urls }` of the five best.
 */
function pagefind() {
  const html = readFileSync(new URL("pagefind.html", import.meta.url), "utf8");
  const address = (locale) => `/pagefind-page/${locale}/`;
  const page = (locale) => [`${address(locale)}index.html`, html.replace("LOCALE", locale)];
  return {
    folders: { "/": options.portal, "/pagefind/": options.pagefind },
    pages: Object.fromEntries(locales.map(page)),
    address,
    async open() {
      const engine = await import("/pagefind/pagefind.js");
      // The slowdown is that of the main thread; a worker would run at full speed.
      await engine.options({ noWorker: true });
      globalThis.ask = async (query) => {
        const { results } = await engine.search(query);
        const best = await Promise.all(results.slice(0, 5).map((result) => result.data()));
        return { corrected: null, urls: best.map(({ url }) => url) };
      };
    },
  };
}

function rozcestnik() {
  return {
    folders: { "/": options.portal },
    pages: {},
    address: (locale) => `/${locale}/`,
    async open() {
      const { engine: module, map } = document.querySelector("form[data-engine]").dataset;
      const { open } = await import(module);
      const engine = await open(map);
      globalThis.ask = async (query) => {
        const { corrected, results } = await engine.search(query);
        const best = await Promise.all(results.slice(0, 5).map(({ page }) => engine.display(page)));
        return { corrected, urls: best.map(([, url]) => url) };
      };
    },
  };
}

/** Words of titles, and pairs of them, that certainly bring as many pages as are shown at once. */
function draw(locale) {
  const all = pages(options.portal, locale);
  const count = new Map();
  for (const word of all.flatMap((page) => [...new Set(page.words.map(lower))])) {
    count.set(word, (count.get(word) ?? 0) + 1);
  }
  const isCommon = (word) => [...word].length > 2 && count.get(lower(word)) >= 2 * SHOWN;
  const titles = all.map((page) => page.title.filter(isCommon));
  const words = titles.flat();
  const pairs = titles
    .filter((title) => title.length > 1)
    .map((title) => title.slice(0, 2).join(" "));
  const lot = lots(locale);
  const mistakes = words
    .filter((word) => [...word].length > 3)
    .map((word) => mistyped(lot, word))
    .filter((word) => !count.has(lower(word)));
  const several = (length, one) => Array.from({ length }, one);
  return {
    weighed: several(WEIGHED, () => [pick(lot, words), pick(lot, pairs)]),
    exact: several(TIMED, () => pick(lot, words)),
    typo: several(TIMED, () => pick(lot, mistakes)),
  };
}

function lower(word) {
  return word.toLowerCase();
}

/** A word put into the field at once, until results stand; then two words, with all that follows. */
async function weigh(tab, word, pair) {
  await tab.evaluate((shown) => {
    const isEnough = () => document.querySelectorAll("[role=option]").length >= shown;
    new MutationObserver((_, observer) => {
      if (!isEnough()) return;
      globalThis.stoodAt = Date.now();
      observer.disconnect();
    }).observe(document.body, { childList: true, subtree: true });
  }, SHOWN);
  const field = await enter(tab);
  await field.fill(word);
  await untilResultsStand(tab, word);
  const stoodAt = await tab.evaluate(() => globalThis.stoodAt);
  const first = cost(
    word,
    server.sent.filter(({ at }) => at < stoodAt),
  );
  server.sent.length = 0;
  await field.fill(pair);
  await untilResultsStand(tab, pair, 1);
  return { first, second: cost(pair, server.sent) };
}

/** A word typed letter by letter, with all that is asked for on the way and after. */
async function weighTyped(tab, word) {
  const field = await enter(tab);
  await field.pressSequentially(word, { delay: KEY_MS });
  await untilResultsStand(tab, word);
  return cost(word, server.sent);
}

/** The field, with the cursor in it; what was sent before belongs to the page. */
async function enter(tab) {
  const field = tab.locator("input[type=search]");
  server.sent.length = 0;
  await field.click();
  return field;
}

/** Waits until nothing has been asked for during `QUIET_MS`, and looks whether there are results. */
async function untilResultsStand(tab, query, least = SHOWN) {
  for (let before = -1; before !== server.sent.length;) {
    before = server.sent.length;
    await tab.waitForTimeout(QUIET_MS);
  }
  const count = await tab.getByRole("option").count();
  if (count < least) throw new Error(`"${query}" shows ${count} results`);
}

function cost(query, sent) {
  const files = Object.fromEntries(sent.map(({ path, bytes }) => [path, bytes]));
  const bytes = sent.reduce((sum, { bytes }) => sum + bytes, 0);
  return { query, bytes, requests: sent.length, files };
}

/** Milliseconds of each query the second time that it is asked, on a slow processor. */
async function time(tab, queries) {
  await tab.evaluate(program.open);
  await tab.evaluate(askAll, queries);
  const devTools = await tab.context().newCDPSession(tab);
  await devTools.send("Emulation.setCPUThrottlingRate", { rate: SLOWDOWN });
  return tab.evaluate(async (queries) => {
    const durations = [];
    for (const query of queries) {
      const start = performance.now();
      await globalThis.ask(query);
      durations.push(performance.now() - start);
    }
    return durations;
  }, queries);
}

/** Right answers to the queries of the real portal, and their number, by kinds. */
async function judge() {
  const judged = [];
  for (const locale of locales) {
    const queries = readQueries().filter((query) => query.locale === locale);
    const answers = await inTab(locale, async (tab) => {
      await tab.evaluate(program.open);
      return tab.evaluate(
        askAll,
        queries.map(({ query }) => query),
      );
    });
    queries.forEach(({ kind, expected }, index) => {
      const { corrected, urls } = answers[index];
      judged.push({
        kind,
        right: isRight({ kind, expected }, { corrected, pages: urls.map(pageId) }),
      });
    });
  }
  const counts = GROUPS.map(({ kinds }) => {
    const group = judged.filter(({ kind }) => kinds.includes(kind));
    return [kinds, [group.filter(({ right }) => right).length, group.length]];
  });
  return Object.fromEntries(counts);
}

/** Runs in the browser. */
async function askAll(queries) {
  const answers = [];
  for (const query of queries) answers.push(await globalThis.ask(query));
  return answers;
}

/** Does the work in a new tab with an empty cache that shows a page of the edition. */
async function inTab(locale, work) {
  const context = await browser.newContext({ serviceWorkers: "block" });
  const tab = await context.newPage();
  await tab.goto(server.url + program.address(locale), { waitUntil: "networkidle" });
  const found = await work(tab);
  await context.close();
  return found;
}
