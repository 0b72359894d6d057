// What readers set in their system: dark, forced colours, more contrast, reduced motion, and menus
// that they have opened. One page of each template in each edition.

import { test } from "node:test";
import { barriers } from "./lib/axe.mjs";
import { assertNone, forEachInTab, onePerTemplate, openPortal, VIEWPORTS } from "./lib/stage.mjs";

const { browser, url, pages } = await openPortal();
const chosen = onePerTemplate(pages);

/** What `look` finds on each of the pages, with the page's address before it. */
async function problems(options, look) {
  const found = await forEachInTab(browser, chosen, options, async (tab, page) => {
    await tab.goto(url + page.address);
    return (await look(tab)).map((problem) => `${page.address}: ${problem}`);
  });
  return found.flat();
}

test("axe finds no barrier in the dark", async () => {
  assertNone(await problems({ colorScheme: "dark" }, (tab) => barriers(tab)));
});

test("axe finds no barrier in open menus on a phone", async () => {
  async function look(tab) {
    const found = [];
    for (const button of await tab.locator("summary").all()) {
      await button.click();
      found.push(...(await barriers(tab, { part: ".site-header" })));
    }
    return found;
  }
  assertNone(await problems({ viewport: VIEWPORTS.phone }, look));
});

test("nothing moves for readers who asked for rest", async () => {
  const look = (tab) =>
    tab.evaluate(() => document.getAnimations().map((animation) => `${animation.animationName}`));
  assertNone(await problems({ reducedMotion: "reduce" }, look));
});

test("more contrast is given where it is asked for", async () => {
  const look = (tab) => barriers(tab, { rules: ["color-contrast-enhanced"] });
  assertNone(await problems({ contrast: "more" }, look));
});

test("what is drawn by its ground alone has an outline in forced colours", async () => {
  const look = (tab) =>
    tab.evaluate(() => {
      const hidden = [getComputedStyle(document.body).backgroundColor, "rgba(0, 0, 0, 0)"];
      const drawn = document.querySelectorAll(".site-header, summary, .button, .card, .alert, .tag");
      return [...drawn]
        .filter((element) => element.checkVisibility())
        .filter((element) => {
          const { borderBlockEndWidth: width, borderBlockEndColor: color } = getComputedStyle(element);
          return width === "0px" || hidden.includes(color);
        })
        .map((element) => `no outline: ${element.outerHTML.slice(0, 80)}`);
    });
  assertNone(await problems({ forcedColors: "active" }, look));
});

test("the current section can be told from the others in forced colours", async () => {
  const look = (tab) =>
    tab.evaluate(() => {
      const color = (link) => getComputedStyle(link).borderBlockEndColor;
      const others = [...document.querySelectorAll(".site-header li a:not([aria-current])")];
      return [...document.querySelectorAll(".site-header li a[aria-current]")]
        .filter((current) => others.some((link) => color(link) === color(current)))
        .map((current) => current.textContent);
    });
  assertNone(await problems({ forcedColors: "active" }, look));
});
