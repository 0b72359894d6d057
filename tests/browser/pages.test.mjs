// Every page of the portal as a reader gets it: without a barrier, without a word on the console,
// from this host alone, and within any screen.

import { readFileSync } from "node:fs";
import { test } from "node:test";
import { brotliCompressSync } from "node:zlib";
import { join } from "node:path";
import { barriers } from "./lib/axe.mjs";
import { mixedUpRuns, spaceOut, sticksOut, textCutOff } from "./lib/layout.mjs";
import { assertNone, forEachInTab, openPortal, VIEWPORTS } from "./lib/stage.mjs";

const GUIDE_BYTES = 14 * 1024;
const GUIDE_REQUESTS = 3;

const { browser, url, folder, pages } = await openPortal();
const texts = pages.filter((page) => !page.redirectsTo);
const visits = await forEachInTab(browser, texts, {}, visit);

/** Everything that is asked of a page in one go, since loading it is what takes the time. */
async function visit(tab, page) {
  const complaints = [];
  const requests = [];
  tab.on("console", (message) => complaints.push(message.text()));
  tab.on("pageerror", (error) => complaints.push(error.message));
  tab.on("request", (request) => requests.push(request.url()));

  const response = await tab.goto(url + page.address);
  const policy = response.headers()["content-security-policy"];
  const toRead = [...requests];
  const direction = await tab.evaluate(() => getComputedStyle(document.body).direction);
  const mixedUp = await tab.evaluate(mixedUpRuns);
  const desktop = await tab.evaluate(sticksOut);
  await tab.setViewportSize(VIEWPORTS.phone);
  const phone = await tab.evaluate(sticksOut);
  await tab.setViewportSize(VIEWPORTS.narrow);
  const narrow = await tab.evaluate(sticksOut);
  await tab.evaluate(spaceOut);
  const spaced = [...(await tab.evaluate(sticksOut)), ...(await tab.evaluate(textCutOff))];
  await tab.evaluate(() => (document.adoptedStyleSheets = []));
  await tab.setViewportSize(VIEWPORTS.desktop);
  const spacedDesktop = await tab.evaluate(spaceOut).then(() => tab.evaluate(textCutOff));
  await tab.evaluate(() => (document.adoptedStyleSheets = []));
  const found = await barriers(tab);
  return {
    page,
    policy,
    complaints,
    requests,
    toRead,
    direction,
    mixedUp,
    desktop,
    phone,
    narrow,
    spaced: [...spaced, ...spacedDesktop],
    barriers: found,
  };
}

/** What each visit found, with the address of the page before it. */
const all = (problems) =>
  visits.flatMap((visit) =>
    problems(visit).map((problem) => `${visit.page.address}: ${problem}`),
  );

test("axe finds no barrier", () => {
  assertNone(all((visit) => visit.barriers));
});

test("nothing is said on the console and the content security policy is kept", () => {
  assertNone(all((visit) => visit.complaints));
});

test("the content security policy is sent", () => {
  assertNone(all(({ policy }) => (policy?.includes("default-src 'none'") ? [] : [`${policy}`])));
});

test("nothing is asked of another host", () => {
  assertNone(all((visit) => visit.requests.filter((address) => !address.startsWith(`${url}/`))));
});

test("a guide takes three requests", () => {
  assertNone(
    all(({ page, toRead }) =>
      page.template === "guide" && toRead.length > GUIDE_REQUESTS ? [toRead.join(" ")] : [],
    ),
  );
});

test("a guide and its style fit the first round trip", () => {
  const size = (bytes) => brotliCompressSync(bytes).length;
  assertNone(
    all(({ page }) => {
      if (page.template !== "guide") return [];
      const sheets = page.links.filter(({ rel }) => rel === "stylesheet");
      const sizes = sheets.map(({ href }) => size(readFileSync(join(folder, href))));
      const bytes = sizes.reduce((sum, next) => sum + next, size(page.html));
      return bytes > GUIDE_BYTES ? [`${bytes} bytes`] : [];
    }),
  );
});

test("nothing sticks out of the screen, wide or narrow", () => {
  assertNone(all((visit) => [...visit.desktop, ...visit.phone, ...visit.narrow]));
});

test("text may be spaced out", () => {
  assertNone(all((visit) => visit.spaced));
});

test("pages run in the direction of their language", () => {
  assertNone(
    all(({ page, direction }) => {
      const expected = new Intl.Locale(page.lang).textInfo.direction;
      return direction === expected && page.dir === expected ? [] : [direction];
    }),
  );
});

test("phone numbers, addresses and codes keep their order in every direction", () => {
  assertNone(all((visit) => visit.mixedUp));
});
