// HTML, CSS and SVG of the portal are valid, as the Nu HTML Checker understands the standards.

import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { javaPath, portalFolder } from "./lib/environment.mjs";
import { assertNone } from "./lib/stage.mjs";

const CHECKER = createRequire(import.meta.url).resolve("vnu-jar/build/dist/vnu.jar");

// In a folder there is no origin, so nothing can be 'self', and JSON-LD is taken for a script to
// run. What the browser says of the policy is in pages.test.mjs.
const FALSE_ALARM = new RegExp(
  "^(Inline script|Resource) violates Content Security Policy \\(meta tag\\): " +
    "(external (stylesheet|script) “/assets/|image “/|blocked by “script-src”)",
);

test("the Nu HTML Checker finds nothing", () => {
  const folder = portalFolder();
  const kinds = ["--skip-non-html", "--also-check-css", "--also-check-svg"];
  const run = spawnSync(javaPath(), ["-jar", CHECKER, ...kinds, "--format", "json", folder], {
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  const { messages } = JSON.parse(run.stderr);
  assertNone(
    messages
      .filter(({ message }) => !FALSE_ALARM.test(message))
      .map(({ url, lastLine, lastColumn, message, extract }) => {
        const file = fileURLToPath(url).slice(folder.length);
        return `${file}:${lastLine}:${lastColumn}: ${message} …${extract}…`;
      }),
  );
});
