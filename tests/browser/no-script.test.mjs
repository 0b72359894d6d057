// Without JavaScript: the same content, menus that open, links that lead on.

import assert from "node:assert/strict";
import { test } from "node:test";
import { assertNone, forEachInTab, onePerTemplate, openPortal, VIEWPORTS } from "./lib/stage.mjs";

const { browser, url, pages } = await openPortal();
const chosen = onePerTemplate(pages);
const guides = chosen.filter((page) => page.template === "guide");
const ON_A_PHONE = { javaScriptEnabled: false, viewport: VIEWPORTS.phone };

test("the text is the same with JavaScript and without", async () => {
  const read = (javaScriptEnabled) =>
    forEachInTab(browser, chosen, { javaScriptEnabled }, async (tab, page) => {
      await tab.goto(url + page.address);
      // The filter of courses is there for nothing without a script, and stays hidden.
      return tab.evaluate(() => {
        document.querySelector(".course-filter")?.remove();
        return document.body.innerText;
      });
    });
  const [withScript, without] = [await read(true), await read(false)];
  assertNone(chosen.filter((_, i) => withScript[i] !== without[i]).map((page) => page.address));
});

test("the menu opens and leads to a section", async () => {
  await forEachInTab(browser, guides, ON_A_PHONE, async (tab, page) => {
    await tab.goto(url + page.address);
    const links = tab.locator(".navigation a");
    const address = await links.first().getAttribute("href");
    assert(!(await links.first().isVisible()), page.address);
    await tab.locator(".navigation summary").click();
    for (const link of await links.all()) assert(await link.isVisible(), page.address);
    await links.first().click();
    await tab.waitForURL(url + address);
  });
});

test("the language switcher opens and leads to the same page", async () => {
  await forEachInTab(browser, guides, ON_A_PHONE, async (tab, page) => {
    for (const { hreflang, href } of page.switcher) {
      await tab.goto(url + page.address);
      await tab.locator(".language-switcher summary").click();
      await tab.locator(`.language-switcher a[hreflang="${hreflang}"]`).click();
      await tab.waitForURL(url + href);
      assert.equal(await tab.locator("html").getAttribute("lang"), hreflang);
    }
  });
});

test("on a wide screen both lists stand open", async () => {
  const options = { javaScriptEnabled: false };
  await forEachInTab(browser, guides, options, async (tab, page) => {
    await tab.goto(url + page.address);
    for (const link of await tab.locator(".site-header a").all()) {
      assert(await link.isVisible(), page.address);
    }
  });
});

test("the choice of languages leads to every edition", async () => {
  await forEachInTab(browser, ["/", "/404.html"], ON_A_PHONE, async (tab, address) => {
    await tab.goto(url + address);
    for (const link of await tab.locator(".language-list a").all()) {
      const href = await link.getAttribute("href");
      assert(pages.some((page) => page.address === href && page.template === "home"), href);
      assert(await link.isVisible());
    }
  });
});
