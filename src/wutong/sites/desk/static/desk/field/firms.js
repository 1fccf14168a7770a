/* The register of firms on the phone: fetched once, then what has changed; searched without a
   signal by a part of the name, the initials of its pinyin, or the code. Rows: [key, name, code, initials]. */
(function (self) {
  "use strict";
  const field = (self.field = self.field || {});
  const store = field.store;
  const SHOWN = 8;
  const WHOLE_AGAIN = 24 * 3600 * 1000;
  let rows = null;

  async function all() {
    if (!rows) {
      const kept = await store.get("firms");
      rows = kept ? kept.rows : [];
    }
    return rows;
  }

  /* Bring the register up to date, unless it is: `version` is what the server last said. */
  async function refresh(version) {
    const kept = await store.get("firms");
    if (kept && kept.version === version) return;
    const moment = kept && Date.now() - kept.whole < WHOLE_AGAIN ? kept.version.split("/")[0] : "";
    const reply = await field.ask("/field/firms/" + (moment ? "?since=" + encodeURIComponent(moment) : ""));
    if (!reply.reached || reply.status !== 200) return;
    let found = reply.told.firms;
    if (moment) {
      const anew = new Set(found.map((row) => row[0]).concat(reply.told.gone));
      found = kept.rows.filter((row) => !anew.has(row[0])).concat(found);
    }
    rows = found;
    await store.put("firms", { version: reply.told.version, rows: found, whole: moment ? kept.whole : Date.now() });
  }

  const folded = (text) => text.normalize("NFKC").replace(/\s+/g, "").replace(/\(/g, "（").replace(/\)/g, "）").toLowerCase();

  async function search(text) {
    const wanted = folded(text);
    if (!wanted) return [];
    const first = [];
    const then = [];
    for (const row of await all()) {
      const name = folded(row[1]);
      const starts = name.startsWith(wanted) || row[3].startsWith(wanted) || row[2].toLowerCase().startsWith(wanted);
      if (starts) first.push(row);
      else if (name.includes(wanted) || row[3].includes(wanted) || (wanted.length > 5 && row[2].toLowerCase().includes(wanted))) then.push(row);
      if (first.length >= SHOWN) break;
    }
    return first.concat(then).slice(0, SHOWN);
  }

  async function byCode(code) {
    return (await all()).find((row) => row[2] === code) || null;
  }
  async function byName(name) {
    const wanted = folded(name);
    return (await all()).find((row) => folded(row[1]) === wanted) || null;
  }

  field.firms = { refresh, search, byCode, byName };
})(self);
