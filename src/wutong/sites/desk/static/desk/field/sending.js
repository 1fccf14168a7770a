/* Sending what is kept: one sender at a time, each item under its key, so that a lost answer never
   doubles. Runs in pages and in the worker alike.

   An item's state: draft (being written), waiting, refused (to be mended), received (something else
   came under its key before). `noted` is what the county answered: then only photos are left. */
(function (self) {
  "use strict";
  const field = (self.field = self.field || {});
  const store = field.store;
  const PATIENCE = 30000;
  const PATIENCE_PHOTO = 180000;

  /* How a request went: {reached, status, told}; not reached: no signal, or it broke off. */
  async function ask(address, options, patience) {
    const stop = self.AbortController ? new self.AbortController() : null;
    const clock = setTimeout(() => stop && stop.abort(), patience || PATIENCE);
    try {
      const reply = await self.fetch(address, Object.assign({
        credentials: "same-origin",
        redirect: "manual", // to a sign-in page, or to a first password that must be changed
        cache: "no-store",
        signal: stop ? stop.signal : undefined,
      }, options));
      if (reply.type === "opaqueredirect" || reply.status === 0) return { reached: true, status: 401, told: {} };
      const type = reply.headers.get("Content-Type") || "";
      const isOurs = type.indexOf("application/json") === 0;
      if (!isOurs && reply.ok) return { reached: false }; // a hotel's own page, not the county's
      return { reached: true, status: reply.status, isOurs, told: isOurs ? await reply.json() : {} };
    } catch (error) {
      return { reached: false };
    } finally {
      clearTimeout(clock);
    }
  }

  /* Ask who is signed in. Returns {who, csrf, firms}, or {why}: offline, signed_out. */
  async function whoAmI() {
    const reply = await ask("/field/me/");
    if (!reply.reached || reply.status >= 500) return { why: "offline" };
    if (reply.status !== 200) {
      await store.part();
      return { why: "signed_out" };
    }
    await store.meet(reply.told);
    return { who: reply.told.official, csrf: reply.told.csrf, firms: reply.told.firms };
  }

  /* Send what the one who is signed in has noted down. Returns {why, sent, left}. */
  async function send() {
    const locks = self.navigator.locks;
    if (!locks) return sendAll();
    const done = await locks.request("wutong-field-sending", { ifAvailable: true }, (lock) => (lock ? sendAll() : null));
    return done || { why: "busy", sent: 0, left: 0 };
  }

  let underWay = null; // where there are no locks, at least not twice on this page
  function sendAll() {
    if (!underWay) underWay = sendNow().finally(() => { underWay = null; });
    return underWay;
  }

  async function sendNow() {
    const me = await whoAmI();
    store.changed();
    if (me.why) return { why: me.why, sent: 0, left: 0 };
    let sent = 0;
    for (const item of await store.items(me.who.key)) {
      if (item.state !== "waiting") continue;
      const outcome = item.kind === "step" ? await sendStep(item, me) : await sendVisit(item, me);
      if (outcome === "sent") sent += 1;
      if (outcome === "offline" || outcome === "signed_out") {
        if (outcome === "signed_out") await store.part();
        store.changed();
        return { why: outcome, sent, left: 1 };
      }
    }
    const left = (await store.items(me.who.key)).filter((each) => each.state === "waiting").length;
    return { why: "", sent, left, firms: me.firms };
  }

  function post(address, body, me, patience) {
    const headers = { "X-CSRFToken": me.csrf, "X-Field-Official": String(me.who.key) };
    if (typeof body === "string") headers["Content-Type"] = "application/json";
    return ask(address, { method: "POST", body, headers }, patience);
  }

  /* Say what an answer means: "" when it was taken in, else why the item stays. */
  async function judged(item, reply) {
    if (!reply.reached) {
      await store.alter(item.key, (now) => { now.tries = (now.tries || 0) + 1; now.words = ""; });
      return "offline";
    }
    if (reply.status === 401 || (reply.status === 403 && !reply.isOurs)) return "signed_out";
    if (reply.status === 200 || reply.status === 201) return "";
    if (reply.status >= 500 || reply.status === 429) {
      await stays(item, "waiting", reply.told.words || "服务器暂时没有收下，稍后自动再发", {});
      return "later";
    }
    const state = reply.status === 409 ? "received" : "refused";
    await stays(item, state, reply.told.words || "服务器没有收下，请核对后再发", reply.told);
    return "stays";
  }

  /* Note why an item was not taken in, unless it is being written on meanwhile. */
  function stays(item, state, words, told) {
    return store.alter(item.key, (now) => {
      if (now.state !== "waiting" || now.changed !== item.changed) return;
      now.state = state;
      now.words = words;
      now.errors = told.errors || {};
      if (told.key) now.other = told.key;
      now.tries = (now.tries || 0) + 1;
    });
  }

  async function sendVisit(item, me) {
    if (!item.noted) {
      const content = Object.assign({}, item.content, { client_key: item.key });
      const reply = await post("/field/visits/", JSON.stringify(content), me);
      const wrong = await judged(item, reply);
      if (wrong) return wrong;
      const now = await store.alter(item.key, (each) => { each.noted = reply.told; });
      if (!now || now.changed !== item.changed) return "edited";
    }
    const wrong = await sendPhotos(item, me);
    if (wrong) return wrong;
    await store.remove(item.key);
    return "sent";
  }

  /* The note is in; each photo goes by itself, and one that is refused holds back no other. */
  async function sendPhotos(item, me) {
    let refused = "";
    for (const photo of await store.photosOf(item.key)) {
      if (photo.sent) continue;
      const form = new self.FormData();
      form.append("photo", photo.blob, photo.name);
      const address = "/field/visits/" + item.key + "/photos/";
      const reply = await post(address, form, me, PATIENCE_PHOTO);
      if (!reply.reached) return judged(item, reply);
      if (reply.status === 401 || (reply.status === 403 && !reply.isOurs)) return "signed_out";
      if (reply.status >= 500 || reply.status === 429) {
        await stays(item, "waiting", "照片暂时没有传上，稍后自动再传", {});
        return "later";
      }
      if (reply.status === 200 || reply.status === 201) {
        photo.sent = true;
        photo.words = "";
      } else {
        photo.words = reply.told.words || "照片没有收下";
        refused = photo.words;
      }
      await store.putPhoto(photo);
      store.changed();
    }
    if (!refused) return "";
    await stays(item, "refused", "文字已收到，照片没有收下：" + refused, {});
    return "stays";
  }

  async function sendStep(item, me) {
    const address = "/field/steps/" + item.content.step + "/completion/";
    const body = JSON.stringify({ on: item.content.on, result: item.content.result });
    const wrong = await judged(item, await post(address, body, me));
    if (wrong) return wrong;
    await store.remove(item.key);
    return "sent";
  }

  field.ask = ask;
  field.whoAmI = whoAmI;
  field.send = send;
})(self);
