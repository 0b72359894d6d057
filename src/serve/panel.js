// What the development server says over the open page: findings, and that it has stopped. In a
// shadow tree, so that the page's styles and this one's leave each other alone.

import { texts } from "./texts.js";

const host = document.createElement("rozcestnik-panel");
const tree = host.attachShadow({ mode: "open" });

const sheet = add(tree, "link", { rel: "stylesheet", href: "/-/rozcestnik/panel.css" });
const panel = add(tree, "section", { className: "panel", hidden: true });
const bar = add(panel, "div", { className: "panel__bar" });
// Only the heading is read out by itself; fifty findings would be no service.
const heading = add(bar, "p", { className: "panel__heading", role: "alert", id: "heading" });
const close = add(bar, "button", { className: "panel__close", type: "button" });
const list = add(panel, "pre", { className: "panel__findings", tabIndex: 0 });
const status = add(tree, "p", { className: "status", role: "status" });

panel.setAttribute("aria-labelledby", "heading");
close.textContent = texts.close;
host.lang = texts.locale;
host.dir = "ltr";
// Unstyled it would push the page about.
host.hidden = true;
sheet.addEventListener("load", () => {
  host.hidden = false;
});
document.documentElement.append(host);

// The build whose findings have been closed.
let closed = null;
let shown = null;

function add(parent, name, properties) {
  const element = Object.assign(document.createElement(name), properties);
  parent.append(element);
  return element;
}

// `build` tells a new failure from one that has been closed.
export function showFindings(findings, build) {
  list.textContent = findings;
  if (build === closed || (build === shown && !panel.hidden)) {
    return;
  }
  shown = build;
  panel.hidden = false;
  heading.textContent = texts.failed;
}

export function hideFindings() {
  panel.hidden = true;
  heading.textContent = "";
}

export function showDisconnected() {
  status.textContent = texts.disconnected;
}

export function showConnected() {
  status.textContent = "";
}

function closeFindings() {
  closed = shown;
  hideFindings();
}

close.addEventListener("click", closeFindings);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !panel.hidden && !event.defaultPrevented) {
    closeFindings();
  }
});
