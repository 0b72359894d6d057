// The open page follows the source while `rozcestnik serve` runs: changes arrive in place, mistakes
// show over the last good page, and nothing is written to the disk.

import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync } from "node:fs";
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { binary } from "./lib/environment.mjs";
import { openBrowser } from "./lib/stage.mjs";

const folder = join(mkdtempSync(join(tmpdir(), "rozcestnik-")), "portal");
const made = spawnSync(binary(), ["new", "portal", folder], { encoding: "utf8" });
assert.equal(made.status, 0, made.stderr);

const PAGE = "residence/new-address";
const file = join(folder, "content", PAGE, "cs.md");
const entries = readdirSync(folder).toSorted();
const original = await readFile(file, "utf8");
const url = await serve();
const browser = await openBrowser();
const tab = await browser.newPage({ viewport: { width: 360, height: 400 } });
tab.setDefaultTimeout(10_000);
const complaints = [];
tab.on("pageerror", (error) => complaints.push(error.message));
tab.on("console", (message) => complaints.push(message.text()));
await tab.goto(`${url}cs/${PAGE}/`);

const panel = tab.locator("rozcestnik-panel .panel");
const heading = tab.locator("h1");
const isLoadedOnce = () => tab.evaluate(() => window.loadedOnce === true);

test("a new portal has nothing to find", () => {
  const checked = spawnSync(binary(), ["check", "--strict", "--root", folder], { encoding: "utf8" });
  assert.equal(checked.status, 0, checked.stdout + checked.stderr);
});

test("a change arrives in place: neither the scroll position nor the focus is lost", async () => {
  await tab.evaluate(() => {
    window.loadedOnce = true;
    window.link = document.querySelector("main a[href]");
    window.link.focus({ preventScroll: true });
    scrollTo(0, 150);
  });
  const look = () =>
    tab.evaluate(() => [Math.round(scrollY), window.link.isConnected, document.activeElement === link]);
  const renamed = original.replace(/^title: .*$/m, "title: Jiný název");
  const addition = tab.locator("main").getByText("Odstavec navíc");

  await writeFile(file, renamed);
  await heading.filter({ hasText: "Jiný název" }).waitFor();
  assert.match(await tab.title(), /^Jiný název/);
  assert.deepEqual(await look(), [150, true, true]);

  await writeFile(file, `${renamed}\nOdstavec navíc.\n`);
  await addition.waitFor();
  assert.deepEqual(await look(), [150, true, true]);

  await writeFile(file, renamed);
  await addition.waitFor({ state: "detached" });
  assert.deepEqual(await look(), [150, true, true]);
  assert(await isLoadedOnce());
});

test("pages that show the title follow too", async () => {
  const other = await browser.newPage();
  await other.goto(`${url}cs/residence/`);
  const link = other.locator(`main a[href="/cs/${PAGE}/"]`);
  assert.equal(await link.innerText(), "Jiný název");
  await writeFile(file, original.replace(/^title: .*$/m, "title: Třetí název"));
  await link.filter({ hasText: "Třetí název" }).waitFor();
  await heading.filter({ hasText: "Třetí název" }).waitFor();
  await other.close();
});

test("a mistake shows over the last good page and goes when it is mended", async () => {
  assert(!(await panel.isVisible()));
  await writeFile(file, original.replace(/^title: .*$/m, "title: [Jiný"));
  await panel.waitFor({ state: "visible" });
  const findings = await panel.locator("pre").textContent();
  assert(findings.includes(`content/${PAGE}/cs.md:3:`), findings);
  assert.equal(await heading.innerText(), "Třetí název");

  await writeFile(file, original);
  await panel.waitFor({ state: "hidden" });
  await heading.filter({ hasNotText: "Třetí název" }).waitFor();
  assert(await isLoadedOnce());
});

test("Escape puts the findings away until there are others", async () => {
  await writeFile(file, "---\ntitle: {\n");
  await panel.waitFor({ state: "visible" });
  await tab.keyboard.press("Escape");
  await panel.waitFor({ state: "hidden" });
  await writeFile(file, "---\n");
  await panel.waitFor({ state: "visible" });
  await writeFile(file, original);
  await panel.waitFor({ state: "hidden" });
});

test("a page that an editor replaces or deletes comes back", async () => {
  await writeFile(`${file}~`, original.replace(/^title: .*$/m, "title: Čtvrtý název"));
  await rename(`${file}~`, file);
  await heading.filter({ hasText: "Čtvrtý název" }).waitFor();
  await rm(file);
  await writeFile(file, original);
  await heading.filter({ hasNotText: "Čtvrtý název" }).waitFor();
});

test("the page kept its policy and the server wrote nothing", () => {
  assert.deepEqual(complaints, []);
  assert.deepEqual(readdirSync(folder).toSorted(), entries);
});

/** Starts the server on a free port; gives its address. */
async function serve() {
  const server = spawn(binary(), ["serve", "--port", "0", "--root", folder], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  after(async () => {
    server.kill();
    await once(server, "exit");
    await rm(join(folder, ".."), { recursive: true });
  });
  let said = "";
  for await (const part of server.stderr.setEncoding("utf8").iterator({ destroyOnReturn: false })) {
    said += part;
    const address = /http:\/\/127\.0\.0\.1:\d+\//.exec(said);
    if (address) {
      server.stderr.resume();
      return address[0];
    }
  }
  assert.fail(said);
}
