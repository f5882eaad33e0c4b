/* The service worker: keeps the whole site on the reader's device. A version is the list FILES, each file with a hash
 * of its bytes; the build writes it here. How versions never mix:
 * - One cache holds each file under its path and hash: 2 versions stand side by side and share what did not change.
 * - Installing fetches what is missing, past the browser's HTTP cache, and compares hashes. A torn line, a full disk or a
 *   half-copied server makes it fail, and the version in use stays as it was. The next try goes on from there.
 * - A whole version waits until no page of the old one is open, as browsers do by themselves, or until the reader of
 *   the only open page asks for it. So all files that a page gets, also late ones, are of one version.
 * - The page of the first visit came from the network and stays with it: nothing is claimed.
 * - What is not in the list comes from the network. Without one, the kept 404 page answers for a page that is not kept.
 * - With an empty list (`make serve`, or to take the worker back) it removes itself and what it kept. */
"use strict";

const VERSION = ""; // a hash of the list
const FILES = {}; // path: hash

const ROOT = registration.scope;
const CACHE = `kept:${ROOT}`;
const HASHES = new Map(Object.entries(FILES));
const FULL = `${ROOT}?full`; // under this name: when the disk was full
const DAY = 86_400_000;
const SINCE = `${ROOT}?since=${VERSION}`; // under this name: when the version was whole on this device
const key = (path) => `${ROOT}${path}?${HASHES.get(path)}`;

/* The first 9 bytes of SHA-256, as scripts/offline.py writes them. */
async function hash(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return btoa(String.fromCharCode(...digest.subarray(0, 9))).replace(/\+/g, "-").replace(/\//g, "_");
}

async function lacking(cache) {
  const kept = new Set((await cache.keys()).map(({ url }) => url));
  return [...HASHES.keys()].filter((path) => !kept.has(key(path)));
}

async function keepFile(cache, path) {
  const response = await fetch(ROOT + path, { cache: "reload", priority: "low" });
  const bytes = await response.arrayBuffer();
  if (!response.ok || (await hash(bytes)) !== HASHES.get(path)) throw new Error(`${path} is not of this version`);
  const headers = new Headers(response.headers); // with the host's security policy
  for (const name of ["content-encoding", "content-length", "vary"]) headers.delete(name); // true on the line only
  await cache.put(key(path), new Response(bytes, { headers }));
}

async function install() {
  if (!HASHES.size) return skipWaiting();
  const cache = await caches.open(CACHE);
  const missing = await lacking(cache);
  const full = await cache.match(FULL); // browsers do not tell how much room there is
  if (full && Date.now() - Number(await full.text()) < DAY) throw new Error("the disk was full within the last day");
  const begun = [];
  const some = async () => {
    for (let path; (path = missing.pop()); ) {
      begun.push(path);
      await keepFile(cache, path);
    }
  };
  try {
    const ended = await Promise.allSettled([some(), some(), some(), some()].map((job) => job.catch(stop)));
    const failed = ended.find(({ status }) => status === "rejected");
    if (failed) throw failed.reason;
    if ((await lacking(cache)).length) throw new Error("the kept copy changed meanwhile");
    await cache.put(SINCE, new Response(new Date().toISOString()));
  } catch (error) {
    // After a torn line the next try goes on from here. A full disk gets back what was taken, and rest for a day.
    if (error.name === "QuotaExceededError") {
      await Promise.all(begun.map((path) => cache.delete(key(path))));
      await cache.put(FULL, new Response(String(Date.now()))).catch(() => {});
    }
    throw error;
  }
  function stop(error) {
    missing.length = 0;
    throw error;
  }
}

async function activate() {
  if (!HASHES.size) {
    await caches.delete(CACHE);
    return registration.unregister();
  }
  if (registration.installing) return; // a newer version is being put beside this one: it will clean up
  const cache = await caches.open(CACHE);
  const own = new Set([SINCE, ...[...HASHES.keys()].map(key)]);
  const others = (await cache.keys()).filter(({ url }) => !own.has(url));
  await Promise.all(others.map((request) => cache.delete(request)));
}

/* The listed path of an address: also of a folder, and where a host leaves ".html" out. */
function listed(address) {
  const path = new URL(address).pathname.slice(new URL(ROOT).pathname.length);
  return [path, path + "index.html", path + ".html"].find((name) => HASHES.has(name));
}

const kept = (path) => caches.match(key(path), { cacheName: CACHE }); // makes no cache where the reader removed it

async function notHere(request) {
  try {
    return await fetch(request);
  } catch (error) {
    const page = await kept("404.html");
    if (!page) throw error;
    return new Response(page.body, { status: 404, headers: page.headers });
  }
}

async function answer(message, port) {
  if (message === "since") {
    const since = await caches.match(SINCE, { cacheName: CACHE });
    port.postMessage(since ? await since.text() : null);
  } else if (message === "take over") {
    const open = await clients.matchAll({ type: "window", includeUncontrolled: true });
    const alone = open.filter(({ url }) => url.startsWith(ROOT)).length < 2;
    port.postMessage(alone);
    if (alone) await skipWaiting();
  }
}

addEventListener("install", (event) => event.waitUntil(install()));
addEventListener("activate", (event) => event.waitUntil(activate()));
addEventListener("message", (event) => event.waitUntil(answer(event.data, event.ports[0])));
addEventListener("fetch", (event) => {
  const { request } = event;
  if (!HASHES.size || request.method !== "GET" || !request.url.startsWith(ROOT)) return;
  const path = listed(request.url);
  if (path) event.respondWith(kept(path).then((file) => file || fetch(request)));
  else if (request.mode === "navigate") event.respondWith(notHere(request));
});
