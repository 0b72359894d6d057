// Takes pictures of the portal for people to look at.
//
//     node screenshots.mjs FOLDER [ADDRESS…]    whole pages; without addresses a few of each kind
//     node screenshots.mjs gallery              the first screens of `gallery/` and their list
//
// Reads ROZCESTNIK_PORTAL as the tests do.

import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { chromiumPath, portalFolder } from "./lib/environment.mjs";
import { host } from "./lib/host.mjs";
import { VIEWPORTS } from "./lib/stage.mjs";

const PAGES = [
  "/",
  "/cs/",
  "/cs/residence/",
  "/cs/residence/permanent-residence/",
  "/cs/contacts/",
  "/cs/places/",
  "/cs/a-z/",
  "/cs/glossary/",
  "/uk/residence/temporary-protection/",
  "/vi/health/insurance/",
  "/ar/",
  "/ar/residence/permanent-residence/",
];

const LOOKS = {
  phone: { viewport: VIEWPORTS.phone, deviceScaleFactor: 2 },
  desktop: { viewport: VIEWPORTS.desktop },
  dark: { viewport: VIEWPORTS.desktop, colorScheme: "dark" },
  forced: { viewport: VIEWPORTS.phone, forcedColors: "active" },
  print: { viewport: { width: 680, height: 960 }, media: "print" },
};

const GALLERY = new URL("gallery/", import.meta.url).pathname;
const GALLERY_SIZES = {
  phone: { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2 },
  tablet: { viewport: { width: 768, height: 1024 } },
  desktop: { viewport: { width: 1280, height: 800 } },
};
/** The same pages in each language. */
const GALLERY_PAGES = {
  home: () => "",
  guide: () => "residence/permanent-residence/",
  courses: () => "courses/",
  search: (locale) => `search/?q=${encodeURIComponent(GALLERY_LOCALES[locale])}`,
};
/** Each language with words to search for. */
const GALLERY_LOCALES = { cs: "trvaly pobyt", uk: "Постійне проживання", ar: "الإقامة الدائمة" };
const GALLERY_LOOKS = ["light", "dark"];

const [folder, ...addresses] = process.argv.slice(2);
if (!folder) throw new Error("usage: node screenshots.mjs FOLDER [ADDRESS…] | gallery");
const { url, close } = await host(portalFolder());
const browser = await chromium.launch({ executablePath: chromiumPath() });
await (folder === "gallery" ? takeGallery() : takePages());
await browser.close();
close();

async function takePages() {
  mkdirSync(folder, { recursive: true });
  for (const [look, { media, ...options }] of Object.entries(LOOKS)) {
    const context = await browser.newContext(options);
    const tab = await context.newPage();
    await tab.emulateMedia({ media });
    for (const address of addresses.length > 0 ? addresses : PAGES) {
      await tab.goto(url + address);
      const name = address.replace(/^\/|\/$/g, "").replaceAll("/", "-") || "root";
      await tab.screenshot({ path: join(folder, `${name}-${look}.png`), fullPage: true });
    }
    await context.close();
  }
}

async function takeGallery() {
  rmSync(GALLERY, { recursive: true, force: true });
  mkdirSync(GALLERY, { recursive: true });
  for (const [size, options] of Object.entries(GALLERY_SIZES)) {
    for (const locale of Object.keys(GALLERY_LOCALES)) {
      for (const colorScheme of GALLERY_LOOKS) {
        const context = await browser.newContext({ ...options, colorScheme, locale });
        const tab = await context.newPage();
        const session = await context.newCDPSession(tab);
        for (const [name, path] of Object.entries(GALLERY_PAGES)) {
          await tab.goto(`${url}/${locale}/${path(locale)}`, { waitUntil: "networkidle" });
          const picture = await session.send("Page.captureScreenshot", { format: "webp", quality: 60 });
          const file = galleryFile(name, locale, size, colorScheme);
          writeFileSync(join(GALLERY, file), Buffer.from(picture.data, "base64"));
        }
        await context.close();
      }
    }
  }
  writeFileSync(join(GALLERY, "README.md"), galleryList());
}

function galleryFile(name, locale, size, look) {
  return `${name}-${locale}-${size}-${look}.webp`;
}

/** A table of links for each page: a row for each language and look, a column for each size. */
function galleryList() {
  const sizes = Object.entries(GALLERY_SIZES);
  const head = sizes.map(([size, { viewport }]) => `${size} ${viewport.width}×${viewport.height}`);
  const cells = (values) => `| ${values.join(" | ")} |`;
  const tables = Object.keys(GALLERY_PAGES).map((name) => {
    const rows = Object.keys(GALLERY_LOCALES).flatMap((locale) =>
      GALLERY_LOOKS.map((look) => {
        const links = sizes.map(([size]) => `[picture](${galleryFile(name, locale, size, look)})`);
        return cells([locale, look, ...links]);
      }),
    );
    const rule = cells(["---", "---", ...sizes.map(() => "---")]);
    return [`## ${name}`, "", cells(["language", "look", ...head]), rule, ...rows].join("\n");
  });
  return `# Gallery

The first screen of four pages in three languages, light and dark, on a phone, a tablet and a desktop.
\`node tests/browser/screenshots.mjs gallery\` takes the pictures and writes this list.

${tables.join("\n\n")}
`;
}
