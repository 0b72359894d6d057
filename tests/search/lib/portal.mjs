// The pages of a built portal as words, read without any part of the search under test.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";

/** With the apostrophes that stand inside Ukrainian words. */
const WORD = /[\p{L}\p{M}\p{N}]+(?:['’ʼ][\p{L}\p{M}\p{N}]+)*/gu;

/** The editions that a folder holds, such as `["ar", "cs", "uk"]`. */
export function editions(folder) {
  return readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, "a-z", "index.html")))
    .sort();
}

/**
 * The pages of an edition, but for those below the timetable: a course is a section of that page.
 * Sheets to print hold nothing that their pages do not hold.
 *
 *     [{ url: "/vi/health/", title: ["Sức", "khỏe"], words: […] }]
 */
export function pages(folder, locale) {
  const all = readdirSync(join(folder, locale), { recursive: true });
  const timetables = all
    .filter((path) => path.split(sep).at(-1) === "lessons.json")
    .map((path) => path.slice(0, -"lessons.json".length));
  const isBelow = (path) =>
    timetables.some((folder) => path.startsWith(folder) && path !== `${folder}index.html`);
  return all
    .filter((path) => path.split(sep).at(-1) === "index.html" && !isBelow(path))
    .sort()
    .map((path) => [path, readFileSync(join(folder, locale, path), "utf8")])
    .filter(([, html]) => !/<html[^>]*sheet-/.test(html))
    .map(([path, html]) => {
      return {
        url: `/${locale}/${path.split(sep).slice(0, -1).concat("").join("/")}`,
        title: words(part(html, "h1")),
        words: words(part(html, "main")),
      };
    });
}

/** The id of the page at an address: `/vi/residence/citizenship/` is `residence/citizenship`. */
export function pageId(url) {
  return url.split("/").slice(2, -1).join("/");
}

/** The words of a text, as they are written there. */
export function words(text) {
  return text.normalize("NFC").match(WORD) ?? [];
}

/** The text of the first element of this name. */
function part(html, name) {
  const [element = ""] = new RegExp(`<${name}[ >].*</${name}>`, "s").exec(html) ?? [];
  return element
    .replace(/<(script|style|svg)[ >].*?<\/\1>/gs, " ")
    .replace(/<[^>]*>/g, " ")
    .replace(/&#?\w+;/g, " ");
}
