/* 待发送: what the county has not got yet, each with why, and what can be done about it. */
(function (self) {
  "use strict";
  const field = self.field;
  const store = field.store;
  const SAID = { draft: "草稿", waiting: "等待发送", refused: "需要处理", received: "先前已收到" };
  const TONES = { draft: "grey", waiting: "blue", refused: "red", received: "yellow" };
  const NAMES = {
    firm: "企业", firm_name: "企业名称", credit_code: "信用代码", occasion: "场合", unit: "单位",
    met_on: "哪天见的", intended_amount: "意向投资额", next_step: "下一步", next_due_on: "下一步日期",
    summary: "谈了什么", met_with: "见了谁", place: "地点", project_name: "洽谈的项目",
  };
  let shown = [];

  function title(item) {
    if (item.kind === "step") return "办完：" + item.content.text;
    return item.content.firm_name || item.content.credit_code || "还没有选企业";
  }

  function sub(item) {
    if (item.kind === "step") return item.content.firm + "　" + item.content.result;
    return [field.spoken(item.content.met_on), item.content.summary || ""].filter(Boolean).join("　").slice(0, 60);
  }

  function light(item) {
    const partly = item.noted && item.state === "waiting";
    return field.make("span", "light light-" + TONES[item.state], partly ? "文字已收到，照片待传" : SAID[item.state]);
  }

  async function again(item) {
    await store.alter(item.key, (now) => { now.state = "waiting"; now.words = ""; now.errors = {}; });
    field.go();
  }

  async function withoutRefused(item, photos) {
    for (const photo of photos) if (photo.words && !photo.sent) await store.dropPhoto(photo.id);
    await again(item);
  }

  async function gone(item) {
    const asked = item.noted ? "文字已收到，没有传上的照片会从这台手机删去。确定吗？" : "这一条还没有发送，删去就没有了。确定删去吗？";
    const received = item.state === "received" ? "县里已有先前收到的那一条；手机上的这一条会删去。确定吗？" : asked;
    if (self.confirm(received)) await store.remove(item.key);
  }

  function buttons(item, photos) {
    const place = field.make("div", "buttons");
    if (item.kind === "visit" && !item.noted && item.state !== "received") {
      place.append(field.link("/field/log/?item=" + item.key, "quiet", item.state === "draft" ? "接着写" : "修改"));
    }
    if (item.state === "received" && item.other) {
      place.append(field.link("/interactions/" + item.other + "/edit/", "quiet", "打开已收到的"));
    }
    if (item.state === "refused" && photos.some((photo) => photo.words && !photo.sent)) {
      place.append(field.button("quiet", "去掉没收下的照片", () => withoutRefused(item, photos)));
    }
    if (item.state === "refused") place.append(field.button("quiet", "再发一次", () => again(item)));
    place.append(field.button("quiet", "删去", () => gone(item)));
    return place;
  }

  function row(item, photos) {
    const card = field.make("li", "card card-tall");
    card.dataset.state = item.state;
    const head = field.make("div", "card-line");
    const words = field.make("div", "card-words");
    words.append(field.make("b", "", title(item)), field.make("span", "sub", sub(item)));
    head.append(words, light(item));
    card.append(head);
    if (photos.length) {
      const sent = photos.filter((photo) => photo.sent).length;
      card.append(field.make("p", "sub", "照片 " + photos.length + " 张" + (sent ? "，已传 " + sent + " 张" : "")));
    }
    const errors = Object.entries(item.errors || {}).filter(([_, words]) => words !== item.words);
    const why = [item.words].concat(errors.map(([name, words]) => (NAMES[name] ? NAMES[name] + "：" : "") + words)).filter(Boolean);
    why.forEach((each) => card.append(field.make("p", "wrong", each)));
    card.append(buttons(item, photos));
    return card;
  }

  field.draw = async function (now) {
    const rows = [];
    for (const item of now.items.slice().reverse()) rows.push(row(item, await store.photosOf(item.key)));
    const place = document.getElementById("list");
    place.replaceChildren(...rows);
    if (!rows.length) place.append(field.make("li", "none", "都已发送，没有等着的。"));
    shown = now.items;
    document.getElementById("send").hidden = !shown.some((item) => item.state === "waiting");
    const others = document.getElementById("others");
    others.hidden = !now.others;
    others.textContent = "这台手机上还有 " + now.others + " 条是别人记的，由本人登录后发送，这里不显示。";
  };
  field.told = (words) => { document.getElementById("told").textContent = words; };

  document.addEventListener("DOMContentLoaded", () => {
    document.getElementById("send").addEventListener("click", () => field.go());
  });
})(self);
