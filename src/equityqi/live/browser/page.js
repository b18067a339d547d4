// A page of the course: its forms stand at once, from the page itself and what this browser keeps; Python joins them when it is up.
// A link to another page changes the page in place (go.js), so that one Python serves a whole visit.
import { makeBar } from "./bar.js";
import { foldAway } from "./fold.js";
import { followLinks } from "./go.js";
import { learningSystem } from "./lms.js";
import { listPage } from "./on_page.js";
import { watchParts } from "./parts.js";
import { whoIsHere } from "./person.js";
import { allFiles, openStore } from "./store.js";

const READY = "Getting ready to check your answers. You can start now: what you type is kept.";
const BROKE = "This browser could not start the part that checks answers. You can read and type, and what you type stays in this browser. Load the page again in a while; if that doesn’t help, tell your trainer.";
const NO_WASM = "This browser cannot check answers, because WebAssembly is switched off in it. You can read and type, and what you type stays in this browser. Your IT team can allow it for this site.";
const BY_ANSWER = ["Form", "GameForm"]; // what they keep in the browser is named by the answers file
const LEAVING = 300; // ms of quiet before the bar counts anew
const LATER = 500; // ms after which all that nobody waits for begins

let main = document.querySelector("main");
const course = JSON.parse(document.querySelector("#eq-site-course").textContent); // {pages, case, settings, code, questions, pyodide}
const root = new URL(main.dataset.root, location.href);
const inSite = (path) => new URL(path, root).href;
if (course.lms && parent === window) { // in a tab of its own, nobody knows whose answers these would be: this page stays to be read
  document.documentElement.classList.remove("eq-site-on");
  document.querySelector(".eq-site-why").textContent = "This page is here to read. To answer on it, open the course from your learning system, and go to this page there.";
  await new Promise(() => {});
}
const lms = course.lms ? learningSystem() : null;
const person = whoIsHere(root, course, lms), { store } = person; // two courses, two cases or two persons do not meet
const models = new Map(); // by number, once Python has given one
const forms = {};
let right = {}; // of each lesson, how many answers were checked and are right; Python tells it
let pages = 0; // how many were opened in this visit

class Model {
  early = true; // Python is not there yet
  #waits = [];
  #heard = {};
  #number = null;
  constructor(state) { this.state = state; }
  get owes() { return this.#waits.length > 0; } // what was typed, and waits for Python
  get(name) { return this.state[name]; }
  set(name, value) { this.state[name] = value; this.fire(`change:${name}`); }
  on(name, hears) { (this.#heard[name] ??= new Set()).add(hears); }
  off(name, hears) { this.#heard[name]?.delete(hears); }
  fire(name, ...more) { this.#heard[name]?.forEach((hears) => hears(...more)); }
  send(content, _, buffers = []) {
    if (!this.early) worker.postMessage({ number: this.#number, content, buffers });
    else if (content.do !== "draw") this.#waits.push(content);
  }
  joins(number, state) {
    this.#number = number;
    this.early = false;
    for (const name in state) if (name !== "key" && JSON.stringify(state[name]) !== JSON.stringify(this.state[name])) this.set(name, state[name]);
    this.#waits.splice(0).forEach((content) => this.send(content));
  }
}

// What stood there to be read goes, once, when the first living part comes.
function awake(cell) {
  if (!cell.dataset.awake) cell.replaceChildren();
  cell.dataset.awake = "yes";
}

// The game alone has a look of its own.
const gameLook = () => new Promise((done) => {
  document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: new URL("game.css", import.meta.url).href, onload: done, onerror: done }));
});
let looks = null;

async function draw(page, cell, kind, state) {
  const model = new Model(state);
  if (kind === "GameForm") await (looks ??= gameLook());
  const { default: form } = await (forms[kind] ??= import(`./forms/${kind}.js`));
  if (page.left) return model;
  awake(cell);
  page.ends.push(form.render({ model, el: cell }));
  return model;
}

// ---- what this browser keeps

const db = await openStore(store).catch(() => null);
const files = async () => (db ? allFiles(db) : new Map());
const answersIn = (kept) => {
  const found = new Map(); // by exercise
  for (const [path, text] of kept) {
    const name = /^exercises\/[^/]+\/(.+)\.answers\.json$/.exec(path)?.[1];
    try { if (name) found.set(name, JSON.parse(text)); } catch { /* Python says what is wrong with it */ }
  }
  return found;
};

const EMPTY = ["null", '""', "[]", "{}"];
let answers = answersIn(await files());
const early = { spec: null, words: "", notice: "", picture: "" };

// Opens what stands in <main>. What comes back knows its cells, the models that wait for Python, and how to leave.
async function openPage() {
  const cells = new Map([...main.querySelectorAll("[data-source]")].map((cell) => [cell.id, cell]));
  const page = { number: ++pages, path: main.dataset.path, cells, early: new Map(), ends: [], left: false };
  const over = new AbortController();
  page.ends.push(() => over.abort());
  await Promise.all([...cells.values()].filter((cell) => cell.dataset.spec).map(async (cell) => {
    const spec = JSON.parse(cell.dataset.spec), held = answers.get(cell.dataset.exercise);
    const saved = held?.answers[spec.id] ?? null, state = EMPTY.includes(JSON.stringify(saved)) ? "open" : "saved";
    const shown = { ...early, spec, saved, revision: held?.revisions?.[spec.id] ?? 0, key: `${store}:${spec.id}`, result: { state } };
    const model = await draw(page, cell, "Form", shown).catch(async (error) => { // an answer to an older version of the question; Python puts it aside
      console.error(error);
      (await import("./copies.js")).setAside(store, spec.id);
      delete cell.dataset.awake;
      return draw(page, cell, "Form", { ...shown, saved: null, result: { state: "open" } });
    });
    page.early.set(cell.id, model);
  }));
  watchParts(main, ".eq-site-text");
  listPage(main, document.documentElement, over.signal);
  const practice = main.querySelector("[data-practice]");
  const fold = practice && foldAway([practice], { words: practice.dataset.practice, key: `${store}:${page.path}` });
  if (fold) practice.before(fold.line);
  page.named = () => document.getElementById(decodeURIComponent(location.hash.slice(1)) || "-"); // what the address names
  page.reach = () => {
    const target = page.named();
    if (!target) return;
    if (practice?.contains(target) || target.textContent === practice?.dataset.practice) fold.open();
    target.scrollIntoView();
  };
  page.leave = () => { page.left = true; page.ends.splice(0).forEach((end) => end?.()); }; // a form sends what was typed last
  return page;
}

let page = await openPage();
performance.mark("eq-forms");

// ---- the room around the page

document.body.classList.add("eq-bare");
const bar = makeBar({
  go: (path) => go(address(path)),
  address: (path) => address(path),
  toPage: () => { begin(main.querySelector("h1, h2")); scrollTo(0, 0); },
});
function begin(place) {
  if (!place) return;
  place.tabIndex = -1;
  place.focus({ preventScroll: true });
}
function address(path) { return person.address(inSite(path.replace(/\.ipynb$/, ".html"))); }
let counted = ""; // what the bar shows, so that it is drawn anew only when something changed
function count(path = page.path) {
  const answered = new Set([...answers.values()].flatMap((held) => Object.entries(held.answers).filter(([, value]) => !EMPTY.includes(JSON.stringify(value))).map(([id]) => id)));
  const pages = course.pages.map(({ ids, ...page }) => ({ ...page, asked: ids.length, answered: ids.filter((id) => answered.has(id)).length, right: right[page.path] ?? 0 }));
  const now = JSON.stringify([path, pages]);
  if (now !== counted) bar.show(pages, path);
  counted = now;
  lms?.tell({ path, pages });
}
let soon = 0;
const countSoon = () => { clearTimeout(soon); soon = setTimeout(async () => { answers = answersIn(await files()); count(); }, LEAVING); };
document.body.prepend(bar.node);
count();
addEventListener("hashchange", () => page.reach());
page.reach();

// ---- Python

const note = Object.assign(document.createElement("p"), { className: "eq-site-note" });
note.setAttribute("role", "status");
document.body.append(note);
const say = (words, warn = false) => { note.textContent = words; note.classList.toggle("eq-site-warn", warn); };
const hears = {
  async widget([number, kind, state], cell) {
    const own = state.key && !BY_ANSWER.includes(kind) ? { ...state, key: `${store}:${state.key}` } : state; // one person's, and gone with their work
    const model = served.early.get(cell) ?? await draw(served, place(cell), kind, own);
    served.early.delete(cell); // a cell may show more than one
    models.set(number, model);
    model.joins(number, state);
  },
  html([spot, html], cell) { // made by the course's own code, every word in it escaped
    let shown = document.getElementById(`eq-site-shown-${spot}`);
    if (!shown && !cell) return; // of a page that was left
    if (!shown) {
      shown = Object.assign(document.createElement("div"), { id: `eq-site-shown-${spot}` });
      awake(place(cell));
      place(cell).append(shown);
    }
    shown.innerHTML = html;
    for (const link of shown.querySelectorAll('a[href*=".ipynb"]')) link.href = link.getAttribute("href").replace(".ipynb", ".html");
  },
  right(found) { right = found; count(); },
  updated(words) { foot.then((shown) => shown.news(words)); },
  said(words, cell) { place(cell).append(Object.assign(document.createElement("p"), { textContent: words })); },
  set([number, name, value]) { models.get(number)?.set(name, value); },
  message([number, content, held]) {
    models.get(number)?.fire("msg:custom", content, held.map((text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0))));
    if (content.done || content.said) countSoon();
    if (content.done === "save") import("./offline.js").then(({ askToRemember }) => askToRemember());
  },
};

let worker = null, last = Promise.resolve();
const foot = import("./foot.js").then(({ standBy }) => standBy({ course, root, person, db, bar: bar.node, stop: () => worker?.terminate() })); // nobody waits for it to type
const withoutPython = () => foot.then((shown) => shown.withoutPython());
let broken = false, served = page, opened = () => {}; // the page that Python has, and what is done once it has all of it
const place = (cell) => served.cells.get(cell);
const broke = (why) => { console.error(why); broken = true; say(BROKE, true); withoutPython(); opened(); };

function startPython() {
  say(READY);
  worker = new Worker(new URL("worker.js", import.meta.url), { type: "module" });
  worker.onerror = (event) => broke(event.message);
  worker.onmessage = ({ data: { kind, data, cell } }) => {
    if (kind === "ready") last = last.then(() => { say(""); opened(); });
    else if (kind === "broke") broke(data);
    else if (kind === "unkept") say(data, true);
    else if (kind === "failed") { console.error(data); place(cell).append(Object.assign(document.createElement("p"), { className: "eq-page-note", textContent: `This part could not be shown (${data}). Load the page again; if that doesn’t help, tell your trainer.` })); }
    else last = last.then(() => hears[kind](JSON.parse(data), cell)).catch((error) => console.error(error));
  };
  worker.postMessage({ start: {
    store, code: inSite(course.code), questions: inSite(course.questions), pyodide: inSite(course.pyodide), settings: person.settings,
    lessons: course.pages.filter(({ session }) => session).map(({ path }) => path),
  } });
}

// Python takes one page after the other. One that was left before its turn only comes up if something typed there is not sent yet.
let turns = Promise.resolve();
const serve = (next) => { turns = turns.then(async () => {
  const owes = [...next.early.values()].some((model) => model.owes);
  if (broken || !next.cells.size || (next.left && !owes)) return;
  if (typeof WebAssembly === "undefined") { broken = true; say(NO_WASM, true); withoutPython(); return; }
  if (!worker) startPython();
  served = next;
  models.clear();
  await new Promise((done) => {
    opened = done;
    worker.postMessage({ open: { folder: next.path.replace(/\/[^/]*$/, ""), cells: [...next.cells].map(([id, cell]) => [id, cell.dataset.source]) } });
  });
  if (broken || next.left) return;
  performance.mark("eq-ready");
  document.documentElement.classList.add("eq-site-ready");
  next.ready = true;
  countSoon();
}).finally(() => setTimeout(later, LATER, next)); };

// Pictures that are out of sight come last, but they do come: for paper, and for when there is no connection.
const allPictures = () => { for (const picture of main.querySelectorAll("img[loading=lazy]")) picture.loading = "eager"; };
addEventListener("beforeprint", allPictures);
async function later(next) {
  if (next.left) return;
  allPictures();
  if (!next.ready || !course.worker) return;
  const { keepPages, offerAll } = await import("./offline.js");
  await keepPages(inSite(course.worker));
  if (next.path === course.pages[0].path && !next.left) offerAll(main, inSite("offline.json"));
}
serve(page);

// ---- the next page

const go = followLinks({
  isPage: ({ pathname }) => !broken && course.pages.some(({ path }) => new URL(address(path)).pathname === pathname),
  reach: () => page.reach(),
  async show(next) {
    document.documentElement.classList.remove("eq-site-ready");
    page.leave();
    answers = answersIn(await files());
    count(next.dataset.path); // before the new page stands: a bar that loses the focus has everything laid out
    main.replaceWith(next);
    main = next;
    page = await openPage();
    serve(page);
    begin(page.named() ?? main.querySelector("h1, h2")); // readers hear where they are
  },
});
