// The minifier takes away nothing that can be read: the same portal built without it says the same.

import { test } from "node:test";
import { plainFolder } from "./lib/environment.mjs";
import { readPages } from "./lib/pages.mjs";
import { assertNone, forEachInTab, openHost, openPortal } from "./lib/stage.mjs";

const { browser, url, pages } = await openPortal();
const plain = plainFolder();
const plainUrl = await openHost(plain);
const plainPages = await readPages(browser, plain);

test("the same pages stand at the same addresses", () => {
  const addresses = (pages) => pages.map((page) => page.address);
  const [minified, whole] = [addresses(pages), addresses(plainPages)];
  assertNone([
    ...minified.filter((address) => !whole.includes(address)),
    ...whole.filter((address) => !minified.includes(address)),
  ]);
});

test("every page shows the same text", async () => {
  const texts = pages.filter((page) => !page.redirectsTo);
  const found = await forEachInTab(browser, texts, {}, async (tab, page) => {
    const read = async (url) => {
      await tab.goto(url + page.address);
      return tab.evaluate(() => document.body.innerText.split("\n"));
    };
    const [minified, whole] = [await read(url), await read(plainUrl)];
    return whole
      .filter((line, index) => line !== minified[index])
      .slice(0, 3)
      .map((line) => `${page.address}: "${line}" became "${minified[whole.indexOf(line)]}"`);
  });
  assertNone(found.flat());
});

test("what the head says of every page is the same", () => {
  const said = ({ html, links, ids, ...page }) => JSON.stringify(page);
  const whole = new Map(plainPages.map((page) => [page.address, said(page)]));
  assertNone(
    pages
      .filter((page) => said(page) !== whole.get(page.address))
      .map((page) => `${page.address}: ${said(page)} was ${whole.get(page.address)}`),
  );
});
