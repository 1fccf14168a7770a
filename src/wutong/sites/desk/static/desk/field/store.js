/* What the phone keeps (IndexedDB): who is signed in, what concerns them, and all that they noted
   down until the county has it. Runs in pages and in the worker alike.

   keep    by name: "me" who was last signed in, "day", "firms" and "packs" what the county last told
   items   what is to be sent: {key, owner, kind, state, content, …}, by its key
   photos  {id, item, blob, name, …}, in the order they were taken */
(function (self) {
  "use strict";
  const field = (self.field = self.field || {});
  let opening = null;

  function base() {
    if (!opening) {
      opening = self.idb.openDB("wutong-field", 1, {
        upgrade(db) {
          db.createObjectStore("keep");
          db.createObjectStore("items", { keyPath: "key" }).createIndex("owner", "owner");
          db.createObjectStore("photos", { keyPath: "id" }).createIndex("item", "item");
        },
        blocking(_, __, event) { event.target.close(); opening = null; },
        terminated() { opening = null; },
      });
      opening.catch(() => { opening = null; });
    }
    return opening;
  }

  /* Also where the page is not served over HTTPS and `randomUUID` is wanting. */
  function uuid() {
    if (self.crypto.randomUUID) return self.crypto.randomUUID();
    const bytes = self.crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  }

  const channel = self.BroadcastChannel ? new self.BroadcastChannel("wutong-field") : null;
  const listeners = [];
  if (channel) channel.onmessage = () => listeners.forEach((each) => each());
  function changed() {
    if (channel) channel.postMessage("changed");
    listeners.forEach((each) => each());
  }

  async function get(name) { return (await base()).get("keep", name); }
  async function put(name, value) { await (await base()).put("keep", value, name); }

  /* Keep what was told to an official, unless they have signed out or another has signed in since. */
  async function putFor(owner, name, value) {
    const tx = (await base()).transaction("keep", "readwrite");
    const me = await tx.store.get("me");
    if (me && me.key === owner && !(await tx.store.get("signed_out"))) await tx.store.put(value, name);
    await tx.done;
  }

  /* Take in who is signed in; what was kept for another goes, what another noted down stays theirs. */
  async function meet(told) {
    const known = await get("me");
    const tx = (await base()).transaction("keep", "readwrite");
    if (known && known.key !== told.official.key) await tx.store.clear();
    await tx.store.put(told.official, "me");
    await tx.store.put(told.day, "day");
    await tx.store.delete("signed_out");
    await tx.done;
  }

  /* The session has ended: of what the county told, only what noting down needs stays. */
  async function part() {
    const day = await get("day");
    if (day) await put("day", Object.assign({}, day, { steps: [], recent: [] }));
    await (await base()).delete("keep", "packs");
    await put("signed_out", true);
  }

  /* Signed out on purpose: nothing that the county told stays; what is not sent yet does. */
  async function forget() { await (await base()).clear("keep"); }

  async function items(owner) {
    const found = await (await base()).getAllFromIndex("items", "owner", owner);
    return found.sort((a, b) => a.made - b.made);
  }
  async function othersCount(owner) {
    const db = await base();
    return (await db.count("items")) - (await db.countFromIndex("items", "owner", owner));
  }
  async function item(key) { return (await base()).get("items", key); }
  async function save(given) {
    given.changed = Date.now();
    await (await base()).put("items", given);
    changed();
  }

  /* Change an item as it now stands in the store, whoever wrote it last; gone, it stays gone. */
  async function alter(key, change) {
    const tx = (await base()).transaction("items", "readwrite");
    const found = await tx.store.get(key);
    if (found) {
      change(found);
      await tx.store.put(found);
    }
    await tx.done;
    changed();
    return found;
  }

  async function remove(key) {
    const tx = (await base()).transaction(["items", "photos"], "readwrite");
    await tx.objectStore("items").delete(key);
    const photos = tx.objectStore("photos");
    for (const id of await photos.index("item").getAllKeys(key)) await photos.delete(id);
    await tx.done;
    changed();
  }

  async function photosOf(key) {
    const found = await (await base()).getAllFromIndex("photos", "item", key);
    return found.sort((a, b) => a.made - b.made);
  }
  async function putPhoto(photo) { await (await base()).put("photos", photo); }
  async function dropPhoto(id) { await (await base()).delete("photos", id); }

  /* Ask the browser not to throw away what is kept when room grows short. */
  function persist() {
    const storage = self.navigator.storage;
    if (storage && storage.persist) storage.persist().catch(() => {});
  }

  field.store = {
    uuid, get, put, putFor, meet, part, forget, items, othersCount, item, save, alter, remove,
    photosOf, putPhoto, dropPhoto, persist, changed,
    onChange(listener) { listeners.push(listener); },
  };
})(self);
