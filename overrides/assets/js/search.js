/* Around the theme's search box: what a keyboard and a screen reader need, links to a search, nothing found;
 * and the field that filters the page of questions. The ranking is in search-worker.js. */
(() => {
  "use strict";
  const dialog = document.querySelector(".md-search");
  const box = dialog?.querySelector("[data-md-component=search-query]");
  if (!box) return;
  const toggle = document.getElementById("__search");
  const says = dialog.querySelector(".md-search-result__meta");
  const config = JSON.parse(document.getElementById("__config").textContent);
  const root = new URL(config.base.endsWith("/") ? config.base : `${config.base}/`, location);
  const page = (path) => new URL(path, root).href;

  const make = (name, words, more = {}) => Object.assign(document.createElement(name), { textContent: words }, more);
  const spoken = (words) => {
    const status = make("p", words, { className: "spoken" });
    status.setAttribute("role", "status");
    return status;
  };
  const later = (wait, job) => {
    let timer = 0;
    return (...given) => {
      clearTimeout(timer);
      timer = setTimeout(job, wait, ...given);
    };
  };
  const many = (count, one) => (count === 1 ? `1 ${one}` : `${count} ${one}s`);
  const titleOf = (entries) => new DOMParser().parseFromString(entries.find(({ location: at }) => !at.includes("#")).title, "text/html").body.textContent;

  /* ---- The dialog ---- */

  const status = spoken("");
  dialog.append(status);
  const announce = later(600, (words) => (status.textContent = words));

  // What is typed goes into no address by itself, as a host would see it; who wants to share a search copies its link.
  const share = (path, query) => {
    const address = new URL(page(path));
    address.hash = `q=${encodeURIComponent(query)}`; // not `?q=`: a browser sends that to the host
    const button = make("button", "Copy link", { type: "button", className: "said", title: "Copy a link to this search" });
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(address.href);
        button.textContent = "Link copied";
      } catch {
        button.replaceWith(address.href); // to copy by hand
      }
    });
    return button;
  };

  const LEVELS = { emergency: "Warning sign. Emergency: call 911, 112 or 999.", urgent: "Warning sign. Urgent: be seen today or tomorrow." };
  document.addEventListener("search-answer", ({ detail: { query, items, nearest, danger } }) => {
    dialog.classList.toggle("md-search--danger", Boolean(danger));
    dialog.querySelector(".md-tags")?.setAttribute("role", "none"); // the theme calls the level of care a navigation
    if (focused && !focused.isConnected) box.focus(); // else it would be lost with the result that it was on
    if (!items.length) return announce("");
    if (nearest) {
      says.replaceChildren("Nothing found. ", ...suggestions(nearest), "These pages help most people:");
      return announce(says.textContent);
    }
    const count = items.length === 10 ? "The 10 best pages" : many(items.length, "page");
    says.replaceChildren(`${count}. `, share("index.html", query));
    announce(`${danger ? `${LEVELS[danger]} ` : ""}${count}. First: ${titleOf(items[0])}`);
  });

  /* The nearest words, each a button that searches for it. */
  function suggestions(words) {
    if (!words.length) return [];
    const buttons = words.map((word) => {
      const button = make("button", word, { type: "button", className: "said" });
      button.addEventListener("click", () => {
        box.value = word;
        box.focus();
        box.dispatchEvent(new KeyboardEvent("keyup", { bubbles: true }));
      });
      return button;
    });
    return ["Did you mean ", ...buttons.flatMap((button, i) => (i ? [", ", button] : [button])), "? "];
  }

  let before = null; // what had the focus before the search
  let focused = null; // what has it, or had it last, in the search
  const output = dialog.querySelector(".md-search__output");
  const settle = () => (output.inert = !toggle.checked); // what is not shown is out of the keyboard's way
  toggle.addEventListener("change", () => {
    settle();
    if (toggle.checked) box.focus();
  });
  settle();
  box.addEventListener("focus", ({ relatedTarget }) => {
    if (!dialog.contains(relatedTarget)) before = relatedTarget;
  });
  dialog.addEventListener("focusin", ({ target }) => (focused = target));
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "Tab") {
      // The theme would close the search; here Tab goes on to the results.
      event.stopPropagation();
      for (const link of dialog.querySelectorAll(".md-search-result a, .md-search-result summary")) link.tabIndex = 0;
    } else if (event.key === "Escape") {
      const back = before?.offsetParent ? before : document.querySelector(".opens__search");
      setTimeout(() => (back?.offsetParent ? back.focus() : document.activeElement.blur()));
    } else if (event.target.matches("button") && (event.key === "Enter" || event.key === " ")) event.stopPropagation();
  });
  dialog.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget && !dialog.contains(relatedTarget) && toggle.checked) toggle.click();
  });

  /* ---- The page of questions ---- */

  const place = document.querySelector(".faq-filter");
  if (!place) return;
  const entries = new Map(); // address of a question -> its entry and the list it belongs to
  for (const entry of document.querySelectorAll(".md-content h2 ~ ul > li")) {
    const link = entry.querySelector("a");
    if (/\/faq\/[^/]+\.html$/.test(link?.href)) entries.set(link.href, { entry, group: entry.parentElement });
  }
  const groups = [...new Set([...entries.values()].map(({ group }) => group))];
  const headings = groups.map((group) => group.previousElementSibling).filter((heading) => heading?.matches("h2"));
  const label = make("label", "Find a question", { htmlFor: "faq-query" });
  const field = make("input", "", { type: "search", id: "faq-query", autocomplete: "off", spellcheck: false });
  const found = make("ol", "", { className: "faq-found", hidden: true });
  const count = spoken("");
  count.className = "faq-count";
  place.append(label, field, count, found);

  // The same engine, a worker of its own; it gets the index when the field is first used.
  let worker = null;
  function engine() {
    if (worker) return worker;
    worker = new Worker(config.search);
    worker.quiet = true; // not an answer for the dialog
    worker.addEventListener("message", ({ data }) => data.type === 3 && show(data.data));
    worker.postMessage({ type: 0, data: { url: page("search/search_index.js") } });
    return worker;
  }
  function show({ query, pages, danger }) {
    if (query !== field.value) return;
    const asked = Boolean(query.trim());
    const fitting = pages.map(({ path }) => entries.get(page(path))).filter(Boolean);
    const all = !asked || !fitting.length;
    for (const part of [...groups, ...headings]) part.hidden = !all;
    found.hidden = all;
    for (const { entry, group } of entries.values()) group.append(entry);
    if (!all) found.append(...fitting.map(({ entry }) => entry));
    const warning = make("a", LEVELS[danger] || "Warning signs", { href: page("start/red-flags.html") });
    const causes = make("a", "Compare all causes", { href: page("causes/index.html") });
    const words = fitting.length
      ? [...(danger ? [warning, " "] : []), `${many(fitting.length, "question")}, best first. `, share("faq/index.html", query)]
      : ["No question fits. All are below. You can also see: ", causes, ", ", warning, "."];
    count.replaceChildren(...(asked ? words : []));
  }
  const ask = () => engine().postMessage({ type: 2, data: { text: field.value, kind: "faq" } });
  field.addEventListener("input", ask);
  field.addEventListener("focus", engine);
  if (history.state?.asked) {
    field.value = history.state.asked;
    ask();
  }
})();
