// What readers set in their system: dark, more contrast, less motion, forced colours. One page of
// each template in each edition.

import { test } from "node:test";
import { barriers } from "./lib/axe.mjs";
import { assertNone, forEachInTab, onePerTemplate, openPortal, VIEWPORTS } from "./lib/stage.mjs";

const { browser, url, pages } = await openPortal();
const chosen = onePerTemplate(pages);
const guides = chosen.filter((page) => page.template === "guide");

/** What `look` finds on each of the pages, with the page's address before it. */
async function problems(pages, options, look) {
  const found = await forEachInTab(browser, pages, options, async (tab, page) => {
    await tab.goto(url + page.address);
    return (await look(tab)).map((problem) => `${page.address}: ${problem}`);
  });
  return found.flat();
}

test("contrast is enough in the dark", async () => {
  // Everything else that axe looks at is the same in the light.
  const look = (tab) => barriers(tab, { rules: ["color-contrast", "link-in-text-block"] });
  assertNone(await problems(chosen, { colorScheme: "dark" }, look));
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
  for (const colorScheme of ["light", "dark"]) {
    assertNone(await problems(guides, { viewport: VIEWPORTS.phone, colorScheme }, look));
  }
});

test("who asks for more contrast and less motion gets it", async () => {
  const animations = () =>
    document.getAnimations().map((animation) => `${animation.animationName} moves`);
  const look = async (tab) => [
    ...(await tab.evaluate(animations)),
    ...(await barriers(tab, { rules: ["color-contrast-enhanced"] })),
  ];
  assertNone(await problems(chosen, { contrast: "more", reducedMotion: "reduce" }, look));
});

test("what is drawn by its ground alone, and where the reader is, shows in forced colours", async () => {
  const look = (tab) =>
    tab.evaluate(() => {
      const border = (element) => getComputedStyle(element).borderBlockEndColor;
      const all = (selector) =>
        [...document.querySelectorAll(selector)].filter((element) => element.checkVisibility());

      const hidden = [getComputedStyle(document.body).backgroundColor, "rgba(0, 0, 0, 0)"];
      const flat = all(".site-header, summary, .button, .card, .alert, .tag").filter((element) => {
        const { borderBlockEndWidth } = getComputedStyle(element);
        return borderBlockEndWidth === "0px" || hidden.includes(border(element));
      });
      const others = all(".site-header li a:not([aria-current])").map(border);
      const lost = all(".site-header li a[aria-current]").filter((current) =>
        others.includes(border(current)),
      );
      return [
        ...flat.map((element) => `no outline: ${element.outerHTML.slice(0, 80)}`),
        ...lost.map((element) => `like the others: ${element.textContent}`),
      ];
    });
  assertNone(await problems(chosen, { forcedColors: "active" }, look));
});
