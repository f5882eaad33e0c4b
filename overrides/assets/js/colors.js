/* The switch between light and dark colors. What a reader chooses is kept; until then the device's wish counts, also
 * when it changes while the page is open. */
(() => {
  "use strict";
  const KEPT = "__palette"; // under this name the theme keeps it too
  const { body } = document;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const buttons = [...document.querySelectorAll("[data-colors] button")];

  const shown = () => body.dataset.mdColorScheme;
  const chosen = () => {
    try {
      return Boolean(__md_get(KEPT));
    } catch {
      return false; // storage is forbidden: nothing is kept
    }
  };
  /* Each button stands for the colors that it leaves. */
  const offer = () => {
    for (const button of buttons) button.hidden = button.value !== shown();
  };
  const paint = (scheme) => {
    body.dataset.mdColorSwitching = ""; // to the theme's style sheet: all at once
    body.dataset.mdColorScheme = scheme;
    offer();
    requestAnimationFrame(() => setTimeout(() => delete body.dataset.mdColorSwitching));
  };
  /* The bar of a phone's browser takes the colors of the page, no longer those of the device. */
  const paintBar = () => {
    for (const meta of document.querySelectorAll("meta[name=theme-color]")) {
      meta.content = getComputedStyle(document.querySelector(".md-header")).backgroundColor;
    }
  };

  for (const button of buttons) {
    button.addEventListener("click", () => {
      paint(button.value === "slate" ? "default" : "slate");
      buttons.find(({ hidden }) => !hidden).focus();
      paintBar();
      try {
        __md_set(KEPT, { color: { scheme: shown() } });
      } catch {
        /* storage is forbidden: the choice holds on this page */
      }
    });
  }
  dark.addEventListener("change", () => {
    if (!chosen()) paint(dark.matches ? "slate" : "default");
  });
  offer();
  if (chosen()) paintBar();
})();
