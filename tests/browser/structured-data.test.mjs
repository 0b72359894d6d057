// What pages tell search engines uses the words of schema.org, and each with values that belong to it.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { portalFolder } from "./lib/environment.mjs";
import { assertNone } from "./lib/stage.mjs";

const MODULES = join(import.meta.dirname, "node_modules");
const SCRIPT = /<script type="?application\/ld\+json"?>(.*?)<\/script>/gs;
const OPTIONS = "--noEmit --strict --skipLibCheck --module nodenext --moduleResolution nodenext";

/** What data have in common that differ in words and numbers only. */
function shapeOf(data) {
  const isWord = (key, value) =>
    typeof value === "string" && key !== "@type" && !value.startsWith("https://schema.org");
  return JSON.stringify(data, (key, value) =>
    isWord(key, value) ? value.replace(/[^\d:T+-]+/g, "a").replace(/\d/g, "0") : value,
  );
}

/** What the types of schema.org say of these data: one line each. */
function complaints(data) {
  const folder = join(MODULES, ".structured-data");
  const lines = data.map(({ json, type }, i) => `export const data${i}: ${type} = ${json};`);
  mkdirSync(folder, { recursive: true });
  try {
    const types = 'import type * as schema from "schema-dts";';
    writeFileSync(join(folder, "data.ts"), [types, ...lines].join("\n"));
    const tsc = join(MODULES, ".bin", "tsc");
    const run = spawnSync(tsc, [...OPTIONS.split(" "), "data.ts"], { cwd: folder, encoding: "utf8" });
    assert.equal(run.error, undefined);
    const found = run.stdout.split("\n").filter((line) => line.startsWith("data.ts"));
    assert.equal(run.status === 0, found.length === 0, run.stdout + run.stderr);
    return found.map((line) => {
      const [, number, said] = line.match(/^data\.ts\((\d+),\d+\): (.*)$/);
      return `${data[number - 2].file}: ${said}`;
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const typeOf = (data) => (data["@graph"] ? "schema.Graph" : `schema.WithContext<schema.${data["@type"]}>`);

test("structured data are what schema.org defines", () => {
  const folder = portalFolder();
  const shapes = new Map();
  for (const file of readdirSync(folder, { recursive: true }).sort()) {
    if (!file.endsWith(".html")) continue;
    for (const [, json] of readFileSync(join(folder, file), "utf8").matchAll(SCRIPT)) {
      const data = JSON.parse(json);
      const shape = shapeOf(data);
      if (!shapes.has(shape)) shapes.set(shape, { file, json, type: typeOf(data) });
    }
  }
  const all = [...shapes.values()];
  const types = new Set(all.map(({ type }) => type));
  for (const type of ["Organization", "BreadcrumbList", "Course"]) {
    assert(types.has(`schema.WithContext<schema.${type}>`), type);
  }
  assert(types.has("schema.Graph"), "events");
  assertNone(complaints(all));

  const course = all.find(({ type }) => type.includes("Course"));
  const wrong = { ...course, json: course.json.replace('"courseMode"', '"mode"') };
  assert.equal(complaints([wrong]).length, 1, "a property that schema.org does not have");
});
