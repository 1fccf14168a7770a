/* The day's slider sets the date field and asks for that day; printing opens what is folded. */
(function () {
  "use strict";
  const range = document.getElementById("known-range");
  const field = document.getElementById("known");
  if (range && field) {
    const first = new Date(range.dataset.first + "T00:00:00Z");
    range.hidden = false;
    range.addEventListener("input", () => {
      const day = new Date(first.getTime() + Number(range.value) * 86400000).toISOString().slice(0, 10);
      field.value = day;
      range.setAttribute("aria-valuetext", day);
    });
    range.addEventListener("change", () => field.form.requestSubmit ? field.form.requestSubmit() : field.form.submit());
  }
  const print = document.querySelector("[data-print]");
  if (print) {
    print.hidden = false;
    print.addEventListener("click", () => window.print());
  }
  window.addEventListener("beforeprint", () => document.querySelectorAll(".chart-twin").forEach((each) => { each.open = true; }));
})();
