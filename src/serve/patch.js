// Brings an open page from one version of its document to another by changing only the nodes that
// differ, so that scrolling, focus and what scripts did to the rest stay as they are.

const FOCUSABLE = "a[href], button, input, select, textarea, summary, [tabindex]";

// What acts only while a page loads, and what the policy would not let a script change.
const LOADED = "script, style, iframe, object, embed, base, meta[http-equiv]";

// What must not come in place: a control that its script has to show would stay hidden.
const NEEDS_RELOAD = `${LOADED}, [hidden], [data-component]`;

// Gives false, with nothing changed, when only loading the page can show the new version.
export function patch(open, before, after) {
  const changes = [];
  const root = open.documentElement;
  if (!before.documentElement.cloneNode().isEqualNode(after.documentElement.cloneNode())) {
    return false;
  }
  if (!compare(root, before.documentElement, after.documentElement, changes)) {
    return false;
  }
  const focused = open.activeElement;
  const place = [...open.querySelectorAll(FOCUSABLE)].indexOf(focused);
  for (const change of changes) {
    change();
  }
  if (place >= 0 && !focused.isConnected) {
    open.querySelectorAll(FOCUSABLE)[place]?.focus({ preventScroll: true });
  }
  return true;
}

// Gathers what makes `open` look like `after`; gives false when it cannot.
function compare(open, before, after, changes) {
  if (before.isEqualNode(after)) {
    return true;
  }
  if (open.nodeName !== before.nodeName) {
    return false;
  }
  if (before.nodeType !== Node.ELEMENT_NODE) {
    changes.push(() => {
      open.data = after.data;
    });
    return true;
  }
  if (isData(before) && isData(after)) {
    // Nobody sees it, and Trusted Types forbid to change the text of a script.
    return true;
  }
  if (isStyleSheet(before) && isStyleSheet(after)) {
    changes.push(() => replaceStyleSheet(open, after));
    return true;
  }
  if (before.matches(LOADED)) {
    return false;
  }
  return (
    compareAttributes(open, before, after, changes) && compareChildren(open, before, after, changes)
  );
}

function compareAttributes(open, before, after, changes) {
  const names = new Set([...before.getAttributeNames(), ...after.getAttributeNames()]);
  for (const name of names) {
    const value = after.getAttribute(name);
    const old = before.getAttribute(name);
    if (value === old) {
      continue;
    }
    if (open.getAttribute(name) !== old || name.startsWith("on") || name === "hidden") {
      return false;
    }
    changes.push(() => {
      if (value === null) {
        open.removeAttribute(name);
      } else {
        open.setAttribute(name, value);
      }
    });
  }
  return true;
}

function compareChildren(open, before, after, changes) {
  const old = [...before.childNodes];
  const fresh = [...after.childNodes];
  const start = commonStart(old, fresh);
  const end = commonStart(old.slice(start).reverse(), fresh.slice(start).reverse());
  if (start === old.length && start === fresh.length) {
    return true;
  }
  const present = [...open.childNodes].filter((node) => !isAdded(node));
  const isTouched = old.some((node, place) => node.nodeName !== present[place]?.nodeName);
  if (isTouched || present.length !== old.length) {
    return false;
  }
  const goes = old.slice(start, old.length - end);
  const comes = fresh.slice(start, fresh.length - end);
  const follower = present[old.length - end] ?? null;
  for (const [place, node] of goes.entries()) {
    const shown = present[start + place];
    if (place >= comes.length) {
      changes.push(() => shown.remove());
    } else if (node.nodeName === comes[place].nodeName) {
      if (!compare(shown, node, comes[place], changes)) {
        return false;
      }
    } else if (canInsert(comes[place])) {
      changes.push(() => shown.replaceWith(document.importNode(comes[place], true)));
    } else {
      return false;
    }
  }
  for (const node of comes.slice(goes.length)) {
    if (!canInsert(node)) {
      return false;
    }
    changes.push(() => open.insertBefore(document.importNode(node, true), follower));
  }
  return true;
}

function commonStart(some, others) {
  const end = some.findIndex((node, place) => !others[place]?.isEqualNode(node));
  return end < 0 ? some.length : end;
}

function canInsert(node) {
  return (
    node.nodeType !== Node.ELEMENT_NODE ||
    (!node.matches(NEEDS_RELOAD) && node.querySelector(NEEDS_RELOAD) === null)
  );
}

// Modules of the theme put whole elements beside those of the page.
function isAdded(node) {
  return node.localName === "rozcestnik-panel" || node.classList?.contains("by-script");
}

function isData(element) {
  return element.localName === "script" && /json/.test(element.type);
}

function isStyleSheet(element) {
  return element.localName === "link" && element.relList.contains("stylesheet");
}

// The old one stays until the new one has come: the page is never without.
function replaceStyleSheet(open, after) {
  const link = document.importNode(after, true);
  for (const outcome of ["load", "error"]) {
    link.addEventListener(outcome, () => open.remove(), { once: true });
  }
  open.after(link);
}
