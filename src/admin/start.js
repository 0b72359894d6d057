// Runs before the editor. Its words and icons come from the portal too: nothing is asked of other
// hosts than the one that keeps the repository.
const { words, icons } = document.currentScript.dataset;
const ours = globalThis.fetch;
globalThis.fetch = (request, options) => {
  const url = String(request?.url ?? request);
  if (!url.startsWith("https://unpkg.com/")) return ours(request, options);
  if (words && /\/locales\/[\w-]+\.json$/.test(url)) return ours(words, options);
  return Promise.reject(new TypeError("not asked of other hosts"));
};

document.fonts.add(
  new FontFace("Material Symbols Outlined", `url("${icons}")`, { weight: "100 700" }),
);
