/* 我的: today's occasions, what is owed, what waits, this week. */
(function (self) {
  "use strict";
  const field = self.field;
  const FEW = 3;
  const at = (id) => document.getElementById(id);

  function listed(place, rows, none) {
    place.replaceChildren(...(rows.length ? rows : [field.make("li", "none", none)]));
  }

  function occasion(each) {
    const row = field.make("li", "card");
    const words = field.make("div", "card-words");
    words.append(field.make("b", "", each.label));
    const ends = each.ends ? field.spoken(each.starts) + "至" + field.spoken(each.ends) : field.spoken(each.starts) + "起";
    words.append(field.make("span", "sub", each.kind + "　" + ends));
    row.append(words, field.link("/field/log/?occasion=" + encodeURIComponent(each.id), "go", "记一笔"));
    return row;
  }

  function step(each) {
    const row = field.make("li", "card");
    const words = field.make("a", "card-words");
    words.href = "/field/steps/";
    words.append(field.make("b", "", each.step), field.make("span", "sub", each.firm));
    const late = each.due && each.due < field.today();
    const tone = late ? "due late" : "due";
    const due = each.due ? field.spoken(each.due) + (late ? " 逾期" : "") : "未定日期";
    row.append(words, field.make("span", tone, due));
    return row;
  }

  function recent(each) {
    const row = field.make("li", "card");
    const words = field.link("/interactions/" + each.key + "/", "card-words", "");
    words.append(field.make("b", "", each.firm), field.make("span", "sub", field.spoken(each.on) + "　" + each.kind));
    row.append(words);
    return row;
  }

  function pack(each) {
    const row = field.make("li", "card");
    const words = field.link("/field/packs/?plan=" + each.key, "card-words", "");
    words.append(field.make("b", "", each.title), field.make("span", "sub", field.spoken(each.starts) + "出发　" + each.chain));
    row.append(words);
    return row;
  }

  field.draw = async function (now) {
    const packs = (await field.packs.kept()).list;
    const day = now.day;
    const today = field.today();
    at("who").textContent = now.me ? now.me.name : "外勤";
    at("unit").textContent = now.me ? now.me.unit : "";
    const running = (day.occasions || []).filter((each) => (
      each.mine && each.starts && each.starts <= today && (!each.ends || each.ends >= today)
    ));
    listed(at("occasions"), running.map(occasion), "今天没有本单位的驻点、外出或来访；照样可以记一笔。");
    const busy = new Set(now.items.filter((item) => item.kind === "step").map((item) => item.content.step));
    const steps = (day.steps || []).filter((each) => !busy.has(each.key));
    listed(at("steps"), steps.slice(0, FEW).map(step), "近两周没有要办的下一步。");
    at("steps-count").hidden = steps.length <= FEW;
    at("steps-count").textContent = steps.length > FEW ? "共 " + steps.length + " 件" : "";
    at("packs-part").hidden = !packs.length;
    at("packs-count").textContent = packs.length > FEW ? "共 " + packs.length + " 份" : "";
    listed(at("packs"), packs.slice(0, FEW).map(pack), "");
    at("week-visits").textContent = day.week ? day.week.visits : "–";
    at("week-firms").textContent = day.week ? day.week.firms : "–";
    at("waits").textContent = now.items.length;
    listed(at("recent"), (day.recent || []).slice(0, 5).map(recent), "还没有收到您记的。");
    at("sign-out").hidden = !now.me;
    at("insecure").hidden = self.isSecureContext;
  };

  document.addEventListener("DOMContentLoaded", () => {
    at("sign-out").addEventListener("click", field.signOut);
    let offer = null;
    self.addEventListener("beforeinstallprompt", (event) => {
      event.preventDefault();
      offer = event;
      at("install").hidden = false;
    });
    at("install").addEventListener("click", () => { if (offer) offer.prompt(); });
  });
})(self);
