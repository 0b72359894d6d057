// The pages of a built portal as data: addresses, languages, links.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";

/**
 * Every HTML file of the folder:
 *
 *     { address: "/vi/health/", edition: "vi", template: "section", html, lang, dir, title,
 *       canonical, alternates: [{ hreflang, href }],
 *       switcher: [{ hreflang, href, isCurrent, isTranslated }],
 *       entries: [{ text, href }], ids, links, isIndexed, redirectsTo, headingLang, headingDir,
 *       textLang, hasFallbackNotice }
 *
 * `edition` is empty for pages above the editions. Sheets to print are not among them: they have no
 * frame. The browser is only used as the parser.
 */
export async function readPages(browser, folder) {
  const tab = await browser.newPage();
  const pages = [];
  for (const file of files(folder).filter((file) => file.endsWith(".html"))) {
    const html = readFileSync(join(folder, file), "utf8");
    if (/<html[^>]*sheet-/.test(html)) continue;
    const address = `/${file.replace(/(^|\/)index\.html$/, "$1")}`;
    const [first] = file.split("/");
    const edition = existsSync(join(folder, first, "a-z")) ? first : "";
    pages.push({ address, edition, html, ...(await tab.evaluate(parse, html)) });
  }
  await tab.close();
  return pages;
}

/** Paths of all files in a folder, with `/` between the parts. */
export function files(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .map((path) => path.split(sep).join("/"))
    .sort();
}

/** Runs in the browser. Attributes are as written: addresses are not resolved. */
function parse(html) {
  const document = new DOMParser().parseFromString(html, "text/html");
  const all = (selector) => [...document.querySelectorAll(selector)];
  const attribute = (selector, name) => document.querySelector(selector)?.getAttribute(name);
  const has = (selector) => document.querySelector(selector) !== null;

  function template() {
    if (has(".language-list")) return has("meta[name=robots]") ? "not-found" : "languages";
    if (has(".hero")) return "home";
    if (has(".index")) return "index";
    if (has("dl.glossary")) return "glossary";
    if (has("main .course-lessons")) return "course";
    if (has(".page__body > .card")) return has(".help-box") ? "places" : "contacts";
    if (has(".page--wide .topic-tiles")) return "section";
    if (has("main [data-offline]")) return "offline";
    if (has("main [data-results]")) return "search";
    if (has("main .materials")) return "materials";
    if (has("main .downloads__title")) return "downloads";
    if (has("main article.sheet")) return "week";
    if (has("main .timetable")) return "timetable";
    if (has("main section.campaign")) return "campaign";
    if (has(".page--with-contents")) return "guide";
    return "plain";
  }

  return {
    template: template(),
    lang: document.documentElement.lang,
    dir: document.documentElement.dir,
    title: document.title,
    canonical: attribute("link[rel=canonical]", "href"),
    alternates: all("link[rel=alternate][hreflang]").map((link) => ({
      hreflang: link.getAttribute("hreflang"),
      href: link.getAttribute("href"),
    })),
    switcher: all(".language-switcher a").map((link) => ({
      hreflang: link.getAttribute("hreflang"),
      href: link.getAttribute("href"),
      isCurrent: link.hasAttribute("aria-current"),
      isTranslated: link.querySelector("small") === null,
    })),
    entries: all(".index-letters__groups a").map((link) => ({
      text: link.closest("li").textContent,
      href: link.getAttribute("href"),
    })),
    ids: all("[id]").map((element) => element.id),
    links: all("a, [href], [src]").map((element) => ({
      element: element.localName,
      rel: element.getAttribute("rel"),
      href: element.getAttribute("href") ?? element.getAttribute("src") ?? "",
    })),
    isIndexed: !has("meta[name=robots][content*=noindex]"),
    redirectsTo: /url=(.*)/.exec(attribute("meta[http-equiv=refresh]", "content") ?? "")?.[1],
    headingLang: attribute("h1", "lang"),
    headingDir: attribute("h1", "dir"),
    textLang: attribute(".prose", "lang"),
    hasFallbackNotice: has(".notice--fallback"),
  };
}
