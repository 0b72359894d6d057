// What the tests are given and the programs that they need; what is missing is one clear error.

import assert from "node:assert/strict";
import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";

/** The folder of the built portal. */
export const portalFolder = () => given("ROZCESTNIK_PORTAL", "the folder of a built portal");

/** The same portal, built without the minifier. */
export const plainFolder = () =>
  given("ROZCESTNIK_PORTAL_PLAIN", "the folder of the portal built with --no-default-features");

/** The program under test. */
export const binary = () => given("ROZCESTNIK_BIN", "the path of the rozcestnik binary");

/** Chromium or a browser made of it. */
export const chromiumPath = () =>
  process.env.CHROMIUM ??
  program("the browser tests need Chromium: install it, or set CHROMIUM to its path", [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
  ]);

/** The Java that the Nu HTML Checker runs on. */
export const javaPath = () =>
  program("the Nu HTML Checker needs Java 17 or later: install default-jre-headless", ["java"]);

function given(name, meaning) {
  const path = process.env[name];
  assert(path, `set ${name} to ${meaning}`);
  assert(existsSync(path), `${name}: there is no ${path}`);
  return resolve(path);
}

function program(complaint, names) {
  for (const folder of (process.env.PATH ?? "").split(delimiter)) {
    for (const name of names) {
      const path = join(folder, name);
      if (isExecutable(path)) return path;
    }
  }
  assert.fail(complaint);
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
