/* The theme's menu and search open with labels, which a keyboard cannot reach. This makes them buttons. */
(() => {
  "use strict";
  const wide = matchMedia("(min-width: 76.25em)");
  const drawer = document.querySelector(".md-sidebar--primary");

  /* A label may not have the role of a button, so a real button takes its place. */
  const button = (label, name) => {
    const toggle = document.getElementById(label.htmlFor);
    const made = document.createElement("button");
    made.type = "button";
    made.className = `${label.className} opens opens${label.htmlFor}`;
    made.setAttribute("aria-label", name);
    made.append(...label.childNodes);
    label.replaceWith(made);
    const show = () => made.setAttribute("aria-expanded", String(toggle.checked));
    made.addEventListener("click", () => toggle.click());
    toggle.addEventListener("change", show);
    show();
    return [toggle, made];
  };

  const header = document.querySelector(".md-header");
  const [menu, menuButton] = button(header.querySelector("label[for=__drawer]"), "Menu");
  button(header.querySelector(".md-header__inner > label[for=__search]"), "Search");
  document.querySelector(".md-search").setAttribute("aria-label", "Search");

  // A closed drawer keeps its links out of the way of the keyboard.
  const settle = () => {
    if (drawer) drawer.inert = !wide.matches && !menu.checked;
  };
  menu.addEventListener("change", () => {
    settle();
    if (menu.checked) drawer?.querySelector("a, label[tabindex]")?.focus();
    else menuButton.focus();
  });
  wide.addEventListener("change", settle);
  settle();
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && menu.checked) menu.click();
  });
})();
