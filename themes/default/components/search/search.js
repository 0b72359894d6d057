/** The search of one edition: words, files, ranking; at the end the field and what it shows. */

const WORD = /[\p{Alphabetic}\p{M}\p{N}\u00AD'’ʼ‘′]+/gu;
const DROPPED = /[\u00AD\u200B-\u200F\u061C\u2060\uFEFF'’ʼ`´‘′]/g;
const MARKS = /[\u0300-\u036F\u064B-\u065F\u0670\u0640]/g;
const LATIN = "aceiopxykmthb";
const CYRILLIC = "асеіорхукмтнв";
const LETTERS = "đd ðd łl øo ıi ґг \u0649\u064A \u0629\u0647 ßss æae œoe";
const PLAIN = new Map(LETTERS.split(" ").map((pair) => [pair[0], pair.slice(1)]));
const SPELLINGS =
  "shch-sc sch-sc zh-z kh-h ts-c ch-c sh-s ya-a ja-a ia-a yu-u ju-u iu-u ye-e je-e ie-e " +
  "yi-i ji-i yo-o jo-o io-o y-i j-i g-h w-v x-ks";

const lower = (text) => text.normalize("NFC").toLowerCase().replace(DROPPED, "").normalize("NFC");

/** The words of a query, at most twelve. */
export const tokens = (query) =>
  (lower(query.slice(0, 200)).match(WORD) ?? [])
    .filter((token) => !/[\uD800-\uDFFF]/.test(token))
    .slice(0, 12)
    .map((token) => token.slice(0, 40));

/** A word without diacritics; `й` and `ї` are letters of their own. */
export const fold = (token) =>
  (/[\u0400-\u04FF]/.test(token)
    ? token.replace(/[a-z]/g, (letter) => CYRILLIC[LATIN.indexOf(letter)] ?? letter)
    : token
  )
    .replace(/[^a-zйї]+/g, (run) => run.normalize("NFD").replace(MARKS, ""))
    .replace(/[^a-z]/g, (letter) => PLAIN.get(letter) ?? letter)
    .replace(/[\u0660-\u0669\u06F0-\u06F9]/g, (digit) => digit.charCodeAt() & 15);

/** A Vietnamese syllable in one of the two ways to place its tone: `khóa`, not `khoá`. */
const toneOnFirst = (token) =>
  token
    .normalize("NFD")
    .replace(/([ou])([aey])([\u0300\u0301\u0303\u0309\u0323])$/, (end, first, second, tone) =>
      ["oa", "oe", "uy"].includes(first + second) ? first + tone + second : end,
    )
    .normalize("NFC");

/** What the ways to spell a Cyrillic word in Latin letters have in common. */
export const skeleton = (form) =>
  SPELLINGS.split(" ")
    .map((pair) => pair.split("-"))
    .reduce((text, [from, to]) => text.replaceAll(from, to), form)
    .replace(/(.)\1+/g, "$1");

const decode = (bytes) => new TextDecoder().decode(bytes);

/** A word whose first character says how much it shares with the one before. */
const unfold = (coded, before) => before.slice(0, coded.charCodeAt() - 35) + coded.slice(1);

/** Lines of a sorted list: each its word and what belongs to it. */
function readLines(text) {
  let word = "";
  return text
    .split("\n")
    .filter(Boolean)
    .map((line) => line.split("\t"))
    .map(([coded, ...items]) => [(word = unfold(coded, word)), ...items]);
}

/** A file of keys, forms that lead to keys elsewhere, and titles; its numbers stand at the end. */
function readShard(buffer, { build }, titles) {
  const bytes = new Uint8Array(buffer);
  let at = 6;
  const number = () => {
    let value = 0;
    for (let shift = 0, byte = 128; byte > 127; shift += 7) {
      if (at >= bytes.length) throw new RangeError();
      byte = bytes[at++];
      value |= (byte & 127) << shift;
    }
    return value;
  };
  const columns = (length) => [1, 2, 3].map(() => Array.from({ length }, number));

  const tag = Array.from(bytes.subarray(0, 6), (byte) => byte.toString(16).padStart(2, "0"));
  if (tag.join("") !== build) throw new RangeError();
  const length = number();
  const [lines, aliases, pages] = decode(bytes.subarray(at, (at += length))).split("\n\n");

  const forms = new Map();
  const add = (form, key, spelling) => {
    if (!forms.has(form)) forms.set(form, []);
    forms.get(form).push([key, spelling]);
    return form;
  };
  const keys = new Map();
  for (const [key, ...items] of readLines(lines)) {
    const own = items.map((item) => item.split("|"));
    keys.set(key, { forms: own.map(([form, spelling]) => add(unfold(form, key), key, spelling)) });
  }
  for (const [form, ...items] of readLines(aliases)) {
    for (const item of items) add(form, ...item.split("|"));
  }

  const [weights, locales, counts] = columns(keys.size);
  const postings = columns(counts.reduce((sum, count) => sum + count, 0));
  let start = 0;
  [...keys.values()].forEach((entry, i) => {
    const end = start + counts[i];
    const [deltas, impacts, sections] = postings.map((column) => column.slice(start, end));
    let page = 0;
    start = end;
    entry.weight = weights[i];
    entry.locale = locales[i];
    entry.pages = deltas.map((delta) => (page += delta));
    entry.points = impacts;
    entry.sections = sections;
  });
  let page = 0;
  for (const line of pages.split("\n").filter(Boolean)) {
    titles[(page += number())] = line.split("\t");
  }
  return { forms, keys };
}

/** Where a key or form stands among the shards. */
const placeOf = (text) => fold(text.split(/[ =]/)[0]).replace(/^ال(?=.)/, "");

/** How many units two words share at their beginning. */
function shared(a, b) {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}

/** The words that the fewest slips of the pen lead to, at most four; rows are kept for words that
 * begin like the one before. */
function nearest(form, words) {
  let limit = form.length < 8 ? 1 : 2;
  let found = [];
  let before = "";
  let hopeless = 99;
  const rows = [Array.from({ length: form.length + 1 }, (_, i) => i)];
  for (const word of words) {
    let i = shared(word, before);
    if (i >= hopeless || Math.abs(word.length - form.length) > limit) continue;
    hopeless = 99;
    before = word;
    while (i < word.length && hopeless === 99) {
      const last = rows[i++];
      const row = (rows[i] = [i]);
      let least = i;
      for (let j = 1; j <= form.length; j++) {
        const change = word[i - 1] === form[j - 1] ? 0 : 1;
        row[j] = Math.min(row[j - 1] + 1, last[j] + 1, last[j - 1] + change);
        if (i > 1 && word[i - 1] === form[j - 2] && word[i - 2] === form[j - 1]) {
          row[j] = Math.min(row[j], rows[i - 2][j - 2] + 1);
        }
        least = Math.min(least, row[j]);
      }
      if (least > limit) hopeless = i;
    }
    if (hopeless < 99) continue;
    const distance = rows[i][form.length];
    if (distance < limit) [limit, found] = [distance, []];
    if (distance === limit) found.push(word);
  }
  return found.slice(0, 4);
}

/** One build of an edition's index; its files are fetched when they are needed, once. */
async function readIndex(mapUrl, fetcher, cache) {
  const get = async (url, options) => {
    const response = await fetcher(url, options);
    if (!response.ok) throw new Error(url);
    return response;
  };
  const map = await (await get(mapUrl, { cache })).json();
  const { titles } = map;
  const files = new Map();
  const fetched = async (name, read) => {
    const { body } = await get(`${map.base}${name}.bin`);
    const inflated = body.pipeThrough(new DecompressionStream("deflate-raw"));
    return read(await new Response(inflated).arrayBuffer(), map, titles);
  };
  const file = (name, read) => {
    if (!files.has(name)) files.set(name, fetched(name, read));
    return files.get(name);
  };
  /** The part that something belongs to, of parts by what they begin with. */
  const partOf = (firsts, value) =>
    Math.max(
      0,
      firsts.findLastIndex((first) => first <= value),
    );
  const shardOf = (text) => partOf(map.shards, placeOf(text));
  const shard = (text) => file(shardOf(text), readShard);
  const entriesOf = async (form) => (await shard(form)).forms.get(form) ?? [];

  /** What a word stands for in the index, and how much it counts; nothing if nothing is near it. */
  async function resolve(token) {
    const form = fold(token);
    let forms = [form];
    let factor = 16;
    let isEnding = false;
    let entries = await entriesOf(form);
    const spelt = map.syllables ? toneOnFirst(token) : token;
    const alike = entries.filter(([, spelling]) => spelling === spelt);
    if (spelt !== form && alike.length) entries = alike;
    if (!entries.length && map.cyrillic && /^[a-z]+$/.test(form)) {
      entries = await entriesOf(`~${skeleton(form)}`);
    }
    if (!entries.length) {
      forms = [];
      factor = 12;
      if (form.length > 2) {
        const start = form.slice(0, Math.max(3, form.length - 3));
        const shards = [];
        for (let i = shardOf(start); i <= shardOf(`${start}\uFFFF`); i++) {
          shards.push(file(i, readShard));
        }
        // A form with an empty spelling is in no text.
        const near = (await Promise.all(shards))
          .flatMap(({ forms }) => [...forms])
          .filter(([, entries]) => entries.some(([, spelling]) => spelling !== ""))
          .map(([other]) => other)
          .filter((other) => other.startsWith(start) && !other.includes(" "))
          .sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
        forms = near.filter((other) => other.startsWith(form) && other.length <= form.length + 6);
        isEnding = forms.length > 0;
        let longest = Math.max(4, form.length - 3);
        for (const other of isEnding ? [] : near) {
          const length = shared(form, other);
          if (length < longest || other.length - length > 3) continue;
          if (length > longest) [longest, forms] = [length, []];
          forms.push(other);
        }
        if (!isEnding) forms = [...new Set([...nearest(form, forms), ...forms])];
        forms = forms.slice(0, 8);
      }
      if (!forms.length && form.length > 3) {
        factor = 10;
        forms = nearest(form, await file("words", (words) => readLines(decode(words)).flat()));
      }
      if (!forms.length) return undefined;
      entries = (await Promise.all(forms.map(entriesOf))).flat();
    }
    const keys = [...new Set(entries.map(([key]) => key))].sort();
    return { forms, keys, factor, isEnding };
  }

  /** The pages for a query, best first; while it is typed, its last word may lack its end. */
  async function search(query, typing) {
    const typed = tokens(query);
    const resolved = await Promise.all(typed.map(resolve));
    const isAsTyped = (word, i) =>
      word?.factor === 16 || (word?.isEnding && typing && i === typed.length - 1);
    const known = resolved.filter(Boolean);
    const corrected = resolved.every(isAsTyped)
      ? null
      : known.map(({ forms }) => forms[0]).join(" ");
    const words = new Set();
    const terms = [];
    const sums = new Float64Array(map.pages);
    const weights = new Float64Array(map.pages);
    const languages = new Uint8Array(map.pages);
    let total = 0;

    /** Of several keys the best counts for each page, of equals the earlier section. */
    const merge = (entries, factor) => {
      const [pages, points, sections, locales] = [[], [], [], []];
      const places = new Int32Array(map.pages);
      for (const entry of entries) {
        for (let i = 0; i < entry.pages.length; i++) {
          const page = entry.pages[i];
          const more = (entry.points[i] * factor) >> 4;
          const place = (places[page] ||= pages.push(page)) - 1;
          if (more < points[place]) continue;
          if (more === points[place] && entry.sections[i] >= sections[place]) continue;
          points[place] = more;
          sections[place] = entry.sections[i];
          locales[place] = entry.locale;
        }
      }
      return { pages, points, sections, locales };
    };
    /** Adds up what a word gives; without a weight it only helps pages that have a word. */
    const add = (entries, factor, weight) => {
      const term = entries.length === 1 && factor === 16 ? entries[0] : merge(entries, factor);
      const { pages, points, locale, locales } = term;
      for (let i = 0; i < pages.length; i++) {
        const page = pages[i];
        const known = weights[page];
        if (!weight && !known) continue;
        sums[page] += points[i];
        if (!weight) continue;
        const language = locales ? locales[i] : locale;
        if (!known || !language) languages[page] = language;
        weights[page] += weight;
      }
      terms.push(term);
    };
    /** The section that most of the points of a page belong to, of equals the earlier. */
    const sectionOf = (page) => {
      const sums = [];
      for (const { pages, points, sections } of terms) {
        const place = pages.indexOf(page);
        if (place < 0) continue;
        sums[sections[place]] = (sums[sections[place]] ?? 0) + points[place];
      }
      return sums.indexOf(Math.max(...Object.values(sums)));
    };
    const entryOf = async (key) => (await shard(key)).keys.get(key);
    for (const { forms, keys, factor } of known) {
      // Words that only hold sentences together may have a key and no page.
      const entries = (await Promise.all(keys.map(entryOf))).filter(Boolean);
      for (const form of [...forms, ...entries.flatMap((entry) => entry.forms)]) words.add(form);
      const weight = Math.max(0, ...entries.map((entry) => entry.weight));
      total += weight;
      add(entries, factor, weight);
    }
    const firsts = new Set(known.map(({ keys }) => keys[0]));
    const extras = [`${[...firsts].sort().join(" ")}=`];
    if (map.syllables) {
      extras.push(...typed.slice(1).map((token, i) => `${fold(typed[i])} ${fold(token)}`));
    }
    for (const key of known.length ? extras : []) {
      const entry = await entryOf(key);
      if (entry) add([entry], 16, 0);
    }
    // Score and page as one number: the better and then the earlier page is the larger.
    const ranks = new Float64Array(map.pages);
    weights.forEach((weight, page) => {
      const score = Math.floor((sums[page] * weight * weight) / (total * total));
      if (weight) ranks[page] = score * map.pages + map.pages - page;
    });
    const results = [];
    for (const rank of ranks.sort().reverse()) {
      if (!rank) break;
      const score = Math.ceil(rank / map.pages) - 1;
      const page = (score + 1) * map.pages - rank;
      results.push({ page, score, locale: languages[page] });
    }
    return { query, corrected, results, words, sectionOf };
  }

  /** Title, address, summary and sections of a page. */
  async function display(page) {
    const block = partOf(map.blocks, page);
    const pages = await file(`b${block}`, (bytes) => JSON.parse(decode(bytes)));
    const shown = pages[page - map.blocks[block]];
    if (!shown) throw new RangeError();
    return shown;
  }

  return { map, search, display, title: (page) => titles[page] };
}

/** Gives work the index; if a file is missing or of another build, once more the newest index. */
function keepIndex(mapUrl, fetcher) {
  const read = (cache) => readIndex(mapUrl, fetcher, cache);
  let index = read("no-cache");
  return async (work) => {
    const used = index;
    try {
      return await work(await used);
    } catch {
      if (index === used) index = read("reload");
      return work(await index);
    }
  };
}

/** The search of the edition whose map is at an address. */
export async function open(mapUrl, fetcher = fetch) {
  const ask = keepIndex(mapUrl, fetcher);
  let latest = await ask((index) => index);
  return {
    search: (query, typing = false) => ask((index) => (latest = index).search(query, typing)),
    display: (page) => ask((index) => index.display(page)),
    title: (page) => latest.title(page),
    get map() {
      return latest.map;
    },
  };
}

function set(element, attributes) {
  for (const name in attributes) element.setAttribute(name, attributes[name]);
  return element;
}

function make(name, attributes, ...children) {
  const element = set(document.createElement(name), attributes);
  element.append(...children);
  return element;
}

/** A message with words of another language or of the reader's in the place of its placeholder. */
function fill(message, text, lang = "") {
  const [before, after] = message.split(/\{\w+\}/);
  return [before, make("bdi", { lang }, text), after];
}

/** A text as nodes, the words that were looked for marked; a long one cut to where most stand. */
function mark(text, words, length = text.length) {
  const hits = [...text.matchAll(WORD)].filter(([word]) => words.has(fold(lower(word))));
  let from = 0;
  let end = text.length;
  if (end > length) {
    const near = (at) => hits.filter(({ index }) => index >= at && index < at + length - 30).length;
    for (const { index } of hits) if (near(index) > near(from)) from = index;
    from = from < 30 ? 0 : Math.min(from, text.indexOf(" ", from - 30) + 1);
    if (end > from + length)
      end = Math.max(text.lastIndexOf(" ", from + length), from + length - 30);
  }
  const nodes = [from ? "… " : ""];
  for (const { 0: word, index } of hits) {
    if (index < from || index >= end) continue;
    nodes.push(text.slice(from, index), make("mark", {}, word));
    from = index + word.length;
  }
  return [...nodes, text.slice(from, end), end < text.length ? " …" : ""];
}

/** A message with the name that a language has for itself. */
const autonym = (message, lang) =>
  fill(message, new Intl.DisplayNames(lang, { type: "language" }).of(lang), lang);

/** Folded words as a text spells them, if it has them. */
function spell(words, text) {
  const known = text.toLowerCase().match(WORD) ?? [];
  const spelt = (form) => known.find((word) => fold(lower(word)) === form) ?? form;
  return words.split(" ").map(spelt).join(" ");
}

let count = 0;
const newId = () => `search-${++count}`;

/** Searches while the reader types: into a list below the form, or into the page of results. */
export function attach(form) {
  const { dataset, elements, action } = form;
  const field = elements.q;
  const page = document.querySelector("[data-results]");
  const status = page?.querySelector("[role=status]") ?? make("p", { role: "status" });
  const list = page?.querySelector("ol") ?? make("div", { id: newId(), role: "listbox" });
  const ask = keepIndex(dataset.map, fetch);
  let map;
  let timer;
  let turn = 0;
  let active;

  const link = (href, ...children) =>
    make("a", page ? { href } : { href, id: newId(), role: "option", tabindex: -1 }, ...children);
  const item = (link, ...texts) => {
    if (page) return make("li", {}, link, ...texts);
    link.append(...texts);
    return link;
  };
  const part = (name, ...children) =>
    make("span", { class: `search__${name}`, dir: "auto" }, ...children);
  const address = (query) => `${dataset.search}?${new URLSearchParams({ q: query })}`;
  const ways = () => {
    const items = [item(link(action, dataset.index))];
    if (map?.help_url) items.push(item(link(map.help_url, map.m.search_help)));
    const topics = page ? document.querySelectorAll(".navigation__link") : [];
    for (const { href, textContent } of topics) {
      if (href !== action) items.push(item(link(href, textContent)));
    }
    return items;
  };

  function activate(option) {
    active?.removeAttribute("aria-selected");
    active = option;
    field.setAttribute("aria-activedescendant", active?.id ?? "");
    if (active) set(active, { "aria-selected": true }).scrollIntoView({ block: "nearest" });
  }

  function show(said = [], items = []) {
    status.replaceChildren(...said);
    list.replaceChildren(...items);
    if (page) return;
    list.hidden = !items.length;
    field.setAttribute("aria-expanded", !list.hidden);
    activate();
  }

  function close() {
    clearTimeout(timer);
    turn++;
    show();
  }

  /** Titles stand as soon as the words are found; the texts below them come with their pages. */
  async function run(typing) {
    clearTimeout(timer);
    const mine = ++turn;
    const query = field.value.trim();
    let items = [];
    if (!query) return show();
    try {
      await ask(async (index) => {
        map = index.map;
        const { m, locales } = map;
        const named = (label) =>
          m[`label_${label}`] ? [m[`label_${label}`]] : autonym(m.search_fallback, label);
        const answer = await index.search(query, typing);
        const { corrected, results, words } = answer;
        const best = results.slice(0, page ? 20 : 5);
        const heads = await Promise.all(
          best.map(({ page }) => index.title(page) ?? index.display(page)),
        );
        if (mine !== turn) return;
        if (page) history.replaceState(null, "", address(query));
        if (!best.length) {
          return typing && query.length < 3 ? show() : show([m.search_none], ways());
        }

        const texts = best.map(() => part("text"));
        const links = heads.map(([title, url], i) => {
          const made = link(url, part("title", ...mark(title, words)));
          const lang = locales[best[i].locale];
          if (best[i].locale) made.append(part("note", ...autonym(m.search_matched, lang)));
          return made;
        });
        const category = new Intl.PluralRules(document.documentElement.lang).select(best.length);
        const counted = m.search_count[category] ?? m.search_count.other;
        const said = [part("note", counted.replace("{count}", best.length))];
        const titles = heads.map(([title]) => title).join(" ");
        const correction = corrected && fill(m.search_corrected, spell(corrected, titles));
        if (correction) said.unshift(part("note", ...correction));
        items = links.map((link, i) => item(link, texts[i]));
        show(said, page ? items : [...items, link(address(query), m.search_all)]);

        // Who types on wants other texts.
        if (typing) await new Promise((go) => setTimeout(go, 400));
        if (mine !== turn) return;
        const pages = await Promise.all(best.map(({ page }) => index.display(page)));
        const spelt = corrected && spell(corrected, `${titles} ${pages.flat(Infinity).join(" ")}`);
        if (correction && correction[1].textContent !== spelt) correction[1].textContent = spelt;
        pages.forEach(([, url, summary, sections, label], i) => {
          const [anchor, heading, text] = sections[answer.sectionOf(best[i].page)];
          if (anchor) links[i].href = `${url}#${anchor}`;
          if (heading) texts[i].append(make("b", {}, ...mark(heading, words)), " ");
          // All of it has to fit into the room that was kept.
          const note = label ? part("note", ...named(label)) : "";
          const room = Math.max(60, 110 - heading.length) - (note.textContent ?? "").length;
          texts[i].append(...mark(text || summary, words, Math.max(35, room)), " ", note);
        });
      });
    } catch {
      if (mine === turn) show([dataset.failed], [...items, ...ways()]);
    }
  }

  const runSoon = () => {
    clearTimeout(timer);
    timer = setTimeout(run, 120, true);
  };
  field.addEventListener("input", runSoon);
  form.action = dataset.search;
  // A failure is said when there is a query.
  ask(() => {}).catch(() => {});

  if (page) {
    field.value ||= (new URLSearchParams(location.search).get("q") ?? "").slice(0, 200);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      run();
    });
    return run();
  }

  set(list, { "aria-label": field.labels[0].textContent });
  set(field, { role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id });
  form.append(make("div", { class: "search__popup" }, status, list));
  show();
  if (field.value) runSoon();
  field.addEventListener("focus", runSoon);
  form.addEventListener("focusout", (event) => {
    if (!form.contains(event.relatedTarget)) close();
  });
  // A click leaves the focus in the field, so the list stays until the link is followed.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  field.addEventListener("keydown", (event) => {
    // The field itself is one of the places.
    const places = [undefined, ...list.children];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && list.hidden) run(true);
    else if (step) activate(places.at((places.indexOf(active) + step) % places.length));
    else if (event.key === "Enter" && active && !event.isComposing) active.click();
    else if (event.key === "Escape" && !list.hidden) close();
    else return;
    event.preventDefault();
  });
}
