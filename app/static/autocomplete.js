// A long list that is searched by typing. The list itself stays, out of sight, and is what is sent: it always says what
// the field shows. Words that are none of its answers go into it, too, so that the page can say that they are none.
(function () {
  "use strict";
  // "Ìle" is found by "ile": what stands above and below letters does not count, nor does their size.
  const plain = (words) => words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();

  const ready = (wrapper) => {
    const list = wrapper.querySelector("select"), said = wrapper.dataset;
    if (said.ready) return;
    said.ready = "yes";
    const id = list.id, about = list.getAttribute("aria-describedby") || "";
    const answers = [...list.options].filter((one) => one.value);
    const typed = document.createElement("option");
    const put = (pattern, words) =>
      Object.entries(words).reduce((found, [name, one]) => found.replace(`{${name}}`, () => one), pattern);

    const settle = (words) => {
      const wanted = answers.find((one) => plain(one.text) === plain(words));
      typed.remove();
      typed.value = typed.text = words.trim();
      if (typed.value && !wanted) list.append(typed);
      list.value = wanted ? wanted.value : typed.value;
    };

    accessibleAutocomplete.enhanceSelectElement({
      selectElement: list,
      defaultValue: said.typed || "", // where no answer is chosen
      name: "",
      autoselect: false,
      showAllValues: true,
      displayMenu: "overlay",
      dropdownArrow: () => "", // the list's own is there
      inputClasses: list.hasAttribute("aria-invalid") ? "ds_input ds_input--error" : "ds_input",
      menuAttributes: { "aria-labelledby": `${id}-label` },
      source: (query, show) => {
        const wanted = plain(query), fits = answers.filter((one) => plain(one.text).includes(wanted));
        const first = fits.filter((one) => plain(one.text).startsWith(wanted));
        show([...new Set([...first, ...fits])].map((one) => one.text));
      },
      templates: {
        suggestion: (words) => {
          const safe = document.createElement("span");
          safe.textContent = words;
          // On an iPhone the library appends a count with a style of its own, which our policy forbids; as a comment
          // it does nothing, and aria-posinset says the same.
          return safe.outerHTML + "<!--";
        },
      },
      onConfirm: () => setTimeout(chosen), // the field shows what is confirmed only after this
      tNoResults: () => said.none,
      tStatusNoResults: () => said.none,
      tStatusResults: (number, at) => `${put(said.found, { number })} ${at}`,
      tStatusSelectedOption: (option, number, index) => put(said.at, { option, place: index + 1, number }),
      tAssistiveHint: () => said.how,
    });

    const field = document.getElementById(id);
    let before = list.value;
    const chosen = () => {
      settle(field.value);
      if (list.value === before) return;
      before = list.value;
      list.dispatchEvent(new Event("change", { bubbles: true })); // a page that shows and hides must hear of it
    };
    field.addEventListener("input", () => settle(field.value));
    field.addEventListener("change", (event) => event.stopPropagation()); // the list's own is the one that counts
    if (list.hasAttribute("aria-invalid")) field.setAttribute("aria-invalid", "true");
    // The library says by itself what describes the field, now and whenever it is typed in: the hint and the error stay.
    const describe = () => {
      const own = `${id}__assistiveHint`;
      const now = field.getAttribute("aria-describedby") || "";
      const wanted = [about, now.includes(own) ? own : ""].join(" ").trim();
      if (now !== wanted) field.setAttribute("aria-describedby", wanted);
    };
    describe();
    new MutationObserver(describe).observe(field, { attributeFilter: ["aria-describedby"] });
    if (said.typed) settle(field.value);
  };

  const every = (root) => root.querySelectorAll("[data-typed]").forEach(ready);
  every(document);
  document.addEventListener("htmx:load", (event) => every(event.detail.elt)); // what an answer brought up
})();
