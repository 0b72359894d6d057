// A page in two languages beside each other, and large, to be shown at a counter. The other language
// is the page of the other edition; headings have the same ids in all of them.

const HEADING = /^H[2-6]$/;

/** Makes an element: `make("a", { href }, "text")`. */
function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

/** A page of this portal. `DOMParser` would need a policy for trusted types; this does not. */
function fetchPage(address) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("GET", address);
    request.responseType = "document";
    request.onload = () =>
      request.status === 200 && request.response?.querySelector("main h1")
        ? resolve(request.response)
        : reject(new Error(`${address}: ${request.status}`));
    request.onerror = () => reject(new Error(address));
    request.send();
  });
}

/**
 * The text of a page as data:
 *
 *     { lang, dir, sections: [{ id: "", part: "", nodes: [h1, summary] },
 *                             { id: "documents", part: "documents", nodes: [h2, ul] }, …] }
 *
 * `part` is the id of the heading of the second level that a section belongs to.
 */
export function read(page) {
  const prose = page.querySelector("main .prose");
  const head = page.querySelectorAll("main h1, main .page-header__summary");
  const sections = [{ id: "", part: "", nodes: [...head] }];
  const body = [...(page.querySelector("main .page__body")?.children ?? [])];
  for (const node of body.flatMap((it) => (it === prose ? [...it.children] : [it]))) {
    if (node.matches(".page-foot, script")) continue;
    if (HEADING.test(node.tagName) && node.id) {
      const part = node.tagName === "H2" ? node.id : sections.at(-1).part;
      sections.push({ id: node.id, part, nodes: [] });
    }
    sections.at(-1).nodes.push(node);
  }
  const { lang, dir } = page.documentElement;
  const [shown, direction] = prose?.lang ? [prose.lang, prose.dir] : [lang, dir];
  return { lang: shown, dir: direction, sections };
}

/** A list as lists of one item each, which keep their numbers. */
function items(list) {
  if (!list.matches("ul, ol")) return [list];
  let number = list.start ?? 1;
  return [...list.children].map((item) => {
    const single = list.cloneNode(false);
    if (single.matches("ol")) single.start = number++;
    single.append(item.cloneNode(true));
    return single;
  });
}

/** What stands in level rows: blocks of the same kinds in the same order, else whole sections. */
export function level(own, other) {
  const rows = [];
  const isHeading = (node) => node && /^H[1-6]$/.test(node.tagName);
  if (isHeading(own[0]) && isHeading(other[0])) {
    rows.push([[own[0]], [other[0]]]);
    [own, other] = [own.slice(1), other.slice(1)];
  }
  const kinds = (nodes) => nodes.map((node) => node.tagName).join();
  if (kinds(own) !== kinds(other)) return [...rows, [own, other]];
  own.forEach((node, index) => {
    const [left, right] = [items(node), items(other[index])];
    if (left.length === right.length) left.forEach((item, at) => rows.push([[item], [right[at]]]));
    else rows.push([[node], [other[index]]]);
  });
  return rows;
}

/** The rows of two pages, each with the part that it belongs to. */
export function pair(own, other) {
  const rest = new Map(other.map((section) => [section.id, section]));
  const rows = [];
  for (const { id, part, nodes } of own) {
    const counterpart = rest.get(id)?.nodes ?? [];
    rest.delete(id);
    for (const [left, right] of level(nodes, counterpart)) rows.push({ part, left, right });
  }
  for (const { part, nodes } of rest.values()) rows.push({ part, left: [], right: nodes });
  return rows;
}

function cell({ lang, dir }, nodes, isForeign) {
  const copies = nodes.map((node) => node.cloneNode(true));
  const all = copies.flatMap((copy) => [copy, ...copy.querySelectorAll("*")]);
  for (const element of all) {
    // Each id once; what names another element finds the one in the reader's own language.
    if (isForeign) element.removeAttribute("id");
    element.removeAttribute("aria-labelledby");
  }
  return make("div", { class: "prose beside__text", lang, dir }, ...copies);
}

/** Prepares the view; `go` changes the address, and so what is shown. */
export function attach(root, m, go) {
  const main = root.querySelector("main");
  const switcher = [...root.querySelectorAll(".language-switcher__link")];
  const source = root.querySelector("[data-counter]")?.hreflang;
  const own = read(root);
  const pages = new Map();
  let kept;
  let lock;
  let turn = 0;

  const page = (link) => {
    if (!pages.has(link.hreflang)) pages.set(link.hreflang, fetchPage(link.href));
    // What could not be fetched is asked for again.
    return pages.get(link.hreflang).catch((error) => {
      pages.delete(link.hreflang);
      throw error;
    });
  };

  async function keepAwake(isWanted) {
    lock?.release().catch(() => {});
    lock = undefined;
    if (!isWanted || root.hidden) return;
    // Some phones have none, and one whose battery is low refuses.
    lock = await navigator.wakeLock?.request("screen").catch(() => undefined);
  }

  function choice(label, options, value, onChange) {
    const select = make("select", { class: "beside__select" });
    for (const [option, text, lang, isOff] of options) {
      const item = make("option", { value: option, ...(lang && { lang }) }, text);
      item.disabled = Boolean(isOff);
      select.append(item);
    }
    select.value = value;
    select.addEventListener("change", () => onChange(select.value));
    return make("label", { class: "beside__label" }, make("span", {}, label), select);
  }

  function languages(tag, query) {
    const others = switcher.filter((link) => !link.hasAttribute("aria-current"));
    const options = others.map((link) => {
      const name = link.querySelector("[lang]").textContent;
      const isMissing = link.querySelector("small");
      return [link.hreflang, isMissing ? `${name} (${m.not_translated})` : name, "", isMissing];
    });
    return choice(m.tools_beside_language, options, tag, (wanted) => go({ ...query, with: wanted }));
  }

  function parts(part, query) {
    const headings = own.sections.filter(({ id, part }) => id && id === part);
    const options = headings.map(({ id, nodes }) => [id, nodes[0].textContent]);
    const all = [["", m.counter_start], ...options];
    return choice(m.counter_part, all, part, (wanted) =>
      go(wanted ? { ...query, part: wanted } : query),
    );
  }

  function leave(isAsked) {
    if (!kept) return;
    main.replaceChildren(kept);
    kept = undefined;
    delete root.documentElement.dataset.view;
    keepAwake(false);
    if (isAsked) root.querySelector(".page-tools a, .page-tools summary").focus();
  }

  /** Shows the page beside that in a language, `counter` large; without a language, alone. */
  async function show(tag, view, part, isAsked) {
    const mine = ++turn;
    const link = switcher.find((it) => it.hreflang === tag && !it.hasAttribute("aria-current"));
    if (!link || link.querySelector("small")) return leave(isAsked);
    const isCounter = view === "counter" && tag === source;
    const query = isCounter ? { with: tag, view } : { with: tag };
    let rows = [];
    let failure;
    try {
      const other = read(await page(link));
      rows = pair(own.sections, other.sections).map(({ part, left, right }) => {
        const cells = [cell(own, left), cell(other, right, true)];
        const row = make("div", { class: "beside__row" }, ...(isCounter ? cells.reverse() : cells));
        row.dataset.part = part;
        return row;
      });
    } catch {
      failure = make("p", { role: "alert" }, m.tools_failed, " ");
      failure.append(make("a", { href: link.href, hreflang: tag }, m.tools_original));
    }
    if (mine !== turn) return;
    const known = rows.some((row) => row.dataset.part === part) ? part : "";
    // The title stays: it says what the part belongs to.
    if (isCounter) for (const row of rows.slice(1)) row.hidden = row.dataset.part !== known;
    const title = isCounter ? m.counter_title : m.tools_beside_title;
    const name = make("p", { class: "beside__title", tabindex: -1 }, title);
    const back = make("button", { type: "button", class: "button" }, m.tools_back);
    back.addEventListener("click", () => go());
    const control = isCounter ? parts(known, query) : languages(tag, query);
    const bar = make("div", { class: "beside__bar", role: "group", "aria-label": title });
    bar.append(name, control, back);
    const notices = [...(kept ?? main).querySelectorAll(".notice")].map((it) => it.cloneNode(true));
    const text = make("div", { class: "beside__rows" }, ...(failure ? [failure] : rows));
    const shown = make("div", { class: "wrap beside" }, bar, ...(isCounter ? [] : notices), text);
    const wasOpen = root.activeElement?.matches(".beside__select");
    if (!kept) {
      kept = root.createDocumentFragment();
      kept.append(...main.childNodes);
    }
    main.replaceChildren(shown);
    root.documentElement.dataset.view = isCounter ? "counter" : "beside";
    keepAwake(isCounter);
    if (wasOpen) shown.querySelector("select").focus();
    else if (isAsked) {
      name.focus({ preventScroll: true });
      scrollTo(0, 0);
    }
  }

  root.addEventListener("keydown", (event) => {
    const isElsewhere = event.target.closest("input, select, details");
    if (event.key === "Escape" && kept && !isElsewhere) go();
  });
  root.addEventListener("visibilitychange", () => {
    keepAwake(!root.hidden && root.documentElement.dataset.view === "counter");
  });
  return { show };
}
