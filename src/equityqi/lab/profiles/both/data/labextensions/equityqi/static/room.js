// The bare room: one bar and the page. "Show Jupyter" brings Jupyter's own menus back, and it stays so.
import { makeBar } from "./bar.js";
import { listPage } from "./on_page.js";
import { watchParts } from "./parts.js";
import { isPage, keepFocus, pathIn, scrollerOf } from "./places.js";
import { foldPractice } from "./practice.js";
import { jupyterShown, showJupyter } from "./shown.js";
import { trainersTools } from "./trainer.js";

const JUPYTERS = "#jp-top-panel, #jp-menu-panel, #jp-bottom-panel, .jp-SideBar, .jp-SideArea, .jp-skiplink-wrapper";

function* within(widget) {
  yield widget;
  for (const child of widget.layout ?? []) yield* within(child);
}

export async function bareRoom(app) {
  const { baseUrl, token } = app.serviceManager.serverSettings;
  const ask = async () => {
    const answer = await fetch(`${baseUrl}equityqi/contents`, { headers: { Authorization: `token ${token}` } });
    return answer.ok ? (await answer.json()).pages : null;
  };
  let pages = await ask().catch(() => null), shown = jupyterShown(), bare = false;
  if (!pages) return;

  const front = () => app.shell.currentWidget;
  const button = Object.assign(document.createElement("button"), { type: "button", className: "eq-bar-button" });
  const about = Object.assign(document.createElement("p"), { textContent: "The course runs in a program called Jupyter. You don’t need to see it, but you can: its menus, its buttons and the code behind this page." });
  const bar = makeBar({
    go: (path) => app.commands.execute("docmanager:open", { path }),
    address: (path) => `${baseUrl}lab/tree/${encodeURI(path)}`,
    toPage: () => {
      const title = front()?.node.querySelector("h1, h2");
      if (title) { title.tabIndex = -1; title.focus(); }
    },
    moreHelp: [about, button],
    tools: (page) => (pages[0]?.path.includes("course/trainer/") ? trainersTools(app, page) : []),
  });
  document.body.prepend(bar.node);
  document.body.classList.add("eq-room");
  watchParts(app.shell.node, ".jp-RenderedMarkdown, .jp-RenderedHTMLCommon:has(table.dataframe, figure.eq-part-picture)");
  foldPractice(app);

  const listed = new WeakSet();
  const list = (panel) => {
    const scroller = isPage(panel) && scrollerOf(panel);
    if (!scroller || listed.has(scroller)) return;
    listed.add(scroller);
    keepFocus(listPage(scroller));
  };

  const dress = () => {
    const panel = front(), code = isPage(panel) && panel.node.dataset.kind === "code";
    list(panel);
    bare = !shown && !code;
    document.body.classList.toggle("eq-bare", bare);
    for (const part of within(app.shell)) if (part.node.matches(JUPYTERS)) part.setHidden(bare || part.node.matches(".jp-SideArea"));
    for (const widget of app.shell.widgets("main")) widget.toolbar?.setHidden(bare);
    button.textContent = shown ? "Hide Jupyter" : "Show Jupyter";
    dispatchEvent(new Event("resize")); // Jupyter's parts take the room below the bar
  };
  const tell = () => bar.show(pages, front()?.context?.path ?? pathIn(location.href));
  button.onclick = () => {
    shown = !shown;
    showJupyter(shown);
    bar.closeHelp();
    dress();
    if (shown) document.dispatchEvent(new Event("equityqi-jupyter"));
  };

  // No letter does anything to a bare page; only saving stays with Jupyter, all else with the browser and the forms.
  const heard = app.commands.processKeydownEvent.bind(app.commands);
  app.commands.processKeydownEvent = (event) => {
    if (!bare || ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s")) heard(event);
  };
  for (const kind of ["dblclick", "contextmenu"]) {
    document.addEventListener(kind, (event) => { if (bare && !event.target.closest?.(".eq-form")) event.stopPropagation(); }, true);
  }

  const theme = () => { document.documentElement.dataset.theme = document.body.dataset.jpThemeLight === "false" ? "dark" : "light"; };
  new MutationObserver(theme).observe(document.body, { attributeFilter: ["data-jp-theme-light"] });
  theme();

  let soon = 0;
  const count = () => {
    clearTimeout(soon);
    soon = setTimeout(async () => { pages = (await ask().catch(() => null)) ?? pages; tell(); }, 2000);
  };
  document.addEventListener("input", count, true);
  document.addEventListener("click", count, true);
  app.shell.currentChanged.connect(() => { dress(); tell(); });
  document.addEventListener("equityqi-known", dress);
  await app.restored;
  dress();
  tell();
  setTimeout(dress, 500); // Lab settles its menus a little later
}
