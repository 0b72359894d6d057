/** Remembers the language that a reader chose, and suggests it where a page is in another one. */
function start(root) {
  const links = [...root.querySelectorAll(".language-switcher__link, .language-list__link")];
  // A browser may refuse to keep anything; then nothing is remembered.
  const recall = (key) => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  };
  const remember = (key, value) => {
    try {
      localStorage.setItem(key, value);
    } catch {
      return;
    }
  };
  const choose = (tag) => {
    remember("language", tag);
    remember("language-suggestion", "");
  };
  for (const link of links) {
    for (const event of ["click", "chosen"]) {
      link.addEventListener(event, () => choose(link.hreflang));
    }
  }

  const wished = [recall("language"), ...navigator.languages].filter(Boolean);
  const find = (tag) =>
    links.find((link) => link.hreflang === tag) ??
    links.find((link) => link.hreflang === tag.split("-")[0]);
  const link = wished.map(find).find(Boolean);
  if (!link) return;
  if (link.matches(".language-list__link")) {
    link.classList.add("language-list__link--suggested");
    return;
  }
  if (link.hasAttribute("aria-current") || recall("language-suggestion") === "no") return;
  if (new URLSearchParams(location.search).has("with")) return;
  import(modules.suggestion)
    .then(({ suggest }) => suggest(root, link, () => remember("language-suggestion", "no")))
    // Without a connection there is nothing to suggest.
    .catch(() => undefined);
}

start(document);
