/* What the search needs before the theme's script runs.
 *
 * - The theme starts its own search worker; we put ours (search-worker.js) in its place, found beside it.
 * - On file:// browsers refuse `new Worker(file)`: there the worker's script runs in a hidden, empty frame instead.
 * - On http the theme fetches the index on every page; we hold that back until search is first used.
 * - Answers of the worker are also told to the page (event "search-answer"), for search.js.
 *
 * The theme's offline plugin looks for "iframe-worker" in this file's name and then adds no script from another host. */
(() => {
  "use strict";
  const ours = (url) => new URL(String(url).replace(/\/javascripts\/workers\/search\.[^/]*$/, "/js/search-worker.js"), location);
  const tell = (data) => {
    if (data.type === 3) document.dispatchEvent(new CustomEvent("search-answer", { detail: data.data }));
  };

  // A search can be linked as `?q=` or as `#q=`. Our own links use `#q=`: browsers do not send that part to the host.
  // The theme reads `?q=` only, so the words stand there until it has read them.
  if (location.hash.startsWith("#q=")) {
    const shared = location.href;
    const read = new URL(shared.replace("#q=", "?q="));
    history.replaceState(null, "", read);
    addEventListener("load", () => history.replaceState(history.state, "", shared));
  }

  // On the page of questions `?q=` is for its own field (search.js), not for the dialog that the theme would open.
  const address = new URL(location);
  const asked = address.searchParams.get("q");
  if (asked !== null && /\/faq\/(index\.html)?$/.test(address.pathname)) {
    address.searchParams.delete("q");
    history.replaceState({ asked }, "", address);
  }

  if (location.protocol === "file:") {
    window.Worker = class extends EventTarget {
      constructor(url) {
        super();
        this.waiting = [];
        this.frame = document.createElement("iframe");
        this.frame.hidden = true;
        document.body.append(this.frame);
        this.inside = this.frame.contentWindow;
        // What the worker's script expects of its global scope.
        this.inside.importScripts = (...files) => Promise.all(files.map((file) => this.load(file)));
        this.inside.postMessage = (data) => this.hear(data);
        this.load(ours(url)).then(() => {
          this.ready = true;
          this.waiting.splice(0).forEach((data) => this.say(data));
        });
      }
      load(url) {
        return new Promise((done, failed) => {
          const script = this.inside.document.createElement("script");
          script.src = url;
          script.onload = done;
          script.onerror = failed;
          this.inside.document.body.append(script);
        });
      }
      hear(data) {
        const event = new MessageEvent("message", { data });
        this.dispatchEvent(event);
        if (this.onmessage) this.onmessage(event);
        if (!this.quiet) tell(data);
      }
      say(data) {
        this.inside.dispatchEvent(new MessageEvent("message", { data }));
      }
      postMessage(data) {
        if (this.ready) this.say(data);
        else this.waiting.push(data);
      }
      terminate() {
        this.frame.remove();
      }
    };
    return;
  }

  window.Worker = class extends Worker {
    constructor(url, options) {
      super(ours(url), options);
      // The theme hears the answer first and draws its list.
      this.addEventListener("message", ({ data }) => setTimeout(() => this.quiet || tell(data)));
    }
  };

  const used = new Promise((done) => {
    document.addEventListener("focusin", ({ target }) => target.matches("[data-md-component=search-query]") && done());
  });
  window.XMLHttpRequest = class extends XMLHttpRequest {
    open(method, url, ...others) {
      this.held = /\/search\/search_index\.json$/.test(url);
      super.open(method, url, ...others);
    }
    send(body) {
      if (this.held) used.then(() => super.send(body));
      else super.send(body);
    }
  };
})();
