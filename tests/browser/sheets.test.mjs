// What is on paper is what the browser shows: a PDF, rasterised by poppler, against a picture of the
// same sheet. Only a picture tells whether Arabic letters join and Vietnamese marks stand right.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { binary } from "./lib/environment.mjs";
import { openBrowser, openHost } from "./lib/stage.mjs";

const RESOLUTION = 150;

/** Share of the ink that may stand elsewhere: the two draw the edges of letters differently. */
const TOLERANCE = 0.45;

const PAGES = {
  cs: ["Vízum", "Žádá každý, kdo přijel na dlouho.", "Doklad totožnosti", "Úřad"],
  vi: ["Thị thực", "Mỗi người đến ở lâu dài đều phải nộp đơn.", "Giấy tờ tùy thân", "Cơ quan"],
  ar: ["التأشيرة", "يقدم الطلب كل من جاء إلى البلاد لمدة طويلة.", "وثيقة الهوية", "المكتب"],
};

const folder = mkdtempSync(join(tmpdir(), "rozcestnik-"));
after(() => rm(folder, { recursive: true }));
write("site.yaml", "name: Portál\nsource_locale: cs\nlocales: [cs, vi, ar]\n");
for (const [locale, [title, text, item, other]] of Object.entries(PAGES)) {
  const head = `---\ntitle: ${title}\nsummary: ${title}.\nreviewed: 2026-11-02\n`;
  const leaflets =
    "leaflet:\n  - {format: a4, beside: cs, locales: [ar]}\n  - {format: a4, locales: [vi]}\n";
  const body = `## ${other} {#office}\n\n${text}\n\n1. ${item}\n2. ${other}\n`;
  write(`content/${locale}.md`, `${head}---\n`);
  write(`content/visa/${locale}.md`, `${head}${locale === "cs" ? leaflets : ""}---\n${body}`);
}
run(binary(), ["pdf", "--root", folder]);
run(binary(), ["build", "--root", folder]);

const browser = await openBrowser();
const url = await openHost(join(folder, "public"));
const context = await browser.newContext({
  viewport: { width: 1300, height: 1300 },
  deviceScaleFactor: RESOLUTION / 96,
});
const tab = await context.newPage();
await tab.emulateMedia({ media: "print" });

for (const [locale, file] of [
  ["vi", "visa-vi-a4"],
  ["ar", "visa-ar-cs-a4"],
]) {
  test(`a sheet in ${locale} is on paper as on the screen`, async () => {
    run("pdftoppm", ["-r", `${RESOLUTION}`, "-png", "-f", "1", "-l", "1", `pdf/${file}.pdf`, file]);
    const paper = readFileSync(join(folder, `${file}-1.png`));
    await tab.goto(`${url}/${locale}/visa/`);
    await tab.goto(await tab.locator(".leaflets a").first().evaluate((link) => link.href));
    const side = tab.locator(".side").first();
    const same = await difference(paper, await side.screenshot());
    assert(same < TOLERANCE, `${same}`);

    // The comparison sees a single word that changed.
    const [, text] = PAGES[locale];
    const line = side.getByText(text, { exact: true }).first();
    await line.evaluate((element) => {
      element.textContent = [...element.textContent].reverse().join("");
    });
    const changed = await difference(paper, await side.screenshot());
    assert(changed > TOLERANCE, `${same} ${changed}`);
  });
}

function write(path, text) {
  mkdirSync(join(folder, path, ".."), { recursive: true });
  writeFileSync(join(folder, path), text);
}

function run(program, options) {
  const ended = spawnSync(program, options, { cwd: folder, encoding: "utf8" });
  assert.equal(ended.status, 0, `${program}: ${ended.error ?? ended.stderr}`);
}

/**
 * The largest share of ink that stands elsewhere in one of the tiles of paper that have some. Where
 * a tile is moved by less than a point does not count: the two place letters differently.
 */
async function difference(one, other) {
  const pictures = [one, other].map((png) => `data:image/png;base64,${png.toString("base64")}`);
  const page = await browser.newPage();
  const found = await page.evaluate(async ([one, other]) => {
    const [WIDTH, HEIGHT, TILE, SHIFT] = [620, 877, 24, 2];
    async function ink(address) {
      const image = new Image();
      image.src = address;
      await image.decode();
      const context = new OffscreenCanvas(WIDTH, HEIGHT).getContext("2d");
      context.imageSmoothingQuality = "high";
      context.drawImage(image, 0, 0, WIDTH, HEIGHT);
      const { data } = context.getImageData(0, 0, WIDTH, HEIGHT);
      return (x, y) => 255 - data[(y * WIDTH + x) * 4 + 1];
    }
    const [first, second] = [await ink(one), await ink(other)];
    function inTile(left, top, dx, dy) {
      let [all, differs] = [0, 0];
      for (let y = top; y < top + TILE; y += 1) {
        for (let x = left; x < left + TILE; x += 1) {
          const [a, b] = [first(x, y), second(x + dx, y + dy)];
          all += a + b;
          differs += Math.abs(a - b);
        }
      }
      return all > 20_000 ? differs / all : 0;
    }
    const shifts = Array.from({ length: 2 * SHIFT + 1 }, (_, at) => at - SHIFT);
    let most = 0;
    for (let top = SHIFT; top + TILE + SHIFT <= HEIGHT; top += TILE) {
      for (let left = SHIFT; left + TILE + SHIFT <= WIDTH; left += TILE) {
        const shares = shifts.flatMap((dx) => shifts.map((dy) => inTile(left, top, dx, dy)));
        most = Math.max(most, Math.min(...shares));
      }
    }
    return most;
  }, pictures);
  await page.close();
  return found;
}
