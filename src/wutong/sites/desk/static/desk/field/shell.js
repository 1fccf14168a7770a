/* What every page of the phone has: who is signed in, what waits, whether there is a signal; and
   the worker that lets the pages open without one. A page draws itself in `field.draw(state)`. */
(function (self) {
  "use strict";
  const field = (self.field = self.field || {});
  const store = field.store;
  const AGAIN = 20000;
  const SOON = 2000;
  let why = "asking"; // then "", offline, signed_out
  let drawing = false;
  let drawAgain = false;

  function make(tag, className, text) {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (text) made.textContent = text;
    return made;
  }
  function link(href, className, text) {
    const made = make("a", className, text);
    made.href = href;
    return made;
  }
  function button(className, text, pressed) {
    const made = make("button", className, text);
    made.type = "button";
    made.addEventListener("click", pressed);
    return made;
  }
  function day(offset) {
    const at = new Date();
    at.setDate(at.getDate() + (offset || 0));
    const two = (number) => String(number).padStart(2, "0");
    return at.getFullYear() + "-" + two(at.getMonth() + 1) + "-" + two(at.getDate());
  }
  function spoken(iso) {
    const parts = (iso || "").split("-");
    return parts.length === 3 ? Number(parts[1]) + "月" + Number(parts[2]) + "日" : "";
  }

  function year(iso) {
    return iso ? iso.slice(0, 4) + "年" + spoken(iso) : "";
  }

  async function state() {
    const me = await store.get("me");
    const items = me ? await store.items(me.key) : [];
    return {
      me,
      items,
      day: (await store.get("day")) || {},
      signedOut: Boolean(await store.get("signed_out")),
      others: await store.othersCount(me ? me.key : -1),
      why,
    };
  }

  async function draw() {
    if (drawing) {
      drawAgain = true;
      return;
    }
    drawing = true;
    try {
      const now = await state();
      badge(now.items.length);
      banner(now);
      if (field.draw) await field.draw(now);
      document.body.dataset.drawn = "yes";
    } finally {
      drawing = false;
      if (drawAgain) {
        drawAgain = false;
        draw();
      }
    }
  }

  function badge(count) {
    const place = document.getElementById("badge");
    place.textContent = count ? String(count) : "";
    place.hidden = !count;
  }

  function banner(now) {
    const place = document.getElementById("banner");
    const back = "/login/?next=" + encodeURIComponent(location.pathname + location.search);
    let words = "";
    let tone = "calm";
    place.replaceChildren();
    if (!now.me && now.why === "asking") {
      words = "正在连接…";
    } else if (now.signedOut || !now.me) {
      const waits = now.items.length;
      words = !now.me ? (now.why === "offline" ? "没有信号；有信号时请先登录" : "请先登录") : waits ? "请重新登录后发送" : "登录已过期，可以照常记";
      tone = "warn";
    } else if (now.why === "offline" || !navigator.onLine) {
      words = "没有信号，照常记；有信号时自动发送";
    } else if (now.day.may_log === false) {
      words = "您的岗位不能登记对接记录，请联系本单位管理员";
      tone = "warn";
    }
    place.hidden = !words;
    place.dataset.tone = tone;
    place.append(make("span", "", words));
    if (tone === "warn" && (now.signedOut || !now.me)) place.append(link(back, "banner-link", "登录"));
  }

  /* Send what waits, and learn what is new; called when there is a reason to hope. */
  async function go() {
    const done = await field.send();
    if (done.why === "busy") {
      setTimeout(go, SOON);
      return;
    }
    why = done.why;
    if (done.sent && field.told) field.told("已发送 " + done.sent + " 条");
    await draw();
    if (done.firms) field.firms.refresh(done.firms).catch(() => {});
    if (!done.why && field.packs) field.packs.refresh().catch(() => {});
  }

  async function worker() {
    if (!("serviceWorker" in navigator)) return null;
    return navigator.serviceWorker.register("/field/sw.js", { scope: "/field/" }).catch(() => null);
  }

  /* Ask the browser to send when there is a signal, also after the page is closed. */
  async function later() {
    if (!("serviceWorker" in navigator)) return;
    const found = await navigator.serviceWorker.getRegistration("/field/");
    if (found && found.active && found.sync) await found.sync.register("wutong-field").catch(() => {});
  }

  async function signOut() {
    const now = await state();
    const kept = now.items.length;
    const asked = "还有 " + kept + " 条没有发送。退出后它们留在这台手机上，由您重新登录后发送。确定退出吗？";
    if (kept && !window.confirm(asked)) return;
    const me = await field.whoAmI();
    if (me.why === "offline") {
      window.alert("没有信号，现在不能退出；有信号时再退出。");
      return;
    }
    if (!me.why) await field.ask("/logout/", { method: "POST", headers: { "X-CSRFToken": me.csrf } });
    await store.forget();
    location.assign("/login/?next=/field/");
  }

  Object.assign(field, { make, link, button, today: day, spoken, year, refresh: draw, go, later, signOut });

  document.addEventListener("DOMContentLoaded", () => {
    const here = document.querySelector(".bar a[href='" + location.pathname + "']");
    if (here) here.setAttribute("aria-current", "page");
    store.onChange(draw);
    draw().then(go);
    worker().then((found) => { if (found) window.addEventListener("online", () => found.update().catch(() => {})); });
    store.persist();
    window.addEventListener("online", go);
    window.addEventListener("offline", () => { why = "offline"; draw(); });
    document.addEventListener("visibilitychange", () => { if (!document.hidden) go(); });
    setInterval(async () => {
      if (document.hidden) return;
      const now = await state();
      if (now.why === "offline" || now.items.some((item) => item.state === "waiting")) go();
    }, AGAIN);
  });
})(self);
