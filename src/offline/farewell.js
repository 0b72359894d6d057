// Takes the place of a worker that is no longer wanted, and leaves nothing of it behind.

addEventListener("install", () => skipWaiting());

addEventListener("activate", (event) => {
  event.waitUntil(caches.delete("rozcestnik").then(() => registration.unregister()));
});
