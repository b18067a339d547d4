// Keeps what was opened, so that it opens again without a connection. Before it stand the site's own FILES, its LIVE folder (of what all
// pages load), what every page NEEDS, and a hash of all of it. It touches no other file of this address, and no other course.

const ROOT = registration.scope, STORE = `equityqi ${ROOT}`;
const AWAY = "offline.html";
const SAME = /(^|\/)(live|questions|pyodide|pictures)(-[^/]+)?\//; // these names carry a hash or a version: what is in them never changes
const PICTURE = /pictures\/[0-9a-f]+\.\w+/g;
const PATIENCE = 4000; // ms for the network, where there is a kept copy

const address = (path) => new URL(path, ROOT).href;
function pathOf(url) {
  const { origin, pathname } = new URL(url), plain = origin + pathname;
  if (!plain.startsWith(ROOT)) return "";
  const path = plain.slice(ROOT.length);
  return path === "" || path.endsWith("/") ? `${path}index.html` : path;
}
// A page of another version is shown, never kept: offline it would look for parts that are not here.
const isOurs = async (got) => got.ok && !got.redirected && (await got.clone().text()).includes(LIVE);

async function fromStore(path, request) {
  const store = await caches.open(STORE), kept = await store.match(address(path));
  if (kept) return kept;
  const got = await fetch(request);
  if (got.ok) await store.put(address(path), got.clone());
  return got;
}

async function fromNetwork(path, request) {
  const store = await caches.open(STORE), kept = await store.match(address(path));
  const asked = fetch(request).then(async (got) => {
    if (await isOurs(got)) await store.put(address(path), got.clone());
    return got;
  });
  const late = new Promise((done) => { if (kept) setTimeout(done, PATIENCE, kept); });
  try {
    return await Promise.race([asked, late]);
  } catch (error) {
    if (kept) return kept;
    const away = request.mode === "navigate" && await store.match(address(AWAY));
    if (away) return new Response((await away.text()).replaceAll(LIVE, address(LIVE)), { status: 503, headers: { "content-type": "text/html; charset=utf-8" } });
    throw error;
  }
}

addEventListener("fetch", (event) => {
  const { request } = event, path = pathOf(request.url);
  if (request.method !== "GET" || !FILES.has(path)) return;
  event.respondWith(SAME.test(path) ? fromStore(path, request) : fromNetwork(path, request));
});

// A new version comes as a whole or not at all: every page that is kept, and what these pages show. Until then the old one stays.
async function bring() {
  const store = await caches.open(STORE), found = [], wanted = new Set(NEEDS);
  const get = async (path, cache) => {
    const got = await fetch(address(path), { cache });
    if (!got.ok) throw new Error(`${path}: ${got.status}`);
    return got;
  };
  const kept = (await store.keys()).map(({ url }) => pathOf(url)).filter((path) => FILES.has(path) && !SAME.test(path));
  for (const path of new Set([AWAY, ...kept])) {
    const got = await get(path, "no-cache");
    if (!(await isOurs(got))) throw new Error(`${path} is of another version`);
    found.push([path, got]);
    for (const [picture] of (await got.clone().text()).matchAll(PICTURE)) if (path !== AWAY) wanted.add(picture);
  }
  for (const path of wanted) if (!(await store.match(address(path)))) found.push([path, await get(path, "default")]);
  for (const [path, got] of found) await store.put(address(path), got);
}

addEventListener("install", (event) => event.waitUntil(bring()));
addEventListener("activate", (event) => event.waitUntil((async () => { // no page of the older version is open any more
  const store = await caches.open(STORE);
  for (const request of await store.keys()) if (!FILES.has(pathOf(request.url))) await store.delete(request);
  await clients.claim();
})()));
