// Staff edit in the browser: the editor takes its configuration, shows forms that fit the pages, and
// what it saves is a portal without errors in which nothing is lost.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { test } from "node:test";
import { binary } from "./lib/environment.mjs";
import { openBrowser, openHost } from "./lib/stage.mjs";

const editor = join(dirname(createRequire(import.meta.url).resolve("@sveltia/cms")), "..");
const folder = join(mkdtempSync(join(tmpdir(), "rozcestnik-")), "portal");
run("new", "portal", folder);
mkdirSync(join(folder, "admin"));
cpSync(join(editor, "dist/sveltia-cms.js"), join(folder, "admin/sveltia-cms.js"));
cpSync(join(editor, "locales/cs.json"), join(folder, "admin/cs.json"));
// The tests find buttons by their names, not by their icons.
writeFileSync(join(folder, "admin/icons.woff2"), "");
const admin = `admin:
  backend: forgejo
  repo: centre/portal
  api: https://git.example/api/v1
  script: admin/sveltia-cms.js
  words: admin/cs.json
  icons: admin/icons.woff2
`;
writeFileSync(join(folder, "site.yaml"), readFileSync(join(folder, "site.yaml"), "utf8") + admin);

const PAGE = "content/residence/new-address";
const CONTACTS = "content/data/contacts.yaml";
const VALUES = "content/data/values.yaml";
const translated = readFileSync(join(folder, PAGE, "en.md"), "utf8");
const stamps = [...translated.match(/^ {2}sections: \{(.*)\}$/m)[1].matchAll(/(\w+): (\w+)/g)];
assert(stamps.length > 3, "the translation of the new portal has another head than expected");
// The values keep their remarks, so they are edited as text.
assert.match(readFileSync(join(folder, VALUES), "utf8"), /^#/m);
const contacts = readFileSync(join(folder, CONTACTS), "utf8").replace(/^#.*\n/gm, "");
writeFileSync(join(folder, CONTACTS), contacts);
run("build", "--root", folder);

const url = `${(await openHost(join(folder, "public"))).replace(/\/$/, "")}/admin/`;
const browser = await openBrowser();
const context = await browser.newContext({ viewport: { width: 1280, height: 1000 }, locale: "cs" });
const tab = await context.newPage();
tab.setDefaultTimeout(20_000);
const complaints = [];
tab.on("pageerror", (error) => complaints.push(error.message));
tab.on("console", (message) => {
  // Fonts of the editor come from another host, which the policy forbids; those of the system do.
  const isFont = /font/.test(message.text());
  if (message.type() === "error" && !isFont) complaints.push(message.text());
});
// The same configuration, for a repository that lives in the browser.
await tab.route(/\/admin\/config\.json/, async (route) => {
  const response = await route.fetch();
  const settings = await response.json();
  await route.fulfill({ response, json: { ...settings, backend: { name: "test-repo" } } });
});
const sources = readSources();
await tab.goto(url.replace(/admin\/$/, "cs/"));
await tab.evaluate(async (sources) => {
  const storage = await navigator.storage.getDirectory();
  const root = await storage.getDirectoryHandle("sveltia-cms-test", { create: true });
  for (const [path, text] of sources) {
    const parts = path.split("/");
    const name = parts.pop();
    let folder = root;
    for (const part of parts) folder = await folder.getDirectoryHandle(part, { create: true });
    const file = await (await folder.getFileHandle(name, { create: true })).createWritable();
    await file.write(text);
    await file.close();
  }
}, [...sources]);

test("the editor takes its configuration and speaks the language of the staff", async () => {
  await tab.goto(url);
  await tab.getByRole("button", { name: "Pracovat s testovacím repozitářem" }).click();
  await tab.getByText("Nová stránka: Pobyt").waitFor();
  assert.deepEqual(complaints, []);
});

test("a page is edited with its translation beside it, and the stamps stay", async () => {
  await open("residence/entries/residence--new-address");
  const summary = tab.getByRole("textbox", { name: /Shrnutí/ });
  assert.equal(await summary.count(), 2);
  await summary.first().fill("Jiné shrnutí.");
  const source = await save(`${PAGE}/cs.md`, "summary: Jiné shrnutí.");
  assert.doesNotMatch(source, /^translation:/m);
  const text = (head) => head.split("\n---\n")[1].trim();
  assert.equal(text(source), text(sources.get(`${PAGE}/cs.md`)));
  const other = await held(`${PAGE}/en.md`, "  sections:\n");
  for (const [, section, digest] of stamps) {
    assert(other.includes(`\n    ${section}: ${digest}\n`), other);
  }
  assert.match(other, /^ {2}on: \d{4}-\d\d-\d\d$/m);
  assert.equal(text(other), text(translated));
});

test("a new page is a draft in a folder of its own, with a name that addresses can have", async () => {
  await open("new-residence/new");
  await tab.getByRole("textbox", { name: /Název/ }).first().fill("Řidičský průkaz");
  await tab.getByRole("textbox", { name: /Shrnutí/ }).first().fill("Jak ho vyměnit.");
  const path = "content/residence/ridicsky-prukaz/cs.md";
  const head = "---\ntitle: Řidičský průkaz\nsummary: Jak ho vyměnit.\ndraft: true\n---\n";
  assert.equal(await save(path, "draft"), head);
  sources.set(path, head);
});

test("facts are edited in a form, those with remarks as text", async () => {
  await open("data-facts/entries/contacts");
  await tab.getByRole("button", { name: "Rozbalit" }).first().click();
  await tab.getByRole("textbox", { name: /Webová stránka/ }).first().fill("https://urad.example/");
  await save(CONTACTS, "  web: https://urad.example/\n");
  await open("data-facts/entries/values");
  const file = tab.locator("textarea:visible").first();
  const before = await file.inputValue();
  assert.equal(before.trimEnd(), sources.get(VALUES).trimEnd());
  await file.fill(`${before.trimEnd()}\n# Konec\n`);
  const after = await save(VALUES, "# Konec");
  assert.equal(after.trimEnd(), `${sources.get(VALUES).trimEnd()}\n# Konec`);
});

test("what was saved is a portal without errors", async () => {
  for (const path of sources.keys()) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), await saved(path));
  }
  run("check", "--root", folder);
  assert.deepEqual(complaints, []);
});

async function open(entry) {
  // The same document would keep the form that is open.
  await tab.goto("about:blank");
  await tab.goto(`${url}#/collections/${entry}`);
  await tab.getByRole("button", { name: "Uložit", exact: true }).waitFor();
}

/** Saves, and gives the text of a file once it holds some words. */
async function save(path, words) {
  await tab.getByRole("button", { name: "Uložit", exact: true }).click();
  return held(path, words);
}

async function held(path, words) {
  const end = Date.now() + 20_000;
  for (;;) {
    const text = await saved(path).catch(() => "");
    if (text.includes(words)) return text;
    assert(Date.now() < end, `${path} never held ${words}`);
    await tab.waitForTimeout(100);
  }
}

function saved(path) {
  return tab.evaluate(async (path) => {
    const parts = path.split("/");
    const name = parts.pop();
    const storage = await navigator.storage.getDirectory();
    let folder = await storage.getDirectoryHandle("sveltia-cms-test");
    for (const part of parts) folder = await folder.getDirectoryHandle(part);
    return (await (await folder.getFileHandle(name)).getFile()).text();
  }, path);
}

function readSources() {
  const files = readdirSync(join(folder, "content"), { recursive: true, withFileTypes: true });
  const paths = files
    .filter((file) => /\.(md|yaml)$/.test(file.name))
    .map((file) => join(file.parentPath, file.name));
  return new Map(paths.map((path) => [relative(folder, path), readFileSync(path, "utf8")]));
}

function run(...options) {
  const { status, stderr } = spawnSync(binary(), options, { encoding: "utf8" });
  assert.equal(status, 0, stderr);
}
