// What can be measured on an open page. Each function runs in the browser and stands alone.

/** Elements that reach over the edge of the screen, scrolling frames aside. */
export function sticksOut() {
  const { clientWidth, scrollWidth } = document.documentElement;
  const name = (element) => `<${element.localName} class="${element.getAttribute("class") ?? ""}">`;
  const scrolls = (element) => ["auto", "scroll"].includes(getComputedStyle(element).overflowX);
  const isFramed = (element) =>
    element !== document.body && (scrolls(element) || isFramed(element.parentElement));
  const found = [];
  for (const element of document.body.querySelectorAll("*:not(svg *)")) {
    const { left, right, width } = element.getBoundingClientRect();
    if (width === 0 || !element.checkVisibility({ visibilityProperty: true })) continue;
    if ((left < -1 || right > clientWidth + 1) && !isFramed(element.parentElement)) {
      found.push(`${clientWidth} px: ${name(element)} from ${left} to ${right}`);
    }
  }
  if (scrollWidth > clientWidth) found.push(`${clientWidth} px: scrolls to ${scrollWidth}`);
  return found;
}

/** The text spacing that readers may ask for (WCAG 2.2, 1.4.12). Arabic letters are joined. */
export function spaceOut() {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    * { line-height: 1.5 !important; word-spacing: .16em !important; }
    :not(:lang(ar)) { letter-spacing: .12em !important; }
    p { margin-block-end: 2em !important; }
  `);
  document.adoptedStyleSheets = [sheet];
}

/** Elements whose box hides a part of their text. */
export function textCutOff() {
  const found = [];
  for (const element of document.body.querySelectorAll("*:not(svg, svg *, .visually-hidden)")) {
    if (!element.checkVisibility({ visibilityProperty: true })) continue;
    const { overflowX, overflowY } = getComputedStyle(element);
    const { clientWidth, clientHeight, scrollWidth, scrollHeight } = element;
    const hides = (overflow) => ["hidden", "clip"].includes(overflow);
    if (
      element.textContent.trim() &&
      ((hides(overflowX) && scrollWidth > clientWidth + 1) ||
        (hides(overflowY) && scrollHeight > clientHeight + 1))
    ) {
      found.push(`cut off: ${element.textContent.trim().slice(0, 60)}`);
    }
  }
  return found;
}

/**
 * Phone numbers, addresses and codes whose parts do not stand from left to right.
 *
 * The rectangles of their characters are compared, so it does not matter how they are isolated.
 */
export function mixedUpRuns() {
  const RUNS = [
    /\+?\d[\d\u00a0\u202f ]{4,}\d/g,
    /[\w.+-]+@[\w-]+(\.[\w-]+)+/g,
    /(https?:\/\/)?[\w-]+(\.[\w-]+)+(\/[\w./-]*)?/g,
    /\d+(\/\d+)+/g,
    /\b[A-Z]{2,}[-./ ]\d[\w./-]*/g,
  ];
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  const placeOf = (node, index) => {
    range.setStart(node, index);
    range.setEnd(node, index + 1);
    return range.getBoundingClientRect();
  };
  for (let node; (node = walker.nextNode()); ) {
    for (const match of RUNS.flatMap((run) => [...node.data.matchAll(run)])) {
      const places = [...match[0]].map((_, offset) => placeOf(node, match.index + offset));
      const isMixed = places.some((place, index) => {
        const before = places[index - 1];
        return before && place.width > 0 && place.top === before.top && place.left < before.left - 1;
      });
      if (isMixed) found.push(`"${match[0]}" in "${node.data.trim().slice(0, 80)}"`);
    }
  }
  return found;
}
