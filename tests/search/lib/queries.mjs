// The queries that search is judged by, and the judgement.

import { readFileSync } from "node:fs";

const FILE = new URL("../queries.tsv", import.meta.url);

/**
 * What must come first, in percent of the queries of these kinds over all languages.
 *
 * E: as the page says it, I: inflected, D: other diacritics or spelling, P: a page that has a
 * neighbour with similar words, T: typing mistake, Q: question, S: short or colloquial, X: in another
 * language or script, N: nothing to be found.
 */
export const GROUPS = [
  { kinds: "EIDP", least: 95 },
  { kinds: "TQS", least: 85 },
  { kinds: "X", least: 90 },
  { kinds: "N", least: 100 },
];

/** `[{ id, locale, query, kind, expected: ["residence/citizenship"] }]`; `N` expects no page. */
export function readQueries() {
  const [, ...lines] = readFileSync(FILE, "utf8").trimEnd().split("\n");
  return lines.map((line) => {
    const [id, locale, query, kind, expected] = line.split("\t");
    return { id, locale, query, kind, expected: expected === "NONE" ? [] : expected.split("|") };
  });
}

/** Whether an answer, `{ corrected, pages }` with the ids of pages, best first, is a right one. */
export function isRight({ kind, expected }, { corrected, pages }) {
  if (kind === "N") return pages.length === 0 || corrected !== null;
  return expected.includes(pages[0]);
}
