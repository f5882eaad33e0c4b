/* Shows what a medical word means beside it: on hover and on keyboard focus; Escape hides it; the pointer may
 * rest on it. A click goes to the glossary, as it does without scripts. */
(() => {
  "use strict";
  const note = document.createElement("div");
  note.className = "means";
  note.id = "means";
  note.setAttribute("role", "tooltip");
  note.hidden = true;
  document.querySelector("main").append(note); // in a landmark, as all content should be
  let shown = null;
  let leaving = 0;

  const hide = () => {
    if (shown) shown.removeAttribute("aria-describedby");
    shown = null;
    note.hidden = true;
  };
  const show = (term) => {
    clearTimeout(leaving);
    if (term === shown) return;
    hide();
    shown = term;
    note.textContent = term.dataset.means;
    term.setAttribute("aria-describedby", note.id);
    note.hidden = false;
    const box = term.getBoundingClientRect();
    const left = Math.min(box.left, document.documentElement.clientWidth - note.offsetWidth - 8);
    const above = box.top - note.offsetHeight - 4;
    note.style.left = `${Math.max(8, left) + scrollX}px`;
    note.style.top = `${(above > 60 ? above : box.bottom + 4) + scrollY}px`;
  };
  const leave = () => {
    leaving = setTimeout(hide, 200);
  };

  for (const term of document.querySelectorAll(".term")) {
    term.addEventListener("mouseenter", () => show(term));
    term.addEventListener("focus", () => show(term));
    term.addEventListener("mouseleave", leave);
    term.addEventListener("blur", hide); // at once: the note may cover what has the focus now
  }
  note.addEventListener("mouseenter", () => clearTimeout(leaving));
  note.addEventListener("mouseleave", leave);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && shown) hide();
  });
})();
