/* Above the table of all causes: a choice of the place that hurts. Rows of other places are left out. Without
 * scripts the whole table stands there. */
(() => {
  "use strict";
  const table = document.querySelector(".compare table");
  if (!table) return;
  const rows = [...table.querySelectorAll("tbody tr")].map((row) => ({
    row,
    places: row.querySelector("[data-label=Where]").textContent.toLowerCase().split(", "),
  }));
  const places = [...new Set(rows.flatMap((entry) => entry.places))].sort();

  const label = document.createElement("label");
  label.textContent = "Where does it hurt? ";
  const choice = document.createElement("select");
  choice.append(new Option("Show all places", ""), ...places.map((place) => new Option(place, place)));
  label.append(choice);
  const said = document.createElement("p");
  said.setAttribute("role", "status");
  const bar = document.createElement("div");
  bar.className = "compare__choice";
  bar.append(label, said);
  table.closest(".compare").prepend(bar);

  choice.addEventListener("change", () => {
    let shown = 0;
    for (const entry of rows) {
      entry.row.hidden = choice.value !== "" && !entry.places.includes(choice.value);
      shown += entry.row.hidden ? 0 : 1;
    }
    said.textContent = choice.value ? `${shown} of ${rows.length} causes can hurt there.` : "";
  });
})();
