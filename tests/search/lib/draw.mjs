// Queries drawn by lot: the same name gives the same queries on every machine.

/** A function that gives numbers from 0 up to 1 (splitmix32). */
export function lots(name) {
  let state = 0;
  for (const letter of name) state = Math.imul(state ^ letter.codePointAt(0), 0x9e3779b1);
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  };
}

/** One of the items. */
export function pick(lot, items) {
  return items[Math.floor(lot() * items.length)];
}

/** The word as someone types it who has no diacritics: `žádost` is `zadost`, `й` is a letter. */
export function plain(word) {
  const OTHERS = { đ: "d", Đ: "D", ł: "l", Ł: "L", ø: "o", Ø: "O", ґ: "г", Ґ: "Г" };
  return [...word.normalize("NFC")]
    .map((letter) =>
      /[йїЙЇ]/.test(letter) ? letter : letter.normalize("NFD").replace(/\p{M}/gu, ""),
    )
    .map((letter) => OTHERS[letter] ?? letter)
    .join("");
}

/** The word with two neighbouring letters swapped, somewhere after the first two. */
export function mistyped(lot, word) {
  const letters = [...word];
  const place = 2 + Math.floor(lot() * (letters.length - 3));
  letters.splice(place, 2, letters[place + 1], letters[place]);
  return letters.join("");
}
