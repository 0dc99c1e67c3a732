// The service worker: keeps all files of one build, and answers with them whether there is a network or not.
// Why: docs/decisions/0038-one-build-or-none.md

// scripts/offline writes the build's name and its files, with their SHA-256, into the next line.
const BUILD = "none", FILES = {};

const { scope } = self.registration;
// One host may have several sites, each in a folder of its own.
const OURS = `grove ${scope} `;
const CACHE = OURS + BUILD;

// What the list calls the file at this address.
function nameOf(address) {
  const url = new URL(address);
  url.search = url.hash = "";
  const name = url.href.startsWith(scope) ? url.href.slice(scope.length) : undefined;
  return name === "" || name === "index.html" ? "./" : name;
}

// Fetches a file; fails where it is not the one of this build. What the page has just fetched is not fetched again.
async function fetched(name) {
  const bytes = FILES[name].match(/../g).map((digits) => parseInt(digits, 16));
  const integrity = `sha256-${btoa(String.fromCharCode(...bytes))}`;
  const from = (cache) => fetch(new URL(name, scope), { cache, integrity, redirect: "error" });
  return from("default").catch(() => from("reload"));
}

async function keepAll() {
  const cache = await caches.open(CACHE);
  try {
    await Promise.all(Object.keys(FILES).map(async (name) => cache.put(new URL(name, scope), await fetched(name))));
  } catch (error) {
    await caches.delete(CACHE);
    throw error;
  }
}

async function forgetOthers() {
  const names = (await caches.keys()).filter((name) => name.startsWith(OURS) && name !== CACHE);
  await Promise.all(names.map((name) => caches.delete(name)));
}

// A build that is being worked on is not kept, and what was kept before it goes.
async function leave() {
  await forgetOthers();
  await self.registration.unregister();
  for (const window of await clients.matchAll({ type: "window" })) window.navigate(window.url);
}

// A page asks to be served by this build: its own, or whichever comes next, for which it says nothing. Pages that are
// open beside it may be of another one, and keep it.
async function asked({ data, ports: [port] }) {
  const windows = await clients.matchAll({ type: "window", includeUncontrolled: true });
  const alone = windows.filter(({ url }) => nameOf(url) === "./").length <= 1;
  if (alone && data === "") await self.skipWaiting();
  if (alone && data === BUILD) await clients.claim();
  port?.postMessage(alone);
}

async function answer(name, request) {
  const kept = await caches.match(new URL(name, scope), { cacheName: CACHE }).catch(() => {});
  if (kept) return kept;
  // The browser has thrown it away; half a build is none.
  await self.registration.unregister();
  return fetch(request);
}

const kept = BUILD !== "none";
self.addEventListener("install", (event) => event.waitUntil(kept ? keepAll() : self.skipWaiting()));
self.addEventListener("activate", (event) => event.waitUntil(kept ? forgetOthers() : leave()));
self.addEventListener("message", (event) => event.waitUntil(asked(event)));
self.addEventListener("fetch", (event) => {
  const name = nameOf(event.request.url);
  // Everything else goes its usual way.
  if (event.request.method === "GET" && Object.hasOwn(FILES, name)) event.respondWith(answer(name, event.request));
});
