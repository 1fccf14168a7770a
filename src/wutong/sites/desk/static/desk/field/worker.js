/* The worker of the phone's pages: they open without a signal, and what waits is sent when the
   browser finds one (Background Sync, where it has it). `SHELL` is told by the server.

   Pages and files come from the shell of one version, all of it or nothing, so that a page never
   runs with a script of another; a new version is fetched beside it and takes its place at the next
   page. What the county tells in JSON is never kept here. */
(function (self) {
  "use strict";
  const NAME = "wutong-field-" + self.SHELL.version;
  const WANTED = self.SHELL.pages.concat(self.SHELL.files);
  const TAG = "wutong-field";

  self.addEventListener("install", (event) => {
    event.waitUntil(fill().then(() => self.skipWaiting()));
  });

  async function fill() {
    const cache = await self.caches.open(NAME);
    await Promise.all(WANTED.map(async (address) => {
      const reply = await self.fetch(address, { cache: "reload", credentials: "same-origin" });
      if (!reply.ok || reply.redirected) throw new Error(address);
      await cache.put(address, reply);
    }));
  }

  self.addEventListener("activate", (event) => {
    event.waitUntil((async () => {
      const names = await self.caches.keys();
      const old = names.filter((name) => name.indexOf("wutong-field-") === 0 && name !== NAME);
      await Promise.all(old.map((name) => self.caches.delete(name)));
      await self.clients.claim();
    })());
  });

  self.addEventListener("fetch", (event) => {
    const request = event.request;
    const address = new URL(request.url);
    if (request.method !== "GET" || address.origin !== self.location.origin) return;
    if (WANTED.indexOf(address.pathname) < 0) return;
    event.respondWith(fromShell(request, address.pathname));
  });

  async function fromShell(request, pathname) {
    const cache = await self.caches.open(NAME);
    return (await cache.match(pathname)) || self.fetch(request);
  }

  self.addEventListener("sync", (event) => {
    if (event.tag === TAG) event.waitUntil(sendAll());
  });

  /* Failing asks the browser to try again when the signal is back. */
  async function sendAll() {
    const done = await self.field.send();
    if (done.why === "offline") throw new Error("offline");
  }
})(self);
