// "On this page": the sections and questions of a page with their state, beside the text where there is room, else one line of marks
// above it. It knows nothing of Jupyter: it reads the headings and the cards that stand in a scroller, and its links are plain ones.

const LISTED = "h2, .eq-question";
const LEFT_OUT = ".eq-part-aims *, .eq-part-next *, .eq-page-on *"; // said elsewhere
const WIDE = ".eq-game"; // takes the room beside the text
const NOTED = ".eq-top .eq-state";
const SOON = 120; // ms of quiet before the list follows the page

function make(tag, className, ...children) {
  const node = Object.assign(document.createElement(tag), { className });
  node.append(...children);
  return node;
}

const words = (node) => node.textContent.replace(/¶\s*$/, "").trim();
const idOf = (node) => node.dataset.jupyterId ?? node.id;
const isSeen = (node) => node.checkVisibility?.() ?? node.offsetParent !== null;

// How many are answered, and how many of those are right.
function counted(cards) {
  const states = cards.map((card) => card.dataset.state), right = states.filter((state) => state === "right").length;
  return `${states.filter((state) => state && state !== "open").length} of ${cards.length} answered${right ? `, ${right} right so far` : ""}`;
}

function item(part) {
  const link = Object.assign(make("a", part.matches("h2") ? "eq-page-section" : "eq-page-question"), { href: `#${encodeURIComponent(idOf(part))}` });
  if (part.matches("h2")) link.append(words(part));
  else {
    const state = part.querySelector(NOTED), icon = state?.querySelector("svg");
    link.append(...(icon ? [icon.cloneNode(true)] : []), make("span", "eq-page-asks", part.dataset.label), make("span", "eq-bar-unseen", `. ${state ? words(state) : ""}`));
    link.classList.add(`eq-page-is-${part.dataset.state}`);
  }
  return make("li", "", link);
}

// Puts the list into `place`, which `scroller` scrolls, keeps it true and returns it. A page without questions shows none, and neither
// does the page of the game. `signal` ends its watch over a scroller that outlives the page.
export function listPage(place, scroller = place, signal = undefined) {
  const list = make("ul", ""), count = make("p", "eq-page-answered"), nav = make("nav", "eq-page-on", make("div", "", make("p", "eq-page-head", "On this page"), list, count));
  nav.setAttribute("aria-label", "On this page");
  list.setAttribute("role", "list");
  nav.hidden = true;
  place.prepend(nav);
  let parts = [], drawn = "", soon = 0;

  function draw() {
    parts = [...place.querySelectorAll(LISTED)].filter((part) => !part.matches(LEFT_OUT) && idOf(part) && isSeen(part));
    const cards = parts.filter((part) => part.matches(".eq-question"));
    nav.hidden = !cards.length || Boolean(place.querySelector(WIDE));
    const now = parts.map((part) => [idOf(part), part.dataset.label ?? words(part), part.dataset.state].join("\0")).join("\n");
    if (now === drawn) return;
    drawn = now;
    const focused = list.contains(document.activeElement) && document.activeElement.getAttribute("href");
    list.replaceChildren(...parts.map(item));
    if (focused) list.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
    count.textContent = counted(cards);
    mark();
  }

  // The part that is being read: the last one whose top is above the middle of the window.
  function mark() {
    if (nav.hidden) return;
    const edge = Math.max(0, scroller.getBoundingClientRect().top) + scroller.clientHeight / 2;
    const here = parts.findLastIndex((part) => part.getBoundingClientRect().top < edge);
    [...list.children].forEach(({ firstChild: link }, at) => { if (at === here) link.setAttribute("aria-current", "true"); else link.removeAttribute("aria-current"); });
    const row = list.children[here];
    if (row && list.scrollHeight > list.clientHeight) list.scrollTop = row.offsetTop - list.clientHeight / 2;
  }

  const later = () => { clearTimeout(soon); soon = setTimeout(draw, SOON); };
  new MutationObserver((changes) => { if (changes.some(({ target }) => !nav.contains(target))) later(); })
    .observe(place, { childList: true, subtree: true, attributeFilter: ["data-state", "class", "hidden"] });
  let waiting = false;
  (scroller === document.documentElement ? document : scroller).addEventListener("scroll", () => { // a window tells its document
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; mark(); });
  }, { passive: true, signal });
  later();
  return nav;
}
