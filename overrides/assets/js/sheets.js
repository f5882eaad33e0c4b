/* A button on each sheet that prints only this sheet. Without scripts the whole page prints, a sheet on each page. */
(() => {
  "use strict";
  const sheets = [...document.querySelectorAll(".sheet")];
  const choose = (sheet) => {
    for (const one of sheets) one.classList.toggle("sheet--now", one === sheet);
  };
  for (const sheet of sheets) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "sheet__button";
    button.textContent = "Print this sheet";
    button.setAttribute("aria-describedby", sheet.querySelector("h2").id);
    button.addEventListener("click", async () => {
      const pictures = [...sheet.querySelectorAll("img")];
      for (const picture of pictures) picture.loading = "eager";
      await Promise.allSettled(pictures.map((picture) => picture.decode()));
      choose(sheet);
      print();
    });
    sheet.querySelector("h2").after(button);
  }
  addEventListener("afterprint", () => choose(null));
})();
