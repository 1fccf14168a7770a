/* What makes the pages quicker. Every page works without this file. */
(function () {
  "use strict";

  const all = (root, query) => {
    const own = root.matches && root.matches(query) ? [root] : [];
    return own.concat(Array.from(root.querySelectorAll(query)));
  };
  const make = (tag, className, text) => {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (text) made.textContent = text;
    return made;
  };

  /* Libraries are fetched by the pages that need them. */
  const fetched = {};
  function library(name) {
    const source = document.body.dataset[name];
    if (!source) return Promise.reject(new Error(name));
    if (!fetched[name]) {
      const style = document.body.dataset[name + "Css"];
      if (style) {
        const link = make("link");
        link.rel = "stylesheet";
        link.href = style;
        document.head.insertBefore(link, document.head.querySelector("link[rel=stylesheet]"));
      }
      fetched[name] = new Promise((done, failed) => {
        const script = make("script");
        script.src = source;
        script.onload = done;
        script.onerror = failed;
        document.head.append(script);
      });
    }
    return fetched[name];
  }

  /* Long selects: searchable, by Chinese or by what is typed. */
  function searchSelects(root) {
    const long = all(root, "select[data-search]").filter(
      (select) => !select.tomselect && (select.multiple || select.options.length > 10)
    );
    if (!long.length) return;
    library("tomSelect").then(() => {
      long.forEach((select) => {
        if (select.tomselect) return;
        select.setAttribute("aria-hidden", "true"); // the box in front of it has the label
        new window.TomSelect(select, {
          plugins: select.multiple ? ["remove_button"] : [],
          maxOptions: null,
          allowEmptyOption: true,
          render: { no_results: () => make("div", "no-results", "没有这一项") },
        });
      });
    }).catch(() => {});
  }

  /* Asking before what cannot be taken back: <form data-confirm="…">. */
  function ask(question, then) {
    if (!window.HTMLDialogElement) {
      if (window.confirm(question)) then();
      return;
    }
    const dialog = make("dialog", "ask");
    const buttons = make("div", "ask-buttons");
    const no = make("button", "btn", "取消");
    const yes = make("button", "btn btn-primary", "确定");
    no.addEventListener("click", () => dialog.close());
    yes.addEventListener("click", () => { dialog.close(); then(); });
    dialog.addEventListener("close", () => dialog.remove());
    buttons.append(no, yes);
    dialog.append(make("p", "", question), buttons);
    document.body.append(dialog);
    dialog.showModal();
    no.focus();
  }
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.dataset.confirm || form.agreed) {
      form.agreed = false;
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    const button = event.submitter;
    ask(form.dataset.confirm, () => {
      form.agreed = true;
      if (button) button.click();
      else form.requestSubmit();
    });
  }, true);

  /* Changes not saved: <form data-guard>. */
  let unsaved = false;
  document.addEventListener("input", (event) => {
    if (event.target.form && "guard" in event.target.form.dataset) unsaved = true;
  });
  document.addEventListener("submit", (event) => {
    if ("guard" in event.target.dataset) unsaved = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (!unsaved) return;
    event.preventDefault();
    event.returnValue = "";
  });

  /* Keys: "/" goes to the search box; a wheel over a number must not change it. */
  document.addEventListener("keydown", (event) => {
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) || event.target.isContentEditable;
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const box = Array.from(document.querySelectorAll("[data-hotkey='/']")).find((each) => each.offsetParent);
    if (!box) return;
    event.preventDefault();
    box.focus();
  });
  document.addEventListener("wheel", (event) => {
    if (event.target.type === "number" && event.target === document.activeElement) event.target.blur();
  }, { passive: true });

  /* Tables: as wide as they need; the heading stays in sight either way. */
  function fit(wrap) {
    wrap.classList.remove("fits", "is-wide");
    const wide = wrap.scrollWidth > wrap.clientWidth + 1;
    wrap.classList.add(wide ? "is-wide" : "fits");
    if (wide) wrap.tabIndex = 0;
    else wrap.removeAttribute("tabindex");
  }
  const fitAll = (root) => all(root, ".table-wrap").forEach(fit);
  let later = 0;
  window.addEventListener("resize", () => {
    clearTimeout(later);
    later = setTimeout(() => fitAll(document), 100);
  });

  /* Filters: a choice is sent at once, words when Enter is pressed or the box is emptied. */
  function send(event) {
    const form = event.target.form;
    if (!window.htmx || !form || !("filter" in form.dataset) || !form.hasAttribute("hx-get")) return;
    const isBox = event.target.type === "search";
    if (event.type === "change" ? !isBox : isBox && !event.target.value) form.requestSubmit();
  }
  document.addEventListener("change", send);
  document.addEventListener("search", send, true);

  /* No empty parameters in the address. */
  document.addEventListener("htmx:configRequest", (event) => {
    const form = event.detail.elt;
    if (!form.dataset || !("filter" in form.dataset)) return;
    const given = event.detail.parameters;
    Object.keys(given).forEach((name) => { if (given[name] === "") delete given[name]; });
  });
  document.addEventListener("submit", (event) => {
    if (!("filter" in event.target.dataset) || event.defaultPrevented) return;
    Array.from(event.target.elements).forEach((each) => { if (each.name && !each.value) each.disabled = true; });
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.elt.id !== "rows") return;
    const narrowed = Array.from(document.querySelectorAll("[data-filter] [name]")).some(
      (each) => each.type !== "hidden" && each.value
    );
    document.querySelectorAll(".filter-clear").forEach((each) => each.classList.toggle("is-idle", !narrowed));
    const order = new URLSearchParams(location.search).get("sort") || "";
    document.querySelectorAll("[data-filter]").forEach((form) => {
      let kept = form.querySelector("[name=sort]");
      if (!kept) {
        kept = make("input");
        kept.type = "hidden";
        kept.name = "sort";
        form.append(kept);
      }
      kept.value = order;
    });
  });
  document.addEventListener("htmx:responseError", () => tell("没有办成：服务器没有答复，请稍后再试。"));
  document.addEventListener("htmx:sendError", () => tell("没有办成：网络不通，请检查后再试。"));
  function tell(words) {
    const place = document.getElementById("notices");
    if (!place) return;
    place.replaceChildren(make("p", "notice notice-error", words));
    place.focus();
  }

  function enhance(root) {
    searchSelects(root);
    fitAll(root);
    const current = document.querySelector(".sidebar [aria-current]");
    if (root === document && current) current.scrollIntoView({ block: "nearest" });
    all(root, "[data-focus]").forEach((each) => each.focus());
    if (window.wutong) {
      window.wutong.charts(root, library);
      window.wutong.drops(root);
    }
  }
  document.addEventListener("DOMContentLoaded", () => {
    if (window.htmx) document.documentElement.classList.add("has-htmx");
    enhance(document);
    document.addEventListener("htmx:load", (event) => enhance(event.detail.elt));
  });
})();
