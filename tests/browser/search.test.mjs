// The search engine of the theme, without a browser: how words are spelt, found and ranked, and what
// happens when files are missing or foreign.

import assert from "node:assert/strict";
import { test } from "node:test";
import { analyse, encode, engine, host } from "./search-index.mjs";

const { fold, open, skeleton, tokens } = engine;

const MAP = "/cs/search/map.json";
const PAGES = [
  [
    "Trvalý pobyt",
    "/cs/trvaly/",
    "Kdo může žádat.",
    [
      ["", "", "Žádost o trvalý pobyt."],
      ["poplatky", "Poplatky", "Kolek stojí peníze."],
    ],
  ],
  ["Dlouhodobý pobyt", "/cs/dlouhodoby/", "Pobyt nad tři měsíce.", [["", "", "Studium a práce."]]],
  ["Občanství", "/cs/obcanstvi/", "České občanství.", [["", "", "Kdo chce být občanem."]]],
  ["Škola", "/cs/skola/", "Děti ve škole.", [["", "", "Přijímací zkoušky a školné."]]],
  ["Lékař", "/cs/lekar/", "Kam jít s nemocí.", [["", "", "Pojištění a pohotovost."]]],
];

/** An engine over files that `changes` are made to. */
async function engineOf(options = {}, change = () => {}) {
  const keys = options.keys ?? analyse(PAGES);
  const files = encode({ pages: PAGES, ...options, keys });
  change(files);
  const fetcher = host(files);
  return Object.assign(await open(MAP, fetcher), { fetcher });
}

/** Numbered pages for keys that are given by hand. */
const numbered = (count) =>
  Array.from({ length: count }, (_, i) => [
    `Page ${i}`,
    `/cs/${i}/`,
    "",
    [
      ["", "", ""],
      ["one", "One", ""],
      ["two", "Two", ""],
    ],
  ]);

const pagesOf = ({ results }) => results.map(({ page }) => page);

/** The results with the section that each is linked to. */
const withSections = ({ results, sectionOf }) =>
  results.map((result) => ({ ...result, section: sectionOf(result.page) }));

async function check(options, query, expected, typing) {
  const found = await (await engineOf(options)).search(query, typing);
  for (const [name, value] of Object.entries(expected)) {
    const results = withSections(found);
    const actual = { ...found, results, pages: pagesOf(found), best: results[0] };
    assert.deepEqual(actual[name], value, `${query}: ${name}`);
  }
}

test("words are cut out of a query as the compiler cuts them", () => {
  assert.deepEqual(tokens("П’ять кроків: A2!"), ["пять", "кроків", "a2"]);
  assert.deepEqual(tokens("Trva\u00ADl\u00FD\u200B  po\u0301byt"), ["trvalý", "póbyt"]);
  assert.deepEqual(tokens("😀 𝐀bc ☎ <b>"), ["b"]);
  assert.deepEqual(tokens(""), []);
  assert.deepEqual(tokens("a ".repeat(99)).length, 12);
  assert.deepEqual(tokens("x".repeat(10_000)), ["x".repeat(40)]);
});

test("words are folded as the compiler folds them", () => {
  const words = {
    žádost: "zadost",
    đăng: "dang",
    straße: "strasse",
    cœur: "coeur",
    łódź: "lodz",
    ёлка: "елка",
    ґанок: "ганок",
    їжа: "їжа",
    мiй: "мій",
    "и\u0301й": "ий",
    إقامة: "اقامه",
    مَدْرَسَة: "مدرسه",
    مستشفى: "مستشفي",
    "٢٠٢٦": "2026",
    "۲۰": "20",
  };
  for (const [word, folded] of Object.entries(words)) assert.equal(fold(word), folded);
});

test("Latin spellings of a Cyrillic word have one skeleton", () => {
  for (const spellings of [
    ["zashchita", "zaschita"],
    ["dytiachyi", "dityachij", "dytjachyj"],
    ["vremennaya", "vremennaja", "vremenaia"],
    ["jogo", "yoho"],
  ]) {
    assert.equal(new Set(spellings.map(skeleton)).size, 1, spellings.join());
  }
  assert.equal(skeleton("tshshch"), "csc");
});

test("a word is found exactly, in any form and without diacritics", async () => {
  await check({}, "občanství", { pages: [2], corrected: null });
  await check({}, "OBCANSTVI", { pages: [2], corrected: null });
  await check({}, "škole", { pages: [3], corrected: null });
  await check({}, "pobyt", { pages: [1, 0], corrected: null });
});

test("the section with the word is named", async () => {
  await check({}, "kolek", { best: { page: 0, section: 1, score: 3, locale: 0 } });
});

test("of spellings that fold to one form the one that was typed counts", async () => {
  const keys = [
    { key: "trú", forms: ["tru|trú"], postings: [[0, 9, 0]] },
    { key: "trừ", forms: ["tru|trừ"], postings: [[1, 9, 0]] },
  ];
  for (const shards of [[""], ["", "tru\u0300"], ["", "trú"]]) {
    const options = { keys, shards };
    await check(options, "trú", { pages: [0] });
    await check(options, "trừ", { pages: [1] });
    await check(options, "tru", { pages: [0, 1] });
    await check(options, "trủ", { pages: [0, 1] });
  }
});

test("Cyrillic is found by Latin letters, where the edition is Cyrillic", async () => {
  const keys = [
    { key: "защит", forms: ["защита", `~${skeleton("zashchita")}`], postings: [[0, 9, 0]] },
  ];
  const map = { cyrillic: true };
  await check({ keys, map }, "zaschita", { pages: [0], corrected: null });
  await check({ keys, map, shards: ["", "ж", "~"] }, "zashchita", { pages: [0], corrected: null });
  await check({ keys }, "zaschita", { pages: [], corrected: "" });
});

test("the beginning of a word is completed", async () => {
  await check({}, "pojiš", { pages: [4], corrected: "pojisteni" });
  await check({}, "pojiš", { pages: [4], corrected: null }, true);
  await check({}, "pojiš lékař", { pages: [4], corrected: "pojisteni lekar" }, true);
  await check({}, "po", { pages: [], corrected: "" });
  // At most six letters more, the shortest eight.
  const forms = [
    "abcdefghij",
    "abc1",
    "abc22",
    "abc21",
    ...[3, 4, 5, 6, 7, 8].map((i) => `abc9${i}`),
  ];
  const keys = forms.map((form, page) => ({ key: form, forms: [form], postings: [[page, 9, 0]] }));
  const shards = ["", "abc22", "abc95"];
  const options = { keys, shards, pages: numbered(forms.length) };
  await check(options, "abc", { pages: [1, 2, 3, 4, 5, 6, 7, 8], corrected: "abc1" });
});

test("a word with another end is found by what it shares", async () => {
  await check({}, "pojištěnců", { pages: [4], corrected: "pojisteni" });
  const keys = ["abcdef", "abcdexx", "abcdyyyy"].map((form, page) => ({
    key: form,
    forms: [form],
    postings: [[page, 16, 0]],
  }));
  await check({ keys }, "abcdez", { pages: [0, 1], corrected: "abcdef" });
});

test("a slip of the pen is put right and said", async () => {
  await check({}, "občanstí", { pages: [2], corrected: "obcanstvi" });
  await check({}, "elkař", { pages: [4], corrected: "lekar" });
  await check({}, "lkeař", { pages: [4], corrected: "lekar" });
  await check({}, "xyzxyz pobyt", { pages: [1, 0], corrected: "pobyt" });
  await check({}, "xyzxyz", { pages: [], corrected: "" });
});

test("the words nearest to any word are those that comparing all of them finds", async () => {
  let seed = 1;
  const random = (below) => (seed = (seed * 48271) % 2147483647) % below;
  const word = () => Array.from({ length: 4 + random(7) }, () => "abc"[random(3)]).join("");
  const forms = [...new Set(Array.from({ length: 400 }, word))].sort();
  const keys = forms.map((form, page) => ({
    key: form,
    forms: [form],
    postings: [[page, 255, 0]],
  }));
  const { search } = await engineOf({ keys, pages: numbered(forms.length) });
  let corrected = 0;
  for (let i = 0; i < 300; i++) {
    // No word begins with this letter, so beginnings lead nowhere.
    const typed = `d${word()}`;
    const limit = typed.length < 8 ? 1 : 2;
    const distances = forms.map((form) => distance(typed, form));
    const least = Math.min(...distances);
    const expected =
      least > limit ? [] : forms.flatMap((_, i) => (distances[i] === least ? [i] : []));
    assert.deepEqual(
      pagesOf(await search(typed)).sort((a, b) => a - b),
      expected.slice(0, 4),
      typed,
    );
    corrected += expected.length > 0;
  }
  assert(corrected > 30, `${corrected}`);
});

/** Optimal string alignment, as textbooks have it. */
function distance(a, b) {
  const table = Array.from({ length: a.length + 1 }, (_, i) => [i]);
  for (let j = 0; j <= b.length; j++) table[0][j] = j;
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      const isOther = a[i - 1] === b[j - 1] ? 0 : 1;
      table[i][j] = Math.min(
        table[i - 1][j] + 1,
        table[i][j - 1] + 1,
        table[i - 1][j - 1] + isOther,
      );
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        table[i][j] = Math.min(table[i][j], table[i - 2][j - 2] + 1);
      }
    }
  }
  return table[a.length][b.length];
}

test("pages with more of the words come first, equals in the order of their numbers", async () => {
  const keys = [
    {
      key: "aa",
      weight: 10,
      forms: ["aa"],
      postings: [
        [0, 100, 1],
        [2, 40, 2],
        [3, 40, 1],
      ],
    },
    {
      key: "bb",
      weight: 30,
      forms: ["bb"],
      postings: [
        [1, 100, 0],
        [2, 50, 1],
        [3, 50, 1],
      ],
    },
  ];
  const options = { keys, pages: numbered(4) };
  const found = await (await engineOf(options)).search("aa bb");
  assert.deepEqual(withSections(found), [
    { page: 2, section: 1, score: 90, locale: 0 },
    { page: 3, section: 1, score: 90, locale: 0 },
    { page: 1, section: 0, score: 56, locale: 0 },
    { page: 0, section: 1, score: 6, locale: 0 },
  ]);
});

test("the best of a word's keys counts, of equals the earlier section", async () => {
  const keys = [
    {
      key: "ab",
      forms: ["ab"],
      postings: [
        [0, 7, 2],
        [1, 5, 0],
      ],
    },
    {
      key: "aa",
      forms: ["ab"],
      locale: 1,
      postings: [
        [0, 7, 1],
        [1, 5, 0],
        [2, 1, 0],
      ],
    },
  ];
  const found = await (await engineOf({ keys })).search("ab");
  assert.deepEqual(withSections(found), [
    { page: 0, section: 1, score: 7, locale: 1 },
    { page: 1, section: 0, score: 5, locale: 1 },
    { page: 2, section: 0, score: 1, locale: 1 },
  ]);
});

test("a phrase counts above its words, alone it does not", async () => {
  const keys = [
    {
      key: "aa",
      forms: ["aa"],
      postings: [
        [0, 10, 1],
        [1, 10, 0],
      ],
    },
    {
      key: "bb",
      forms: ["bb"],
      postings: [
        [0, 10, 2],
        [1, 10, 0],
      ],
    },
    {
      key: "aa bb=",
      postings: [
        [1, 20, 2],
        [2, 99, 0],
      ],
    },
    { key: "aa=", postings: [[0, 5, 0]] },
  ];
  await check({ keys }, "bb aa", {
    results: [
      { page: 1, section: 0, score: 40, locale: 0 },
      { page: 0, section: 1, score: 20, locale: 0 },
    ],
  });
  await check({ keys, shards: ["", "bb"] }, "aa bb bb", { pages: [1, 0] });
  await check({ keys }, "aa", { pages: [0, 1] });
});

test("neighbouring syllables count above each alone", async () => {
  const keys = [
    {
      key: "trú",
      forms: ["tru"],
      postings: [
        [0, 10, 0],
        [1, 10, 0],
      ],
    },
    {
      key: "thường",
      forms: ["thuong"],
      postings: [
        [0, 10, 0],
        [1, 10, 0],
      ],
    },
    { key: "thuong tru", postings: [[1, 10, 1]] },
  ];
  const map = { syllables: true };
  await check({ keys, map, shards: ["", "tru"] }, "thường trú", { pages: [1, 0] });
  await check({ keys, map }, "trú thường", { pages: [0, 1] });
  await check({ keys, map: {} }, "thường trú", { pages: [0, 1] });
  await check({ keys, map }, "thuon", { pages: [0, 1], corrected: "thuong" });
});

test("a page that only words of another language lead to says which", async () => {
  const keys = [
    {
      key: "aa",
      locale: 1,
      forms: ["aa"],
      postings: [
        [0, 9, 0],
        [1, 9, 0],
      ],
    },
    {
      key: "bb",
      locale: 2,
      forms: ["bb"],
      postings: [
        [0, 9, 0],
        [2, 9, 0],
      ],
    },
    { key: "cc", forms: ["cc"], postings: [[1, 9, 0]] },
  ];
  const { results } = await (await engineOf({ keys })).search("aa bb cc");
  const locales = Object.fromEntries(results.map(({ page, locale }) => [page, locale]));
  assert.deepEqual(locales, { 0: 1, 1: 0, 2: 2 });
});

test("a form may lead to a key in another shard", async () => {
  const keys = [
    { key: "jit", forms: ["jit", "sel"], postings: [[0, 9, 0]] },
    { key: "sel", forms: ["sela", "sel"], postings: [[1, 9, 0]] },
  ];
  for (const shards of [[""], ["", "k"], ["", "sel"], ["", "jit", "sela"]]) {
    await check({ keys, shards }, "sel", { pages: [0, 1], corrected: null });
    await check({ keys, shards }, "sela", { pages: [1], corrected: null });
  }
});

test("all forms of the words are there to be marked", async () => {
  const { words } = await (await engineOf()).search("škole nemoci");
  assert.deepEqual([...words].sort(), ["nemoci", "skola", "skole", "skolne"]);
});

test("only what a query needs is fetched, and once", async () => {
  const { search, display, title, fetcher } = await engineOf({ shards: ["", "m", "s"] });
  const { base } = JSON.parse(fetcher.files.get(MAP));
  assert.deepEqual(fetcher.asked, [`${MAP} no-cache`]);
  assert.equal(title(0), undefined);
  await search("pobyt");
  await search("pobyt");
  assert.deepEqual(fetcher.asked.slice(1), [`${base}1.bin`]);
  assert.deepEqual(title(0), ["Trvalý pobyt", "/cs/trvaly/"]);
  assert.deepEqual(await display(3), PAGES[3]);
  await display(2);
  assert.deepEqual(fetcher.asked.slice(2), [`${base}b1.bin`]);
});

test("titles that came with the map are there at once", async () => {
  const { search, title } = await engineOf({ map: { titles: [["Pobyt", "/cs/pobyt/"]] } });
  assert.deepEqual(title(0), ["Pobyt", "/cs/pobyt/"]);
  assert(pagesOf(await search("pobyt")).includes(0));
});

test("diacritics and the article of Arabic move no word to another shard", async () => {
  const keys = [
    { key: "مدرس", forms: ["المدرسه"], postings: [[0, 9, 0]] },
    { key: "dài", forms: ["dai|dài"], postings: [[1, 9, 0]] },
  ];
  for (const [query, page, shard] of [
    ["المدرسة", 0, 2],
    ["dài", 1, 1],
  ]) {
    const { search, fetcher } = await engineOf({ keys, shards: ["", "d", "م"] });
    assert.deepEqual(pagesOf(await search(query)), [page]);
    assert.deepEqual(
      fetcher.asked.slice(1).map((path) => path.match(/\w+(?=\.bin)/)[0]),
      [`${shard}`],
    );
  }
});

test("odd queries are harmless", async () => {
  const { search } = await engineOf();
  for (const query of [
    "",
    " ",
    "a",
    "a".repeat(10_000),
    "pobyt ".repeat(5_000),
    "\u0000\u0007\u001B[2J\uFFFF",
    "\uD800",
    "\u0301",
    "ـ",
    "😀😀😀",
    "<script>alert(1)</script>",
    "'; DROP TABLE pages; --",
    "__proto__ constructor toString",
    "| \t = ~",
    "%00 ../../etc",
  ]) {
    const { results } = await search(query);
    assert.equal(results.length > 0, /^a$|pobyt/.test(query), query.slice(0, 40));
  }
});

/** What an engine of one build does when the host has gone on to another. */
async function afterDeployment() {
  const engine = await engineOf();
  const keys = [{ key: "pobyt", forms: ["pobyt"], postings: [[3, 9, 0]] }];
  engine.fetcher.files = encode({ build: "ffffffffffff", pages: PAGES, keys });
  return engine;
}

test("after a deployment the new map is fetched and the query started anew", async () => {
  const engine = await afterDeployment();
  assert.deepEqual(pagesOf(await engine.search("pobyt")), [3]);
  assert.equal(engine.map.build, "ffffffffffff");
  const maps = engine.fetcher.asked.filter((url) => url.startsWith(MAP));
  assert.deepEqual(maps, [`${MAP} no-cache`, `${MAP} reload`]);
  assert.deepEqual(engine.title(3), ["Škola", "/cs/skola/"]);
});

test("queries at the same time share the new map", async () => {
  const engine = await afterDeployment();
  const found = await Promise.all(
    ["pobyt", "škola", "pobyt škola"].map((query) => engine.search(query)),
  );
  assert.deepEqual(found.map(pagesOf), [[3], [], [3]]);
  assert.equal(engine.fetcher.asked.filter((url) => url.startsWith(MAP)).length, 2);
});

test("a file that is missing, cut off or foreign is an error after the second try", async () => {
  const first = ([name]) => name.endsWith(".0.bin");
  const file = (files) => [...files].find(first);
  const cases = {
    missing: (files) => files.delete(file(files)[0]),
    "cut off": (files) => files.set(file(files)[0], file(files)[1].subarray(0, -9)),
    text: (files) => files.set(file(files)[0], Buffer.from("<!doctype html>")),
    empty: (files) => files.set(file(files)[0], Buffer.alloc(0)),
    "of another build": (files) => {
      const other = encode({ build: "000000000000", pages: PAGES, keys: analyse(PAGES) });
      files.set(file(files)[0], file(other)[1]);
    },
  };
  for (const [name, change] of Object.entries(cases)) {
    const { search, fetcher } = await engineOf({}, change);
    await assert.rejects(search("pobyt"), undefined, name);
    assert.equal(fetcher.asked.filter((url) => url.startsWith(MAP)).length, 2, name);
    // Once it is there again, the next query succeeds.
    fetcher.files = encode({ pages: PAGES, keys: analyse(PAGES) });
    assert.deepEqual(pagesOf(await search("pobyt")), [1, 0], name);
  }
});

test("a map that cannot be had is an error, and so are foreign display records", async () => {
  await assert.rejects(open(MAP, host(new Map())));
  await assert.rejects(open(MAP, host(new Map([[MAP, "<!doctype html>"]]))));
  const { display } = await engineOf({}, (files) =>
    files.delete([...files.keys()].find((name) => name.endsWith("b0.bin"))),
  );
  await assert.rejects(display(0));
  await assert.rejects(display(99));
  assert.deepEqual(await display(4), PAGES[4]);
});

test("no bytes of a shard make it do anything but fail", async () => {
  const { deflateRawSync, inflateRawSync } = await import("node:zlib");
  const sound = encode({ pages: PAGES, keys: analyse(PAGES) });
  const name = [...sound.keys()].find((name) => name.endsWith(".0.bin"));
  const bytes = inflateRawSync(sound.get(name));
  let seed = 7;
  const random = (below) => (seed = (seed * 48271) % 2147483647) % below;
  for (let i = 0; i < 300; i++) {
    const broken = Buffer.from(bytes.subarray(0, i % 3 ? bytes.length : random(bytes.length)));
    for (let j = 0; j <= random(4) && broken.length > 6; j++)
      broken[6 + random(broken.length - 6)] = random(256);
    const { search } = await engineOf({}, (files) => files.set(name, deflateRawSync(broken)));
    const outcome = await search("pobyt zadost skola").catch((error) => error);
    assert(outcome instanceof Error || Array.isArray(outcome.results));
  }
});
