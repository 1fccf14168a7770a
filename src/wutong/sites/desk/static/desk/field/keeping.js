/* The trip packs on the phone (行前资料包): fetched by themselves while there is a signal, kept under
   "packs" as {asked, list, packs}, so that sign-out and another's sign-in take them away. */
(function (self) {
  "use strict";
  const field = (self.field = self.field || {});
  const store = field.store;
  const FRESH = 10 * 60 * 1000;
  let underWay = null;

  async function kept() {
    return (await store.get("packs")) || { asked: 0, list: [], packs: {} };
  }

  /* Bring the packs up to date, unless they were a moment ago; `tapped`: in any case. True when all came. */
  function refresh(tapped) {
    if (!underWay) underWay = fetchAll(tapped).finally(() => { underWay = null; });
    return underWay;
  }

  async function fetchAll(tapped) {
    const before = await kept();
    if (!tapped && Date.now() - before.asked < FRESH) return true;
    const reply = await field.ask("/field/packs/told/");
    if (!reply.reached || reply.status !== 200) return false;
    const packs = {};
    let whole = true;
    for (const head of reply.told.packs) {
      const one = await field.ask("/field/packs/" + head.key + "/");
      if (one.reached && one.status === 200) packs[head.key] = Object.assign(one.told.pack, { kept: Date.now() });
      else {
        whole = false;
        if (before.packs[head.key] && (!one.reached || one.status >= 500)) packs[head.key] = before.packs[head.key];
      }
    }
    const told = { asked: whole ? Date.now() : 0, list: reply.told.packs, packs };
    await store.putFor(reply.told.official, "packs", told);
    store.changed();
    return whole;
  }

  field.packs = { kept, refresh };
})(self);
