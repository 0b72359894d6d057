// A static host on loopback that sends what the portal's own `_headers` file asks for.

import { once } from "node:events";
import { existsSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize, sep } from "node:path";

const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".svg": "image/svg+xml",
  ".webp": "image/webp",
  ".webmanifest": "application/manifest+json",
  ".bin": "application/octet-stream",
  ".zip": "application/zip",
  ".xml": "application/xml; charset=utf-8",
};

/**
 * Serves a folder; `url` is its root, `close` ends it. `choose` may give another folder for a path,
 * nothing to break the connection off, or a promise of either.
 */
export async function host(first, choose = () => first) {
  const rules = parseHeaders(readFileSync(join(first, "_headers"), "utf8"));
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://host").pathname);
    const folder = await choose(path);
    if (!folder) {
      response.destroy();
      return;
    }
    const { status, file } = find(folder, path);
    const headers = headersFor(rules, path);
    response.writeHead(status, { ...headers, "content-type": TYPES[extname(file)] ?? "text/plain" });
    response.end(readFileSync(file));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

function find(folder, path) {
  const file = join(folder, normalize(path.endsWith("/") ? `${path}index.html` : path));
  if (file.startsWith(folder + sep) && existsSync(file) && statSync(file).isFile()) {
    return { status: 200, file };
  }
  const ofEdition = join(folder, path.split("/")[1] ?? "", "404.html");
  return { status: 404, file: existsSync(ofEdition) ? ofEdition : join(folder, "404.html") };
}

/**
 * Rules of a `_headers` file, in their order.
 *
 *     /*
 *       Cache-Control: no-cache
 *     /assets/*
 *       ! Cache-Control
 *       Cache-Control: immutable
 */
function parseHeaders(text) {
  const rules = [];
  for (const line of text.split("\n").filter((line) => line.trim())) {
    if (!/^\s/.test(line)) {
      rules.push({ prefix: line.trim().replace(/\*$/, ""), changes: [] });
      continue;
    }
    const [, isRemoval, name, value] = /^\s+(!\s*)?([\w-]+)(?::\s*(.*))?$/.exec(line);
    rules.at(-1).changes.push({ name: name.toLowerCase(), value: isRemoval ? undefined : value });
  }
  return rules;
}

function headersFor(rules, path) {
  const headers = {};
  for (const { prefix, changes } of rules.filter((rule) => path.startsWith(rule.prefix))) {
    for (const { name, value } of changes) {
      if (value === undefined) delete headers[name];
      else headers[name] = value;
    }
  }
  return headers;
}
