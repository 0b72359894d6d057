/** Fetches the search engine when a reader turns to the field; until then nothing is fetched. */
function start(root) {
  const forms = [...root.querySelectorAll("form[data-search]")];
  const isAsked =
    root.querySelector("[data-results]") && new URLSearchParams(location.search).get("q");

  for (const form of forms) {
    let engine;
    const load = () => {
      engine ??= import(form.dataset.engine)
        .then(({ attach }) => attach(form))
        // The form leads to the index of topics; the next focus tries again.
        .catch(() => (engine = undefined));
    };
    form.addEventListener("focusin", load);
    if (isAsked) load();
  }

  root.addEventListener("keydown", (event) => {
    const { key, target, altKey, ctrlKey, metaKey } = event;
    if (key !== "/" || altKey || ctrlKey || metaKey || !forms.length) return;
    if (target.closest("input, select, textarea, [contenteditable]")) return;
    event.preventDefault();
    forms[0].elements.q.focus();
  });
}

start(document);
