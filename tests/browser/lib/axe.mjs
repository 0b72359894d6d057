// What axe-core has to say about an open page.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const SOURCE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/**
 * Violations, and what axe wants a person to look at, one a line; `part` is a selector of the part
 * of the page to look at, `rules` are names of rules in place of those of all `TAGS`.
 */
export async function barriers(tab, { part, rules } = {}) {
  await tab.evaluate(SOURCE);
  const { violations, incomplete } = await tab.evaluate(
    ([part, runOnly]) => axe.run(part ?? document, { runOnly }),
    [part, rules ? { type: "rule", values: rules } : { type: "tag", values: TAGS }],
  );
  const lines = (kind, rules) =>
    rules.flatMap(({ id, nodes }) =>
      nodes.map(({ target, any, all, none }) => {
        const messages = [...any, ...all, ...none].map((check) => check.message);
        return `${kind} ${id} ${target} ${messages.join("; ")}`;
      }),
    );
  return [...lines("barrier", violations), ...lines("look at", incomplete)];
}
