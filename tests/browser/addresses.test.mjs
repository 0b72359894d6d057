// Links, translations and listings of the whole portal: every address leads somewhere, and every
// page says rightly which other pages it is a translation of.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { files } from "./lib/pages.mjs";
import { assertNone, openPortal } from "./lib/stage.mjs";

const { browser, folder, pages } = await openPortal();
const published = new Set(files(folder));
const byAddress = new Map(pages.map((page) => [page.address, page]));
const texts = pages.filter((page) => !page.redirectsTo);
const editions = [...new Set(texts.map((page) => page.edition).filter(Boolean))];
const origin = new URL(byAddress.get("/").canonical).origin;
const local = (url) => (url.startsWith(`${origin}/`) ? url.slice(origin.length) : undefined);

/** Shows the text of another edition. */
const isFallback = (page) => page.canonical !== origin + page.address;
const isFound = (page) => page.isIndexed && !isFallback(page);

test("the portal shows every template", () => {
  const templates = "home section guide contacts places glossary index languages not-found";
  const shown = new Set(texts.map((page) => page.template));
  assertNone(templates.split(" ").filter((template) => !shown.has(template)));
});

test("every internal link and fragment leads to something", () => {
  const problems = [];
  for (const page of pages) {
    for (const { element, rel, href } of page.links) {
      const url = new URL(href, origin + page.address);
      if (url.origin !== origin) continue;
      const path = decodeURIComponent(url.pathname);
      const file = `${path}${path.endsWith("/") ? "index.html" : ""}`.slice(1);
      const target = byAddress.get(path);
      const fragment = decodeURIComponent(url.hash.slice(1));
      if (!published.has(file)) {
        problems.push(`${page.address}: <${element} ${rel ?? ""}> leads to missing ${href}`);
      } else if (fragment && !target?.ids.includes(fragment)) {
        problems.push(`${page.address}: ${href} leads to a missing part of a page`);
      } else if (target?.redirectsTo && element === "a") {
        problems.push(`${page.address}: ${href} is an old address`);
      }
    }
  }
  assertNone(problems);
});

/** Passes a page on by a messenger or a letter. */
const isSharing = (href) => /^(viber:\/\/forward\?text=|mailto:\?subject=[^\s&]+&body=)https:\/\/\S+$/.test(href);

test("every other link is a complete address", () => {
  const problems = [];
  for (const page of pages) {
    for (const { element, href } of page.links) {
      const isComplete = /^((https?|webcal):\/\/[^/\s]+\.[^/\s]+|mailto:[^@\s]+@[^@\s]+$|tel:\+?\d+$)/.test(href) ||
        isSharing(href);
      if (!/^[/#]/.test(href) && !isComplete) {
        problems.push(`${page.address}: <${element}> "${href}"`);
      }
    }
  }
  assertNone(problems);
});

test("old addresses lead to pages", () => {
  const old = pages.filter((page) => page.redirectsTo);
  assertNone(
    old
      .filter((page) => page.isIndexed || byAddress.get(page.redirectsTo)?.redirectsTo !== undefined)
      .map((page) => `${page.address} leads to ${page.redirectsTo}`),
  );
});

test("every page exists in every edition", () => {
  const inEditions = new Map();
  for (const page of texts.filter((page) => page.edition)) {
    const key = page.switcher.map((link) => link.href).join(" ");
    if (page.template === "not-found") continue;
    inEditions.set(key, [...(inEditions.get(key) ?? []), page.edition]);
  }
  assertNone(
    [...inEditions]
      .filter(([, found]) => found.toSorted().join() !== editions.toSorted().join())
      .map(([key, found]) => `${key}: only in ${found}`),
  );
});

test("the language switcher stays on the same page", () => {
  const problems = [];
  const hrefs = (page) => page.switcher.map((link) => `${link.hreflang} ${link.href}`).join("\n");
  for (const page of texts.filter((page) => page.edition && page.template !== "not-found")) {
    const say = (problem) => problems.push(`${page.address}: ${problem}`);
    const current = page.switcher.filter((link) => link.isCurrent);
    if (current.length !== 1 || current[0].href !== page.address) {
      say("the switcher does not mark the edition that is open");
    }
    for (const { hreflang, href, isTranslated } of page.switcher) {
      const target = byAddress.get(href);
      if (target?.edition !== hreflang) say(`${hreflang} leads to ${href}`);
      else if (hrefs(target) !== hrefs(page)) say(`${href} leads on to other pages`);
      else if (isTranslated === isFallback(target)) say(`is wrong about the translation ${href}`);
    }
  }
  assertNone(problems);
});

test("a page without a translation is marked as such", () => {
  const problems = [];
  for (const page of texts.filter((page) => page.edition)) {
    const say = (problem) => problems.push(`${page.address}: ${problem}`);
    if (!isFallback(page)) {
      if (page.hasFallbackNotice) say("says that it is not translated, but is");
      continue;
    }
    const shown = byAddress.get(local(page.canonical));
    if (!shown || isFallback(shown)) {
      say(`its canonical address ${page.canonical} is not a page of its own`);
      continue;
    }
    if (!page.hasFallbackNotice) say("no notice");
    if (page.headingLang !== shown.lang) say(`the heading is marked as ${page.headingLang}`);
    if (page.headingDir !== shown.dir) say(`the heading runs ${page.headingDir}`);
    if (page.textLang !== undefined && page.textLang !== shown.lang) {
      say(`the text is marked as ${page.textLang}`);
    }
  }
  assertNone(problems);
});

test("alternates name all translations, the page itself and a default, from each of them", () => {
  const problems = [];
  const set = (page) => page.alternates.map((link) => `${link.hreflang} ${link.href}`).join("\n");
  for (const page of texts.filter((page) => page.isIndexed)) {
    const say = (problem) => problems.push(`${page.address}: ${problem}`);
    const tags = page.alternates.map((link) => link.hreflang);
    if (new Set(tags).size !== tags.length) say(`names a language twice: ${tags}`);
    if (!tags.includes("x-default")) say("no x-default");
    const addresses = page.alternates.map((link) => link.href);
    if (!addresses.includes(page.canonical)) say("does not name the page itself");
    const translated = page.switcher.filter((link) => link.isTranslated);
    for (const { hreflang, href } of translated) {
      const alternate = page.alternates.find((link) => link.hreflang === hreflang);
      if (alternate?.href !== origin + href) say(`leaves out ${hreflang} ${href}`);
    }
    for (const { hreflang, href } of page.alternates) {
      const target = byAddress.get(local(href));
      if (!target || !isFound(target)) say(`${hreflang} is not a page to be found: ${href}`);
      else if (set(target) !== set(page)) say(`${hreflang} ${href} does not name the same pages`);
      else if (hreflang !== "x-default" && target.lang !== hreflang) {
        say(`${hreflang} ${href} is in ${target.lang}`);
      }
    }
  }
  assertNone(problems);
});

test("no two entries of the index from A to Z read the same", () => {
  const problems = [];
  for (const page of texts) {
    const seen = new Map();
    for (const { text, href } of page.entries) {
      if (seen.has(text)) problems.push(`${page.address}: ${text} ${seen.get(text)} and ${href}`);
      seen.set(text, href);
    }
  }
  assertNone(problems);
});

test("the sitemap lists exactly the pages that have a text of their own", async () => {
  const listed = await fromXml("sitemap.xml", (sitemap) =>
    [...sitemap.querySelectorAll("urlset > url")].map((url) => ({
      address: url.querySelector("loc").textContent,
      alternates: [...url.getElementsByTagName("xhtml:link")].map((link) => ({
        hreflang: link.getAttribute("hreflang"),
        href: link.getAttribute("href"),
      })),
    })),
  );
  const addresses = listed.map((url) => local(url.address));
  // Lists of other pages need not be found; they may be.
  const own = texts.filter(isFound);
  const problems = addresses
    .filter((address) => !own.some((page) => page.address === address))
    .map((address) => `lists ${address}`);
  for (const page of own.filter((page) => !["index", "languages", "search"].includes(page.template))) {
    const count = addresses.filter((address) => address === page.address).length;
    if (count !== 1) problems.push(`lists ${page.address} ${count} times`);
  }
  const withoutDefault = (links) =>
    links
      .filter((link) => link.hreflang !== "x-default")
      .map((link) => `${link.hreflang} ${link.href}`)
      .join();
  for (const { address, alternates } of listed) {
    const page = byAddress.get(local(address));
    if (page && withoutDefault(page.alternates) !== withoutDefault(alternates)) {
      problems.push(`other alternates than ${page.address} itself`);
    }
  }
  assertNone(problems);
});

test("feeds are complete and lead to pages of their edition", async () => {
  const problems = [];
  for (const edition of editions) {
    const file = `${edition}/feed.xml`;
    const feed = await fromXml(file, (feed) => ({
      lang: feed.documentElement.getAttribute("xml:lang"),
      missing: ["title", "id", "updated", "author > name", "link[rel=self]"].filter(
        (name) => !feed.querySelector(`feed > ${name}`),
      ),
      entries: [...feed.querySelectorAll("entry")].map((entry) => ({
        href: entry.querySelector("link").getAttribute("href"),
        title: entry.querySelector("title").textContent,
        updated: entry.querySelector("updated").textContent,
      })),
    }));
    const say = (problem) => problems.push(`${file}: ${problem}`);
    if (feed.lang !== edition) say(`in ${feed.lang}`);
    if (feed.missing.length > 0) say(`without ${feed.missing}`);
    if (feed.entries.length === 0) say("no entries");
    for (const { href, title, updated } of feed.entries) {
      const page = byAddress.get(local(href));
      if (!page || page.edition !== edition || !isFound(page)) say(`leads to ${href}`);
      if (!title || Number.isNaN(Date.parse(updated))) say(`an incomplete entry ${href}`);
    }
  }
  assertNone(problems);
});

test("web manifests lead to files", () => {
  const problems = [];
  for (const edition of editions) {
    const file = `${edition}/manifest.webmanifest`;
    const manifest = JSON.parse(readFileSync(join(folder, file), "utf8"));
    const { start_url: start, icons, lang, name } = manifest;
    if (lang !== edition || !name) problems.push(`${file}: ${lang} ${name}`);
    if (byAddress.get(start)?.edition !== edition) problems.push(`${file}: starts at ${start}`);
    for (const { src } of icons) {
      if (!published.has(src.slice(1))) problems.push(`${file}: no icon ${src}`);
    }
  }
  assertNone(problems);
});

/** What `read` takes from a file, which is read as strictly as XML is. */
async function fromXml(file, read) {
  const tab = await browser.newPage();
  const document = await tab.evaluateHandle((xml) => {
    const document = new DOMParser().parseFromString(xml, "application/xml");
    const error = document.querySelector("parsererror");
    if (error) throw new Error(error.textContent);
    return document;
  }, readFileSync(join(folder, file), "utf8"));
  const found = await document.evaluate(read);
  await tab.close();
  return found;
}
