/* The theme stores the colors on every first visit, chosen or not. Here they are kept only when a reader presses
 * the button: what the theme stored unasked is taken out again when the page is loaded and when it is left. */
(() => {
  "use strict";

  // Where storage is forbidden, asking for it throws, and the theme's script would stop: it gets a page's memory instead.
  for (const name of ["localStorage", "sessionStorage"]) {
    try {
      window[name].length;
    } catch {
      const kept = new Map();
      const getItem = (key) => kept.get(key) ?? null;
      const memory = { getItem, setItem: (key, text) => kept.set(key, text), removeItem: (key) => kept.delete(key), clear: () => kept.clear() };
      Object.defineProperty(window, name, { value: memory });
    }
  }

  const stored = () => Object.keys(localStorage).filter((key) => key.endsWith(".__palette"));
  if (stored().length > 0) return; // chosen on an earlier visit
  let chosen = false;
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-md-component=palette]")) chosen = true;
  });
  const forget = () => {
    if (!chosen) stored().forEach((key) => localStorage.removeItem(key));
  };
  addEventListener("load", forget);
  addEventListener("pagehide", forget);
})();
