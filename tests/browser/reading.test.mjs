// What readers can do with a page: pass it on, read it beside another language, show it at a
// counter, hear it, and be told that it is there in their language.

import assert from "node:assert/strict";
import { test } from "node:test";
import { barriers } from "./lib/axe.mjs";
import { sticksOut } from "./lib/layout.mjs";
import { assertNone, forEachInTab, openPortal, VIEWPORTS } from "./lib/stage.mjs";

const { browser, url } = await openPortal();
const GUIDE = "residence/permanent-residence/";
const EDITIONS = ["uk", "ru", "vi", "en", "ar"];

/** Opens a page in a context of its own; fails if it says a word or breaks the policy. */
async function visit(address, options, work) {
  const settings = { locale: address.slice(1, 3), permissions: ["clipboard-write"], ...options };
  await forEachInTab(browser, [address], settings, async (tab) => {
    const complaints = [];
    tab.on("console", (message) => complaints.push(message.text()));
    tab.on("pageerror", (error) => complaints.push(error.message));
    tab.setDefaultTimeout(10_000);
    if (options.before) await tab.addInitScript(options.before);
    if (options.blocked) await tab.route(options.blocked, (route) => route.abort());
    await tab.goto(url + address);
    await work(tab);
    assertNone(complaints.filter((complaint) => !complaint.startsWith("Failed to load resource")));
  });
}

const summaryOf = (tab) => tab.locator(".page-tools summary");
const rowsOf = (tab) => tab.locator(".beside__row:visible");
const sureBarriers = async (tab) =>
  (await barriers(tab)).filter((line) => line.startsWith("barrier"));

/** How much of the page moved by itself. */
const watchShifts = () => {
  globalThis.shifted = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) globalThis.shifted += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
};

/** Voices of a phone, which say each text at once and note it. */
const speak = () => {
  globalThis.said = [];
  const voices = ["cs-CZ", "uk_UA"].map((lang) => ({ lang, name: lang, localService: true }));
  globalThis.SpeechSynthesisUtterance = class {
    constructor(text) {
      this.text = text;
    }
  };
  const speech = {
    getVoices: () => voices,
    addEventListener() {},
    cancel() {},
    speak(utterance) {
      globalThis.said.push([utterance.voice.lang, utterance.text]);
      if (globalThis.said.length < 5) setTimeout(() => utterance.onend());
    },
  };
  Object.defineProperty(globalThis, "speechSynthesis", { value: speech });
};

test("without a script a page can be passed on and leads to the text of offices", async () => {
  await visit(`/uk/${GUIDE}`, { javaScriptEnabled: false }, async (tab) => {
    await summaryOf(tab).click();
    const links = await tab
      .locator(".page-tools a:visible")
      .evaluateAll((all) => all.map((link) => decodeURIComponent(link.href)));
    const page = `https://portal.example/uk/${GUIDE}`;
    assert.deepEqual(links, [
      `${url}/cs/${GUIDE}`,
      `https://wa.me/?text=${page}`,
      `viber://forward?text=${page}`,
      `https://t.me/share/url?url=${page}`,
      `mailto:?subject=Постійне проживання&body=${page}`,
    ]);
    assert.equal(await tab.locator(".page-tools button").count(), 0);
  });
});

test("the address is copied and its code is fetched only when it is asked for", async () => {
  await visit(`/en/${GUIDE}`, {}, async (tab) => {
    const codes = [];
    tab.on("request", (request) => request.url().endsWith("qr.svg") && codes.push(request.url()));
    await summaryOf(tab).click();
    await tab.getByRole("button", { name: "Copy link" }).click();
    await tab.getByRole("button", { name: "Link copied" }).waitFor();
    assert.deepEqual(codes, []);
    const button = tab.getByRole("button", { name: "QR code" });
    await button.click();
    await tab.waitForFunction(() => document.querySelector(".page-tools img").naturalWidth > 0);
    assert.equal(codes.length, 1);
    assertNone(await sureBarriers(tab));
    await button.click();
    assert(await tab.locator(".page-tools img").isHidden());
  });
});

test("a page stands beside another language in level rows", async () => {
  for (const edition of EDITIONS) {
    await visit(`/${edition}/${GUIDE}`, {}, async (tab) => {
      await summaryOf(tab).click();
      await tab.locator(".page-tools button").first().click();
      await rowsOf(tab).first().waitFor();
      assert.equal(new URL(tab.url()).search, "?with=cs");
      const rows = await rowsOf(tab).evaluateAll((all) =>
        all.map((row) => [...row.children].map((cell) => [cell.lang, cell.dir, cell.innerText])),
      );
      assert(rows.length > 20, `${rows.length} rows`);
      const direction = edition === "ar" ? "rtl" : "ltr";
      for (const [own, other] of rows) {
        assert.deepEqual(own.slice(0, 2), [edition, direction]);
        assert.deepEqual(other.slice(0, 2), ["cs", "ltr"]);
      }
      assert.equal(rows[0][1][2].trim(), "Trvalý pobyt");
      const oneSided = rows.filter((row) => row.some(([, , text]) => !text.trim()));
      assert(oneSided.length < 3, JSON.stringify(oneSided));
      const ids = await tab.locator("[id]").evaluateAll((all) => all.map((it) => it.id));
      assert.equal(new Set(ids).size, ids.length);
      assert.equal(await tab.evaluate(() => document.activeElement.className), "beside__title");
      assertNone(await sureBarriers(tab));
    });
  }
});

test("what is shown is in the address: it can be reloaded, left by going back, and changed", async () => {
  await visit(`/uk/${GUIDE}?with=en`, {}, async (tab) => {
    await tab.locator(".beside__text[lang=en] h1").waitFor();
    await tab.locator(".beside__select").selectOption("vi");
    await tab.locator(".beside__text[lang=vi] h1").waitFor();
    assert.equal(new URL(tab.url()).search, "?with=vi");
    await tab.goBack();
    await tab.locator(".beside__text[lang=en] h1").waitFor();
    await tab.keyboard.press("Tab");
    await tab.locator(".beside__title").focus();
    await tab.keyboard.press("Escape");
    await tab.locator(".page-header h1").waitFor();
    assert.equal(new URL(tab.url()).search, "");
    assert.equal(await tab.locator(".beside").count(), 0);
    assert(await tab.evaluate(() => document.activeElement.closest(".page-tools") !== null));
  });
});

test("two languages fit screens of all widths and paper", async () => {
  for (const edition of ["uk", "ar"]) {
    const sizes = [VIEWPORTS.desktop, VIEWPORTS.phone, VIEWPORTS.narrow];
    for (const viewport of sizes) {
      for (const query of ["?with=cs", "?with=cs&view=counter"]) {
        await visit(`/${edition}/${GUIDE}${query}`, { viewport }, async (tab) => {
          await rowsOf(tab).first().waitFor();
          assertNone(await tab.evaluate(sticksOut));
          await tab.emulateMedia({ media: "print" });
          const [left, right] = await rowsOf(tab)
            .first()
            .evaluate((row) => [...row.children].map((cell) => cell.getBoundingClientRect().top));
          if (!query.includes("counter")) assert.equal(left, right);
        });
      }
    }
  }
});

test("at the counter the Czech words are large and nothing else is there", async () => {
  await visit(`/ar/${GUIDE}`, { viewport: VIEWPORTS.phone, colorScheme: "dark" }, async (tab) => {
    await tab.locator("[data-counter]").click();
    await rowsOf(tab).first().waitFor();
    const size = (selector) =>
      tab
        .locator(`${selector} .page-header__summary:visible`)
        .evaluate((text) => Number.parseFloat(getComputedStyle(text).fontSize));
    assert((await size(".beside__text[lang=cs]")) >= 1.5 * 18);
    assert((await size(".beside__text[lang=cs]")) > (await size(".beside__text[lang=ar]")));
    const first = rowsOf(tab).first().locator("> :first-child");
    assert.equal(await first.getAttribute("lang"), "cs");
    assert(await tab.locator(".site-header, .site-footer").first().isHidden());
    await tab.locator(".beside__select").selectOption("documents");
    await tab.locator(".beside__row:visible [id=documents]").waitFor();
    assert.equal(new URL(tab.url()).search, "?with=cs&view=counter&part=documents");
    assertNone(await sureBarriers(tab));
    await tab.locator(".beside__bar .button").click();
    await tab.locator(".page-header h1").waitFor();
    assert(await tab.locator(".site-header").isVisible());
  });
});

test("where the other page cannot be fetched, a link to it stays", async () => {
  const blocked = `**/cs/${GUIDE}`;
  await visit(`/uk/${GUIDE}?with=cs`, { blocked }, async (tab) => {
    const link = tab.getByRole("alert").locator("a");
    await link.waitFor();
    assert.equal(await link.getAttribute("hreflang"), "cs");
  });
});

test("a page is read aloud, Czech words by a Czech voice, until somebody stops it", async () => {
  await visit(`/uk/${GUIDE}`, { before: speak }, async (tab) => {
    await summaryOf(tab).click();
    await tab.getByRole("button", { name: "Прочитати вголос" }).click();
    await tab.waitForFunction(() => globalThis.said.length === 5);
    const said = await tab.evaluate(() => globalThis.said);
    assert.deepEqual(said[0], ["uk_UA", "Постійне проживання"]);
    assert(said.every(([, text]) => text.length <= 180));
    assert.equal(await tab.locator(".read-aloud__now").count(), 1);
    assertNone(await sureBarriers(tab));
    await tab.getByRole("button", { name: "Призупинити" }).click();
    await tab.getByRole("button", { name: "Продовжити" }).waitFor();
    await tab.getByRole("button", { name: "Попередня частина" }).click();
    await tab.getByRole("button", { name: "Зупинити читання" }).click();
    assert.equal(await tab.locator(".read-aloud, .read-aloud__now").count(), 0);
    const parts = await tab.evaluate(async () => {
      const address = performance.getEntriesByType("resource").map((entry) => entry.name);
      const { runs } = await import(address.find((name) => name.includes("read-aloud-module")));
      const voices = [...document.querySelectorAll(".prose li, .prose p")].flatMap(runs);
      return voices.filter(([tag]) => tag === "cs").map(([, text]) => text);
    });
    assert(parts.length > 0 && parts.every((text) => /[a-zá-ž]/i.test(text)), parts.join("|"));
  });
  await visit(`/vi/${GUIDE}`, { before: speak }, async (tab) => {
    await summaryOf(tab).click();
    await tab.locator(".page-tools button").first().waitFor();
    assert(await tab.getByRole("button", { name: "Đọc thành tiếng" }).isHidden());
  });
});

test("a page says in the reader's language that it is there in it, and moves nothing", async () => {
  const options = { locale: "ar", viewport: VIEWPORTS.phone, before: watchShifts };
  await visit(`/cs/${GUIDE}`, options, async (tab) => {
    const line = tab.locator(".suggestion");
    await line.locator("a").waitFor();
    assert.deepEqual(await line.evaluate(({ lang, dir }) => [lang, dir]), ["ar", "rtl"]);
    assert.equal(await line.locator("a").getAttribute("href"), `${url}/ar/${GUIDE}`);
    assertNone(await sureBarriers(tab));
    assertNone(await tab.evaluate(sticksOut));
    assert.equal(await tab.evaluate(() => globalThis.shifted), 0);
    await line.locator("button").click();
    await tab.reload();
    await summaryOf(tab).click();
    await tab.locator(".page-tools button").first().waitFor();
    assert.equal(await line.count(), 0);
  });
});

test("the language that was chosen comes before those of the browser", async () => {
  await visit(`/cs/${GUIDE}`, { locale: "cs" }, async (tab) => {
    await tab.locator(".language-switcher__link[hreflang=vi]").click();
    await tab.waitForURL(`**/vi/${GUIDE}`);
    await tab.goto(`${url}/en/${GUIDE}`);
    await tab.locator(".suggestion[lang=vi] a").waitFor();
    await tab.goto(`${url}/`);
    const marked = tab.locator(".language-list__link--suggested");
    assert.equal(await marked.getAttribute("hreflang"), "vi");
  });
});

test("a browser that keeps nothing shows the page all the same", async () => {
  const before = () => {
    Object.defineProperty(globalThis, "localStorage", {
      get() {
        throw new DOMException("denied", "SecurityError");
      },
    });
  };
  await visit(`/cs/${GUIDE}`, { locale: "uk", before }, async (tab) => {
    const line = tab.locator(".suggestion");
    await line.locator("button").click();
    assert.equal(await line.count(), 0);
    await tab.locator(".language-switcher__link[hreflang=uk]").click();
    await tab.waitForURL(`**/uk/${GUIDE}`);
  });
});
