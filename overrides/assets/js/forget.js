/* The one button that deletes what the site keeps on this device (the privacy page holds it). */
(() => {
  "use strict";
  const place = document.querySelector("[data-forget]");
  if (!place) return;
  const button = document.createElement("button");
  button.className = "md-button";
  button.textContent = "Delete what this site keeps here";
  const said = document.createElement("p");
  said.setAttribute("role", "status");
  button.addEventListener("click", () => {
    try {
      localStorage.clear();
      sessionStorage.clear();
      said.textContent = "Deleted. This site keeps nothing on this device now.";
    } catch {
      said.textContent = "Your browser keeps nothing for this site.";
    }
  });
  place.replaceChildren(button, said);
})();
