// Saves languages in the browser. Files lie in the store by address and revision; a list for each
// language says which of them belong together. What a list needs and is there already is never
// fetched again, so that saving goes on where it stopped and renewing fetches the difference.

const STORE = "rozcestnik";
const WORKER = "/sw.js";
const AT_ONCE = 4;

const root = document.querySelector("[data-offline]");
const words = JSON.parse(root.dataset.offline);
const { lang } = document.documentElement;
const alertLine = root.querySelector("[role=alert]");

/** `saved`: complete; `wanted`: begun. The worker reads the former. */
const listKey = (state, tag) => `/-/${state}?${tag}`;
const fileKey = (address, revision) => (revision ? `${address}?${revision}` : address);

const say = (name, values = {}) =>
  Object.entries(values).reduce(
    (text, [key, value]) => text.replace(`{${key}}`, value),
    words[name] ?? "",
  );

function size(bytes) {
  const power = bytes < 1e6 ? 1 : bytes < 1e9 ? 2 : 3;
  const unit = ["kilobyte", "megabyte", "gigabyte"][power - 1];
  const amount = bytes / 1000 ** power;
  const maximumFractionDigits = power > 1 && amount < 100 ? 1 : 0;
  const format = { style: "unit", unit, maximumFractionDigits };
  return new Intl.NumberFormat(`${lang}-u-nu-latn`, format).format(amount);
}

const day = (date) =>
  new Intl.DateTimeFormat(`${lang}-u-nu-latn`, { dateStyle: "long" }).format(new Date(date));

/** Why something could not be saved, by the name of the words that say so. */
class Refusal extends Error {
  constructor(reason, options) {
    super(reason, options);
    this.reason = reason;
  }
}

async function fetchFresh(address, signal, cache = "no-store") {
  let response;
  try {
    response = await fetch(address, { signal, cache });
  } catch (error) {
    throw error.name === "AbortError" ? error : new Refusal("offline_lost", { cause: error });
  }
  if (!response.ok) throw new Refusal("offline_failed");
  return response;
}

const fetchIndex = async (signal) => (await fetchFresh(root.dataset.index, signal)).json();

async function readList(state, tag) {
  return (await (await caches.open(STORE)).match(listKey(state, tag)))?.json();
}

async function put(key, body, headers) {
  const store = await caches.open(STORE);
  try {
    await store.put(key, new Response(body, { headers }));
  } catch (error) {
    throw new Refusal("offline_full", { cause: error });
  }
}

const putList = (state, list) =>
  put(listKey(state, list.tag), JSON.stringify(list), { "content-type": "application/json" });

/** The keys of the store, as they were put. */
async function storedKeys() {
  const requests = await (await caches.open(STORE)).keys();
  return new Set(requests.map(({ url }) => url.slice(location.origin.length)));
}

/**
 * Does what must see the store as one piece, alone among all tabs. Browsers that have no locks run
 * it as it comes.
 */
const alone = (work) => navigator.locks?.request(STORE, work) ?? work();

/** Takes out what no language needs. */
async function sweep() {
  const store = await caches.open(STORE);
  const keys = await storedKeys();
  const needed = new Set();
  for (const key of keys) {
    if (!key.startsWith("/-/")) continue;
    needed.add(key);
    const { files } = await (await store.match(key)).json();
    for (const [address, [revision]] of Object.entries(files)) {
      needed.add(encodeURI(fileKey(address, revision)));
    }
  }
  for (const key of keys) if (!needed.has(key)) await store.delete(key);
}

/** The files of a list that are not there yet: `[address, revision, bytes]`. */
async function missing({ files }) {
  const keys = await storedKeys();
  return Object.entries(files)
    .map(([address, [revision, bytes]]) => [address, revision, bytes])
    .filter(([address, revision]) => !keys.has(encodeURI(fileKey(address, revision))));
}

async function fetchFiles(files, signal, onFile) {
  const rest = [...files];
  const failed = new AbortController();
  signal.addEventListener("abort", () => failed.abort());
  async function worker() {
    for (let next; (next = rest.shift()); ) {
      const [address, revision, bytes] = next;
      const cache = revision ? "no-store" : "default";
      const response = await fetchFresh(address, failed.signal, cache);
      // A copy: a browser refuses to show a page that was redirected on its way to the store.
      const kept = ["content-type", "content-security-policy"];
      const headers = kept.map((name) => [name, response.headers.get(name)]);
      const body = await response.blob().catch((error) => {
        throw signal.aborted ? error : new Refusal("offline_lost", { cause: error });
      });
      await put(fileKey(address, revision), body, headers.filter(([, value]) => value));
      onFile(bytes);
    }
  }
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
  } finally {
    failed.abort();
  }
}

// The only name that the policy of the portal allows, and whatever it is asked for it gives the worker.
const policy = window.trustedTypes?.createPolicy("rozcestnik", { createScriptURL: () => WORKER });

/** The browser shows saved pages through a worker, which is registered when the first is saved. */
async function register() {
  try {
    await navigator.serviceWorker.register(policy?.createScriptURL("") ?? WORKER);
  } catch (error) {
    throw new Refusal("offline_blocked", { cause: error });
  }
}

/** Fetches what is missing until the portal did not change meanwhile, then changes over at once. */
async function save(tag, signal, onProgress) {
  let { build, list } = (await fetchIndex(signal))[tag];
  for (;;) {
    const wanted = { ...(await (await fetchFresh(list, signal)).json()), date: Date.now() };
    // From here on nobody sweeps away what this language needs.
    const files = await alone(async () => {
      await register();
      await putList("wanted", wanted);
      return missing(wanted);
    });
    const total = Object.values(wanted.files).reduce((sum, [, bytes]) => sum + bytes, 0);
    let done = total - files.reduce((sum, [, , bytes]) => sum + bytes, 0);
    onProgress(done, total);
    await fetchFiles(files, signal, (bytes) => onProgress((done += bytes), total));
    ({ build, list } = (await fetchIndex(signal))[tag]);
    if (build !== wanted.build) continue;
    return alone(async () => {
      await putList("saved", wanted);
      await (await caches.open(STORE)).delete(listKey("wanted", tag));
      await sweep();
    });
  }
}

const remove = (tag) =>
  alone(async () => {
    const store = await caches.open(STORE);
    await store.delete(listKey("saved", tag));
    await store.delete(listKey("wanted", tag));
    await sweep();
    if ((await store.keys()).length) return;
    await caches.delete(STORE);
    await (await navigator.serviceWorker.getRegistration("/"))?.unregister();
  });

/** How much of a list is there, in bytes: `[done, total]`. */
async function progressOf(list) {
  const total = Object.values(list.files).reduce((sum, [, bytes]) => sum + bytes, 0);
  const left = (await missing(list)).reduce((sum, [, , bytes]) => sum + bytes, 0);
  return [total - left, total];
}

function prepare(place, index) {
  const tag = place.dataset.locale;
  const status = place.querySelector("[role=status]");
  const bar = place.querySelector("progress");
  const actions = place.querySelector("p:last-child");
  bar.setAttribute("aria-label", place.querySelector("h2").textContent);
  let running;
  let isLost = false;

  function offer(...buttons) {
    actions.replaceChildren(
      ...buttons.flatMap(([name, work]) => {
        const button = document.createElement("button");
        button.type = "button";
        button.className = name === "offline_remove" ? "button button--quiet" : "button";
        button.textContent = say(name);
        button.addEventListener("click", work);
        return [button, " "];
      }),
    );
  }

  /** Says what there is and offers what can be done with it. */
  async function show() {
    const [saved, wanted] = [await readList("saved", tag), await readList("wanted", tag)];
    const known = index[tag];
    bar.hidden = true;
    if (wanted) {
      const [done, total] = await progressOf(wanted);
      status.textContent = say("offline_stopped", { done: size(done), size: size(total) });
      offer(["offline_resume", start], ["offline_remove", takeAway]);
    } else if (saved) {
      const text = say("offline_saved", { date: day(saved.date) });
      const isOld = known && known.build !== saved.build;
      status.textContent = isOld ? `${text} ${await newer(known)}` : text;
      const renew = isOld ? [["offline_update", start]] : [];
      offer(...renew, ["offline_remove", takeAway]);
    } else {
      const sizes = known && { size: size(known.transfer), room: size(known.bytes) };
      status.textContent = sizes ? say("offline_size", sizes) : say("offline_lost");
      offer(...(sizes ? [["offline_save", start]] : []));
    }
    place.hidden = false;
  }

  async function newer({ list, transfer, bytes }) {
    const files = await missing(await (await fetchFresh(list)).json());
    const left = files.reduce((sum, [, , bytes]) => sum + bytes, 0);
    return say("offline_newer", { size: size((left * transfer) / bytes) });
  }

  async function start() {
    if (running) return;
    running = new AbortController();
    isLost = false;
    alertLine.textContent = "";
    status.textContent = say("offline_waiting");
    offer(["offline_stop", () => running?.abort()]);
    actions.querySelector("button").focus();
    let announced = 0;
    try {
      // Asks that the browser should not clear it away by itself; it may say no.
      await navigator.storage?.persist?.();
      await save(tag, running.signal, (done, total) => {
        bar.hidden = false;
        [bar.max, bar.value] = [total, done];
        // Who hears the page hears of every quarter.
        const quarter = Math.floor((4 * done) / total);
        if (quarter <= announced) return;
        announced = quarter;
        status.textContent = say("offline_progress", { done: size(done), size: size(total) });
      });
      index[tag].build = (await readList("saved", tag)).build;
    } catch (error) {
      if (error.name !== "AbortError") alertLine.textContent = say(error.reason ?? "offline_failed");
      isLost = error.reason === "offline_lost";
    }
    running = undefined;
    await finish();
  }

  async function takeAway() {
    alertLine.textContent = "";
    await remove(tag);
    await finish();
    status.textContent = `${say("offline_removed")} ${status.textContent}`;
  }

  /** The button that was pressed is gone; the next one takes its place. */
  async function finish() {
    await show();
    actions.querySelector("button")?.focus();
    await showRoom();
  }

  addEventListener("online", () => isLost && start());
  return show();
}

async function showRoom() {
  const { quota, usage } = (await navigator.storage?.estimate?.()) ?? {};
  const text = quota ? say("offline_room", { size: size(quota - usage) }) : "";
  root.querySelector("[data-offline-room]").textContent = text;
}

async function begin() {
  const notice = root.querySelector("[data-offline-none]");
  try {
    if (!navigator.serviceWorker) throw new Refusal("offline_blocked");
    await caches.has(STORE);
  } catch {
    notice.textContent = say("offline_blocked");
    return;
  }
  // Without a connection the page still says what was saved, and removes it.
  const index = await fetchIndex().catch(() => ({}));
  const more = root.querySelector("details");
  for (const place of root.querySelectorAll("[data-locale]")) {
    await prepare(place, index);
    if (more.contains(place) && (await readList("saved", place.dataset.locale))) more.open = true;
  }
  notice.remove();
  more.hidden = !more.querySelector("[data-locale]");
  await showRoom();
}

begin();
