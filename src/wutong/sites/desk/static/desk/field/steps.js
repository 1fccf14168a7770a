/* 下一步: what is owed, done with one tap and a result; without a signal it waits like a visit. */
(function (self) {
  "use strict";
  const field = self.field;
  const store = field.store;
  const RESULTS = ["已办成", "已联系，等回复", "对方暂无意向", "另约时间"];
  let open = null;

  async function done(now, each, result) {
    open = null;
    await store.save({
      key: store.uuid(),
      owner: now.me.key,
      kind: "step",
      state: "waiting",
      made: Date.now(),
      content: { step: each.key, on: field.today(), result, firm: each.firm, text: each.step },
    });
    field.later();
    field.go();
  }

  function answers(now, each) {
    const place = field.make("form", "answers");
    const chips = field.make("div", "chips");
    RESULTS.forEach((result) => chips.append(field.button("chip", result, () => done(now, each, result))));
    const line = field.make("div", "line");
    const box = field.make("input", "box");
    box.placeholder = "或写一句结果";
    box.maxLength = 200;
    box.setAttribute("aria-label", "结果");
    const ready = field.make("button", "go", "办完");
    line.append(box, ready);
    place.append(chips, line);
    place.addEventListener("submit", (event) => {
      event.preventDefault();
      if (box.value.trim()) done(now, each, box.value.trim());
      else box.focus();
    });
    return place;
  }

  function row(now, each) {
    const card = field.make("li", "card card-tall");
    const head = field.make("div", "card-line");
    const words = field.make("div", "card-words");
    words.append(field.make("b", "", each.step), field.make("span", "sub", each.firm + (each.mine ? "" : "　本单位同事记的")));
    const late = each.due && each.due < field.today();
    words.append(field.make("span", late ? "due late" : "due", each.due ? field.spoken(each.due) + (late ? " 逾期" : "") : "未定日期"));
    const tap = field.button("go", "办完", () => {
      open = open === each.key ? null : each.key;
      field.refresh();
    });
    tap.setAttribute("aria-expanded", String(open === each.key));
    head.append(words, tap);
    card.append(head);
    if (open === each.key) card.append(answers(now, each));
    return card;
  }

  field.draw = function (now) {
    const place = document.getElementById("list");
    if (place.contains(document.activeElement) && document.activeElement.tagName === "INPUT") return;
    const busy = new Set(now.items.filter((item) => item.kind === "step").map((item) => item.content.step));
    const rows = (now.day.steps || []).filter((each) => !busy.has(each.key));
    place.replaceChildren(...rows.map((each) => row(now, each)));
    if (!rows.length) {
      const words = now.signedOut ? "登录后才能看到下一步。" : "近两周没有要办的下一步。记一笔时写上下一步和日期，到时在这里提醒。";
      place.append(field.make("li", "none", words));
    }
  };
  field.told = (words) => { document.getElementById("told").textContent = words; };
})(self);
