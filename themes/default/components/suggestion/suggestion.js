// A line in the reader's own language: that the page is there in it too.

/** Shows the line for a link of the language switcher; `refuse` remembers that nobody wants it. */
export async function suggest(root, link, refuse) {
  const { hreflang: tag, href } = link;
  const m = await fetch(`/${tag}/words.json`).then((answer) => answer.json());
  const isMissing = Boolean(link.querySelector("small"));
  const bar = root.createElement("aside");
  bar.className = "suggestion by-script";
  bar.lang = tag;
  bar.dir = link.querySelector("[dir]").dir;
  bar.setAttribute("aria-label", m.suggest_title);
  const text = root.createElement("p");
  text.setAttribute("role", "status");
  const anchor = root.createElement("a");
  Object.assign(anchor, { href, hreflang: tag });
  const close = root.createElement("button");
  close.type = "button";
  close.className = "suggestion__close";
  close.append(m.close);
  close.addEventListener("click", () => {
    bar.remove();
    refuse();
  });
  anchor.addEventListener("click", () => link.dispatchEvent(new Event("chosen")));
  bar.append(text, close);
  root.body.append(bar);
  // What changes in a region that is there already is read out.
  anchor.append(isMissing ? m.suggest_untranslated : m.suggest_language);
  text.append(anchor);
}
