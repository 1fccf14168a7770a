/* Files: dropped on input[data-drop], whole folders too, and how far the upload has come. */
(function () {
  "use strict";
  const wutong = (window.wutong = window.wutong || {});
  const size = (bytes) => (bytes < 1048576 ? Math.ceil(bytes / 1024) + " KB" : (bytes / 1048576).toFixed(1) + " MB");
  const make = (tag, className, text) => {
    const made = document.createElement(tag);
    made.className = className || "";
    made.textContent = text || "";
    return made;
  };

  function entries(reader) {
    return new Promise((done, failed) => {
      const found = [];
      const more = () => reader.readEntries((batch) => {
        if (!batch.length) done(found);
        else { found.push(...batch); more(); }
      }, failed);
      more();
    });
  }
  async function filesOf(entry, path) {
    if (entry.isFile) {
      const file = await new Promise((done, failed) => entry.file(done, failed));
      return [{ file: file, path: path + file.name }];
    }
    const inside = await entries(entry.createReader());
    const files = await Promise.all(inside.map((each) => filesOf(each, path + entry.name + "/")));
    return files.reduce((list, each) => list.concat(each), []);
  }
  const wanted = (file) => !/^(\.|~\$)|^(Thumbs\.db|desktop\.ini)$/.test(file.name);

  /* The folders travel along as <input name>_paths, one for each file, in the files' order. */
  function show(input, zone, paths) {
    const list = zone.querySelector(".drop-files");
    list.replaceChildren();
    zone.querySelectorAll(".drop-path").forEach((each) => each.remove());
    Array.from(input.files).forEach((file, index) => {
      const path = (paths && paths[index]) || file.webkitRelativePath || file.name;
      const line = make("li", "", "");
      line.append(make("span", "", path), make("span", "sub", size(file.size)));
      list.append(line);
      const kept = make("input", "drop-path");
      kept.type = "hidden";
      kept.name = input.name + "_paths";
      kept.value = path;
      zone.append(kept);
    });
  }
  function take(input, zone, found) {
    const chosen = found.filter((each) => wanted(each.file));
    const kept = input.multiple || input.webkitdirectory ? chosen : chosen.slice(0, 1);
    const transfer = new DataTransfer();
    kept.forEach((each) => transfer.items.add(each.file));
    input.webkitdirectory = false;
    input.files = transfer.files;
    show(input, zone, kept.map((each) => each.path));
    input.dispatchEvent(new Event("input", { bubbles: true }));
  }
  function zoneOf(input) {
    const zone = input.closest(".drop");
    if (!zone || zone.ready) return;
    zone.ready = true;
    if (input.dataset.drop === "folder") {
      const whole = make("button", "btn", "选整个文件夹");
      whole.type = "button";
      whole.addEventListener("click", () => { input.webkitdirectory = true; input.click(); });
      input.addEventListener("click", (event) => { if (event.isTrusted) input.webkitdirectory = false; });
      zone.querySelector(".drop-hint").after(whole);
      zone.querySelector(".drop-hint").textContent = "可以把文件或整个文件夹拖到这里";
    }
    input.addEventListener("change", () => show(input, zone));
    ["dragenter", "dragover"].forEach((name) => zone.addEventListener(name, (event) => {
      event.preventDefault();
      zone.classList.add("is-over");
    }));
    ["dragleave", "drop"].forEach((name) => zone.addEventListener(name, () => zone.classList.remove("is-over")));
    zone.addEventListener("drop", (event) => {
      event.preventDefault();
      const dropped = Array.from(event.dataTransfer.items)
        .map((item) => item.webkitGetAsEntry && item.webkitGetAsEntry()).filter(Boolean);
      if (!dropped.length) { // a browser that knows no folders
        take(input, zone, Array.from(event.dataTransfer.files).map((file) => ({ file: file, path: file.name })));
        return;
      }
      Promise.all(dropped.map((entry) => filesOf(entry, "")))
        .then((lists) => take(input, zone, lists.reduce((list, each) => list.concat(each), [])))
        .catch(() => {});
    });
  }

  /* Uploads go through htmx so that their progress shows: <form data-upload>. */
  function progressOf(form) {
    if (!window.htmx || form.ready) return;
    form.ready = true;
    form.setAttribute("hx-boost", "true");
    window.htmx.process(form);
    const bar = make("progress", "upload-progress");
    bar.max = 100;
    bar.hidden = true;
    bar.setAttribute("aria-label", "上传进度");
    form.append(bar);
    form.addEventListener("htmx:xhr:progress", (event) => {
      if (!event.detail.lengthComputable) return;
      bar.hidden = false;
      bar.value = (100 * event.detail.loaded) / event.detail.total;
    });
    form.addEventListener("htmx:beforeRequest", () => form.querySelectorAll("button:not([type])").forEach((each) => { each.disabled = true; }));
    form.addEventListener("htmx:afterRequest", () => {
      bar.hidden = true;
      form.querySelectorAll("button:not([type])").forEach((each) => { each.disabled = false; });
    });
  }
  wutong.drops = (root) => {
    Array.from(root.querySelectorAll("input[data-drop]")).forEach(zoneOf);
    const forms = Array.from(root.querySelectorAll("form[data-upload]"));
    forms.concat(root.matches && root.matches("form[data-upload]") ? [root] : []).forEach(progressOf);
  };
})();
