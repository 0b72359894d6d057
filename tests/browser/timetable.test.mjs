// The courses as readers meet them: the filter, what is on this week, and what stays without a script.

import assert from "node:assert/strict";
import { test } from "node:test";
import { barriers } from "./lib/axe.mjs";
import { sticksOut } from "./lib/layout.mjs";
import { assertNone, forEachInTab, openPortal, VIEWPORTS } from "./lib/stage.mjs";

const { browser, url } = await openPortal();
const TIMETABLE = "/cs/courses/timetable/";

/** Opens a page in a tab of its own; fails if it says a word or breaks the policy. */
async function visit(address, options, work) {
  await forEachInTab(browser, [address], options, async (tab) => {
    const complaints = [];
    tab.on("console", (message) => complaints.push(message.text()));
    tab.on("pageerror", (error) => complaints.push(error.message));
    if (options.now) await tab.clock.setFixedTime(new Date(options.now));
    await tab.goto(url + address);
    await work(tab);
    assertNone(complaints);
  });
}

const shown = (tab) =>
  tab
    .locator("[data-kind]")
    .evaluateAll((courses) => courses.filter((course) => course.checkVisibility()).map(({ id }) => id));
const status = (tab) => tab.locator(".course-filter [role=status]");

test("the filter shows what was chosen, says how many, and keeps it in the address", async () => {
  await visit(TIMETABLE, {}, async (tab) => {
    const all = await shown(tab);
    assert(all.length >= 12, `${all.length}`);
    await tab.locator("select[name=town]").selectOption("chomutov");
    const inTown = await shown(tab);
    assert(inTown.length > 0 && inTown.length < all.length, inTown.join(" "));
    assert.match(await status(tab).textContent(), new RegExp(`^${inTown.length}\\s`));
    assert.equal(new URL(tab.url()).search, "?town=chomutov");
    const towns = tab.locator(".timetable__town");
    assert.equal(await towns.evaluateAll((all) => all.filter((town) => town.checkVisibility()).length), 1);

    await tab.locator("select[name=level]").selectOption("A1");
    const both = await shown(tab);
    assert(both.length > 0 && both.every((id) => inTown.includes(id)), both.join(" "));
    await tab.reload();
    assert.deepEqual(await shown(tab), both);

    await tab.locator("select[name=day]").selectOption({ index: 1 });
    await tab.locator(".course-filter__reset").click();
    await tab.waitForFunction(() => !location.search);
    assert.deepEqual(await shown(tab), all);
    assert.equal(await status(tab).textContent(), "");
  });
});

test("a choice that nothing fits says so", async () => {
  await visit(`${TIMETABLE}?town=teplice&level=B1`, {}, async (tab) => {
    assert.deepEqual(await shown(tab), []);
    const none = await tab.locator(".course-filter").getAttribute("data-none");
    assert.match(none, /\S \S/);
    assert.equal(await status(tab).textContent(), none);
  });
});

test("full courses can be left out", async () => {
  await visit(TIMETABLE, {}, async (tab) => {
    const all = await shown(tab);
    await tab.locator("input[name=free]").check();
    const free = await shown(tab);
    const full = await tab
      .locator("[data-full]")
      .evaluateAll((courses) => courses.map(({ id }) => id));
    assert(full.length > 0);
    assert.deepEqual(
      all.filter((id) => !free.includes(id)),
      full,
    );
  });
});

test("what is on today and this week comes from the same data", async () => {
  // A Wednesday with a lesson of the first sample, by the clock of the reader.
  const options = { now: "2027-02-03T10:00:00", timezoneId: "Europe/Prague" };
  await visit(TIMETABLE, options, async (tab) => {
    const lines = tab.locator(".course-filter__week li");
    await lines.first().waitFor();
    const texts = await lines.allTextContents();
    assert(texts.some((text) => text.startsWith("Dnes")), texts.join("\n"));
    assert(texts.every((text) => /\d+:\d\d–\d+:\d\d/.test(text)), texts.join("\n"));
    const data = await tab.evaluate(async () => {
      const { lessons } = document.querySelector("[data-lessons]").dataset;
      const { courses } = await (await fetch(lessons)).json();
      return courses
        .flatMap((course) => course.lessons)
        .filter(({ start }) => start >= "2027-02-03" && start < "2027-02-08").length;
    });
    assert.equal(texts.length, data);
    const links = await lines.locator("a").evaluateAll((all) => all.map(({ pathname }) => pathname));
    assert(links.every((link) => /^\/cs\/courses\/timetable\/[^/]+\/$/.test(link)), links.join("\n"));
  });
  await visit(TIMETABLE, { now: "2029-01-01T10:00:00" }, async (tab) => {
    await tab.locator(".course-filter__week p").waitFor();
  });
});

test("without a script everything is there and nothing pretends to work", async () => {
  await visit(TIMETABLE, { javaScriptEnabled: false }, async (tab) => {
    assert((await tab.locator("[data-kind]").count()) >= 12);
    assert(!(await tab.locator(".course-filter").isVisible()));
  });
});

test("courses and weeks fit on a phone and in Arabic, and axe finds no barrier", async () => {
  const addresses = ["cs", "ar"].flatMap((locale) => [
    `/${locale}/courses/timetable/`,
    `/${locale}/courses/timetable/sample-czech-a0-a1-usti/`,
    `/${locale}/courses/timetable/week-usti-nad-labem/`,
  ]);
  for (const address of addresses) {
    await visit(address, { viewport: VIEWPORTS.phone }, async (tab) => {
      for (const week of await tab.locator(".timetable__week > summary").all()) await week.click();
      assert.deepEqual(await tab.evaluate(sticksOut), [], address);
      const found = await barriers(tab);
      assertNone(found.filter((line) => line.startsWith("barrier")));
    });
  }
});

test("the printed week is one page of A4, in portrait and in landscape", async () => {
  for (const locale of ["cs", "uk", "ru", "vi", "en", "ar"]) {
    await visit(`/${locale}/courses/timetable/week-usti-nad-labem/`, {}, async (tab) => {
      for (const landscape of [false, true]) {
        const pdf = await tab.pdf({ format: "A4", landscape, preferCSSPageSize: true });
        const pages = pdf.toString("latin1").match(/\/Type\s*\/Page\b(?!s)/g);
        assert.equal(pages.length, 1, `${locale}, landscape: ${landscape}`);
      }
    });
  }
});
