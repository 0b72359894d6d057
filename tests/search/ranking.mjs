// Whether the browser ranks as tantivy does: 2,000 queries made of the portal's own words, put to
// both; the same pages and sections in the same order, with the same scores, languages and
// corrections.
//
//     ROZCESTNIK_BIN=target/release/rozcestnik ROZCESTNIK_PORTAL=public node tests/search/ranking.mjs

import { isDeepStrictEqual } from "node:util";
import { binary, portalFolder } from "../browser/lib/environment.mjs";
import { lots, mistyped, pick, plain } from "./lib/draw.mjs";
import { askCommand, askEngine } from "./lib/engine.mjs";
import { editions, pages } from "./lib/portal.mjs";

const QUERIES = 2000;
const SHOWN = 10;

const folder = portalFolder();
const queries = draw(editions(folder));
const expected = askCommand(binary(), queries);
const found = await askEngine(folder, queries);
const differing = queries.flatMap((query, index) =>
  isDeepStrictEqual(found[index], expected[index]) ? [] : [{ ...query, index }],
);
for (const { locale, query, index } of differing.slice(0, SHOWN)) {
  console.log(`${locale} "${query}"\n  tantivy ${first(expected[index], found[index])}`);
  console.log(`  browser ${first(found[index], expected[index])}`);
}
const answered = expected.filter(({ results }) => results.length).length;
console.log(`${QUERIES} queries, ${answered} with results, ${differing.length} differ`);
process.exitCode = differing.length ? 1 : 0;

/** Words and pairs of neighbours, as they stand, without diacritics, cut short or mistyped. */
function draw(locales) {
  const texts = locales.map((locale) => pages(folder, locale).map(({ words }) => words));
  const lot = lots("ranking");
  return Array.from({ length: QUERIES }, (_, index) => {
    const words = pick(lot, texts[index % locales.length]);
    const place = Math.floor(lot() * (words.length - 1));
    const length = pick(lot, [1, 2]);
    const change = pick(lot, [keep, keep, keep, plain, plain, cut, swap]);
    const query = words
      .slice(place, place + length)
      .map((word) => change(word, lot))
      .join(" ");
    return { locale: locales[index % locales.length], query };
  });
}

function keep(word) {
  return word;
}

function cut(word, lot) {
  return word.length > 4 ? word.slice(0, -pick(lot, [1, 2, 3])) : word;
}

function swap(word, lot) {
  return word.length > 4 ? mistyped(lot, word) : word;
}

/** What is said first of an answer that another one does not say. */
function first(answer, other) {
  const corrected = `corrected ${JSON.stringify(answer.corrected)}`;
  const place = answer.results.findIndex(
    (result, index) => !isDeepStrictEqual(result, other.results[index]),
  );
  const { page, score } = answer.results[place] ?? {};
  const result = place < 0 ? "the same" : `${place + 1}. ${page || "home"} ${score}`;
  return `${corrected}, ${answer.results.length} results, ${result}`;
}
