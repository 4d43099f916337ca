// A file that is too large is said at once, and not after it has been sent over a slow line. Without this file the
// server says it.
(function () {
  "use strict";
  const ready = (question) => {
    if (question.dataset.ready) return;
    question.dataset.ready = "yes";
    const input = question.querySelector("input[type=file]"), said = question.querySelector("[role=status]");
    input.addEventListener("change", () => {
      const large = [...input.files].filter((one) => one.size > Number(question.dataset.megabytes) * 1e6);
      said.textContent = large.map((one) => question.dataset.tooLarge.replace("{name}", one.name)).join(". ");
      if (large.length) input.value = "";
    });
  };
  const every = (root) => root.querySelectorAll(".file").forEach(ready);
  every(document);
  document.addEventListener("htmx:load", (event) => every(event.detail.elt)); // what an answer brought up
})();
