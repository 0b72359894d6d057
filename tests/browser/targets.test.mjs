// A finger hits what it is meant to: links and buttons are 44 pixels wide and high on a phone (WCAG
// 2.2, 2.5.5), except links in the text of authors and beside other words.

import assert from "node:assert/strict";
import { test } from "node:test";
import { assertNone, forEachInTab, onePerTemplate, openPortal, VIEWPORTS } from "./lib/stage.mjs";

const { browser, url, pages } = await openPortal();
const chosen = onePerTemplate(pages).filter(({ edition }) => ["", "cs", "ar"].includes(edition));

const measured = await forEachInTab(browser, chosen, { viewport: VIEWPORTS.phone }, async (tab, page) => {
  await tab.goto(url + page.address);
  return { page, ...(await tab.evaluate(hitTest)) };
});

test("targets that are not words of a text are large enough for a finger", () => {
  assertNone(
    measured.flatMap(({ page, small }) => small.map((target) => `${page.address}: ${target}`)),
  );
});

test("there are targets on every page", () => {
  assertNone(measured.filter(({ count }) => count < 3).map(({ page }) => page.address));
  assert(measured.some(({ count }) => count > 20));
});

/** Runs in the browser. A target is as large as the area in which a point hits it. */
function hitTest() {
  const SIZE = 44;
  const targets = [...document.querySelectorAll("a[href], button, summary, input, select, textarea")];
  const shown = targets.filter(
    (target) =>
      target.checkVisibility({ visibilityProperty: true, opacityProperty: true }) &&
      !target.closest(".skip") &&
      !isInText(target),
  );
  const small = shown.filter((target) => !isLarge(target));
  return { count: shown.length, small: small.map(describe) };

  /** Whether words stand beside a link in its own block. */
  function isInText(target) {
    if (target.localName !== "a" || getComputedStyle(target).display !== "inline") return false;
    if (target.closest(".prose")) return true;
    let block = target.parentElement;
    while (getComputedStyle(block).display === "inline") block = block.parentElement;
    const words = (element) => element.innerText.replaceAll(/[\s\p{P}\p{S}]/gu, "").length;
    const linked = [...block.querySelectorAll("a")].reduce((sum, link) => sum + words(link), 0);
    return words(block) > linked;
  }

  function isLarge(target) {
    const place = target.labels?.[0] ?? target;
    place.scrollIntoView({ block: "center", behavior: "instant" });
    const { left, top, width, height } = place.getClientRects()[0];
    const [x, y] = [left + width / 2, top + height / 2];
    const isHit = (x, y) => {
      const hit = document.elementFromPoint(x, y);
      return target.contains(hit) || place.contains(hit);
    };
    const reach = (dx, dy) => {
      let steps = 0;
      while (steps < SIZE && isHit(x + dx * steps, y + dy * steps)) steps += 1;
      return steps;
    };
    // Half a pixel is lost at each edge.
    return reach(-1, 0) + reach(1, 0) > SIZE - 1 && reach(0, -1) + reach(0, 1) > SIZE - 1;
  }

  function describe(target) {
    const { width, height } = target.getClientRects()[0];
    const place = target.closest("[class]")?.className;
    const name = (target.innerText || target.ariaLabel || target.name || "").trim().slice(0, 30);
    return `<${target.localName}> "${name}" in ${place}: ${Math.round(width)} × ${Math.round(height)}`;
  }
}
