// Reads a page aloud with the voices of the device: part by part, sentence by sentence.

/** Chromium falls silent in the middle of a text that takes longer than this to say. */
const LONGEST = 180;

const language = (tag) => tag.toLowerCase().split(/[-_]/)[0];

/** The voice for a language: in the device before in the cloud, the exact dialect before others. */
export function voiceFor(tag, voices) {
  const fits = voices.filter((voice) => language(voice.lang) === language(tag));
  const rank = (voice) =>
    (voice.lang.replace("_", "-") === tag ? 2 : 0) + (voice.localService ? 1 : 0);
  return fits.sort((a, b) => rank(b) - rank(a))[0];
}

/** Sentences, the long ones cut where they pause. */
export function sentences(text, tag) {
  const plain = text.replace(/\s+/g, " ").trim();
  if (!plain) return [];
  const all = globalThis.Intl?.Segmenter
    ? [...new Intl.Segmenter(tag, { granularity: "sentence" }).segment(plain)].map((s) => s.segment)
    : plain.match(/[^.!?؟…]+[.!?؟…]*\s*/g);
  return all.flatMap((sentence) => cut(sentence.trim())).filter(Boolean);
}

function cut(sentence) {
  if (sentence.length <= LONGEST) return [sentence];
  const head = sentence.slice(0, LONGEST);
  const pause = Math.max(...[", ", "; ", ": ", "، ", " – "].map((mark) => head.lastIndexOf(mark)));
  const at = pause > 0 ? pause + 1 : head.lastIndexOf(" ") > 0 ? head.lastIndexOf(" ") : LONGEST;
  return [sentence.slice(0, at).trim(), ...cut(sentence.slice(at).trim())];
}

/** The texts of an element by language: `[["uk", "Прийдіть на"], ["cs", "OAMP"], …]`. */
export function runs(element) {
  const found = [];
  const walk = (node, tag) => {
    if (node.nodeType === Node.TEXT_NODE) {
      const last = found.at(-1);
      if (last?.[0] === tag) last[1] += node.data;
      else if (node.data.trim()) found.push([tag, node.data]);
      else if (last) last[1] += node.data;
    } else if (node.nodeType === Node.ELEMENT_NODE) {
      if (node.matches("svg, script, .visually-hidden, [hidden], [aria-hidden=true]")) return;
      for (const child of node.childNodes) walk(child, node.lang || tag);
      // Cells and items are read as if there were a comma between them.
      if (node.matches("td, th, li, dt, dd") && found.length) found.at(-1)[1] += ", ";
    }
  };
  walk(element, element.closest("[lang]").lang);
  return found.filter(([, text]) => /[\p{L}\p{N}]/u.test(text));
}

let player;

/** Begins to read the page from the top. */
export function start(root, m) {
  player?.stop();
  player = open(root, m);
}

function open(root, m) {
  const speech = globalThis.speechSynthesis;
  const own = root.documentElement.lang;
  const blocks = [
    ...root.querySelectorAll("main h1, main .page-header__summary"),
    ...root.querySelectorAll(
      "main .prose > :not(ul, ol, hr), main .prose > :is(ul, ol) > li, main .page__body > .card",
    ),
  ].filter((block) => runs(block).length);
  let at = 0;
  let turn = 0;
  let isPaused = false;
  let isOver = false;

  const button = (label, sign, work) => {
    const made = root.createElement("button");
    made.type = "button";
    made.className = "read-aloud__button";
    made.append(sign || label);
    // Brackets of this kind are mirrored where text runs to the left.
    if (sign) made.setAttribute("aria-label", label);
    made.addEventListener("click", work);
    return made;
  };
  const bar = root.createElement("div");
  bar.className = "read-aloud";
  bar.setAttribute("role", "region");
  bar.setAttribute("aria-label", m.read_aloud);
  const toggle = button(m.read_aloud_pause, "", () => (isPaused ? play() : pause()));
  bar.append(
    button(m.read_aloud_previous, "‹", () => move(-1)),
    toggle,
    button(m.read_aloud_next, "›", () => move(1)),
    button(m.read_aloud_stop, "×", stop),
  );

  function say(text, tag) {
    return new Promise((resolve) => {
      const voices = speech.getVoices();
      const voice = voiceFor(tag, voices) ?? voiceFor(own, voices);
      const utterance = new SpeechSynthesisUtterance(text);
      if (voice) [utterance.voice, utterance.lang] = [voice, voice.lang];
      utterance.onend = utterance.onerror = resolve;
      speech.speak(utterance);
    });
  }

  function mark(block) {
    for (const old of root.querySelectorAll(".read-aloud__now")) {
      old.classList.remove("read-aloud__now");
    }
    if (!block) return;
    block.classList.add("read-aloud__now");
    const { top, bottom } = block.getBoundingClientRect();
    const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (top < 0 || bottom > innerHeight - bar.offsetHeight) {
      block.scrollIntoView({ block: "center", behavior: isCalm ? "auto" : "smooth" });
    }
  }

  async function play() {
    const mine = ++turn;
    isPaused = false;
    toggle.textContent = m.read_aloud_pause;
    // What another page began to say is not waited for.
    speech.cancel();
    for (; at < blocks.length; at++) {
      // The page may show something else by now.
      if (!blocks[at].isConnected) break;
      mark(blocks[at]);
      for (const [tag, text] of runs(blocks[at])) {
        for (const sentence of sentences(text, tag)) {
          await say(sentence, tag);
          if (mine !== turn) return;
        }
      }
    }
    stop();
  }

  /** Voices of Android cannot pause: a part that was interrupted is read again. */
  function pause() {
    turn++;
    isPaused = true;
    toggle.textContent = m.read_aloud_play;
    speech.cancel();
  }

  function move(step) {
    at = Math.min(Math.max(at + step, 0), blocks.length - 1);
    if (isPaused) mark(blocks[at]);
    else play();
  }

  function stop() {
    if (isOver) return;
    isOver = true;
    turn++;
    speech.cancel();
    mark();
    const hadFocus = bar.contains(root.activeElement);
    bar.remove();
    removeEventListener("pagehide", stop);
    if (hadFocus) root.querySelector(".page-tools summary")?.focus();
  }

  addEventListener("pagehide", stop);
  root.body.append(bar);
  toggle.focus({ preventScroll: true });
  play();
  return { stop };
}
