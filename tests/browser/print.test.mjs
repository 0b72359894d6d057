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
  const asked = [];
  tab.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await tab.emulateMedia({ media: "screen" });
  await tab.goto(url + page.address);
  await tab.evaluate(() => scrollTo(0, document.body.scrollHeight));
  await tab.waitForLoadState("networkidle");
  const codesOnScreen = asked.filter((path) => path.endsWith("qr.svg"));
  await tab.emulateMedia({ media: "print" });
  const found = await tab.evaluate(onPaper);
  const wide = await tab.evaluate(sticksOut);
  const pdf = await tab.pdf({ format: "A4", preferCSSPageSize: true, tagged: true });
  const codes = asked.filter((path) => path.endsWith("qr.svg"));
  return { page, ...found, wide, codesOnScreen, codes, pdf: pdf.toString("latin1") };
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

test("a page ends with publicity and a code of its address, which only printing fetches", () => {
  assertNone(all(({ codesOnScreen }) => codesOnScreen));
  assertNone(
    all(({ page, codes, code, publicity }) => {
      const wanted = page.isIndexed ? [`${page.address}qr.svg`] : [];
      const problems = codes.join() === wanted.join() ? [] : [`codes: ${codes}`];
      if (page.isIndexed && !(code >= 25)) problems.push(`a code of ${code} mm`);
      if (!publicity) problems.push("no emblem or statement");
      return problems;
    }),
  );
});

test("headings stay with their text, tables repeat their heads", () => {
  assertNone(all(({ loose }) => loose));
});

test("a page is legible in black and white", () => {
  assertNone(all(({ pale }) => pale));
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
    edition: visible(".edition p").length === 1,
    // One inch is 96 pixels of CSS.
    code: (visible(".edition img")[0]?.getBoundingClientRect().width / 96) * 25.4,
    publicity: visible(".funding__emblem, .funding__statement").length === 2,
    loose: [
      ...visible("h1, h2, h3, h4").filter((each) => getComputedStyle(each).breakAfter !== "avoid"),
      ...visible("thead").filter((e) => getComputedStyle(e).display !== "table-header-group"),
    ].map((element) => element.outerHTML.slice(0, 80)),
    pale: visible("main *, .site-footer *")
      .filter((element) => [...element.childNodes].some((node) => node.nodeValue?.trim()))
      .filter((element) => !/^rgb\(0, 0, 0\)$/.test(getComputedStyle(element).color))
      .map((element) => `${getComputedStyle(element).color}: ${element.textContent.slice(0, 40)}`),
  };
}
