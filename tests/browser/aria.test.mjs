// What a screen reader is told: every template's tree of roles and names, against the one in
// goldens/. ROZCESTNIK_RENEW=1 writes them anew; read the difference as it would be heard.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { binary } from "./lib/environment.mjs";
import { forEachInTab, openBrowser, openHost } from "./lib/stage.mjs";

const GOLDENS = join(import.meta.dirname, "goldens");

/** A page of each template that readers come to without PDFs. */
const ADDRESSES = {
  home: "/LOCALE/",
  section: "/LOCALE/life/",
  page: "/LOCALE/life/visa/",
  campaign: "/LOCALE/life/enrolment/",
  contacts: "/LOCALE/contacts/",
  places: "/LOCALE/places/",
  glossary: "/LOCALE/glossary/",
  timetable: "/LOCALE/courses/",
  course: "/LOCALE/courses/a1/",
  week: "/LOCALE/courses/week-usti-nad-labem/",
  index: "/LOCALE/a-z/",
  search: "/LOCALE/search/",
  offline: "/LOCALE/offline/",
  "not-found": "/LOCALE/404.html",
  languages: "/",
  materials: "/materials/",
};

const SITE = {
  "site.yaml": `name: {cs: Portál, ar: البوابة}
source_locale: cs
locales: [cs, ar]
help_page: contacts
base_url: https://portal.example/
`,
  "content/cs.md": "---\ntitle: Úvod\nsummary: Rady pro život v Česku.\n---\n",
  "content/ar.md": "---\ntitle: الرئيسية\nsummary: إرشادات للحياة في التشيك.\n---\n",
  "content/life/cs.md":
    "---\ntitle: Život\nsummary: Od příjezdu po školu.\nlayout: section\norder: 1\n---\n",
  "content/life/ar.md": "---\ntitle: الحياة\nsummary: من الوصول إلى المدرسة.\n---\n",
  "content/life/visa/cs.md": `---
title: Vízum
summary: Co potřebujete k žádosti.
keywords: [vízum, dlouhodobý pobyt]
reviewed: 2026-11-20
sources:
  - {title: Informační portál pro cizince, url: "https://ipc.gov.cz/"}
---
> [!IMPORTANT]
> Žádejte včas.

## Kdo žádá {#who}

Každý, kdo má [[term:residence]]. Ptejte se: [[contact:office]].

## Co si vzít {#documents}

| Doklad | Kde |
|---|---|
| pas | doma |

1. Vyplňte [formulář](form.txt).
2. Přineste ho. [[contacts]]
`,
  "content/life/visa/form.txt": "Formulář\n",
  "content/life/visa/ar.md": `---
title: التأشيرة
summary: ما تحتاجون إليه للطلب.
keywords: [تأشيرة, dlouhodobý pobyt]
reviewed: 2026-11-20
---
> [!IMPORTANT]
> قدموا الطلب في الوقت المناسب.

## من يقدم الطلب {#who}

كل من لديه [[term:residence]]. اسألوا: [[contact:office]].

## ما تأخذونه معكم {#documents}

| الوثيقة | المكان |
|---|---|
| جواز السفر | البيت |

1. املؤوا [الاستمارة](form.txt).
2. أحضروها. [[contacts]]
`,
  "content/life/enrolment/cs.md": `---
title: Zápis do školy
summary: Kdy je zápis.
layout: campaign
reviewed: 2026-11-20
valid_from: 2026-11-23
valid_until: 2027-02-15
campaign:
  channels: [portal]
  materials: [message]
  when: V lednu
  call_to_action: {text: Připravte si doklady, link: life/visa}
  message: Zápis je v lednu.
---
Připravte si pas.
`,
  "content/life/enrolment/ar.md": `---
title: التسجيل في المدرسة
summary: موعد التسجيل.
valid_from: 2026-11-23
valid_until: 2027-02-15
campaign:
  when: في يناير
  call_to_action: {text: جهزوا الوثائق}
  message: التسجيل في يناير.
---
جهزوا جواز السفر.
`,
  "content/contacts/cs.md": "---\ntitle: Kontakty\nsummary: Kdo pomůže.\nlayout: contacts\norder: 3\n---\n",
  "content/contacts/ar.md": "---\ntitle: جهات الاتصال\nsummary: من يساعد.\n---\n",
  "content/places/cs.md": "---\ntitle: Místa\nsummary: Kde jsme.\nlayout: places\norder: 4\n---\n",
  "content/places/ar.md": "---\ntitle: الأماكن\nsummary: أين نحن.\n---\n",
  "content/glossary/cs.md": "---\ntitle: Slovníček\nsummary: Slova úřadů.\nlayout: glossary\norder: 5\n---\n",
  "content/glossary/ar.md": "---\ntitle: المصطلحات\nsummary: كلمات الدوائر.\n---\n",
  "content/courses/cs.md": "---\ntitle: Kurzy\nsummary: Dny a hodiny.\nlayout: timetable\norder: 2\n---\n",
  "content/courses/ar.md": "---\ntitle: الدورات\nsummary: الأيام والساعات.\n---\n",
  "content/data/contacts.yaml": `office:
  name: {cs: Úřad, ar: الدائرة}
  role: {cs: Povolení k pobytu, ar: تصاريح الإقامة}
  address: {street: Dlouhá 1, postcode: 400 01, city: Ústí nad Labem}
  phone: "+420 475 000 000"
  email: office@portal.example
  web: https://portal.example/
  verified: 2026-11-20
  source: https://portal.example/
`,
  "content/data/places.yaml": `centre:
  name: {cs: Centrum, ar: المركز}
  address: {street: Dlouhá 1, postcode: 400 01, city: Ústí nad Labem}
`,
  "content/data/glossary.yaml": `residence:
  term: {cs: povolení k pobytu, ar: تصريح الإقامة}
  definition: {cs: Úřad dovolil být v Česku., ar: سمحت الدائرة بالبقاء في التشيك.}
`,
  "content/data/values.yaml": "fee: {money: 1500}\n",
  "content/data/timetables/winter.yaml": `a1:
  kind: czech
  level: A1
  place: centre
  lessons:
    - {days: [mo], times: "17:00-18:30"}
  from: 2026-11-02
  to: 2026-12-14
  price: fee
  capacity: 15
`,
};

const work = mkdtempSync(join(tmpdir(), "aria-"));
after(() => rmSync(work, { recursive: true, force: true }));
for (const [path, text] of Object.entries(SITE)) {
  mkdirSync(dirname(join(work, path)), { recursive: true });
  writeFileSync(join(work, path), text);
}
const out = join(work, "public");
const build = ["--root", work, "--today", "2026-11-24", "build", "--out", out, "--format", "short"];
execFileSync(binary(), build, { stdio: "pipe" });

const browser = await openBrowser();
const url = await openHost(out);
const wanted = Object.entries(ADDRESSES).flatMap(([template, address]) => {
  const locales = address.includes("LOCALE") ? ["cs", "ar"] : ["all"];
  return locales.map((locale) => ({
    name: `${template}.${locale}.yaml`,
    address: address.replace("LOCALE", locale),
  }));
});

const heard = await forEachInTab(browser, wanted, {}, async (tab, { address }) => {
  // How much room a browser has differs from computer to computer.
  await tab.addInitScript(() => {
    navigator.storage.estimate = async () => ({ quota: 2_000_000_000, usage: 0 });
  });
  await tab.clock.setFixedTime(new Date("2026-11-24T12:00:00+01:00"));
  const response = await tab.goto(url + address, { waitUntil: "networkidle" });
  assert.equal(response.status(), 200, address);
  const tree = await tab.locator("body").ariaSnapshot();
  // Sizes change with every line of style or script, and names of assets with them.
  return `${tree.replaceAll(/\d+(,\d+)?(?=\s(kB|كيلوبايت))/g, "N").replaceAll(/\.[0-9a-f]{8,}\./g, ".HASH.")}\n`;
});

if (process.env.ROZCESTNIK_RENEW) {
  rmSync(GOLDENS, { recursive: true, force: true });
  mkdirSync(GOLDENS);
  wanted.forEach(({ name }, i) => writeFileSync(join(GOLDENS, name), heard[i]));
}

test("each template and language has a golden, and each golden a page", () => {
  assert.deepEqual(readdirSync(GOLDENS).sort(), wanted.map(({ name }) => name).sort());
});

for (const [i, { name }] of wanted.entries()) {
  test(`a screen reader is told what ${name} says`, () => {
    assert.equal(heard[i], readFileSync(join(GOLDENS, name), "utf8"));
  });
}
