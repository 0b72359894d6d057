/** Adds what needs a script to the tools of a page; what it does is in modules of its own. */
function start(root) {
  const tools = root.querySelector(".page-tools");
  if (!tools) return;
  const details = tools.querySelector("details");
  const list = details.querySelector("ul");
  const { lang } = root.documentElement;
  const voices = () => globalThis.speechSynthesis?.getVoices() ?? [];
  const language = (tag) => tag.toLowerCase().split(/[-_]/)[0];
  let words;
  let view;

  const load = async (name) => {
    words ??= fetch(`/${lang}/words.json`).then((answer) => answer.json());
    // What could not be fetched is asked for again.
    words.catch(() => (words = undefined));
    return Promise.all([import(modules[name]), words]);
  };

  /** The address says what is shown, so that it can be passed on, reloaded and left again. */
  async function follow(isAsked) {
    const query = new URLSearchParams(location.search);
    if (!view && !query.has("with")) return;
    if (!view) {
      const [module, m] = await load("beside");
      view ??= module.attach(root, m, go);
    }
    await view.show(query.get("with"), query.get("view"), query.get("part"), isAsked);
  }

  function go(query) {
    const path = location.pathname;
    history.pushState(null, "", query ? `${path}?${new URLSearchParams(query)}` : path);
    return follow(true);
  }

  const add = (text, work) => {
    const button = root.createElement("button");
    button.type = "button";
    button.append(text);
    button.addEventListener("click", () => work(button));
    const item = root.createElement("li");
    item.append(button);
    list.append(item);
    return item;
  };

  async function fill() {
    const [, m] = await load("beside");
    const others = root.querySelectorAll(".language-switcher__link:not([aria-current])");
    const other = [...others].find((link) => !link.querySelector("small"));
    const wanted = tools.querySelector("[data-counter]")?.hreflang ?? other?.hreflang;
    if (wanted) add(m.tools_beside, () => go({ with: wanted }));

    const reading = add(m.read_aloud, async () => {
      const [module] = await load("read-aloud");
      module.start(root, m);
    });
    const isSpoken = () => voices().some((voice) => language(voice.lang) === language(lang));
    reading.hidden = !isSpoken();
    globalThis.speechSynthesis?.addEventListener("voiceschanged", () => {
      reading.hidden = !isSpoken();
    });

    if (navigator.clipboard) {
      add(m.share_copy, async (button) => {
        button.setAttribute("aria-live", "polite");
        await navigator.clipboard.writeText(location.href);
        button.textContent = m.share_copied;
      });
    }
    const code = root.querySelector(".edition__code");
    if (code) {
      let picture;
      add(m.share_qr, (button) => {
        if (picture) {
          picture.hidden = !picture.hidden;
        } else {
          picture = code.cloneNode();
          picture.removeAttribute("class");
          picture.loading = "eager";
          button.after(picture);
        }
        button.setAttribute("aria-expanded", !picture.hidden);
      });
    }
  }

  details.hidden = false;
  let filled;
  details.addEventListener("toggle", () => {
    if (details.open) filled ??= fill().catch(() => (filled = undefined));
  });
  details.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    details.open = false;
    details.querySelector("summary").focus();
  });
  tools.querySelector("[data-counter]")?.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const { href, hreflang } = event.currentTarget;
    go({ with: hreflang, view: "counter" }).catch(() => (location.href = href));
  });
  addEventListener("popstate", () => follow(true));
  follow(false);
}

start(document);
