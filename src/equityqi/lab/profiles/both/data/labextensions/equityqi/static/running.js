// A page of the course runs by itself when it opens. Any other page opens to read, with one sentence and one button.
import { isPage, keepFocus, scrollerOf } from "./places.js";
import { jupyterShown } from "./shown.js";

const WIDGET = "application/vnd.jupyter.widget-view+json";
const LEAVING = 1500; // ms in which a page that was left sends what was typed last
const RESTARTS = 3; // of one page, in a row, without the person: then something is wrong with it
const NOT_OURS = "This page has been changed since it came with the course, so it doesn't start by itself.";
const FOR_CODE = "You write code on this page, so it doesn't start by itself.";

const codeCells = (panel) => panel.content.widgets.filter(({ model }) => model.type === "code");

// The first question comes first, so that it can be answered while the pictures above it are drawn.
function inTurn(cells) {
  const first = cells.findIndex(({ model }) => /^\s*ask\(/m.test(model.sharedModel.getSource()));
  return first > 0 ? [cells[first], ...cells.slice(0, first), ...cells.slice(first + 1)] : cells;
}

// Runs one cell. What it showed before stays until there is something new, so that the page does not jump; only the widgets of an
// earlier run go at once, as nothing answers for them.
function execute(cell, context) {
  const { outputs } = cell.model;
  const kept = outputs.toJSON().filter(({ data }) => !data?.[WIDGET]);
  if (!cell.model.trusted || !kept.length) return cell.constructor.execute(cell, context, { deletedCells: [] });
  if (kept.length < outputs.length) outputs.fromJSON(kept);
  let fresh = false;
  outputs.clear = () => { fresh = true; };
  const done = cell.constructor.execute(cell, context, { deletedCells: [] });
  delete outputs.clear;
  if (fresh) outputs.clear(true);
  return done;
}

const codeOf = (cell) => cell.model.sharedModel.getSource().trim();

// Shows what was drawn before, and returns the cells that are left to run. Whoever looks at Jupyter sees all of them run.
const onlyShown = new WeakMap(); // the cells of a page that have not run
function showDrawn(panel, drawn) {
  const cells = codeCells(panel), found = jupyterShown() ? [] : cells.filter((cell) => drawn.has(codeOf(cell)));
  for (const cell of found) {
    const { outputs } = cell.model, now = drawn.get(codeOf(cell));
    if (JSON.stringify(outputs.toJSON()) !== JSON.stringify(now)) outputs.fromJSON(now);
  }
  onlyShown.set(panel, found);
  return cells.filter((cell) => !found.includes(cell));
}

async function catchUp(panel) {
  const cells = onlyShown.get(panel) ?? [];
  onlyShown.delete(panel);
  await panel.sessionContext.ready;
  await Promise.allSettled(cells.map((cell) => execute(cell, panel.sessionContext)));
}

async function run(panel, drawn = new Map()) {
  const { sessionContext, node } = panel, before = node.dataset.state;
  node.dataset.state = "running";
  const cells = showDrawn(panel, drawn);
  await sessionContext.ready;
  if (before) await sessionContext.sessionManager.refreshRunning().catch(() => {}); // a Python that has ended may still look idle
  if (sessionContext.session?.kernel?.status === "dead") await sessionContext.shutdown().catch(() => {});
  if (!sessionContext.session?.kernel) await sessionContext.changeKernel({ name: sessionContext.kernelPreference.name || "python3" });
  await Promise.allSettled(inTurn(cells).map((cell) => execute(cell, sessionContext)));
  node.dataset.state = "ran";
}

function ask(panel, words) {
  const note = Object.assign(document.createElement("div"), { className: "eq-page-note" });
  note.append(Object.assign(document.createElement("p"), { textContent: words }));
  note.append(Object.assign(document.createElement("button"), { type: "button", textContent: "Run this page", onclick: () => { if (panel.node.dataset.state !== "running") run(panel); } }));
  keepFocus(note);
  scrollerOf(panel)?.prepend(note);
}

// Lab's word that Python died and comes back: the page runs again, so there is nothing to press.
function putAwayDialog() {
  for (const box of document.querySelectorAll(".jp-Dialog")) {
    if (box.textContent.includes("Kernel Restarting")) box.querySelector(".jp-mod-accept")?.click();
  }
}

// What a page is stands in its node's `data-kind`, once the server has told: own, code or other.
export function runByThemselves(app) {
  const { baseUrl, token } = app.serviceManager.serverSettings;
  const seen = new WeakSet();

  const told = async (what, path) => {
    const answer = await fetch(`${baseUrl}equityqi/${what}?path=${encodeURIComponent(path)}`, { headers: { Authorization: `token ${token}` } });
    return answer.ok ? answer.json() : {};
  };
  const kindOf = async (path) => (await told("page", path)).kind ?? "other";
  const drawnOn = async (path) => new Map(((await told("drawn", path)).cells ?? []).map(({ code, outputs }) => [code, outputs]));

  // Its Python went (it was ended, or died and Jupyter made a new one): the page runs again by itself.
  const again = (panel, drawn) => {
    let tries = 0, lost = false;
    const { sessionContext } = panel;
    const rerun = () => { if (!panel.isDisposed && ++tries <= RESTARTS) run(panel, drawn); };
    sessionContext.statusChanged.connect((_, status) => {
      if (["restarting", "autorestarting"].includes(status)) lost = true;
      if (status === "autorestarting") setTimeout(putAwayDialog, 100);
      if (status !== "idle" || !lost) return;
      lost = false;
      rerun();
    });
    sessionContext.sessionChanged.connect((_, { newValue }) => { if (!newValue) rerun(); });
    panel.node.addEventListener("input", () => { tries = 0; });
  };

  const open = async (panel) => {
    if (!isPage(panel) || seen.has(panel)) return;
    seen.add(panel);
    const { path } = panel.context, nothing = () => new Map();
    const [kind, drawn] = await Promise.all([kindOf(path).catch(() => "other"), drawnOn(path).catch(nothing), panel.context.ready]);
    panel.node.dataset.path = panel.context.path.replace(/^.*?(?=(course|exercises)\/)/, ""); // a trainer's Lab shows the folder above
    panel.node.dataset.kind = kind;
    panel.node.dispatchEvent(new Event("equityqi-known", { bubbles: true }));
    if (kind === "own") {
      await run(panel, drawn);
      again(panel, drawn);
    } else if (codeCells(panel).length) ask(panel, kind === "code" ? FOR_CODE : NOT_OURS);
  };

  // A page that was left closes: coming back opens it anew, with its answers, and its Python ends meanwhile.
  const leave = async (panel) => {
    const back = () => panel.isDisposed || panel === app.shell.currentWidget;
    await new Promise((later) => setTimeout(later, LEAVING));
    if (back() || app.shell.mode !== "single-document") return;
    if (panel.context.model.dirty) await panel.context.save();
    if (back()) return; // the person came back while it was saved
    panel.dispose();
  };

  // Whoever wants to see Jupyter may run any cell, so those that were only shown run too: later ones need what they say.
  document.addEventListener("equityqi-jupyter", () => {
    const panel = app.shell.currentWidget;
    if (isPage(panel) && panel.node.dataset.kind === "own") catchUp(panel);
  });

  app.shell.currentChanged?.connect((_, { oldValue, newValue }) => {
    open(newValue);
    if (oldValue?.node.dataset.kind === "own" && oldValue !== newValue) leave(oldValue).catch(() => {});
  });
}
