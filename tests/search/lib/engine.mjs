// The two programs that answer queries: the module of the browser, here in node, and the command.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { open } from "../../../themes/default/components/search/search.js";
import { pageId } from "./portal.mjs";

/** The portal that the command asks; the folder of the built portal must be made of it. */
const ROOT = process.env.ROZCESTNIK_ROOT ?? fileURLToPath(new URL("../../..", import.meta.url));
/** As many results as the command prints. */
const LIMIT = 20;

/**
 * Answers of the browser's engine to `[{ locale, query }]`, in their order:
 *
 *     [{ corrected: null, results: [
 *       { page: "residence/citizenship", section: "steps", score: 1234, matched_locale: "cs" } ] }]
 */
export async function askEngine(folder, queries, limit = LIMIT) {
  const engines = new Map();
  const answers = [];
  for (const { locale, query } of queries) {
    if (!engines.has(locale)) engines.set(locale, await openEngine(folder, locale));
    const asked = engines.get(locale)(query, limit);
    answers.push(
      await asked.catch((cause) => {
        throw new Error(`the engine fails at ${locale} "${query}"`, { cause });
      }),
    );
  }
  return answers;
}

/** The same of `rozcestnik search`. */
export function askCommand(binary, queries) {
  const input = queries.map(({ locale, query }) => `${locale}\t${query}\n`).join("");
  const { status, stdout, stderr } = spawnSync(
    binary,
    ["search", "--batch", "--json", "--root", ROOT],
    { input, encoding: "utf8", maxBuffer: 2 ** 30 },
  );
  assert.equal(status, 0, stderr);
  const answers = stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  assert.equal(answers.length, queries.length, "one line for each query");
  return answers.map(({ corrected, results }) => ({
    corrected,
    results: results.map(({ page, section, score, matched_locale }) => ({
      page,
      section,
      score,
      matched_locale,
    })),
  }));
}

async function openEngine(folder, locale) {
  const fetcher = async (url) => {
    const file = join(folder, url);
    return existsSync(file) ? new Response(readFileSync(file)) : new Response("", { status: 404 });
  };
  const engine = await open(`/${locale}/search/map.json`, fetcher);
  return async (query, limit) => {
    const { corrected, results, sectionOf } = await engine.search(query);
    const best = results.slice(0, limit).map(async ({ page, score, locale }) => {
      const [, url, , sections] = await engine.display(page);
      return {
        page: pageId(url),
        section: sections[sectionOf(page)][0],
        score,
        matched_locale: engine.map.locales[locale],
      };
    });
    return { corrected, results: await Promise.all(best) };
  };
}
