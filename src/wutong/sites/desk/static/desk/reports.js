/* Copying a link; in the editor, finding figures and putting them where one writes. */
(function () {
  "use strict";

  document.querySelectorAll("[data-copy]").forEach((button) => {
    const source = document.querySelector(button.dataset.copy);
    if (!source) return;
    button.hidden = false;
    button.addEventListener("click", () => {
      source.select();
      const done = () => { button.lastChild.textContent = "已复制"; };
      if (navigator.clipboard) navigator.clipboard.writeText(source.value).then(done, () => {});
      else if (document.execCommand("copy")) done();
    });
  });

  const editor = document.querySelector("[data-editor]");
  if (!editor) return;
  document.querySelectorAll("[data-insert]").forEach((code) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "link-button";
    button.textContent = "插入";
    button.setAttribute("aria-label", "插入" + (code.dataset.label || code.dataset.insert));
    button.addEventListener("click", () => {
      editor.focus();
      editor.setRangeText(code.dataset.insert, editor.selectionStart, editor.selectionEnd, "end");
      editor.dispatchEvent(new Event("input", { bubbles: true }));
    });
    code.after(button);
  });
  const search = document.querySelector("[data-find-figures]");
  if (!search) return;
  search.parentElement.hidden = false;
  search.addEventListener("input", () => {
    const wanted = search.value.trim().toLowerCase();
    document.querySelectorAll("[data-figure]").forEach((item) => {
      item.hidden = !item.dataset.figure.toLowerCase().includes(wanted);
    });
    document.querySelectorAll("[data-figures]").forEach((group) => {
      group.hidden = !group.querySelector("[data-figure]:not([hidden])");
      if (wanted) group.open = true;
    });
  });
})();
