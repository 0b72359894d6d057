// Whether the right page comes first: `queries.tsv` put to the command and to the browser's engine.
//
//     ROZCESTNIK_BIN=target/release/rozcestnik ROZCESTNIK_PORTAL=public node tests/search/quality.mjs

import { binary, portalFolder } from "../browser/lib/environment.mjs";
import { askCommand, askEngine } from "./lib/engine.mjs";
import { GROUPS, isRight, readQueries } from "./lib/queries.mjs";

const queries = readQueries();
const locales = [...new Set(queries.map(({ locale }) => locale))];
const answered = {
  "rozcestnik search": askCommand(binary(), queries),
  "the browser's engine": await askEngine(portalFolder(), queries),
};
for (const [program, answers] of Object.entries(answered)) {
  const judged = queries.map((query, index) => {
    const { corrected, results } = answers[index];
    const pages = results.map(({ page }) => page);
    return { ...query, corrected, pages, right: isRight(query, { corrected, pages }) };
  });
  console.log(`## Rank 1, ${program}\n`);
  printTable(judged);
  for (const wrong of judged.filter(({ right }) => !right)) console.log(complaint(wrong));
  console.log();
}

function printTable(judged) {
  const row = (cells) => console.log(`| ${cells.join(" | ")} |`);
  row(["kinds", ...locales, "all", "least"]);
  row(["---", ...locales.map(() => "--:"), "--:", "--:"]);
  for (const { kinds, least } of GROUPS) {
    for (const kind of kinds.length > 1 ? kinds : []) {
      row([kind, ...cells(judged.filter((query) => query.kind === kind)), ""]);
    }
    const group = judged.filter((query) => kinds.includes(query.kind));
    row([`**${[...kinds].join(" ")}**`, ...cells(group), `${least} %`]);
    if (percent(group) < least) process.exitCode = 1;
  }
  row(["all", ...cells(judged), ""]);
  console.log();
}

/** Right answers of how many: in each language, then in all. */
function cells(judged) {
  const each = [
    ...locales.map((locale) => judged.filter((query) => query.locale === locale)),
    judged,
  ];
  return each.map((queries, index) => {
    if (!queries.length) return "";
    const count = `${right(queries)}/${queries.length}`;
    return index < locales.length ? count : `${count} ${percent(queries).toFixed(1)} %`;
  });
}

function right(judged) {
  return judged.filter(({ right }) => right).length;
}

function percent(judged) {
  return (100 * right(judged)) / judged.length;
}

function complaint({ id, kind, query, expected, corrected, pages }) {
  const wanted = expected.join(" or ") || "nothing, or a correction announced";
  const found = pages.slice(0, 3).join(", ") || "nothing";
  const changed = corrected === null ? "" : ` for "${corrected}"`;
  return `${id} ${kind} "${query}": ${wanted}; found${changed}: ${found}`;
}
