/* The board: dragging a card, or an arrow key on it, asks what the move would need. Nothing moves
   here: the question leads to the page where it is done. */
(function () {
  "use strict";
  const board = document.getElementById("board");
  if (!board || !window.HTMLDialogElement) return;
  const columns = Array.from(board.querySelectorAll(".board-column"));
  let dragged = null;

  function address(card, stage) {
    const page = card.querySelector(".card-move").getAttribute("href");
    return page + (stage ? "?to=" + encodeURIComponent(stage) : "");
  }

  function ask(card, stage) {
    const dialog = document.createElement("dialog");
    const body = document.createElement("div");
    const buttons = document.createElement("div");
    const no = document.createElement("button");
    dialog.className = "ask is-wide";
    dialog.setAttribute("aria-label", "转入前核对");
    buttons.className = "ask-buttons";
    no.className = "btn";
    no.textContent = "取消";
    no.addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => {
      dialog.remove();
      card.querySelector(".card-name").focus();
    });
    body.textContent = "正在核对门槛…";
    buttons.append(no);
    dialog.append(body, buttons);
    document.body.append(dialog);
    dialog.showModal();
    fetch(address(card, stage), { headers: { "HX-Request": "true" }, credentials: "same-origin" })
      .then((reply) => (reply.ok ? reply.text() : Promise.reject(new Error(String(reply.status)))))
      .then((html) => {
        body.innerHTML = html;
        const tools = body.querySelector(".preview-buttons");
        if (tools) {
          tools.append(no);
          buttons.remove();
        }
        const first = body.querySelector(".preview-buttons a");
        if (first) first.focus();
      })
      .catch(() => { body.textContent = "没有核对成：网络不通，或项目已不在您的权限范围内。请刷新后再试。"; });
  }

  board.addEventListener("dragstart", (event) => {
    const card = event.target.closest("[data-movable]");
    if (!card) return;
    dragged = card;
    card.classList.add("is-dragged");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", card.dataset.key);
  });
  board.addEventListener("dragend", () => {
    if (dragged) dragged.classList.remove("is-dragged");
    columns.forEach((each) => each.classList.remove("is-over"));
    dragged = null;
  });
  columns.forEach((column) => {
    column.addEventListener("dragover", (event) => {
      if (!dragged || dragged.dataset.at === column.dataset.stage || column.dataset.stage === "none") return;
      event.preventDefault();
      event.dataTransfer.dropEffect = "move";
      column.classList.add("is-over");
    });
    column.addEventListener("dragleave", (event) => {
      if (!column.contains(event.relatedTarget)) column.classList.remove("is-over");
    });
    column.addEventListener("drop", (event) => {
      if (!dragged) return;
      event.preventDefault();
      column.classList.remove("is-over");
      ask(dragged, column.dataset.stage);
    });
  });

  board.addEventListener("click", (event) => {
    const link = event.target.closest(".card-move");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    ask(link.closest(".card-item"), "");
  });

  board.addEventListener("keydown", (event) => {
    const card = event.target.closest(".card-item");
    if (!card || event.ctrlKey || event.metaKey || event.altKey) return;
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step && "movable" in card.dataset) {
      const next = columns[columns.indexOf(card.closest(".board-column")) + step];
      if (!next || next.dataset.stage === "none") return;
      event.preventDefault();
      ask(card, next.dataset.stage);
    } else if (event.key === "ArrowUp" || event.key === "ArrowDown") {
      const near = event.key === "ArrowUp" ? card.previousElementSibling : card.nextElementSibling;
      if (!near) return;
      event.preventDefault();
      near.querySelector(".card-name").focus();
    }
  });
})();
