// Languages that readers save: what is fetched and when, what is shown without a connection, and
// what is left afterwards. Here the host itself can be switched off.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";
import { inflateRawSync } from "node:zlib";
import { barriers } from "./lib/axe.mjs";
import { binary, portalFolder } from "./lib/environment.mjs";
import { host } from "./lib/host.mjs";
import { sticksOut } from "./lib/layout.mjs";
import { assertNone, openBrowser, VIEWPORTS } from "./lib/stage.mjs";

const browser = await openBrowser();
const work = mkdtempSync(join(tmpdir(), "offline-"));
after(() => rmSync(work, { recursive: true, force: true }));

const SITE = {
  "site.yaml": "name: Portál\nsource_locale: cs\nlocales: [cs, ar]\nhelp_page: help\n",
  "content/cs.md": "---\ntitle: Úvod\nsummary: Rady.\n---\n",
  "content/ar.md": "---\ntitle: الرئيسية\nsummary: إرشادات.\n---\n",
  "content/help/cs.md": "---\ntitle: Pomoc\nsummary: Kdo pomůže.\n---\nVolejte nám. ![Plán](plan.png)\n",
  "content/help/ar.md": "---\ntitle: مساعدة\nsummary: من يساعد.\n---\nاتصلوا بنا. ![خريطة](plan.png)\n",
  "content/visa/cs.md": "---\ntitle: Vízum\nsummary: Co potřebujete.\n---\nPas a fotografie. [[help]]\n",
};

/** A red dot of 16 × 16 pixels. */
const PICTURE = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAABAAAAAQCAIAAACQkWg2AAAAF0lEQVR4nGP8z0AaYCJR/aiGUQ1DSAMAQC4BH5CRg2gAAAAASUVORK5CYII=",
  "base64",
);

/** Builds a site of these files and gives the folder of the portal. */
function built(name, files) {
  const root = join(work, name);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  writeFileSync(join(root, "content/help/plan.png"), PICTURE);
  const out = join(work, `${name}-public`);
  execFileSync(binary(), ["--root", root, "build", "--out", out, "--format", "short"], {
    stdio: "pipe",
  });
  return out;
}

const first = built("first", SITE);
const second = built("second", {
  ...SITE,
  "content/visa/cs.md": SITE["content/visa/cs.md"].replace("Pas", "Platný pas"),
});
const without = built("without", { ...SITE, "site.yaml": `${SITE["site.yaml"]}offline: false\n` });

/** Opens a portal in a browser of its own; `stage.choose` says what the host sends. */
async function visit(folder, options, play) {
  const stage = { choose: () => folder, asked: [] };
  const { url, close } = await host(folder, (path) => {
    stage.asked.push(path);
    return stage.choose(path);
  });
  const context = await browser.newContext({ viewport: VIEWPORTS.phone, ...options });
  const tab = await context.newPage();
  tab.setDefaultTimeout(15_000);
  const complaints = [];
  tab.on("console", (message) => complaints.push(message.text()));
  tab.on("pageerror", (error) => complaints.push(error.message));
  try {
    await play(tab, url, stage);
    const isOfHost = (line) => /Failed to load resource|ERR_/.test(line);
    assertNone(complaints.filter((complaint) => !isOfHost(complaint)));
  } finally {
    await context.close();
    close();
  }
}

const placeOf = (tab, locale) => tab.locator(`[data-locale=${locale}]`);
const button = (tab, locale, name) => placeOf(tab, locale).getByRole("button", { name, exact: true });
const statusOf = (tab, locale) => placeOf(tab, locale).getByRole("status");
const switchOff = (stage) => (stage.choose = () => undefined);

async function saveCzech(tab, url) {
  await tab.goto(`${url}/cs/offline/`);
  await button(tab, "cs", "Uložit").click();
  await button(tab, "cs", "Odstranit").waitFor();
}

/** What the browser keeps: keys of the store, without the lists. */
const kept = (tab) =>
  tab.evaluate(async () => {
    if (!(await caches.has("rozcestnik"))) return [];
    const requests = await (await caches.open("rozcestnik")).keys();
    return requests.map(({ url }) => url.slice(location.origin.length)).sort();
  });

test("nothing is fetched or registered before a reader asks", async () => {
  await visit(first, {}, async (tab, url, stage) => {
    await tab.goto(`${url}/cs/visa/`, { waitUntil: "networkidle" });
    const isOfSaving = (path) => /offline|sw\.js/.test(path);
    assert.deepEqual(stage.asked.filter(isOfSaving), []);

    await tab.goto(`${url}/cs/offline/`, { waitUntil: "networkidle" });
    const fetched = stage.asked.filter((path) => isOfSaving(path) && !path.startsWith("/assets/"));
    assert.deepEqual(fetched, ["/cs/offline/", "/offline.json"]);
    assert.match(await statusOf(tab, "cs").textContent(), /Stáhne se asi \d+ kB\..* nejvýš \d+ kB/);
    const registrations = () => navigator.serviceWorker.getRegistrations();
    assert.equal(await tab.evaluate(`(${registrations})().then((all) => all.length)`), 0);
    assert.deepEqual(await kept(tab), []);
  });
});

test("what was saved opens without a connection and says so", async () => {
  await visit(first, {}, async (tab, url, stage) => {
    await saveCzech(tab, url);
    assert.match(await statusOf(tab, "cs").textContent(), /^Uloženo \d+\. \S+ \d{4}\.$/);
    switchOff(stage);

    for (const page of ["/cs/", "/cs/visa/", "/cs/a-z/", "/cs/search/", "/cs/help/"]) {
      await tab.goto(url + page);
      const notice = tab.locator("main .notice--offline");
      assert.match(await notice.textContent(), /uloženou \d+\. \S+ \d{4}/, page);
    }
    const isDrawn = (picture) => picture.complete && picture.naturalWidth === 16;
    assert(await tab.locator(".prose img").evaluate(isDrawn));
    assert.deepEqual(await barriers(tab), []);

    await tab.locator("form[data-search] input").fill("fotografie");
    const result = tab.locator("form[data-search] [role=option]").first();
    await result.locator("mark").first().waitFor();
    await result.click();
    await tab.waitForURL(/\/cs\/visa\//);

    await tab.goto(`${url}/ar/help/`);
    assert.match(await tab.locator(".notice--offline").textContent(), /není uložená/);
    await tab.goto(`${url}/cs/offline/`);
    assert.match(await statusOf(tab, "cs").textContent(), /^Uloženo/);
  });
});

test("a slow or failing host does not keep readers from what they saved", async () => {
  await visit(first, {}, async (tab, url, stage) => {
    await saveCzech(tab, url);
    stage.choose = (path) => (path.startsWith("/cs/visa/") ? new Promise(() => {}) : first);
    await tab.goto(`${url}/cs/visa/`);
    await tab.locator(".notice--offline").waitFor();
    stage.choose = () => first;
    await tab.goto(`${url}/cs/visa/`);
    assert.equal(await tab.locator(".notice--offline").count(), 0);
  });
});

test("saving stops, and goes on where it stopped, also after a lost connection", async () => {
  await visit(first, {}, async (tab, url, stage) => {
    let left = 5;
    stage.choose = (path) => {
      const isSaved = !/^\/(cs\/offline\/|offline\.json|sw\.js)/.test(path);
      return tab.isSaving && isSaved && left-- <= 0 ? undefined : first;
    };
    await tab.goto(`${url}/cs/offline/`, { waitUntil: "networkidle" });
    tab.isSaving = true;
    await button(tab, "cs", "Uložit").click();
    await button(tab, "cs", "Pokračovat").waitFor();
    assert.match(await tab.locator("[role=alert]").textContent(), /neodpovídá/);
    assert.match(await statusOf(tab, "cs").textContent(), /jen část: \d+ kB z \d+ kB/);
    const partly = await kept(tab);
    assert(partly.includes("/-/wanted?cs") && !partly.includes("/-/saved?cs"), partly.join(" "));

    // Half a language is not shown.
    tab.isSaving = false;
    stage.asked.length = 0;
    await button(tab, "cs", "Pokračovat").click();
    await button(tab, "cs", "Odstranit").waitFor();
    await statusOf(tab, "cs").filter({ hasText: /^Uloženo \d+\./ }).waitFor();
    const again = partly.map((key) => key.split("?")[0]).filter((path) => !path.startsWith("/-/"));
    assert.deepEqual(stage.asked.filter((path) => again.includes(path)), []);
    assert(!(await kept(tab)).includes("/-/wanted?cs"));
  });
});

test("after a new publication only the difference is fetched and the rest thrown away", async () => {
  await visit(first, {}, async (tab, url, stage) => {
    await saveCzech(tab, url);
    const before = await kept(tab);
    stage.choose = () => second;
    stage.asked.length = 0;
    await tab.goto(`${url}/cs/offline/`);
    await statusOf(tab, "cs").filter({ hasText: "novější text" }).waitFor();
    await button(tab, "cs", "Aktualizovat").click();
    await statusOf(tab, "cs").filter({ hasText: /^Uloženo \d+\. \S+ \d{4}\.$/ }).waitFor();
    const pages = stage.asked.filter((path) => path.endsWith("/") && path !== "/cs/offline/");
    assert.deepEqual(pages, ["/cs/visa/"]);

    const now = await kept(tab);
    const visas = (keys) => keys.filter((key) => key.startsWith("/cs/visa/"));
    assert.equal(visas(now).length, 1);
    assert.notDeepEqual(visas(now), visas(before));
    switchOff(stage);
    await tab.goto(`${url}/cs/visa/`);
    assert.match(await tab.locator(".prose").textContent(), /Platný pas/);
  });
});

test("languages are saved and removed one by one, the last one with all that is left", async () => {
  await visit(first, {}, async (tab, url, stage) => {
    await saveCzech(tab, url);
    await tab.locator(".offline__more summary").click();
    await button(tab, "ar", "Uložit").click();
    await button(tab, "ar", "Odstranit").waitFor();
    await button(tab, "cs", "Odstranit").click();
    await button(tab, "cs", "Uložit").waitFor();
    const keys = await kept(tab);
    assert(keys.includes("/-/saved?ar") && !keys.some((key) => key.startsWith("/cs/")), `${keys}`);
    await button(tab, "ar", "Odstranit").click();
    await button(tab, "ar", "Uložit").waitFor();
    assert.deepEqual(await kept(tab), []);
    const count = "navigator.serviceWorker.getRegistrations().then((all) => all.length)";
    assert.equal(await tab.evaluate(count), 0);
    switchOff(stage);
    await assert.rejects(tab.goto(`${url}/cs/visa/`));
  });
});

test("a language is removed while another one is saved, and takes nothing of it away", async () => {
  await visit(first, {}, async (tab, url, stage) => {
    await saveCzech(tab, url);
    let go;
    const released = new Promise((resolve) => (go = () => resolve(first)));
    stage.choose = (path) => (path.startsWith("/ar/") ? released : first);
    await tab.locator(".offline__more summary").click();
    await button(tab, "ar", "Uložit").click();
    await button(tab, "ar", "Zastavit").waitFor();
    await button(tab, "cs", "Odstranit").click();
    await button(tab, "cs", "Uložit").waitFor();
    go();
    await button(tab, "ar", "Odstranit").waitFor();
    assert(!(await kept(tab)).some((key) => key.startsWith("/cs/")));

    switchOff(stage);
    await tab.goto(`${url}/ar/help/`);
    await tab.locator(".notice--offline").waitFor();
    assert(await tab.locator(".prose img").evaluate((picture) => picture.naturalWidth === 16));
    assert.equal(await tab.evaluate("document.styleSheets.length > 0"), true);
  });
});

test("a portal that no longer offers it removes what readers saved", async () => {
  await visit(first, {}, async (tab, url, stage) => {
    await saveCzech(tab, url);
    stage.choose = () => without;
    await tab.goto(`${url}/cs/visa/`);
    assert.equal(await tab.locator("footer a[href$='/offline/']").count(), 0);
    const isGone = async () => {
      const all = await navigator.serviceWorker.getRegistrations();
      return all.length === 0 && !(await caches.has("rozcestnik"));
    };
    // What a browser does by itself at the latest a day later.
    await tab.evaluate(async () => (await navigator.serviceWorker.getRegistration()).update());
    await tab.waitForFunction(isGone);
  });
});

test("where there is no room, or nothing may be saved, the page says so", async () => {
  await visit(first, {}, async (tab, url) => {
    await tab.addInitScript(() => {
      Cache.prototype.put = () => Promise.reject(new DOMException("", "QuotaExceededError"));
    });
    await tab.goto(`${url}/cs/offline/`);
    await button(tab, "cs", "Uložit").click();
    await tab.locator("[role=alert]").filter({ hasText: "není dost místa" }).waitFor();
  });
  await visit(first, {}, async (tab, url) => {
    await tab.addInitScript(() => {
      CacheStorage.prototype.has = () => Promise.reject(new DOMException("", "SecurityError"));
    });
    await tab.goto(`${url}/cs/offline/`);
    await tab.getByText("nedovoluje ukládat").waitFor();
    assert.equal(await tab.getByRole("button", { name: "Uložit", exact: true }).count(), 0);
  });
});

for (const scheme of ["light", "dark"]) {
  test(`the page is without barriers and fits narrow screens (${scheme})`, async () => {
    await visit(first, { colorScheme: scheme, viewport: VIEWPORTS.narrow }, async (tab, url) => {
      for (const locale of ["cs", "ar"]) {
        await tab.goto(`${url}/${locale}/offline/`);
        await placeOf(tab, locale).getByRole("button").first().waitFor();
        await tab.locator(".offline__more summary").click();
        assert.deepEqual(await barriers(tab), []);
        assert.deepEqual(await tab.evaluate(sticksOut), []);
      }
    });
  });
}

test("without a script the page says so and offers the file", async () => {
  await visit(first, { javaScriptEnabled: false }, async (tab, url) => {
    await tab.goto(`${url}/cs/offline/`);
    await tab.getByText("potřebuje JavaScript").waitFor();
    assert.equal(await tab.locator(".offline button").count(), 0);
    assert.equal(await tab.locator("a[download]").getAttribute("href"), "/cs/offline/portal-cs.zip");
  });
});

/** The members of a ZIP file by name, read from its central directory. */
function unzip(file) {
  const bytes = readFileSync(file);
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  const members = [];
  let at = bytes.readUInt32LE(end + 16);
  for (let count = bytes.readUInt16LE(end + 10); count > 0; count -= 1) {
    const [compressed, nameLength] = [bytes.readUInt32LE(at + 20), bytes.readUInt16LE(at + 28)];
    const rest = bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
    const local = bytes.readUInt32LE(at + 42);
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const name = bytes.toString("utf8", at + 46, at + 46 + nameLength);
    members.push([name, inflateRawSync(bytes.subarray(start, start + compressed))]);
    at += 46 + nameLength + rest;
  }
  return members;
}

for (const [kind, folder] of [["small", first], ["real", portalFolder()]]) {
  for (const locale of ["cs", "ar"]) {
    test(`the file of a language opens from a disk, every link in it leads on (${kind}, ${locale})`, async () => {
      const target = join(work, `${kind}-${locale}`);
      for (const [name, bytes] of unzip(join(folder, locale, "offline", `portal-${locale}.zip`))) {
        mkdirSync(dirname(join(target, name)), { recursive: true });
        writeFileSync(join(target, name), bytes);
      }
      const root = join(target, `portal-${locale}`);
      const pages = readdirSync(root, { recursive: true })
        .filter((path) => path.endsWith(".html"))
        .map((path) => join(root, path));
      assert(pages.length > 3, `${pages.length}`);
      const context = await browser.newContext({ viewport: VIEWPORTS.phone });
      const tab = await context.newPage();
      const complaints = [];
      tab.on("console", (message) => complaints.push(message.text()));
      tab.on("requestfailed", (request) => {
        // An icon that is still loading when the next page is opened is none that is missing.
        const { errorText } = request.failure();
        if (errorText !== "net::ERR_ABORTED") complaints.push(`${errorText} ${request.url()}`);
      });
      const known = new Set();
      for (const page of pages) {
        await tab.goto(pathToFileURL(page).href);
        const seen = await tab.evaluate(() => ({
          isStyled: getComputedStyle(document.querySelector("main")).display === "block",
          sheets: document.styleSheets.length,
          direction: document.documentElement.dir,
          local: [...document.querySelectorAll("[href], [src], [action]")]
            .map((each) => each.href ?? each.src ?? each.action)
            .filter((address) => address.startsWith("file:")),
          absolute: [...document.querySelectorAll("*")].flatMap((each) =>
            [...each.attributes].map(({ value }) => value).filter((value) => /^\/\w/.test(value)),
          ),
        }));
        assert.deepEqual(seen.absolute, [], page);
        assert.equal(seen.direction, locale === "ar" ? "rtl" : "ltr");
        assert(seen.sheets > 0, page);
        for (const address of seen.local) known.add(address.split(/[#?]/)[0]);
      }
      const all = new Set(readdirSync(root, { recursive: true }).map((path) => pathToFileURL(join(root, path)).href));
      assertNone([...known].filter((address) => !all.has(address)));
      assertNone(complaints);
      await context.close();
    });
  }
}

test("every kind of page of the real portal opens without a connection", async () => {
  await visit(portalFolder(), {}, async (tab, url, stage) => {
    await tab.goto(`${url}/ar/offline/`);
    await placeOf(tab, "ar").getByRole("button").click();
    await statusOf(tab, "ar").filter({ hasText: "تاريخ الحفظ" }).waitFor({ timeout: 60_000 });
    switchOff(stage);
    const { files } = await tab.evaluate(async () =>
      (await (await caches.open("rozcestnik")).match("/-/saved?ar")).json(),
    );
    const pages = Object.keys(files).filter((address) => address.endsWith("/"));
    assert(pages.length > 60, `${pages.length}`);
    const failed = [];
    tab.on("requestfailed", (request) => failed.push(request.url()));
    for (const page of pages) {
      await tab.goto(url + page);
      assert.equal(await tab.locator("main .notice--offline").count(), 1, page);
      assert.equal(await tab.evaluate(() => document.styleSheets.length > 0), true, page);
    }
    // The words of another language, in which a page is suggested, are not saved.
    const isExpected = (address) => /\/(qr\.svg|offline\.json|en\/words\.json)$/.test(address);
    assertNone(failed.filter((address) => !isExpected(address)));
  });
});
