// Where the person is: a link lands on its heading, Back and Forward move between pages, each page goes by its own title.

import { COURSE } from "./bar.js";

const HANDS = ["wheel", "pointerdown", "touchstart", "keydown"];
const LONGEST = 60000; // ms until a page that still grows is let go

export const isPage = (panel) => Boolean(panel?.sessionContext && panel.content?.widgets);
export const scrollerOf = (panel) => panel.node.querySelector(".jp-WindowedPanel-outer");

// What is ours inside a page keeps the focus and its keys: Lab would give them to a cell instead.
export function keepFocus(node) {
  for (const kind of ["focusin", "mousedown", "keydown"]) node.addEventListener(kind, (event) => { if (!event.ctrlKey && !event.metaKey) event.stopPropagation(); });
}

// Lab gives the focus to a cell of its own accord, also after the person began to type in a form: it goes back at once, and no letter is lost.
function giveBackFocus() {
  const LAB = ".jp-Cell, .jp-Notebook", FORM = ".eq-form", PAGE = ".jp-NotebookPanel";
  let away = false; // what the person pressed last leads out of a form
  addEventListener("pointerdown", ({ target }) => { away = !target.closest?.(FORM); }, true);
  addEventListener("keydown", ({ key }) => { away = ["Tab", "Escape"].includes(key); }, true);
  addEventListener("focusin", ({ target, relatedTarget: left }) => {
    if (away || !target.matches(LAB) || !left?.closest(FORM)) return;
    if (left.closest(PAGE) === target.closest(PAGE)) left.focus({ preventScroll: true });
  }, true);
}

// The path of the page in an address of Lab's, or "".
export const pathIn = (address) => {
  const { pathname } = new URL(address, location.href);
  return decodeURIComponent(pathname.match(/\/tree\/(.+)$/)?.[1] ?? "");
};

// The title that stands at the top of a page.
export const titleOf = (panel) => {
  for (const { model } of panel.content.widgets) {
    const line = model.type === "markdown" && model.sharedModel.getSource().match(/^# +(.+)$/m);
    if (line) return line[1].replace(/<[^>]*>|[*_`]/g, "").trim();
  }
  return "";
};

// A section may have the name of its page: then it is the section that is meant.
export const headingIn = (panel, id) => {
  const found = [...panel.node.querySelectorAll(`[data-jupyter-id="${CSS.escape(id)}"], [id="${CSS.escape(id)}"]`)];
  return found.find((node) => !node.matches("h1")) ?? found[0] ?? null;
};

// Keeps a part of a page where it is in the window while pictures and forms arrive around it, until the person does something.
let letGo = () => {};
export function hold(panel, find, from = 0) {
  letGo();
  const scroller = scrollerOf(panel);
  if (!scroller) return;
  const place = () => {
    const part = find();
    if (part) scroller.scrollTop += part.getBoundingClientRect().top - scroller.getBoundingClientRect().top - from;
  };
  const growing = new ResizeObserver(place);
  for (const child of scroller.children) growing.observe(child);
  scroller.addEventListener("scroll", place);
  // Lab gives the focus to the first cell of a page that opens, also after the link gave it to its heading.
  const refocus = ({ target }) => { if (target.matches(".jp-Cell, .jp-Notebook")) setTimeout(() => find()?.focus({ preventScroll: true })); };
  scroller.addEventListener("focusin", refocus);
  const end = setTimeout(() => letGo(), LONGEST);
  letGo = () => {
    growing.disconnect();
    scroller.removeEventListener("scroll", place);
    scroller.removeEventListener("focusin", refocus);
    for (const hand of HANDS) document.removeEventListener(hand, letGo, true);
    clearTimeout(end);
    letGo = () => {};
  };
  for (const hand of HANDS) document.addEventListener(hand, letGo, { capture: true, passive: true });
  place();
}

// What is at the top of the window: the number of the cell, and how far it is from the edge.
function placeOf(panel) {
  const scroller = scrollerOf(panel);
  if (!scroller || !scroller.clientHeight) return null;
  const edge = scroller.getBoundingClientRect().top;
  const cell = panel.content.widgets.findIndex(({ node }) => node.getBoundingClientRect().bottom > edge + 1);
  if (cell < 0) return null;
  return { cell, from: panel.content.widgets[cell].node.getBoundingClientRect().top - edge };
}

export function keepPlaces(app) {
  giveBackFocus();
  const front = () => app.shell.currentWidget;
  let wanted = null; // the heading that a link asked for: {path, id}

  const go = async (path, { id = "", place = null } = {}) => {
    const panel = front()?.context?.path === path ? front() : await app.commands.execute("docmanager:open", { path });
    if (!isPage(panel)) return;
    await panel.context.ready;
    document.dispatchEvent(new CustomEvent("equityqi-go", { detail: { path, id } }));
    await Promise.all(panel.content.widgets.map((cell) => cell.ready));
    if (id) {
      hold(panel, () => headingIn(panel, id));
      let heading = null; // Lab draws texts a little later than it says
      for (let tries = 100; !(heading = headingIn(panel, id)) && tries; tries--) await new Promise((again) => setTimeout(again, 50));
      if (!heading || front() !== panel) return;
      if (!heading.matches("a, button, input, select, textarea")) heading.tabIndex = -1;
      heading.focus({ preventScroll: true });
    } else if (place) hold(panel, () => panel.content.widgets[place.cell]?.node, place.from);
  };

  // Lab adds an entry each time it writes the address, even of the page that is there already: then Back would do nothing.
  const push = history.pushState.bind(history);
  history.pushState = (state, unused, address = location.href) => {
    const path = pathIn(address), { pathname, search } = new URL(address, location.href);
    if (path && path === pathIn(location.href)) return history.replaceState(history.state, "", pathname + search + location.hash);
    push(state, unused, wanted?.id && wanted.path === path ? `${pathname}#${encodeURIComponent(wanted.id)}` : address);
  };
  addEventListener("popstate", ({ state }) => {
    const path = pathIn(location.href);
    wanted = null;
    if (path) go(path, { id: state?.place ? "" : decodeURIComponent(location.hash.slice(1)), place: state?.place ?? { cell: 0, from: 0 } });
  });

  // Where the person has scrolled to goes with the entry, so that Back and a reload return there.
  let soon = 0;
  document.addEventListener("scroll", ({ target }) => {
    const panel = front();
    if (!isPage(panel) || target !== scrollerOf(panel)) return;
    clearTimeout(soon);
    soon = setTimeout(() => {
      const place = front() === panel && panel.context.path === pathIn(location.href) && placeOf(panel);
      if (place) history.replaceState({ ...history.state, place }, "");
    }, 300);
  }, { capture: true, passive: true });

  app.commands.commandExecuted.connect((_, { id: command, args, result }) => {
    const id = (args?.id ?? "").replace(/^#/, "");
    if (command !== "rendermime:handle-local-link" || !args?.path?.endsWith(".ipynb")) return;
    wanted = { path: args.path, id };
    result.then(() => go(args.path, { id }), () => {}).finally(() => { wanted = null; });
  });
  // A link in a form to another page: Lab knows only those in texts.
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.(".eq-form a[href*='.ipynb']"), panel = front();
    if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || !isPage(panel)) return;
    const { pathname, hash } = new URL(link.getAttribute("href"), `http://page/${panel.context.path}`);
    event.preventDefault();
    app.commands.execute("rendermime:handle-local-link", { path: decodeURIComponent(pathname.slice(1)), id: decodeURIComponent(hash) });
  });
  // A link to a heading of the same page.
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href^='#']"), panel = front();
    const id = link && decodeURIComponent(link.getAttribute("href").slice(1));
    if (event.defaultPrevented || !id || !isPage(panel) || !panel.node.contains(link) || !headingIn(panel, id)) return;
    event.preventDefault();
    push({}, "", `${location.pathname}#${encodeURIComponent(id)}`);
    go(panel.context.path, { id });
  });

  // The window goes by the page's title, and so do Lab's tabs, where a lesson and its exercise have the same file name.
  const name = () => {
    const panel = front(), title = isPage(panel) && titleOf(panel);
    const shown = title ? `${title} - ${COURSE}` : document.title;
    if (document.title !== shown) document.title = shown;
  };
  new MutationObserver(name).observe(document.querySelector("title"), { childList: true });
  app.shell.currentChanged?.connect(async (_, { newValue: panel }) => {
    if (!isPage(panel)) return;
    await panel.context.ready;
    const title = titleOf(panel);
    if (title) panel.title.dataset = { ...panel.title.dataset, pageTitle: title };
    name();
  });

  const at = { path: pathIn(location.href), id: decodeURIComponent(location.hash.slice(1)), place: history.state?.place };
  app.restored.then(() => { if (at.path.endsWith(".ipynb") && (at.id || at.place)) go(at.path, at); });
}
