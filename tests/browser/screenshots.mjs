// Takes pictures of the portal for people to look at: `node screenshots.mjs FOLDER [ADDRESS…]`.
//
// Without addresses: a few pages of each kind. Reads ROZCESTNIK_PORTAL as the tests do.

import { mkdirSync } from "node:fs";
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

const [folder, ...addresses] = process.argv.slice(2);
if (!folder) throw new Error("usage: node screenshots.mjs FOLDER [ADDRESS…]");
mkdirSync(folder, { recursive: true });

const { url, close } = await host(portalFolder());
const browser = await chromium.launch({ executablePath: chromiumPath() });
for (const [look, { media, ...options }] of Object.entries(LOOKS)) {
  const context = await browser.newContext(options);
  const tab = await context.newPage();
  await tab.emulateMedia({ media });
  for (const address of addresses.length > 0 ? addresses : PAGES) {
    await tab.goto(url + address);
    const name = address.replace(/^\/|\/$/g, "").replaceAll("/", "-") || "root";
    await tab.screenshot({ path: join(folder, `${name}-${look}.png`), fullPage: true });
    // The first screen alone, as the README shows it.
    if (look === "desktop") await tab.screenshot({ path: join(folder, `${name}-first.png`) });
  }
  await context.close();
}
await browser.close();
close();
