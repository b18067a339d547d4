// The bar above a learner's page: where they are, the contents, previous, next, help. It knows nothing of Jupyter: `go` opens a page.

export const COURSE = "Using Quality Improvement to Tackle Inequity";
const START = "course/00-start.ipynb", TRAINERS = "course/trainer/", EXERCISE = /(^|\/)exercises\//;
const SESSIONS = { 1: "Session 1: see the gap, understand the system", 2: "Session 2: test, measure, keep going" };
const ICONS = {
  menu: "M4 7h16M4 12h16M4 17h16",
  next: "M5 12h14m-6-6 6 6-6 6",
  back: "M19 12H5m6 6-6-6 6-6",
  help: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M9.5 9.5a2.5 2.5 0 1 1 3.6 2.2c-.7.4-1.1.9-1.1 1.8m0 3v.1",
  close: "m6 6 12 12M18 6 6 18",
};

function make(tag, props = {}, ...children) {
  const { role, current, label, ...rest } = props;
  const node = Object.assign(document.createElement(tag), rest);
  if (role) node.setAttribute("role", role);
  if (current) node.setAttribute("aria-current", current);
  if (label) node.setAttribute("aria-label", label);
  node.append(...children.filter((child) => child != null));
  return node;
}

function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  for (const [key, value] of Object.entries({ viewBox: "0 0 24 24", class: "eq-bar-icon", "aria-hidden": "true" })) svg.setAttribute(key, value);
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

// The course's mark: gaps that close.
function mark() {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  for (const [key, value] of Object.entries({ viewBox: "0 0 28 28", class: "eq-bar-mark", "aria-hidden": "true" })) svg.setAttribute(key, value);
  for (const [y, left] of [[7, 5], [14, 8], [21, 11]]) {
    svg.insertAdjacentHTML("beforeend", `<path d="M${left} ${y}h${28 - 2 * left}"/><circle class="eq-bar-least" cx="${left}" cy="${y}" r="3.5"/><circle class="eq-bar-best" cx="${28 - left}" cy="${y}" r="3.5"/>`);
  }
  return svg;
}

const word = (text) => make("span", { className: "eq-bar-word", textContent: text });

function dialog(id, title) {
  const close = make("button", { type: "button", className: "eq-bar-link" }, icon("close"), "Close");
  const body = make("div");
  const node = make("dialog", { id, className: "eq-bar-drawer" }, make("div", { className: "eq-bar-drawer-top" }, make("h2", { id: `${id}-title`, textContent: title }), close), body);
  node.setAttribute("aria-labelledby", `${id}-title`);
  close.onclick = () => node.close();
  node.addEventListener("click", (event) => { if (event.target === node) node.close(); });
  return { node, body };
}

// Makes the bar. `go(path)` opens a page, `address(path)` is its address for a new tab, `toPage()` moves the focus to the page's text;
// `moreHelp` are nodes for the help, `tools(page)` gives buttons for a page. What comes back: its node, and `show(pages, path)`.
export function makeBar({ go, address, toPage, moreHelp = [], tools = () => [] }) {
  const contents = dialog("eq-contents", "Contents"), help = dialog("eq-help", "Help");
  const link = (page, props, ...children) => {
    const node = make("a", { href: address(page.path), ...props }, ...children);
    node.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      contents.node.close();
      help.node.close();
      go(page.path);
    });
    return node;
  };
  const opens = (box, name, text) => make("button", { type: "button", className: "eq-bar-link", onclick: () => box.node.showModal() }, icon(name), word(text));
  const brand = make("span"), where = make("p", { className: "eq-bar-where" }), between = make("nav", { className: "eq-bar-end", label: "Between pages" });
  const skip = make("a", { className: "eq-bar-skip", href: "#main", textContent: "Skip to the page", onclick: (event) => { event.preventDefault(); toPage(); } });
  const node = make("header", { className: "eq-bar" },
    skip, opens(contents, "menu", "Contents"), brand, where, between, contents.node, help.node);

  const count = ({ asked, answered, right }) => (asked ? make("span", { className: "eq-page-count", textContent: `${answered} of ${asked} answered${right ? `, ${right} right` : ""}` }) : null);

  function list(pages, path) {
    const item = (page, number = "") => make("li", {}, link(page, page.path === path ? { current: "page" } : {},
      make("span", { className: "eq-page-number", textContent: number }), make("span", { textContent: page.path.endsWith(START) ? "Start page" : page.title }), count(page)));
    const lessons = pages.filter(({ session }) => session), exercises = pages.filter(({ path: at }) => EXERCISE.test(at));
    const trainers = pages.filter(({ path: at }) => at.includes(TRAINERS));
    const others = pages.filter((page) => !lessons.includes(page) && !exercises.includes(page) && !trainers.includes(page));
    const group = (title, found, numbered) => (found.length ? [
      title ? make("h3", { textContent: title }) : null,
      make(numbered ? "ol" : "ul", { role: "list" }, ...found.map((page, place) => item(page, numbered ? place + 1 : ""))),
    ] : []);
    const sessions = [...new Set(lessons.map(({ session }) => session))];
    return make("nav", { className: "eq-page-list", label: "All pages" }, ...[
      ...group(trainers.length ? "For you, the trainer" : "", trainers),
      trainers.length ? make("h3", { textContent: "What learners see" }) : null,
      ...group("", others.slice(0, 1)),
      ...sessions.flatMap((session) => group(SESSIONS[session] ?? `Session ${session}`, lessons.filter((page) => page.session === session), true)),
      ...group("Any time", others.slice(1)),
      ...group("Exercises: all questions, with practice", exercises),
    ].filter(Boolean));
  }

  function show(pages, path) {
    const place = pages.findIndex((page) => page.path === path), page = pages[place];
    const peers = page ? pages.filter(({ session }) => session && session === page.session) : [];
    const lessons = pages.filter(({ path: at }) => !EXERCISE.test(at) && !at.includes(TRAINERS));
    brand.replaceChildren(...(pages[0] ? [link(pages[0], { className: "eq-bar-brand" }, mark(), make("span", { className: "eq-bar-title", textContent: COURSE }), make("span", { className: "eq-bar-unseen", textContent: pages[0].path.includes(TRAINERS) ? ": your home" : ": start page" }))] : []));
    const number = peers.indexOf(page) + 1, sessions = [...new Set(pages.map(({ session }) => session).filter(Boolean))].map((session) => pages.filter((other) => other.session === session));
    const sum = (group, what) => group.reduce((total, one) => total + one[what], 0);
    // One step for each lesson of the session; on the start page one for each session.
    const steps = (groups, here) => make("span", { className: "eq-bar-steps" }, ...groups.map((group, at) => {
      const step = make("i", { className: at === here ? "eq-bar-here" : "" }, make("b"));
      step.firstChild.style.width = `${sum(group, "asked") ? (100 * sum(group, "answered")) / sum(group, "asked") : 0}%`;
      return step;
    }));
    const begun = Math.max(0, sessions.findLastIndex((group) => sum(group, "answered")));
    where.replaceChildren(...(number ? [
      make("span", { className: "eq-bar-where-long", textContent: `Session ${page.session}, ` }),
      make("span", { textContent: `lesson ${number} of ${peers.length}` }),
      steps(peers.map((peer) => [peer]), number - 1),
      page.asked ? make("span", { className: "eq-bar-unseen", textContent: `, ${page.answered} of ${page.asked} questions answered` }) : null,
    ] : page && place === 0 && page.path.endsWith(START) && sessions.length ? [
      make("span", { textContent: `Session ${begun + 1} of ${sessions.length}` }),
      steps(sessions, begun),
    ] : [page && place ? page.title : ""]).filter((part) => part !== null));
    // An exercise stands between its lesson and the next one.
    const file = path.split("/").at(-1), at = lessons.indexOf(page), own = lessons.findIndex((lesson) => lesson.path.endsWith(`/${file}`));
    const before = lessons[at < 0 ? own : at - 1], after = lessons[at < 0 ? own + 1 || -1 : at + 1];
    between.replaceChildren(...[
      ...tools(page),
      before && link(before, { className: "eq-bar-link", title: before.title }, icon("back"), word("Previous")),
      after && link(after, { className: "eq-bar-link", title: after.title }, word("Next"), icon("next")),
      opens(help, "help", "Help"),
    ].filter(Boolean));
    contents.body.replaceChildren(list(pages, path));
    const glossary = pages.find(({ path: at }) => at.endsWith("00-glossary.ipynb"));
    help.body.replaceChildren(...[
      make("p", { textContent: "We save your answers as you go. You can close the browser whenever you like, and carry on later where you stopped." }),
      make("p", { textContent: "Something looks wrong? Load the page again with your browser’s own button. Your answers stay." }),
      glossary && make("p", {}, "New word? ", link(glossary, {}, "Look it up in the glossary"), "."),
      ...moreHelp,
    ].filter(Boolean));
  }
  return { node, show, closeHelp: () => help.node.close() };
}
