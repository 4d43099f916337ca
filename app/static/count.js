// How much room is left in a long text, said where little is left or it is too long. Nothing is ever cut: without this
// file, and with it, the server says by how much a text is too long. It counts as the server does.
(function () {
  "use strict";
  const NEAR = 0.2, PAUSE = 700; // of the room; milliseconds after the last key, so that nobody is talked over
  const ready = (room) => {
    if (room.dataset.ready) return;
    room.dataset.ready = "yes";
    const text = room.closest(".ds_question").querySelector("textarea"), most = Number(room.dataset.room);
    const said = document.createElement("p");
    said.setAttribute("role", "status");
    text.after(said);
    const show = () => {
      const left = most - [...text.value.trim().normalize("NFC")].length;
      const words = left < 0 ? room.dataset.over : left < most * NEAR ? room.dataset.left : "";
      said.textContent = words.replace("{n}", Math.abs(left).toLocaleString(document.documentElement.lang));
    };
    let waits;
    text.addEventListener("input", () => {
      clearTimeout(waits);
      waits = setTimeout(show, PAUSE);
    });
    show();
  };
  const every = (root) => root.querySelectorAll("[data-room]").forEach(ready);
  every(document);
  document.addEventListener("htmx:load", (event) => every(event.detail.elt)); // what an answer brought up
})();
