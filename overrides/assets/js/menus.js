/* The theme's menu and search open with labels, which a keyboard cannot reach. This makes them buttons. */
(() => {
  "use strict";
  const wide = matchMedia("(min-width: 76.25em)");
  const drawer = document.querySelector(".md-sidebar--primary");

  const button = (label, name) => {
    const toggle = document.getElementById(label.htmlFor);
    label.tabIndex = 0;
    label.setAttribute("role", "button");
    label.setAttribute("aria-label", name);
    const show = () => label.setAttribute("aria-expanded", String(toggle.checked));
    label.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      toggle.click();
    });
    toggle.addEventListener("change", show);
    show();
    return toggle;
  };

  const header = document.querySelector(".md-header");
  const menuLabel = header.querySelector("label[for=__drawer]");
  const menu = button(menuLabel, "Menu");
  const searchLabel = header.querySelector(".md-header__inner > label[for=__search]");
  if (searchLabel) button(searchLabel, "Search");
  document.querySelector(".md-search")?.setAttribute("aria-label", "Search");

  // A closed drawer keeps its links out of the way of the keyboard.
  const settle = () => {
    if (drawer) drawer.inert = !wide.matches && !menu.checked;
  };
  menu.addEventListener("change", () => {
    settle();
    if (menu.checked) drawer?.querySelector("a, label[tabindex]")?.focus();
    else menuLabel.focus();
  });
  wide.addEventListener("change", settle);
  settle();
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && menu.checked) menu.click();
  });
})();
