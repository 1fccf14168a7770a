/* 记一笔: every key pressed is kept, so that a page that closes loses nothing; 记下 lets it be sent. */
(function (self) {
  "use strict";
  const field = self.field;
  const store = field.store;
  const SETTLE = 200;
  const asked = new URLSearchParams(location.search);
  const at = (id) => document.getElementById(id);
  let form = null;
  let item = null;
  let now = null;
  let clock = 0;
  let saving = Promise.resolve();
  let isNew = true;
  let closed = false;

  const texts = ["met_on", "occasion", "unit", "place", "met_with", "summary", "project_name", "intended_amount", "next_step", "next_due_on"];

  function fresh() {
    return {
      key: store.uuid(), owner: now.me.key, kind: "visit", state: "draft", made: Date.now(),
      content: {
        met_on: field.today(), kind: "visit",
        occasion: asked.get("occasion") || "", picked: asked.has("occasion"),
      },
    };
  }

  async function begin() {
    const wanted = asked.get("item");
    const found = wanted ? now.items.find((each) => each.key === wanted) : null;
    const drafts = now.items.filter((each) => each.kind === "visit" && each.state === "draft");
    item = found && !found.noted ? found : !wanted && drafts.length ? drafts[drafts.length - 1] : null;
    isNew = !item;
    if (!item) {
      item = fresh();
      if (!asked.get("occasion")) item.content.occasion = firstOccasion();
    } else if (item.state !== "draft") {
      item.state = "draft"; // while it is being written it is not sent
      await store.save(item);
    }
    at("resumed").hidden = isNew || Boolean(wanted);
    fill();
    await drawPhotos();
  }

  /* Occasions that run on the day of the visit; one's own come first. */
  function fitting(on) {
    return (now.day.occasions || []).filter((each) => (
      !each.starts || (each.starts <= on && (!each.ends || each.ends >= on))
    ));
  }
  function firstOccasion() {
    const mine = fitting(item.content.met_on).find((each) => each.mine && each.starts);
    return mine ? mine.id : "";
  }

  function options(select, pairs, chosen) {
    select.replaceChildren(...pairs.map(([value, words]) => {
      const made = field.make("option", "", words);
      made.value = value;
      return made;
    }));
    select.value = chosen || "";
  }

  function occasions() {
    const content = item.content;
    const all = now.day.occasions || [];
    const shown = fitting(content.met_on || field.today());
    const chosen = all.find((each) => each.id === content.occasion);
    if (chosen && shown.indexOf(chosen) < 0) shown.unshift(chosen);
    options(at("occasion"), shown.map((each) => [each.id, each.kind + "　" + each.label]).concat([["", "不属于驻点、外出、来访"]]), content.occasion);
    at("occasion").value = chosen ? content.occasion : "";
    const isTrip = (content.occasion || "").startsWith("trip:");
    at("project-hint").textContent = isTrip ? "记为这次外出的洽谈项目" : "写进洽谈内容";
  }

  function fill() {
    const content = item.content;
    const units = now.day.units || [];
    options(at("unit"), [["", "按场合或本单位"]].concat(units), content.unit);
    at("unit-line").hidden = units.length < 2;
    texts.filter((name) => name !== "occasion" && name !== "unit").forEach((name) => { at(name).value = content[name] || ""; });
    at("met_on").max = field.today();
    at("is_invited").checked = Boolean(content.is_invited);
    form.querySelectorAll("[name=kind]").forEach((each) => { each.checked = each.value === content.kind; });
    occasions();
    chosenFirm();
    const more = ["project_name", "intended_amount", "place", "is_invited"].some((name) => content[name]);
    if (more || content.met_on !== field.today()) at("more").open = true;
    wrong(item.errors || {}, item.words);
  }

  function read() {
    texts.forEach((name) => { item.content[name] = at(name).value.trim(); });
    item.content.is_invited = at("is_invited").checked;
    const kind = form.querySelector("[name=kind]:checked");
    item.content.kind = kind ? kind.value : "visit";
  }

  function keep() {
    clearTimeout(clock);
    if (closed) return saving;
    read();
    isNew = false;
    const kept = Object.assign({}, item, { content: Object.assign({}, item.content) });
    saving = saving.then(() => store.save(kept)).then(
      () => { at("kept").textContent = "草稿已存在手机上"; },
      () => { at("kept").textContent = "手机存储空间不足，草稿没有存下"; }
    );
    return saving;
  }
  function keepSoon() {
    clearTimeout(clock);
    clock = setTimeout(keep, SETTLE);
  }

  /* --- the firm --- */
  function chosenFirm() {
    const content = item.content;
    const has = Boolean(content.firm || content.firm_name || content.credit_code);
    at("firm-chosen").hidden = !has;
    at("firm-search").hidden = has;
    at("firm-new").hidden = !has || Boolean(content.firm);
    at("firm-name").textContent = content.firm_name || "名称待填";
    at("firm-code").textContent = content.firm ? content.shown_code || "" : "名册里没有，发送后登记为新企业";
    at("new-name").value = content.firm ? "" : content.firm_name || "";
    at("credit_code").value = content.firm ? "" : content.credit_code || "";
  }
  /* Of a firm on the register its key is sent, and no code: the register may know a newer one. */
  function choose(key, name, code) {
    const given = { firm: key || "", firm_name: name || "", credit_code: key ? "" : code || "" };
    Object.assign(item.content, given, { shown_code: code || "" });
    at("firm-results").replaceChildren();
    at("firm-query").value = "";
    at("scanned").textContent = "";
    wrong({}, "");
    chosenFirm();
    keep();
  }
  async function search() {
    const text = at("firm-query").value.trim();
    const rows = await field.firms.search(text);
    if (text !== at("firm-query").value.trim()) return;
    const shown = rows.map((row) => {
      const line = field.button("result", "", () => choose(row[0], row[1], row[2]));
      line.append(field.make("b", "", row[1]), field.make("span", "sub", row[2] || "名册里没有信用代码"));
      return line;
    });
    const code = text.toUpperCase();
    if (field.code.isValid(code) && !rows.length) shown.push(field.button("result", "按信用代码 " + code + " 记下", () => choose("", "", code)));
    else if (text.length > 1 && !rows.some((row) => row[1] === text)) {
      shown.push(field.button("result result-new", "记为新企业：" + text, async () => {
        const known = await field.firms.byName(text);
        if (known) choose(known[0], known[1], known[2]);
        else choose("", text, "");
      }));
    }
    at("firm-results").replaceChildren(...shown);
  }
  async function scanned(text) {
    const place = at("scanned");
    if (!text) {
      place.textContent = "没有认出二维码，请对准再拍，或输入名称、信用代码。";
      return;
    }
    const { code, name } = field.code.read(text);
    if (!code) {
      place.textContent = "二维码里没有统一社会信用代码（有的执照只印了网址），请输入名称或代码。";
      return;
    }
    const known = await field.firms.byCode(code);
    if (known) choose(known[0], known[1], known[2]);
    else choose("", name, code);
  }

  /* --- photos --- */
  async function drawPhotos() {
    const place = at("photos");
    place.querySelectorAll("img").forEach((each) => URL.revokeObjectURL(each.src));
    const photos = await store.photosOf(item.key);
    place.replaceChildren(...photos.map((photo) => {
      const frame = field.make("li", "");
      const image = field.make("img");
      image.src = URL.createObjectURL(photo.blob);
      image.alt = photo.name;
      frame.append(image, field.button("drop", "删去", async () => {
        await store.dropPhoto(photo.id);
        await drawPhotos();
      }));
      return frame;
    }));
  }
  async function addPhotos(input) {
    const files = Array.from(input.files);
    input.value = "";
    at("photo-wrong").textContent = files.length ? "正在处理照片…" : "";
    let wrongs = "";
    await keep();
    for (const file of files) {
      try {
        const made = await field.photos.shrink(file, at("keep-notes").checked);
        await store.putPhoto({ id: store.uuid(), item: item.key, made: Date.now(), name: made.name, blob: made.blob });
      } catch (error) {
        wrongs = error.name === "QuotaExceededError" ? "手机存储空间不足，照片没有存下" : error.message;
      }
    }
    at("photo-wrong").textContent = wrongs;
    await drawPhotos();
  }

  /* --- being told what is wrong, and being done --- */
  function wrong(errors, words) {
    form.querySelectorAll("[data-wrong]").forEach((each) => {
      const said = errors[each.dataset.wrong] || "";
      each.textContent = said;
      each.hidden = !said;
    });
    const here = Array.from(form.querySelectorAll("[data-wrong]"), (each) => each.dataset.wrong);
    const rest = Object.keys(errors).filter((name) => here.indexOf(name) < 0).map((name) => errors[name]);
    at("wrong").textContent = [words].concat(rest).filter(Boolean).join("；");
    at("wrong").hidden = !at("wrong").textContent;
    const first = form.querySelector("[data-wrong]:not([hidden])");
    if (!first) return;
    const part = first.closest("details");
    if (part) part.open = true;
    first.scrollIntoView({ block: "center" });
  }
  function faults(content) {
    const found = {};
    const code = content.credit_code;
    if (!content.firm && !content.firm_name && !code) found.firm = "请选择或填写见的是哪家企业";
    if (code && !field.code.isValid(code)) found.credit_code = "信用代码应为18位且校验位相符，请对照营业执照核对";
    if (!content.met_on || content.met_on > field.today()) found.met_on = "请填写哪天见的，不晚于今天";
    if (content.next_due_on && !content.next_step) found.next_step = "填了日期，请写下一步做什么";
    if (content.next_due_on && content.next_due_on < content.met_on) found.next_due_on = "下一步早于见面的日期，请核对";
    return found;
  }
  async function finish(event) {
    event.preventDefault();
    read();
    const found = faults(item.content);
    wrong(found, "");
    if (Object.keys(found).length) {
      keep();
      return;
    }
    await keep();
    clearTimeout(clock);
    closed = true;
    try {
      await store.save(Object.assign({}, item, { state: "waiting", words: "", errors: {}, tries: 0 }));
    } catch (error) {
      closed = false;
      wrong({}, "手机存储空间不足，没有记下；请删去几张照片再试");
      return;
    }
    field.later();
    location.assign("/field/outbox/");
  }

  async function startAgain() {
    if (!self.confirm("这份草稿删去就没有了，确定重新写吗？")) return;
    closed = true;
    await saving;
    await store.remove(item.key);
    location.assign("/field/log/");
  }

  function wire() {
    form.addEventListener("input", (event) => {
      if (!item || event.target.id === "firm-query" || event.target.type === "file" || event.target.id === "keep-notes") return;
      if (event.target.id === "new-name") item.content.firm_name = event.target.value.trim();
      if (event.target.id === "credit_code") item.content.credit_code = event.target.value.trim().toUpperCase();
      if (event.target.id === "met_on") {
        item.content.met_on = event.target.value;
        if (!item.content.picked) item.content.occasion = firstOccasion();
        occasions();
      }
      if (event.target.id === "occasion") {
        item.content.picked = true; // by hand: another day does not choose another
        item.content.occasion = event.target.value;
        occasions();
      }
      keepSoon();
    });
    form.addEventListener("submit", finish);
    at("firm-query").addEventListener("input", search);
    at("firm-change").addEventListener("click", () => { choose("", "", ""); at("firm-query").focus(); });
    at("start-again").addEventListener("click", startAgain);
    at("scan").hidden = !field.scan.hasCamera() || !self.HTMLDialogElement;
    at("scan").addEventListener("click", async () => {
      try {
        const text = await field.scan.fromCamera(at("camera"));
        if (text) await scanned(text);
      } catch (error) {
        at("scanned").textContent = "打不开摄像头，请允许使用摄像头，或改用“拍二维码”。";
      }
    });
    at("camera-close").addEventListener("click", () => at("camera").close());
    at("code-photo").addEventListener("change", async (event) => {
      const file = event.target.files[0];
      event.target.value = "";
      if (file) await scanned(await field.scan.fromPhoto(file).catch(() => ""));
    });
    ["take", "pick"].forEach((id) => at(id).addEventListener("change", (event) => addPhotos(event.target)));
    form.querySelectorAll("[data-days]").forEach((each) => each.addEventListener("click", () => {
      at("next_due_on").value = field.today(Number(each.dataset.days));
      keepSoon();
    }));
    self.addEventListener("pagehide", () => { if (item && !isNew && !closed) keep(); });
    document.addEventListener("visibilitychange", () => { if (document.hidden && item && !isNew && !closed) keep(); });
  }

  field.draw = async function (told) {
    now = told;
    at("save").disabled = !told.me;
    if (item || !told.me) return;
    if (!told.day.kinds) return; // first opening: the county has not answered yet
    form.hidden = false;
    await begin();
    document.body.dataset.ready = "yes";
  };
  document.addEventListener("DOMContentLoaded", () => {
    form = at("log");
    wire();
  });
})(self);
