/* The theme stores the colors on every first visit, chosen or not. Here they are kept only when a reader presses
 * the button: what the theme stored unasked is taken out again when the page is loaded and when it is left. */
(() => {
  "use strict";
  const stored = () => {
    try {
      return Object.keys(localStorage).filter((key) => key.endsWith(".__palette"));
    } catch {
      return []; // storage is switched off: nothing is kept anyway
    }
  };
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
