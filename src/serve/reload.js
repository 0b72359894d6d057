// Follows the builds of the development server: brings the open page up to date in place where
// that is possible, else reloads it, and shows what is wrong with the source.

import { hideFindings, showConnected, showDisconnected, showFindings } from "./panel.js";
import { patch } from "./patch.js";

const CLIENT = "script[data-rozcestnik-edition]";
const EVENTS = "/-/rozcestnik/events";
const LONGEST_PAUSE = 3000;

// While there is no portal, the page itself shows the findings.
const isWaiting = document.documentElement.dataset.rozcestnikWaiting !== undefined;

// The edition of the portal that the page shows.
let edition = document.querySelector(CLIENT).dataset.rozcestnikEdition;

// The page as the server sent it: scripts change the open one, so comparing with that one would
// find differences that no author made.
let sent = fetchPage();

let source = null;
let retry = 0;
let pause = 0;

// One state at a time, in order.
let work = Promise.resolve();

// Gives the page as a document, without one when it leads elsewhere or is not ours, or null when
// the server does not answer. A request made this way parses HTML where Trusted Types forbid
// `DOMParser`.
function fetchPage() {
  return new Promise((resolve) => {
    const address = location.href.split("#")[0];
    const request = new XMLHttpRequest();
    request.open("GET", address);
    request.responseType = "document";
    request.addEventListener("loadend", () => {
      if (request.status === 0) {
        resolve(null);
        return;
      }
      const client = request.response?.querySelector(CLIENT);
      if (!client || request.responseURL !== address) {
        resolve({ page: null, edition: null });
        return;
      }
      const found = client.dataset.rozcestnikEdition;
      // It differs in every edition without being a difference of the page.
      client.removeAttribute("data-rozcestnik-edition");
      resolve({ page: request.response, edition: found });
    });
    request.send();
  });
}

async function follow(state) {
  if (state.edition !== edition) {
    await update();
  }
  if (state.findings === null || isWaiting) {
    hideFindings();
  } else {
    showFindings(state.findings, state.build);
  }
}

async function update() {
  const [before, after] = await Promise.all([sent, fetchPage()]);
  if (after === null) {
    // Loading now would put the browser's own error in place of the page. Once the server is back,
    // it tells what to do.
    return;
  }
  const isKnown = before?.edition === edition && after.page !== null;
  if (!isKnown || !patch(document, before.page, after.page)) {
    location.reload();
    return;
  }
  sent = after;
  edition = after.edition;
}

function connect() {
  clearTimeout(retry);
  // A browser keeps only six connections to a server: hidden tabs give theirs to the visible ones.
  if (document.hidden || source !== null) {
    return;
  }
  source = new EventSource(EVENTS);
  source.addEventListener("message", (event) => {
    pause = 0;
    showConnected();
    const state = JSON.parse(event.data);
    work = work.then(() => follow(state)).catch(() => location.reload());
  });
  source.addEventListener("error", () => {
    disconnect();
    if (pause > 0) {
      showDisconnected();
    }
    pause = Math.min(LONGEST_PAUSE, pause * 2 || 500);
    retry = setTimeout(connect, pause);
  });
}

function disconnect() {
  clearTimeout(retry);
  source?.close();
  source = null;
}

function connectIfVisible() {
  if (document.hidden) {
    disconnect();
  } else {
    connect();
  }
}

document.addEventListener("visibilitychange", connectIfVisible);
addEventListener("pageshow", connectIfVisible);
addEventListener("pagehide", disconnect);
connect();
