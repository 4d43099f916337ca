// Nothing typed is lost on a bad line. HTMX saves a page as somebody types; this says when that fails, tries again, and
// keeps what is not saved yet in this tab alone (sessionStorage), until the server has it or the tab is closed.
(function () {
  "use strict";
  const OURS = "speir:", AGAIN = 5000, LONGEST = 60000; // milliseconds
  const place = OURS + location.pathname;
  let kept = null;
  try {
    kept = sessionStorage.getItem(place);
    // A page that has come shows that the one before it has arrived.
    for (const key of Object.keys(sessionStorage)) if (key.startsWith(OURS)) sessionStorage.removeItem(key);
  } catch { return; } // a browser that keeps nothing: pages are saved all the same

  const form = document.querySelector("form[hx-post]"), said = document.getElementById("kept");
  if (!form || !said) return;
  // The same page again because of what it said: then it has arrived, and stands as the server has it.
  const here = new URL(location.href), came = ["added", "merged"].filter((flag) => here.searchParams.has(flag));
  if (came.length || document.querySelector(".ds_error-summary, [data-unsaved]")) kept = null;
  came.forEach((flag) => here.searchParams.delete(flag));
  if (came.length) history.replaceState(null, "", here); // a reload from now on is another matter

  const controls = () => [...form.elements].filter((one) => one.name && !/^(hidden|file|submit)$/.test(one.type));
  const words = () => JSON.stringify(controls().map((one) =>
    [one.name, one.value, one.type === "radio" || one.type === "checkbox" ? one.checked : null]));

  if (kept && kept !== words()) {
    const were = JSON.parse(kept);
    for (const one of controls()) {
      const chosen = one.type === "radio" || one.type === "checkbox";
      const was = were.find(([name, value]) => name === one.name && (!chosen || value === one.value));
      if (!was) continue;
      if (chosen) one.checked = was[2];
      else one.value = was[1];
    }
    said.textContent = said.dataset.back;
    document.addEventListener("DOMContentLoaded", () => htmx.trigger(form, "change"));
  }

  let waits = 0, next = AGAIN;
  const keep = () => sessionStorage.setItem(place, words());
  const again = () => {
    clearTimeout(waits);
    htmx.trigger(form, "change");
  };
  form.addEventListener("input", keep);
  form.addEventListener("change", keep);
  form.addEventListener("htmx:beforeRequest", (event) => { event.detail.xhr.sent = words(); });
  form.addEventListener("htmx:afterRequest", (event) => {
    if (!event.detail.successful) return;
    next = AGAIN;
    if (event.detail.xhr.sent === words()) sessionStorage.removeItem(place);
  });
  for (const failed of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) form.addEventListener(failed, () => {
    said.textContent = said.dataset.lost;
    clearTimeout(waits);
    waits = setTimeout(again, next);
    next = Math.min(2 * next, LONGEST);
  });
  addEventListener("online", again);
  form.addEventListener("submit", (event) => {
    const go = event.submitter && event.submitter.value;
    if (/^(clear$|add:|remove:)/.test(go)) sessionStorage.removeItem(place); // what comes is to be otherwise
    else if (!navigator.onLine) {
      event.preventDefault();
      said.textContent = said.dataset.lost;
      said.scrollIntoView({ block: "center" });
    } else keep();
  });
})();
