// On paper: the text and its addresses, without what only a screen has a use for.

import assert from "node:assert/strict";
import { test } from "node:test";
import { sticksOut } from "./lib/layout.mjs";
import { assertNone, forEachInTab, onePerTemplate, openPortal } from "./lib/stage.mjs";

const { browser, url, pages } = await openPortal();
const chosen = onePerTemplate(pages);

/** A4 without its margins, in CSS pixels. */
const PAPER = { viewport: { width: 680, height: 1000 } };

const printed = await forEachInTab(browser, chosen, PAPER, async (tab, page) => {
  await tab.emulateMedia({ media: "print" });
  await tab.goto(url + page.address);
  const found = await tab.evaluate(onPaper);
  const wide = await tab.evaluate(sticksOut);
  const pdf = await tab.pdf({ format: "A4", preferCSSPageSize: true, tagged: true });
  return { page, ...found, wide, pdf: pdf.toString("latin1") };
});
const all = (problems) =>
  printed.flatMap((each) => problems(each).map((problem) => `${each.page.address}: ${problem}`));

test("navigation is not printed", () => {
  assertNone(all(({ navigation }) => navigation));
});

test("addresses of other sites are printed", () => {
  assertNone(all(({ silentLinks }) => silentLinks));
  assert(printed.some(({ printedLinks }) => printedLinks > 0));
});

test("the text is printed, within the paper", () => {
  assertNone(all(({ heading, edition }) => (heading && edition ? [] : ["no heading or address"])));
  assertNone(all(({ wide }) => wide));
});

test("a page becomes a PDF that can be read aloud", () => {
  assertNone(
    all(({ page, pdf }) => {
      const problems = [];
      if (!pdf.startsWith("%PDF-")) problems.push("not a PDF");
      if (!pdf.includes("/StructTreeRoot")) problems.push("without tags");
      if (!pdf.includes(`/Lang (${page.lang})`)) problems.push("without a language");
      return problems;
    }),
  );
});

/** Runs in the browser. */
function onPaper() {
  const visible = (selector) =>
    [...document.querySelectorAll(selector)].filter((element) => element.checkVisibility());
  const external = visible("main a[href^='http']");
  const shows = (link) => {
    const { content } = getComputedStyle(link, "::after");
    const address = link.getAttribute("href");
    const isInText = address.includes(link.innerText.replace(/\/$/, ""));
    return isInText || content.includes(address) || content.includes("attr(href)");
  };
  return {
    // Where languages are chosen, the list is the text.
    navigation: visible("nav:not(.language-list), summary, .skip, .help-box").map(
      (element) => element.outerHTML.slice(0, 80),
    ),
    silentLinks: external.filter((link) => !shows(link)).map((link) => link.outerHTML),
    printedLinks: external.length,
    heading: visible("h1").length === 1,
    edition: visible(".edition").length === 1,
  };
}
