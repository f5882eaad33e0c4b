/* Keeps the whole site on the reader's device (by sw.js), and says when a page is a kept copy.
 *
 * It waits some seconds, so that it takes nothing from the first page, nor the data of a reader who leaves at once. It
 * does nothing from a folder, on a slow line, where data is saved, or where the reader wants no copy. */
(() => {
  "use strict";
  const { worker, manifest } = document.currentScript.dataset; // none in `make serve`
  if (!worker || !/^https?:$/.test(location.protocol)) return;
  // Not written into the page: from a folder, browsers refuse to load it and complain.
  document.head.append(Object.assign(document.createElement("link"), { rel: "manifest", href: manifest }));
  const workers = navigator.serviceWorker;
  if (!workers) return; // an old browser, a private window, or no HTTPS

  const file = new URL(worker, location);
  const root = new URL(".", file);
  const WISH = `${root.pathname}.kept-copy`; // "no": all that is noted of a reader who wants no copy
  const wish = (value) => {
    try {
      if (value === undefined) return localStorage.getItem(WISH);
      return value === null ? localStorage.removeItem(WISH) : localStorage.setItem(WISH, value);
    } catch {
      return null; // storage is switched off
    }
  };
  const registered = async () => (await workers.getRegistrations()).find(({ scope }) => scope === root.href);
  const ask = (of, message) =>
    new Promise((done) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = ({ data }) => done(data);
      of.postMessage(message, [port2]);
    });

  /* When the copy was kept, in words; null when there is none. */
  async function since() {
    const active = (await registered())?.active;
    const date = active && (await ask(active, "since"));
    return date ? new Date(date).toLocaleDateString("en-US", { year: "numeric", month: "long", day: "numeric" }) : null;
  }

  /* Keeps the site; tells, when that has ended, whether it is whole. A reader who asks gets a try at once. */
  async function keep(asked) {
    wish(null);
    if (asked) await (await caches.open(`kept:${root.href}`)).delete(`${root.href}?full`);
    const registration = await workers.register(file);
    const { installing, active } = registration;
    if (!installing) return Boolean(active);
    return new Promise((done) => {
      installing.addEventListener("statechange", () => {
        if (installing.state === "redundant") done(Boolean(active));
        else if (installing.state !== "installing") done(true);
      });
    });
  }

  /* Removes the copy, and notes that none is wanted; tells whether that could be noted. */
  async function remove() {
    wish("no");
    await (await registered())?.unregister();
    await caches.delete(`kept:${root.href}`);
    return wish() === "no";
  }

  window.keptCopy = { keep, remove, since };

  const note = document.createElement("div");
  note.className = "kept";
  note.setAttribute("role", "status");
  document.body.append(note);
  function show(...parts) {
    note.replaceChildren(...parts);
    document.documentElement.style.scrollPaddingBottom = parts.length ? "5rem" : ""; // what has the focus is not behind it
  }
  function say(words, ...more) {
    const hide = Object.assign(document.createElement("button"), { type: "button", textContent: "Hide" });
    hide.addEventListener("click", () => show());
    const text = Object.assign(document.createElement("p"), { textContent: words });
    show(text, ...more, hide);
  }

  async function newer(registration) {
    const take = Object.assign(document.createElement("button"), { type: "button", textContent: "Show it" });
    take.addEventListener("click", async () => {
      workers.addEventListener("controllerchange", () => location.reload());
      const alone = !registration.waiting || (await ask(registration.waiting, "take over"));
      if (!alone) say("Close the other pages of this site first. Then load this page again.");
    });
    say("There is a newer version of this site.", take);
  }

  async function check() {
    const registration = await registered();
    if (!registration) return;
    const watch = (coming) => coming?.addEventListener("statechange", () => coming.state === "installed" && newer(registration));
    registration.addEventListener("updatefound", () => watch(registration.installing));
    watch(registration.installing);
    if (registration.waiting) newer(registration);

    const old = async () => {
      if (!registration.waiting) say(`This is a kept copy from ${await since()}. We could not look for a newer one.`);
    };
    const late = setTimeout(old, 4000); // a line that hangs
    try {
      await registration.update();
      clearTimeout(late);
      if (!registration.waiting) show();
    } catch {
      clearTimeout(late);
      old();
    }
  }

  const { saveData, effectiveType } = navigator.connection || {};
  const spare = saveData || /2g/.test(effectiveType);
  addEventListener("load", () => {
    if (workers.controller) check();
    else if (!spare && wish() !== "no") setTimeout(() => wish() !== "no" && keep().catch(() => {}), 4000);
  });
})();
