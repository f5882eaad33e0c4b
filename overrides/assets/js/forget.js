/* The buttons that delete what the site keeps on this device: everything (on the privacy page), or the kept copy of
 * the site (on the page about reading offline). The copy itself is made and removed by keep.js. */
(() => {
  "use strict";
  const copy = window.keptCopy; // not there from a folder, or in a browser that cannot keep a copy
  const button = (words, press) => {
    const made = Object.assign(document.createElement("button"), { type: "button", className: "md-button", textContent: words });
    made.addEventListener("click", press);
    return made;
  };
  const status = () => {
    const said = document.createElement("p");
    said.setAttribute("role", "status");
    return said;
  };

  const everything = document.querySelector("[data-forget]");
  if (everything) {
    const said = status();
    const forget = async () => {
      try {
        localStorage.clear();
        sessionStorage.clear();
      } catch {
        // storage is switched off: nothing is kept there
      }
      const noted = await copy?.remove().catch(() => false);
      said.textContent = noted
        ? "Deleted, with the kept copy of the site. One note stays here: that you want no copy."
        : "Deleted. This site keeps nothing on this device now.";
    };
    everything.replaceChildren(button("Delete what this site keeps here", forget), said);
  }

  const kept = document.querySelector("[data-kept]");
  if (kept && copy) {
    const said = status();
    const show = async (words) => {
      const date = await copy.since();
      said.textContent = words || (date ? `This device keeps a copy from ${date}.` : "This device keeps no copy.");
      kept.replaceChildren(said, date ? button("Remove the kept copy", remove) : button("Keep a copy here", keep));
      if (words) kept.querySelector("button").focus(); // the pressed button is gone
    };
    const keep = async () => {
      said.textContent = "Keeping a copy. This can take a minute.";
      const whole = await copy.keep(true).catch(() => false);
      show(whole ? "" : "That failed. There may be no signal, or no room. Nothing was changed.");
    };
    const remove = async () => {
      const noted = await copy.remove();
      show(noted ? "Removed. One note stays here: that you want no copy." : "Removed.");
    };
    show();
  }
})();
