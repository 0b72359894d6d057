// Shows saved pages where there is no connection. It fetches nothing that a page did not ask for:
// the page on which readers save a language puts files into the store and takes them out again.

const STORE = "rozcestnik";

/** How long the host may take before a saved page is shown, in milliseconds. */
const PATIENCE = 4000;

addEventListener("activate", (event) => {
  event.waitUntil(Promise.all([registration.navigationPreload?.enable(), clients.claim()]));
});

addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  // Whoever says `no-store` saves files and wants those of the host.
  const isNone = request.method !== "GET" || request.cache === "no-store";
  if (isNone || origin !== location.origin || pathname.startsWith("/admin/")) return;
  const answer = pathname.startsWith("/assets/") ? lasting(request) : newest(event, pathname);
  event.respondWith(answer);
});

/** A file whose address holds its fingerprint. */
async function lasting(request) {
  return (await caches.match(request, { cacheName: STORE })) ?? fetch(request);
}

/** What the host has; what was saved if it does not answer, takes too long or has failed. */
async function newest(event, pathname) {
  const isPage = event.request.mode === "navigate";
  const answer = fromHost(event);
  const patience = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  const prompt = await Promise.race([answer.catch(() => {}), patience]);
  if (prompt && prompt.status < 500) return prompt;
  const languages = await saved(pathname);
  for (const language of languages) {
    const found = await stored(language, pathname);
    if (found) return isPage ? withNotice(found, language.saved, language) : found;
  }
  try {
    return await answer;
  } catch (error) {
    for (const language of isPage ? languages : []) {
      const found = await stored(language, `/${language.tag}/offline/`);
      if (found) return withNotice(found, language.missing, language);
    }
    throw error;
  }
}

async function fromHost({ preloadResponse, request }) {
  return (await preloadResponse) ?? fetch(request);
}

/** The saved languages, that of the address first. */
async function saved(pathname) {
  const store = await caches.open(STORE);
  const lists = await store.matchAll("/-/saved", { ignoreSearch: true });
  const languages = await Promise.all(lists.map((list) => list.json()));
  const isOwn = ({ tag }) => pathname.startsWith(`/${tag}/`);
  return languages.sort((one, other) => isOwn(other) - isOwn(one));
}

async function stored({ files }, pathname) {
  if (!Object.hasOwn(files, pathname)) return undefined;
  const [revision] = files[pathname];
  const key = revision ? `${pathname}?${revision}` : pathname;
  return caches.match(key, { cacheName: STORE });
}

/** A saved page that says so at its beginning. */
async function withNotice(page, notice, { tag, date }) {
  const format = new Intl.DateTimeFormat(`${tag}-u-nu-latn`, { dateStyle: "long" });
  const said = notice.replace("{date}", format.format(new Date(date)));
  const html = (await page.text()).replace(/<main[^>]*>/, (main) => main + said);
  return new Response(html, { headers: page.headers });
}
