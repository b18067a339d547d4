// Pages that were opened open again without a connection (sw.js), and the whole course can be kept. Where a browser offers no such thing,
// as on plain http, nothing is said of it.

const AT_ONCE = 4;
const make = (tag, props, ...children) => { const node = Object.assign(document.createElement(tag), props); node.append(...children); return node; };
const mega = (bytes) => (bytes < 1e6 ? "less than 1" : String(Math.round(bytes / 1e6)));
const HERE = "The whole course is on this device. You can open it without a connection, at the same address as always.";
const BROKE = "The connection broke off, or this device has no room left. Nothing is lost: press the button again to go on.";

let store = null; // what is kept of this site, once the browser keeps anything

// What this page loaded before anybody kept it.
async function keepThisPage(scope) {
  const loaded = [location.origin + location.pathname, ...performance.getEntriesByType("resource").map(({ name }) => name)];
  for (const url of new Set(loaded)) if (url.startsWith(scope) && !(await store.match(url))) await store.add(url).catch(() => {});
}

// `worker` is the address of sw.js. It is asked for once Python is up, so that it takes nothing from the first page.
export async function keepPages(worker) {
  if (store || !navigator.serviceWorker || typeof caches === "undefined") return;
  try {
    await navigator.serviceWorker.register(worker);
    const { scope } = await navigator.serviceWorker.ready;
    store = await caches.open(`equityqi ${scope}`);
    await keepThisPage(scope);
  } catch (error) {
    console.info(`Nothing is kept for later: ${error}`);
  }
}

// Offers the whole course at the end of <main>. `list` is the address of its files with their sizes.
export async function offerAll(main, list) {
  if (!store || main.querySelector(".eq-site-whole")) return;
  const { files } = await fetch(list).then((got) => got.json()).catch(() => ({}));
  if (!files || main.querySelector(".eq-site-whole")) return;
  const missing = new Map();
  for (const [path, size] of Object.entries(files)) { const url = new URL(path, list).href; if (!(await store.match(url))) missing.set(url, size); }
  const all = [...missing.values()].reduce((sum, size) => sum + size, 0);
  const words = make("p", {}), status = make("p", { className: "eq-status" }), bar = make("progress", { max: all, value: 0, hidden: true });
  status.setAttribute("role", "status");
  bar.setAttribute("aria-label", "How much of the course is on this device");
  const keep = make("button", { type: "button", className: "eq-quiet" });
  const node = make("section", { className: "eq-site-cell eq-site-whole eq-form" }, make("h2", { textContent: "Without a connection" }), words, make("div", { className: "eq-foot" }, keep, bar), status);
  const done = () => { words.textContent = HERE; keep.hidden = bar.hidden = true; };

  async function keepAll() {
    keep.disabled = true;
    bar.hidden = false;
    let failed = false;
    const take = async () => {
      for (let next = missing.entries().next().value; next && !failed; next = missing.entries().next().value) {
        const [url, size] = next;
        missing.delete(url);
        try { await store.add(url); } catch { failed = true; missing.set(url, size); return; }
        bar.value += size;
        status.textContent = `${mega(bar.value)} of ${mega(all)} MB are here.`;
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, take));
    keep.disabled = false;
    status.classList.toggle("eq-warn", failed);
    if (failed) status.textContent = BROKE;
    else { done(); status.textContent = "Done."; }
  }
  keep.onclick = keepAll;
  words.textContent = "Pages you’ve opened here also open without a connection. Going somewhere with no signal? Keep all of them before you leave.";
  keep.textContent = `Keep the whole course on this device (${mega(all)} MB)`;
  if (!missing.size) done();
  main.append(node);
}

let asked = false;
// A browser may forget a site it was not asked to remember. It is asked once there is something to remember.
export function askToRemember() {
  if (asked) return;
  asked = true;
  navigator.storage?.persist?.().catch(() => {});
}
