// Keying in by keyboard: the number of an answer chooses it. Without this file Tab, arrows and Space do the same.
// The keys work only while the focus is on a radio button or a tick box, never while somebody types words.
(function () {
  "use strict";
  const form = document.querySelector("form.keying");
  if (!form) return;

  const inputs = (group) => [...group.querySelectorAll("input[type=radio], input[type=checkbox]")];

  for (const group of form.querySelectorAll("fieldset")) {
    inputs(group).forEach((input, index) => {
      const words = input.closest("label") || form.querySelector(`label[for="${input.id}"]`);
      const place = words && (words.querySelector("span") || words);
      if (!place || index > 98) return;
      const number = document.createElement("kbd");
      number.textContent = index + 1;
      number.setAttribute("aria-hidden", "true");
      place.prepend(number, " ");
    });
  }
  document.querySelector("[data-keys]").hidden = false;

  let typed = "", typedIn = null, typedAt = 0;
  form.addEventListener("keydown", (event) => {
    const input = event.target;
    if (!/^[0-9]$/.test(event.key) || event.ctrlKey || event.altKey || event.metaKey) return;
    if (input.type !== "radio" && input.type !== "checkbox") return;
    const group = input.closest("fieldset"), all = inputs(group);
    event.preventDefault();
    // Two digits in quick succession are one number where a question has so many answers.
    const now = Date.now();
    typed = all.length > 9 && typedIn === group && now - typedAt < 800 ? typed + event.key : event.key;
    typedIn = group;
    typedAt = now;
    if (typed === "0") {
      for (const one of all) one.checked = false;
      return;
    }
    const wanted = all[Number(typed) - 1];
    if (!wanted) return;
    wanted.checked = wanted.type === "radio" ? true : !wanted.checked;
    wanted.focus();
  });

  if (!document.querySelector(".ds_error-summary")) {
    const first = form.querySelector("input[type=radio]:checked") || form.querySelector("input[type=radio]");
    if (first) first.focus({ preventScroll: true });
  }
})();
