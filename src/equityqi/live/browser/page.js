// A page of the course: its forms stand at once, from the page itself and what this browser keeps; Python joins them when it is up.
import { makeBar } from "./bar.js";
import { foldAway } from "./fold.js";
import { listPage } from "./on_page.js";
import { watchParts } from "./parts.js";
import { setAside } from "./copies.js";
import { standBy } from "./foot.js";
import { whoIsHere } from "./person.js";
import { allFiles, openStore } from "./store.js";

const READY = "Getting ready to check your answers. You can start now: what you type is kept.";
const BROKE = "This browser could not start the part that checks answers. You can read and type, and what you type is kept in this browser. Load the page again in a while; if that doesn’t help, tell your trainer.";
const NO_WASM = "This browser cannot check answers, because WebAssembly is switched off in it. You can read and type, and what you type is kept in this browser. Your IT team can allow it for this site.";
const LEAVING = 300; // ms of quiet before the bar counts anew

const main = document.querySelector("main");
const course = JSON.parse(document.querySelector("#eq-site-course").textContent); // {pages, case, settings, code, questions, pyodide}
const here = main.dataset.path, root = new URL(main.dataset.root, location.href);
const inSite = (path) => new URL(path, root).href;
const person = whoIsHere(root, course), { store } = person; // two courses, two cases or two persons do not meet
const cells = [...document.querySelectorAll("[data-source]")];
const models = new Map(); // by cell, and by number once Python has given one
const forms = {};

class Model {
  early = true; // Python is not there yet
  #waits = [];
  #heard = {};
  #number = null;
  constructor(state) { this.state = state; }
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

async function draw(cell, kind, state) {
  const model = new Model(state);
  const { default: form } = await (forms[kind] ??= import(`./forms/${kind}.js`));
  awake(cell);
  form.render({ model, el: cell });
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
await Promise.all(cells.filter((cell) => cell.dataset.spec).map(async (cell) => {
  const spec = JSON.parse(cell.dataset.spec), held = answers.get(cell.dataset.exercise);
  const saved = held?.answers[spec.id] ?? null, state = EMPTY.includes(JSON.stringify(saved)) ? "open" : "saved";
  const shown = { ...early, spec, saved, revision: held?.revisions?.[spec.id] ?? 0, key: `${store}:${spec.id}`, result: { state } };
  const model = await draw(cell, "Form", shown).catch((error) => { // an answer to an older version of the question; Python puts it aside
    console.error(error);
    setAside(store, spec.id);
    delete cell.dataset.awake;
    return draw(cell, "Form", { ...shown, saved: null, result: { state: "open" } });
  });
  models.set(cell.id, model);
}));
performance.mark("eq-forms");

// ---- the room around the page

document.body.classList.add("eq-bare");
const bar = makeBar({
  go: (path) => { location.href = address(path); },
  address: (path) => address(path),
  toPage: () => { const title = main.querySelector("h1, h2"); if (title) { title.tabIndex = -1; title.focus(); } },
});
function address(path) { return person.address(inSite(path.replace(/\.ipynb$/, ".html"))); }
function count() {
  const answered = new Set([...answers.values()].flatMap((held) => Object.entries(held.answers).filter(([, value]) => !EMPTY.includes(JSON.stringify(value))).map(([id]) => id)));
  bar.show(course.pages.map(({ ids, ...page }) => ({ ...page, asked: ids.length, answered: ids.filter((id) => answered.has(id)).length, right: 0 })), here);
}
let soon = 0;
const countSoon = () => { clearTimeout(soon); soon = setTimeout(async () => { answers = answersIn(await files()); count(); }, LEAVING); };
document.body.prepend(bar.node);
count();
watchParts(main, ".eq-site-text");
listPage(main, document.documentElement);

const practice = main.querySelector("[data-practice]");
const fold = practice && foldAway([practice], { words: practice.dataset.practice, key: `${store}:${here}` });
if (fold) practice.before(fold.line);
function reach() {
  const id = decodeURIComponent(location.hash.slice(1)), target = id && document.getElementById(id);
  if (!target) return;
  if (practice?.contains(target) || target.textContent === practice?.dataset.practice) fold.open();
  target.scrollIntoView();
}
addEventListener("hashchange", reach);
reach();

// ---- Python

const note = Object.assign(document.createElement("p"), { className: "eq-site-note" });
note.setAttribute("role", "status");
document.body.append(note);
const say = (words, warn = false) => { note.textContent = words; note.classList.toggle("eq-site-warn", warn); };
const place = (cell) => document.getElementById(cell);

const hears = {
  async widget([number, kind, state], cell) {
    const model = models.get(cell) ?? await draw(place(cell), kind, state);
    models.delete(cell); // a cell may show more than one
    models.set(number, model);
    model.joins(number, state);
  },
  html([spot, html], cell) { // made by the course's own code, every word in it escaped
    let shown = document.getElementById(`eq-site-shown-${spot}`);
    if (!shown) {
      shown = Object.assign(document.createElement("div"), { id: `eq-site-shown-${spot}` });
      awake(place(cell));
      place(cell).append(shown);
    }
    shown.innerHTML = html;
    for (const link of shown.querySelectorAll('a[href*=".ipynb"]')) link.href = link.getAttribute("href").replace(".ipynb", ".html");
  },
  updated(words) { foot.news(words); },
  said(words, cell) { place(cell).append(Object.assign(document.createElement("p"), { textContent: words })); },
  set([number, name, value]) { models.get(number)?.set(name, value); },
  message([number, content, held]) {
    models.get(number)?.fire("msg:custom", content, held.map((text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0))));
    if (content.done || content.said) countSoon();
  },
};

let worker = null, last = Promise.resolve();
const foot = standBy({ course, root, person, db, bar: bar.node, stop: () => worker?.terminate() });
if (cells.length && typeof WebAssembly === "undefined") { say(NO_WASM, true); foot.withoutPython(); }
else if (cells.length) {
  say(READY);
  worker = new Worker(new URL("worker.js", import.meta.url), { type: "module" });
  const broke = (why) => { console.error(why); say(BROKE, true); foot.withoutPython(); };
  worker.onerror = (event) => broke(event.message);
  worker.onmessage = ({ data: { kind, data, cell } }) => {
    if (kind === "ready") { performance.mark("eq-ready"); document.documentElement.classList.add("eq-site-ready"); say(""); countSoon(); }
    else if (kind === "broke") broke(data);
    else if (kind === "unkept") say(data, true);
    else if (kind === "failed") { console.error(data); place(cell).append(Object.assign(document.createElement("p"), { className: "eq-page-note", textContent: `This part could not be shown (${data}). Load the page again; if that doesn’t help, tell your trainer.` })); }
    else last = last.then(() => hears[kind](JSON.parse(data), cell)).catch((error) => console.error(error));
  };
  worker.postMessage({ start: {
    store, code: inSite(course.code), questions: inSite(course.questions), pyodide: inSite(course.pyodide), settings: person.settings,
    lessons: course.pages.filter(({ session }) => session).map(({ path }) => path),
    folder: here.replace(/\/[^/]*$/, ""), cells: cells.map((cell) => [cell.id, cell.dataset.source]),
  } });
}
