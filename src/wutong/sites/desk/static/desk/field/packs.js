/* 行前资料包: the packs kept on the phone, and one of them, with or without a signal. */
(function (self) {
  "use strict";
  const field = self.field;
  const at = (id) => document.getElementById(id);
  const asked = new URLSearchParams(location.search).get("plan");
  const make = (tag, className, text) => field.make(tag, className, text); // shell.js comes after

  function span(each) {
    return field.spoken(each.starts) + (each.ends !== each.starts ? "至" + field.spoken(each.ends) : "");
  }
  function clock(moment) {
    const on = new Date(moment);
    const two = (number) => String(number).padStart(2, "0");
    return on.getMonth() + 1 + "月" + on.getDate() + "日 " + two(on.getHours()) + ":" + two(on.getMinutes());
  }
  function part(title, cards, none) {
    const section = make("section");
    const list = make("ul", "cards");
    list.append(...(cards.length ? cards : [make("li", "none", none)]));
    section.append(make("h2", "", title), list);
    return section;
  }
  function lines(card, label, said) {
    if (!said.length) return;
    card.append(make("span", "pack-label", label));
    said.forEach((words) => card.append(make("p", "pack-line", words)));
  }

  function firm(each) {
    const card = make("li", "card card-tall");
    const head = make("div", "card-line");
    const words = make("div", "card-words");
    words.append(make("b", "", each.name), make("span", "sub", each.place));
    head.append(words);
    if (each.planned) head.append(make("span", "light light-blue", "计划拜访"));
    else if (each.state) head.append(make("span", "light light-grey", each.state));
    card.append(head);
    lines(card, "为什么见", each.why);
    lines(card, "此前接触", each.met.map((met) => [field.year(met.on), met.kind, met.about].filter(Boolean).join("　")));
    if (each.people) lines(card, "联系人", [each.people + " 位，姓名、电话在工作台查看"]);
    return card;
  }
  function project(each) {
    const card = make("li", "card card-tall");
    card.append(make("b", "", each.name), make("span", "sub", each.total ? "总投资" + each.total : ""));
    if (each.summary) card.append(make("p", "pack-line", each.summary));
    if (each.card) {
      const buttons = make("div", "buttons");
      buttons.append(field.link(each.card, "quiet", "打开项目卡（要有信号）"));
      card.append(buttons);
    }
    return card;
  }
  function gap(words) {
    const card = make("li", "card");
    card.append(make("span", "card-words", words));
    return card;
  }

  function one(pack) {
    const head = make("section");
    head.append(make("b", "pack-title", pack.title));
    head.append(make("span", "sub", [span(pack), pack.chain, pack.step].filter(Boolean).join("　")));
    if (pack.units.length) head.append(make("span", "sub", "参加：" + pack.units.join("、")));
    if (pack.purpose) head.append(make("p", "pack-line", pack.purpose));
    head.append(make("span", "sub", clock(pack.kept) + " 存到手机"));
    const buttons = make("div", "foot");
    buttons.append(field.link("/field/packs/", "quiet", "全部资料包"));
    at("pack").replaceChildren(
      head,
      part("拟见企业", pack.firms.map(firm), "目的地没有查到目标企业，计划里也没有拟访企业。"),
      part("能补的缺失环节", pack.gaps.map(gap), "没有登记的缺失环节。"),
      part("可展示的包装项目", pack.projects.map(project), "没有已发布的包装项目。"),
      buttons
    );
  }

  function row(head, isKept) {
    const card = make("li", "card");
    const words = field.link("/field/packs/?plan=" + head.key, "card-words", "");
    words.append(make("b", "", head.title), make("span", "sub", [span(head), head.chain].filter(Boolean).join("　")));
    card.append(words, make("span", "light light-" + (isKept ? "blue" : "yellow"), isKept ? "已存" : "没有存下"));
    return card;
  }

  field.draw = async function (now) {
    const kept = await field.packs.kept();
    const pack = asked ? kept.packs[asked] : null;
    at("pack").hidden = !pack;
    at("listing").hidden = Boolean(pack);
    at("save").hidden = !now.me || now.signedOut;
    at("missing").hidden = !asked || Boolean(pack);
    if (pack) {
      one(pack);
      return;
    }
    const rows = kept.list.map((head) => row(head, Boolean(kept.packs[head.key])));
    const none = now.signedOut || !now.me ? "登录后才能看到资料包。" : "本单位没有要出发或在途的外出计划。";
    at("list").replaceChildren(...(rows.length ? rows : [make("li", "none", none)]));
  };

  document.addEventListener("DOMContentLoaded", () => {
    at("save").addEventListener("click", async () => {
      at("told").textContent = "正在下载…";
      const whole = await field.packs.refresh(true);
      at("told").textContent = whole ? "已存到手机，没有信号也能看。" : "没有全部存下，有信号时再试。";
    });
  });
})(self);
