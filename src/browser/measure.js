async (leadsNowhere) => {
  await document.fonts.ready;
  await Promise.all([...document.images].map((image) => image.decode().catch(() => {})));

  // Without an address of the portal its own links would lead to nobody.
  if (leadsNowhere) {
    for (const link of document.querySelectorAll("a[href^='/']")) link.removeAttribute("href");
  }

  const languageOf = (element) => element.closest("[lang]")?.lang ?? "";

  function overflow(panel) {
    const across = panel.scrollWidth - panel.clientWidth;
    const down = panel.scrollHeight - panel.clientHeight;
    // Boxes in millimetres end between two pixels.
    if (across <= 1 && down <= 1) return [];
    const over = [Math.max(0, across), Math.max(0, down)];
    return [{ panel: panel.dataset.panel, lang: languageOf(farthest(panel, across > down)), over }];
  }

  /** The element whose text goes farthest over the edge. */
  function farthest(panel, isAcross) {
    const { left, right } = panel.getBoundingClientRect();
    const range = document.createRange();
    const texts = document.createTreeWalker(panel, NodeFilter.SHOW_TEXT);
    let [most, found] = [-Infinity, panel];
    while (texts.nextNode()) {
      range.selectNodeContents(texts.currentNode);
      const box = range.getBoundingClientRect();
      const far = isAcross ? Math.max(left - box.left, box.right - right) : box.bottom;
      if (far > most) [most, found] = [far, texts.currentNode.parentElement];
    }
    return found;
  }

  // A letter without a font looks like one that no font can have.
  const context = new OffscreenCanvas(48, 48).getContext("2d", { willReadFrequently: true });
  function drawn(letter, font) {
    context.clearRect(0, 0, 48, 48);
    context.font = font;
    context.fillText(letter, 8, 36);
    return context.getImageData(0, 0, 48, 48).data.join();
  }

  function lettersByLanguage() {
    const found = new Map();
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const { parentElement, data } = texts.currentNode;
      if (!parentElement.checkVisibility()) continue;
      const lang = languageOf(parentElement);
      const letters = found.get(lang) ?? new Map();
      found.set(lang, letters);
      for (const letter of data) {
        if (letters.has(letter) || !/[\p{L}\p{N}\p{P}\p{S}]/u.test(letter)) continue;
        letters.set(letter, `24px ${getComputedStyle(parentElement).fontFamily}`);
      }
    }
    return found;
  }

  const nothing = new Map();
  function isWithoutFont([letter, font]) {
    if (!nothing.has(font)) nothing.set(font, drawn("\u{10fffd}", font));
    return drawn(letter, font) === nothing.get(font);
  }

  const withoutFont = [];
  for (const [lang, letters] of lettersByLanguage()) {
    const missing = [...letters].filter(isWithoutFont).map(([letter]) => letter);
    if (missing.length) withoutFont.push({ lang, letters: missing.sort().join("") });
  }
  return {
    overflows: [...document.querySelectorAll("[data-panel]")].flatMap(overflow),
    without_font: withoutFont,
  };
}
