// The search of the portal as readers meet it: the field in the header and the page of results.

import assert from "node:assert/strict";
import { test } from "node:test";
import { barriers } from "./lib/axe.mjs";
import { sticksOut } from "./lib/layout.mjs";
import { assertNone, forEachInTab, openPortal, VIEWPORTS } from "./lib/stage.mjs";

const { browser, url } = await openPortal();
const HOME = "/cs/";
const PERMANENT_RESIDENCE = /\/residence\/permanent-residence\/(#.+)?$/;

/** A query that each edition answers with the same page, and one with a slip of the pen and its
 * word as the portal spells it. */
const QUERIES = {
  cs: { query: "trvalý pobyt", misspelt: "občanstí", meant: "občanství" },
  uk: { query: "постійне проживання", misspelt: "громадянсво", meant: "громадянство" },
  ru: { query: "постоянное проживание", misspelt: "граждансво", meant: "гражданство" },
  vi: { query: "thường trú", misspelt: "phiêm dịch", meant: "phiên dịch" },
  en: { query: "permanent residence", misspelt: "citisenship", meant: "citizenship" },
  ar: { query: "الإقامة الدائمة", misspelt: "الجنصية", meant: "الجنسية" },
};

/** Opens a page in a tab of its own; fails if it says a word or breaks the policy. */
async function visit(address, options, work) {
  await forEachInTab(browser, [address], options, async (tab) => {
    const complaints = [];
    tab.on("console", (message) => complaints.push(message.text()));
    tab.on("pageerror", (error) => complaints.push(error.message));
    tab.setDefaultTimeout(10_000);
    await tab.goto(url + address);
    await work(tab);
    assertNone(complaints.filter((complaint) => !complaint.startsWith("Failed to load resource")));
  });
}

const fieldOf = (tab) => tab.locator("form[data-search] input");
const optionsOf = (tab) => tab.locator("form[data-search] [role=option]");
const statusOf = (tab) => tab.locator("form[data-search] [role=status]");
const resultsOf = (tab) => tab.locator("[data-results] ol > li");

/** Types a query into the header and waits for the texts below the titles. */
async function ask(tab, query) {
  await fieldOf(tab).fill(query);
  await optionsOf(tab).locator("mark").first().waitFor();
}

/** What axe wants looked at is the list over other things, and words marked in a text. */
const sureBarriers = async (tab) =>
  (await barriers(tab)).filter((line) => line.startsWith("barrier"));

const activeOf = (tab) =>
  tab.evaluate(() => {
    const id = document.activeElement.getAttribute("aria-activedescendant");
    return [...document.querySelectorAll("[role=option]")].findIndex((option) => option.id === id);
  });

test("nothing of the search is fetched before a reader turns to it", async () => {
  await visit(HOME, {}, async (tab) => {
    const requests = [];
    tab.on("request", (request) => requests.push(new URL(request.url()).pathname));
    const form = tab.locator("form[data-search]");
    const { engine, map } = await form.evaluate(({ dataset }) => ({ ...dataset }));
    await tab.reload();
    assert(!requests.includes(engine) && !requests.includes(map), requests.join(" "));

    requests.length = 0;
    const isFetched = tab.waitForResponse(url + map);
    await fieldOf(tab).focus();
    await isFetched;
    await ask(tab, "pobyt");
    await fieldOf(tab).fill("");
    await ask(tab, "pobyt");
    const asked = requests.filter((path) => !/\.(svg|css)$/.test(path));
    assert.deepEqual(asked.slice(0, 2), [engine, map]);
    assert.equal(new Set(asked).size, asked.length, asked.join(" "));
  });
});

for (const [edition, { query, misspelt, meant }] of Object.entries(QUERIES)) {
  test(`results come while typing, marked and linked to their section (${edition})`, async () => {
    await visit(`/${edition}/`, {}, async (tab) => {
      await fieldOf(tab).focus();
      await tab.keyboard.type(query);
      await optionsOf(tab).locator("mark").first().waitFor();
      const links = await optionsOf(tab).evaluateAll((links) => links.map((link) => link.href));
      assert.match(links[0], PERMANENT_RESIDENCE);
      assert(links.length <= 6, `${links.length}`);
      for (const link of links.slice(0, 5)) assert(link.startsWith(`${url}/${edition}/`), link);
      const said = await statusOf(tab).textContent();
      assert(said.includes(`${Math.min(links.length, 5)}`), said);
    });
  });

  test(`a word that was put right is said (${edition})`, async () => {
    await visit(`/${edition}/search/?${new URLSearchParams({ q: misspelt })}`, {}, async (tab) => {
      const corrected = tab.locator("[data-results] [role=status] bdi");
      await corrected.filter({ hasText: meant }).waitFor();
    });
  });
}

test("arrows choose a result, Enter follows it, Escape closes the list", async () => {
  await visit(HOME, {}, async (tab) => {
    await ask(tab, QUERIES.cs.query);
    const field = fieldOf(tab);
    const count = await optionsOf(tab).count();
    assert.equal(await field.getAttribute("aria-expanded"), "true");
    assert.equal(await activeOf(tab), -1);
    await tab.keyboard.press("ArrowDown");
    assert.equal(await activeOf(tab), 0);
    await tab.keyboard.press("ArrowUp");
    await tab.keyboard.press("ArrowUp");
    assert.equal(await activeOf(tab), count - 1);
    await tab.keyboard.press("ArrowDown");
    assert.equal(await activeOf(tab), -1);

    await tab.keyboard.press("Escape");
    assert.equal(await field.getAttribute("aria-expanded"), "false");
    assert.equal(await field.inputValue(), QUERIES.cs.query);
    assert.equal(await optionsOf(tab).count(), 0);
    await tab.keyboard.press("ArrowDown");
    await optionsOf(tab).first().waitFor();
    await tab.keyboard.press("ArrowDown");
    await tab.keyboard.press("Enter");
    await tab.waitForURL(PERMANENT_RESIDENCE);
  });
});

test("the slash leads to the field, and can be typed in it", async () => {
  await visit(HOME, {}, async (tab) => {
    await tab.keyboard.press("/");
    const isInField = () => document.activeElement.matches("form[data-search] input");
    assert(await tab.evaluate(isInField));
    assert.equal(await fieldOf(tab).inputValue(), "");
    await tab.keyboard.type("1/2");
    assert.equal(await fieldOf(tab).inputValue(), "1/2");
  });
});

test("leaving the field closes the list, a click on a result follows it", async () => {
  await visit(HOME, {}, async (tab) => {
    await ask(tab, QUERIES.cs.query);
    await tab.keyboard.press("Tab");
    await tab.keyboard.press("Tab");
    await optionsOf(tab).first().waitFor({ state: "detached" });
    await fieldOf(tab).focus();
    await optionsOf(tab).first().click();
    await tab.waitForURL(PERMANENT_RESIDENCE);
  });
});

test("Enter leads to the page of results, which follows what is typed", async () => {
  await visit(HOME, {}, async (tab) => {
    await ask(tab, QUERIES.cs.query);
    await tab.keyboard.press("Enter");
    await tab.waitForURL("**/cs/search/?q=*");
    await resultsOf(tab).first().waitFor();
    assert.equal(await fieldOf(tab).inputValue(), QUERIES.cs.query);
    const address = await resultsOf(tab).first().locator("a").getAttribute("href");
    assert.match(address, PERMANENT_RESIDENCE);
    assert((await resultsOf(tab).count()) <= 20);

    await fieldOf(tab).fill("občanství");
    await tab.waitForURL(`**/cs/search/?${new URLSearchParams({ q: "občanství" })}`);
    assert.match(await resultsOf(tab).first().locator("a").getAttribute("href"), /citizenship/);
  });
});

test("the button leads to the page of results too", async () => {
  await visit(HOME, {}, async (tab) => {
    await ask(tab, "pobyt");
    await tab.locator("form[data-search] button").click();
    await tab.waitForURL("**/cs/search/?q=pobyt");
  });
});

test("where nothing is found there are ways to go on", async () => {
  await visit(HOME, {}, async (tab) => {
    await fieldOf(tab).fill("qqqxxxqqq");
    await optionsOf(tab).first().waitFor();
    const links = await optionsOf(tab).evaluateAll((links) => links.map((link) => link.pathname));
    assert.deepEqual(links, ["/cs/a-z/", "/cs/contacts/"]);
    assert.match(await statusOf(tab).textContent(), /\S/);
  });
});

test("a page that a word of another language led to says which", async () => {
  const q = "громадянство";
  await visit(`/cs/search/?${new URLSearchParams({ q })}`, {}, async (tab) => {
    const first = resultsOf(tab).first();
    await first.waitFor();
    assert.match(await first.locator("a").getAttribute("href"), /^\/cs\/residence\/citizenship\//);
    assert.equal(await first.locator("bdi[lang=uk]").textContent(), "українська");
  });
});

test("odd queries are read as words and nothing else", async () => {
  await visit(HOME, {}, async (tab) => {
    for (const query of [
      "a",
      "x".repeat(10_000),
      "\u0007\u001B[2J",
      "😀",
      "<script>document.title = 1</script>",
      "<img src=x onerror=alert(1)> pobyt",
      "'; DROP TABLE pages; --",
      "%00%FF ../..",
    ]) {
      await tab.goto(`${url}/cs/search/?${new URLSearchParams({ q: query })}`);
      await tab.locator("[data-results] li").first().waitFor();
      assert.equal(await tab.locator("main img, main script").count(), 0, query);
    }
    for (const query of ["", " ", "%E0%A4%A"]) {
      await tab.goto(`${url}/cs/search/?q=${query}`);
    }
  });
});

test("without JavaScript the field leads to the topics from A to Z", async () => {
  await visit(HOME, { javaScriptEnabled: false }, async (tab) => {
    await fieldOf(tab).fill("pobyt");
    await tab.keyboard.press("Enter");
    await tab.waitForURL("**/cs/a-z/?q=pobyt");
  });
  await visit("/cs/search/", { javaScriptEnabled: false }, async (tab) => {
    assert(await tab.locator("[data-results] a[href='/cs/a-z/']").isVisible());
  });
});

for (const [name, pattern] of Object.entries({
  "the map": "**/search/map.json",
  "the shards": /\.\d+\.bin$/,
  "the texts": /\.b\d+\.bin$/,
})) {
  test(`a reader is told when ${name} cannot be had, and the next query tries again`, async () => {
    for (const answer of [
      (route) => route.abort(),
      (route) => route.fulfill({ status: 404, body: "<!doctype html>" }),
      (route) => route.fulfill({ status: 200, body: "<!doctype html>" }),
    ]) {
      await visit(HOME, {}, async (tab) => {
        await tab.route(pattern, answer);
        await fieldOf(tab).fill("pobyt");
        const failed = await tab.locator("form[data-search]").getAttribute("data-failed");
        await statusOf(tab).getByText(failed).waitFor();
        const links = await optionsOf(tab).evaluateAll((links) =>
          links.map((link) => link.pathname),
        );
        assert(links.includes("/cs/a-z/"), links.join(" "));
        await tab.unroute(pattern);
        await ask(tab, "občanství");
      });
    }
  });
}

test("where the engine itself is missing the field leads to the topics from A to Z", async () => {
  await visit(HOME, {}, async (tab) => {
    const engine = await tab.locator("form[data-search]").getAttribute("data-engine");
    await tab.route(`**${engine}`, (route) => route.abort());
    await fieldOf(tab).fill("pobyt");
    await tab.keyboard.press("Enter");
    await tab.waitForURL("**/cs/a-z/?q=pobyt");
  });
});

test("results do not move when their texts come", async () => {
  for (const [edition, screen] of [
    ["cs", "desktop"],
    ["cs", "phone"],
    ["vi", "desktop"],
    ["ar", "phone"],
  ]) {
    await visit(`/${edition}/search/`, { viewport: VIEWPORTS[screen] }, async (tab) => {
      let go;
      const isTimeToGo = new Promise((resolve) => (go = resolve));
      await tab.route(/\.b\d+\.bin$/, async (route) => {
        await isTimeToGo;
        await route.continue();
      });
      await fieldOf(tab).fill(QUERIES[edition].query);
      await resultsOf(tab).first().waitFor();
      const places = () =>
        resultsOf(tab).evaluateAll((items) =>
          items.map((item) => item.getBoundingClientRect().top),
        );
      const before = await places();
      go();
      await tab.locator(".search__text:empty").first().waitFor({ state: "detached" });
      const moved = (await places()).map((place, i) => Math.abs(place - before[i]));
      assert(Math.max(...moved) < 1, `${edition}, ${screen}: ${moved}`);
    });
  }
});

test("axe finds no barrier in the list and on the page of results", async () => {
  for (const edition of ["cs", "ar"]) {
    for (const [screen, colorScheme] of [
      ["desktop", "light"],
      ["phone", "dark"],
    ]) {
      const options = { viewport: VIEWPORTS[screen], colorScheme };
      const { query } = QUERIES[edition];
      await visit(`/${edition}/`, options, async (tab) => {
        await ask(tab, query);
        await tab.keyboard.press("ArrowDown");
        assertNone(await sureBarriers(tab));
        await fieldOf(tab).fill("qqqxxxqqq");
        await statusOf(tab)
          .filter({ hasNot: tab.locator("span") })
          .waitFor();
        assertNone(await sureBarriers(tab));
      });
      await visit(
        `/${edition}/search/?${new URLSearchParams({ q: query })}`,
        options,
        async (tab) => {
          await resultsOf(tab).locator("mark").first().waitFor();
          assertNone(await sureBarriers(tab));
        },
      );
    }
  }
});

test("the list fits the screen in both directions", async () => {
  for (const edition of ["cs", "ar"]) {
    for (const viewport of Object.values(VIEWPORTS)) {
      await visit(`/${edition}/`, { viewport }, async (tab) => {
        await ask(tab, QUERIES[edition].query);
        assertNone(await tab.evaluate(sticksOut));
      });
    }
  }
});

test("what can be pressed is 44 pixels high, and the chosen result shows in forced colours", async () => {
  const options = { viewport: VIEWPORTS.phone, forcedColors: "active" };
  await visit(HOME, options, async (tab) => {
    await ask(tab, QUERIES.cs.query);
    await tab.keyboard.press("ArrowDown");
    const controls = tab.locator("form[data-search] :is(input, button, a)");
    const heights = await controls.evaluateAll((controls) =>
      controls.map((control) => control.getBoundingClientRect().height),
    );
    assert(
      heights.every((height) => height >= 44),
      heights.join(" "),
    );
    const outlines = await optionsOf(tab).evaluateAll((options) =>
      options.map((option) => getComputedStyle(option).outlineStyle),
    );
    assert.deepEqual(new Set(outlines.slice(1)), new Set(["none"]));
    assert.equal(outlines[0], "solid");
  });
});
