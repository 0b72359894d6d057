// Whether words typed without diacritics find at least what they find with them: every word of the
// built portal, in every language.
//
//     ROZCESTNIK_PORTAL=public node tests/search/diacritics.mjs

import { portalFolder } from "../browser/lib/environment.mjs";
import { plain } from "./lib/draw.mjs";
import { askEngine } from "./lib/engine.mjs";
import { editions, pages } from "./lib/portal.mjs";

const SHOWN = 20;

const folder = portalFolder();
const complaints = [];
for (const locale of editions(folder)) {
  const lowered = pages(folder, locale).flatMap((page) => page.words.map(lower));
  const written = [...new Set(lowered)].filter((word) => plain(word) !== word);
  const withThem = await found(locale, written);
  const without = await found(locale, written.map(plain));
  const lost = written.flatMap((word, index) => {
    const missing = withThem[index].filter((page) => !without[index].includes(page));
    return missing.length
      ? [`${locale} "${word}": "${plain(word)}" loses ${missing.join(", ")}`]
      : [];
  });
  const empty = withThem.filter((pages) => !pages.length).length;
  console.log(
    `${locale}: ${written.length} words, ${empty} find nothing, ${lost.length} lose pages`,
  );
  complaints.push(...lost);
}
for (const complaint of complaints.slice(0, SHOWN)) console.log(complaint);
process.exitCode = complaints.length ? 1 : 0;

/** All pages for each word. */
async function found(locale, words) {
  const queries = words.map((query) => ({ locale, query }));
  const answers = await askEngine(folder, queries, Infinity);
  return answers.map(({ results }) => results.map(({ page }) => page || "home"));
}

function lower(word) {
  return word.toLowerCase();
}
