// A static host on loopback that compresses text, sends everything else as it is, and counts both.

import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

const TYPES = {
  ".css": "text/css",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".xml": "application/xml",
};
/** What hosts use for files that they compress when they are asked for. */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } };

/**
 * Serves folders by the beginning of the address: `{ "/": portal, "/pagefind/": bundle }`.
 *
 * `pages` gives addresses a text of their own. `sent` lists what was asked for since it was last
 * emptied, `{ path, bytes, at }` with the length of the body on the wire and the time.
 */
export async function host(folders, pages) {
  const sent = [];
  const answers = new Map();
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://host");
    const path = decodeURIComponent(pathname);
    if (!answers.has(path)) answers.set(path, answer(folders, pages, path));
    const { status, headers, body } = answers.get(path);
    sent.push({ path, bytes: body.length, at: Date.now() });
    response.writeHead(status, headers).end(body);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    sent,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

function answer(folders, pages, path) {
  const file = path.endsWith("/") ? `${path}index.html` : path;
  const start = Object.keys(folders)
    .filter((start) => file.startsWith(start))
    .reduce((longest, start) => (start.length > longest.length ? start : longest));
  const place = join(folders[start], file.slice(start.length));
  const exists = file in pages || existsSync(place);
  const type = TYPES[extname(file)];
  const headers = {
    "content-type": type ?? "application/octet-stream",
    "cache-control": "max-age=600",
  };
  if (!exists) return { status: 404, headers, body: Buffer.alloc(0) };
  const body = file in pages ? Buffer.from(pages[file]) : readFileSync(place);
  if (!type) return { status: 200, headers, body };
  headers["content-encoding"] = "br";
  return { status: 200, headers, body: brotliCompressSync(body, BROTLI) };
}
