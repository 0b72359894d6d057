// The keyboard alone: one page of each template, on a phone and on a desk, in both directions.

import assert from "node:assert/strict";
import { test } from "node:test";
import { assertNone, forEachInTab, onePerTemplate, openPortal, VIEWPORTS } from "./lib/stage.mjs";

const { browser, url, pages } = await openPortal();
const EDITIONS = ["", "cs", "ar"];
const chosen = onePerTemplate(pages).filter((page) => EDITIONS.includes(page.edition));
const guides = chosen.filter((page) => page.template === "guide");

for (const screen of ["narrow", "phone", "desktop"]) {
  const options = { viewport: VIEWPORTS[screen] };

  test(`Tab reaches everything in order, in view and marked (${screen})`, async () => {
    const found = await forEachInTab(browser, chosen, options, async (tab, page) => {
      // Some buttons come when a script knows what they are for.
      await tab.goto(url + page.address, { waitUntil: "networkidle" });
      const { steps, reachable } = await walk(tab);
      const problems = steps.filter((step) => step.problem).map((step) => step.problem);
      if (steps.length !== reachable) problems.push(`${steps.length} of ${reachable} reached`);
      return problems.map((problem) => `${page.address}: ${problem}`);
    });
    assertNone(found.flat());
  });

  test(`the skip link comes first and leads to the content (${screen})`, async () => {
    await forEachInTab(browser, chosen, options, async (tab, page) => {
      await tab.goto(url + page.address);
      await tab.keyboard.press("Tab");
      const isSkipLink = () => {
        const { top, bottom } = document.activeElement.getBoundingClientRect();
        const isInView = top >= 0 && bottom <= innerHeight;
        return isInView && document.activeElement.getAttribute("href") === "#main";
      };
      assert(await tab.evaluate(isSkipLink), `${page.address}: no skip link`);
      await tab.keyboard.press("Enter");
      const focused = await tab.evaluate(() => document.activeElement.id);
      assert.equal(focused, "main", page.address);
      await tab.keyboard.press("Tab");
      const next = () => document.activeElement.compareDocumentPosition(document.querySelector("main"));
      const isPast = (await tab.evaluate(next)) & (8 | 2);
      assert(isPast, `${page.address}: the focus went back before the content`);
    });
  });
}

test("Enter opens a menu, Escape closes it and gives the focus back", async () => {
  await forEachInTab(browser, guides, { viewport: VIEWPORTS.phone }, async (tab, page) => {
    await tab.goto(url + page.address);
    for (const menu of await tab.locator("header details").all()) {
      const isOpen = () => menu.evaluate((details) => details.open);
      await menu.locator("summary").focus();
      await tab.keyboard.press("Enter");
      assert(await isOpen(), page.address);
      await tab.keyboard.press("Tab");
      const isInside = await menu.evaluate((details) => details.contains(document.activeElement));
      assert(isInside, `${page.address}: the menu's links do not come next`);
      await tab.keyboard.press("Escape");
      assert(!(await isOpen()), `${page.address}: Escape leaves the menu open`);
      const isBack = await menu.evaluate(
        (details) => document.activeElement === details.querySelector("summary"),
      );
      assert(isBack, `${page.address}: the focus is lost`);
    }
  });
});

/** Presses Tab through the page; says what is wrong at each step. */
async function walk(tab) {
  const steps = [];
  const reachable = await tab.evaluate(
    () =>
      [...document.querySelectorAll("a[href], summary, input, select, button, [tabindex='0']")].filter(
        (element) => element.checkVisibility({ visibilityProperty: true }),
      ).length,
  );
  while (steps.length <= reachable) {
    await tab.keyboard.press("Tab");
    const step = await tab.evaluate(look);
    if (!step) break;
    steps.push(step);
  }
  return { steps, reachable };
}

/** Runs in the browser: the focused element, or nothing when the focus has been everywhere. */
function look() {
  const element = document.activeElement;
  if (!element || element === document.body) return undefined;
  const name = `<${element.localName}> ${element.textContent.trim().slice(0, 30)}`;
  const say = (problem) => ({ problem: `${name}: ${problem}` });

  window.focused ??= [];
  if (element === window.focused[0]) return undefined;
  const before = window.focused.at(-1);
  window.focused.push(element);
  const follows = Node.DOCUMENT_POSITION_FOLLOWING;
  if (before && !(before.compareDocumentPosition(element) & follows)) return say("out of order");

  // A tile is one link: its outline is drawn around the tile.
  const outlines = [getComputedStyle(element), getComputedStyle(element, "::after")];
  const isMarked = outlines.some(
    ({ outlineStyle, outlineWidth }) => outlineStyle !== "none" && parseFloat(outlineWidth) >= 2,
  );
  if (!isMarked) return say("the focus is not marked");

  // A link that runs over two lines has two boxes; between them is nothing.
  const box = element.getClientRects()[0];
  const fits = box.height <= innerHeight;
  const top = Math.max(box.top, 0);
  const bottom = Math.min(box.bottom, innerHeight);
  const isWhole = !fits || (box.top >= -2 && box.bottom <= innerHeight + 2);
  if (!isWhole || bottom <= top || box.left < -1 || box.right > innerWidth + 1) {
    return say(`out of view, from ${box.top} to ${box.bottom}, ${box.left} to ${box.right}`);
  }
  const shown = document.elementFromPoint(box.left + box.width / 2, (top + bottom) / 2);
  return element.contains(shown) || shown?.contains(element) ? {} : say("covered");
}
