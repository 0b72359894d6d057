// Indexes for the tests of the search engine, written as the compiler writes them, and a host of
// them in memory.

import { readFileSync } from "node:fs";
import { deflateRawSync } from "node:zlib";

const ENGINE = new URL("../../themes/default/components/search/search.js", import.meta.url);

/** The module of the theme. Its folder says nothing of modules, so it is imported by its text. */
export const engine = await import(
  `data:text/javascript;base64,${readFileSync(ENGINE).toString("base64")}`
);

const { fold, tokens } = engine;

const placeOf = (text) => fold(text.split(/[ =]/)[0]).replace(/^ال(?=.)/, "");

/** In the order of UTF-16 units, as everything in an index. */
const inOrder = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

/**
 * The keys of pages, by an analysis that is good enough for tests:
 *
 *     [[title, url, summary, [[id, heading, text], …]], …]
 *     → [{ key, weight, locale, forms, postings: [[page, impact, section], …] }, …]
 *
 * A key is the first four letters of a folded word.
 */
export function analyse(pages) {
  const found = new Map();
  const impacts = new Map();
  pages.forEach(([title, , summary, sections], page) => {
    const add = (text, section, impact) => {
      for (const word of text.split(/\s+/).flatMap(tokens)) {
        const key = fold(word).slice(0, 4);
        if (!found.has(key)) found.set(key, new Set());
        found.get(key).add(fold(word));
        const place = `${key} ${page} ${section}`;
        impacts.set(place, Math.min(255, (impacts.get(place) ?? 0) + impact));
      }
    };
    add(title, 0, 40);
    add(summary, 0, 5);
    sections.forEach(([, heading, text], section) => {
      add(heading, section, 20);
      add(text, section, 3);
    });
  });
  const keys = [...found].map(([key, forms]) => ({
    key,
    weight: 1,
    forms: [...forms],
    postings: [],
  }));
  const byKey = new Map(keys.map((entry) => [entry.key, entry]));
  for (const [place, impact] of impacts) {
    const [key, page, section] = place.split(" ");
    const { postings } = byKey.get(key);
    const known = postings.find(([other]) => other === Number(page));
    if (!known) postings.push([Number(page), impact, Number(section)]);
    else if (impact > known[1]) known.splice(1, 2, impact, Number(section));
  }
  for (const entry of keys) {
    entry.weight = Math.max(1, Math.round(16 * Math.log(1 + pages.length / entry.postings.length)));
  }
  return keys;
}

/**
 * The files of an edition by their addresses. `shards` are the places that shards begin with;
 * forms are `form` or `form|spelling`; `map` is laid over the map.
 */
export function encode({ locale = "cs", build = "a1b2c3d4e5f6", shards = [""], keys, pages, map }) {
  const base = `/assets/search/${locale}.${build}.`;
  const perBlock = 2;
  const files = new Map();
  const put = (name, bytes) => files.set(`${base}${name}.bin`, deflateRawSync(bytes));

  shards.forEach((_, number) => put(number, encodeShard(number, { build, shards, keys, pages })));
  const words = new Set();
  for (const { locale = 0, forms = [] } of keys) {
    const own = forms.map((form) => form.split("|")[0]).filter((form) => !form.startsWith("~"));
    if (locale === 0) own.forEach((form) => words.add(form));
  }
  put("words", frontCoded([...words].sort(inOrder)).join("\n"));
  const blocks = Math.ceil(pages.length / perBlock);
  for (let block = 0; block < blocks; block++) {
    const part = pages.slice(block * perBlock, (block + 1) * perBlock);
    put(`b${block}`, JSON.stringify(part));
  }
  const whole = {
    build,
    base,
    shards,
    blocks: Array.from({ length: blocks }, (_, block) => block * perBlock),
    pages: pages.length,
    titles: [],
    cyrillic: false,
    syllables: false,
    locales: [locale],
    help_url: `/${locale}/contacts/`,
    m: {},
    ...map,
  };
  files.set(`/${locale}/search/map.json`, Buffer.from(JSON.stringify(whole)));
  return files;
}

function encodeShard(number, { build, shards, keys, pages }) {
  const isHere = (text) => shards.findLastIndex((first) => first <= placeOf(text)) === number;
  const here = keys.filter(({ key }) => isHere(key)).sort((a, b) => inOrder(a.key, b.key));
  const aliases = new Map();
  const lines = frontCoded(here.map(({ key }) => key)).map((line, i) => {
    const { key, forms = [] } = here[i];
    const own = forms.filter((form) => isHere(form) && !form.startsWith("~"));
    return [line, ...own.map((form) => code(form, key))].join("\t");
  });
  for (const { key, forms = [] } of keys) {
    for (const [form, spelling] of forms.map((form) => form.split("|"))) {
      if (!isHere(form) || (isHere(key) && !form.startsWith("~"))) continue;
      const item = spelling ? `${key}|${spelling}` : key;
      aliases.set(form, [...(aliases.get(form) ?? []), item]);
    }
  }
  const forms = [...aliases.keys()].sort(inOrder);
  const aliasLines = frontCoded(forms).map((line, i) =>
    [line, ...aliases.get(forms[i])].join("\t"),
  );

  const best = new Set();
  for (const { postings } of here) {
    const first = postings.toSorted((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, 5);
    first.forEach(([page]) => best.add(page));
  }
  const shown = [...best].sort((a, b) => a - b);
  const pageLines = shown.map((page) => `${pages[page][0]}\t${pages[page][1]}`);

  const parts = [lines, aliasLines, pageLines].map((part) => part.join("\n"));
  const text = Buffer.from(parts.join("\n\n"));
  const deltas = (numbers) => numbers.map((number, i) => number - (numbers[i - 1] ?? 0));
  const sorted = here.map(({ postings }) => postings.toSorted((a, b) => a[0] - b[0]));
  const numbers = [
    here.map(({ weight = 1 }) => weight),
    here.map(({ locale = 0 }) => locale),
    sorted.map((postings) => postings.length),
    sorted.flatMap((postings) => deltas(postings.map(([page]) => page))),
    sorted.flat().map(([, impact]) => impact),
    sorted.flat().map(([, , section]) => section),
    deltas(shown),
  ].flat();
  return Buffer.concat([Buffer.from(build, "hex"), varints([text.length]), text, varints(numbers)]);
}

const frontCoded = (sorted) => sorted.map((text, i) => code(text, sorted[i - 1] ?? ""));

/** How many units a text shares with the one before, as a character, and the rest of it. */
function code(text, before) {
  let shared = 0;
  while (shared < 60 && shared < text.length && text[shared] === before[shared]) shared++;
  return String.fromCharCode(35 + shared) + text.slice(shared);
}

function varints(numbers) {
  const bytes = [];
  for (let number of numbers) {
    for (; number > 127; number >>>= 7) bytes.push((number & 127) | 128);
    bytes.push(number);
  }
  return Buffer.from(bytes);
}

/** A `fetch` that reads files by their addresses and keeps a list of what it was asked for. */
export function host(files) {
  const asked = [];
  const fetcher = async (url, options) => {
    asked.push(options?.cache ? `${url} ${options.cache}` : url);
    const file = fetcher.files.get(url);
    return file ? new Response(file) : new Response("", { status: 404 });
  };
  return Object.assign(fetcher, { files, asked });
}
