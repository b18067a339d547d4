// "3 more to practise": in an exercise, the questions below that heading are folded until somebody wants them. Nothing of the page is
// changed; without this file, in Jupyter's own look and on paper they all stand there.
import { foldAway } from "./fold.js";
import { isPage, keepFocus } from "./places.js";

const HEADING = /^## +(\d+ more to practise)\s*$/m;
const END = /^## +/m;

const sourceOf = (cell) => cell.model.sharedModel.getSource();
const isText = (cell) => cell.model.type === "markdown";
const asks = (cell) => cell.model.type === "code" && /^ask\(/m.test(sourceOf(cell));

// The cells of the practice, the cell with its heading first; null where a page has none, or has nothing else to answer.
function practiceOf(panel) {
  const cells = [...panel.content.widgets];
  const start = cells.findIndex((cell) => isText(cell) && HEADING.test(sourceOf(cell)));
  if (start < 0 || !cells.slice(0, start).some(asks)) return null;
  const length = cells.slice(start + 1).findIndex((cell) => isText(cell) && END.test(sourceOf(cell)));
  return cells.slice(start, length < 0 ? cells.length : start + 1 + length);
}

// Tells whether a link to `id` leads into these cells: to a heading or to a question.
const leadsInto = (cells, id) => cells.some((cell) => (isText(cell)
  ? [...sourceOf(cell).matchAll(/^#+ +(.+)$/gm)].some(([, heading]) => heading.trim().replaceAll(" ", "-") === id)
  : sourceOf(cell).includes(`ask("${id.replace(/^question-/, "")}"`)));

function fold(panel, wanted) {
  const found = practiceOf(panel);
  if (!found) return null;
  const [first, ...cells] = found;
  const { line, open } = foldAway(cells.map(({ node }) => node), { words: HEADING.exec(sourceOf(first))[1], key: panel.context.path });
  keepFocus(line);
  first.node.append(line);
  const reached = (id) => { if (id && leadsInto(found, id)) open(); };
  reached(wanted);
  return reached;
}

export function foldPractice(app) {
  const folds = new WeakMap(); // what opens the practice of a page for a link, by panel
  let wanted = {}; // what the last link asked for: {path, id}
  document.addEventListener("equityqi-go", ({ detail }) => {
    const panel = app.shell.currentWidget, reached = panel?.context?.path === detail.path && folds.get(panel);
    if (reached) reached(detail.id);
    else wanted = detail;
  });
  const open = async (panel) => {
    if (!isPage(panel) || folds.has(panel)) return;
    folds.set(panel, null);
    await panel.context.ready;
    const { path, id } = wanted;
    wanted = {};
    folds.set(panel, fold(panel, path === panel.context.path ? id : ""));
  };
  app.shell.currentChanged.connect((_, { newValue }) => open(newValue));
  open(app.shell.currentWidget);
}
