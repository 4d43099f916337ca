// A ranking by buttons: "Move up" and "Move down" write into the lists of places, which work without this file, too.
// What has a place stands first, in order; what has none follows. A place that is chosen from a list moves nothing.
(function () {
  "use strict";
  const ready = (ranking) => {
    if (ranking.dataset.ready) return;
    ranking.dataset.ready = "yes";
    const most = Number(ranking.dataset.most), status = ranking.querySelector("[role=status]");
    const all = [...ranking.querySelectorAll(".ranked")];
    const place = (one) => Number(one.querySelector("select").value) || Infinity;
    const placed = () => all.filter((one) => place(one) < Infinity).sort((a, b) => place(a) - place(b));

    const arrange = (order) => {
      const rest = all.filter((one) => !order.includes(one));
      for (const one of [...order, ...rest]) ranking.insertBefore(one, status);
    };

    const show = (order) => {
      for (const one of all) {
        const at = order.indexOf(one);
        one.querySelector("select").value = at < 0 ? "" : String(at + 1);
      }
      arrange(order);
    };

    const move = (one, by) => {
      const order = placed(), at = order.indexOf(one);
      if (at < 0 && by < 0) {
        order.splice(Math.min(order.length, most - 1), Infinity, one);
      } else if (at >= 0) {
        order.splice(at, 1);
        // Below the last place there is none.
        if (at + by <= order.length) order.splice(Math.max(0, at + by), 0, one);
      }
      show(order);
      const words = place(one) < Infinity ? status.dataset.placed : status.dataset.unplaced;
      status.textContent = words.replace("{option}", one.dataset.named).replace("{place}", place(one));
      // What a script writes changes nothing by itself: a page that shows and hides must hear of it.
      one.querySelector("select").dispatchEvent(new Event("change", { bubbles: true }));
    };

    for (const one of all) {
      for (const button of one.querySelectorAll("[data-move]")) {
        button.hidden = false;
        button.addEventListener("click", () => {
          move(one, Number(button.dataset.move));
          button.focus();
        });
      }
    }
    // Where two have the same place, all stays as it was typed until somebody mends it.
    const before = placed();
    if (new Set(before.map(place)).size === before.length) arrange(before);
  };

  const every = (root) => root.querySelectorAll(".ranking").forEach(ready);
  every(document);
  document.addEventListener("htmx:load", (event) => every(event.detail.elt)); // what an answer brought up
})();
