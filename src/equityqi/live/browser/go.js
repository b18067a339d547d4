// A plain link to another page of the course changes the page in place: its <main> is fetched, and the address, Back and Forward follow.
// Whatever is not plain (another host, a new tab, a download) and whatever fails is left to the browser.

const SETTLED = 150; // ms of quiet before a place in the page is noted

const isPlain = (event, link) => event.button === 0 && !event.defaultPrevented && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey)
  && (!link.target || link.target === "_self") && !link.hasAttribute("download") && link.origin === location.origin;
const scripts = (page) => page.querySelector('script[src$="/page.js"]')?.getAttribute("src");
const OWN = new URL("page.js", import.meta.url).href;

// The <main> and the title of a page, if it belongs to this very version of the course.
async function fetched(url) {
  const got = await fetch(url.pathname);
  if (!got.ok) throw new Error(`${url.pathname}: ${got.status}`);
  const page = new DOMParser().parseFromString(await got.text(), "text/html"), main = page.querySelector("main[data-path]");
  if (!main || new URL(scripts(page), got.url).href !== OWN) throw new Error("another version of the course");
  return { main: document.adoptNode(main), title: page.title };
}

// `isPage(url)` tells pages of the course, `show(main)` puts one there, `reach()` goes to what the address names.
// What comes back opens an address.
export function followLinks({ isPage, show, reach }) {
  let turn = 0, soon = 0, showing = Promise.resolve(), shown = location.pathname;
  const note = () => { clearTimeout(soon); if (shown === location.pathname) history.replaceState({ y: scrollY }, ""); };
  const toPlace = (y) => { if (y !== undefined) scrollTo(0, y); else if (location.hash) reach(); else scrollTo(0, 0); };
  addEventListener("scroll", () => { clearTimeout(soon); soon = setTimeout(note, SETTLED); }, { passive: true });
  addEventListener("pagehide", note);
  history.scrollRestoration = "manual"; // a page's height comes with its forms
  if (history.state?.y) scrollTo(0, history.state.y);

  async function turnTo(url, again) {
    const mine = ++turn;
    try {
      const next = await fetched(url);
      await showing; // the page before may still be on its way
      if (mine !== turn) return;
      clearTimeout(soon);
      if (!again) { note(); history.pushState({}, "", url); }
      shown = url.pathname;
      document.title = next.title;
      showing = show(next.main);
      await showing;
      if (mine === turn) toPlace(history.state?.y);
    } catch (error) {
      console.info(String(error));
      if (mine === turn) { if (again) location.reload(); else location.href = url; }
    }
  }

  function open(address) {
    const url = new URL(address, location.href);
    if (!isPage(url)) location.href = url;
    else if (url.pathname !== shown) turnTo(url, false);
    else if (url.hash) location.href = url;
    else scrollTo(0, 0);
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    if (!link || !isPlain(event, link)) return;
    const url = new URL(link.href);
    if (!isPage(url) || url.pathname === shown) return;
    event.preventDefault();
    turnTo(url, false);
  });
  addEventListener("popstate", () => {
    if (location.pathname !== shown) turnTo(new URL(location.href), true);
    else if (history.state?.y !== undefined) scrollTo(0, history.state.y);
  });
  return open;
}
