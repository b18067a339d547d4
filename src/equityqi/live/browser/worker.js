// Python in a worker of its own: the page never waits for it. A person's files live in the browser's store; Python sees them as files.
import { plainly } from "./plainly.js";
import { dropSnapshots, filesIn, putFilesIn, readSnapshot, release } from "./snapshot.js";
import { allFiles, openStore, putFiles } from "./store.js";

const WORK = "/work", CODE = "/course";
const KEPT = /^(settings[^/]*\.yml|project\.json|reflective-record[^/]*\.json)$|\.(answers|damaged-\d+)\.json$|^(survey|commitments|own-data|from-copy)\//; // what is a person's own
const FULL = "This browser has no room left for your answers. Close other pages or make some space, then try again.";
const SHUT = "This browser doesn’t save anything for this site, so your answer is only on this page. Allow it to keep site data, or copy your answer to paper.";

let python, kernel, db, name;
let kept = new Map(); // what the store holds, as far as is known here
let outbox = []; // what Python has to say; it is told only when what it did is kept

const tell = (kind, data, cell) => postMessage({ kind, data, cell });
const at = (path) => `${WORK}/${path}`;

function write(path, text) {
  if (text === null) return python.FS.unlink(at(path));
  python.FS.mkdirTree(at(path).replace(/\/[^/]*$/, ""));
  return python.FS.writeFile(at(path), text);
}

// What another window has written since is read before each change.
async function pull() {
  if (!db) return;
  const now = await allFiles(db);
  for (const [path, text] of now) if (kept.get(path) !== text) write(path, text);
  for (const path of kept.keys()) if (!now.has(path)) write(path, null);
  kept = now;
}

function changes() {
  const found = new Map(), seen = new Set();
  const walk = (folder) => {
    for (const entry of python.FS.readdir(at(folder))) {
      if (entry.startsWith(".")) continue;
      const path = folder ? `${folder}/${entry}` : entry;
      if (python.FS.isDir(python.FS.stat(at(path)).mode)) { walk(path); continue; }
      if (!KEPT.test(path)) continue;
      seen.add(path);
      const text = python.FS.readFile(at(path), { encoding: "utf8" });
      if (kept.get(path) !== text) found.set(path, text);
    }
  };
  walk("");
  for (const path of kept.keys()) if (!seen.has(path)) found.set(path, null);
  return found;
}

// Keeps what has changed for good. Where that cannot be, everything is again as it was.
async function push() {
  const found = changes();
  if (!found.size) return;
  try {
    if (!db) throw new Error(SHUT);
    await putFiles(db, found).catch(async (error) => {
      if (error?.name !== "QuotaExceededError") throw error;
      await dropSnapshots(); // an answer is worth more than a quick start
      await putFiles(db, found);
    });
    for (const [path, text] of found) if (text === null) kept.delete(path); else kept.set(path, text);
  } catch (error) {
    for (const path of found.keys()) write(path, kept.get(path) ?? null);
    throw new Error(error?.name === "QuotaExceededError" ? FULL : error?.message || FULL);
  }
}

function flush(cell) {
  for (const [kind, data] of outbox) tell(kind, data, cell);
  outbox = [];
}

// One change at a time, over all windows; on plain http outside this computer a browser has no such lock.
const alone = (act) => (navigator.locks ? navigator.locks.request(name, act) : act());

// Answers that an older version of the site took belong to the questions of this one, as far as they fit them.
function carryOver() {
  const said = python.pyimport("equityqi.workfolder.carry").carry_answers(python.pyimport("pathlib").Path(WORK)).in_words();
  if (said) outbox.push(["updated", JSON.stringify(said)]);
}

// Python with the course imported: from the snapshot of an earlier visit, or anew, and then this browser keeps one for the next.
async function boot(pyodide, code, bytes) {
  const { loadPyodide } = await import(pyodide);
  const plain = { indexURL: pyodide.replace(/[^/]*$/, ""), env: { HOME: WORK, PYTHONDONTWRITEBYTECODE: "1" } };
  const [, site, version] = /^(.*\/)([^/]+)\/[^/]+$/.exec(code), made = `${version} ${pyodide}`;
  const kept = await readSnapshot(site, made);
  if (kept) {
    try {
      python = await loadPyodide({ ...plain, _loadSnapshot: kept.memory });
      release(kept.memory); // Pyodide would hold it for the whole visit
      putFilesIn(python.FS, kept.files);
      python.runPython("import random; random.seed()"); // or each visit would draw the same
      return;
    } catch (error) {
      console.info(`No start from a snapshot: ${error}`);
    }
  }
  const zip = bytes(code);
  python = await loadPyodide({ ...plain, _makeSnapshot: true });
  python.unpackArchive(await zip, "zip", { extractDir: CODE });
  const files = filesIn(python.FS, CODE);
  python.runPython(`import sys; sys.path.insert(0, "${CODE}")\nfrom equityqi.live import kernel\nkernel.stand_in()\nkernel.warm_up()`);
  try {
    const memory = python.makeMemorySnapshot(), handed = [memory, ...files.values()].map(({ buffer }) => buffer);
    new Worker(new URL("keep.js", import.meta.url), { type: "module" }).postMessage([site, made, memory, files], handed);
  } catch (error) {
    console.info(`No snapshot: ${error}`);
  }
}

async function start({ store, code, questions, pyodide, settings, lessons }) {
  name = store;
  const bytes = async (address) => {
    const got = await fetch(address);
    if (!got.ok) throw new Error(`${address}: ${got.status}`);
    return new Uint8Array(await got.arrayBuffer());
  };
  let exercises;
  [exercises, db] = await Promise.all([bytes(questions), openStore(store).catch(() => null), boot(pyodide, code, bytes)]);
  const held = `${WORK}/.questions/${questions.split("/").at(-1)}`;
  python.FS.mkdirTree(`${WORK}/.questions`);
  python.FS.writeFile(held, exercises);
  kernel = python.pyimport("equityqi.live.kernel");
  kernel.post = (kind, data) => { outbox.push([kind, data]); };
  await alone(async () => {
    await pull();
    kernel.open_work(WORK, settings, held, python.toPy(lessons));
    carryOver();
    flush(); // it is kept with what the first page does
  });
}

// Runs the cells of a page; those of the page before are no more.
async function open({ folder, cells }) {
  await alone(async () => {
    await pull();
    kernel.open_page(WORK, folder);
    for (const [cell, source] of cells) {
      try { kernel.run(source); } catch (error) { tell("failed", String(error).trim().split("\n").at(-1), cell); }
      flush(cell);
    }
    await push().catch((error) => tell("unkept", error.message));
  });
  tell("ready");
  tellRight();
}

// The bar's counts come last: nobody waits for them.
function tellRight() {
  try { kernel.tell_right(WORK); } catch (error) { console.error(error); }
  flush();
}

async function hear({ number, content, buffers }) {
  await alone(async () => {
    await pull();
    const fails = (failed) => { outbox = [["message", JSON.stringify([number, { token: content.token, card: content.card, failed }, []])]]; };
    try {
      kernel.hear(number, JSON.stringify(content), python.toPy(buffers.map((one) => new Uint8Array(one))));
      await push().catch((error) => fails(error.message));
    } catch (error) {
      console.error(error);
      fails(plainly(error));
    }
    flush();
  });
  if (content.do === "check") tellRight();
}

let last = Promise.resolve();
onmessage = ({ data }) => {
  last = last.then(() => (data.start ? start(data.start) : data.open ? open(data.open) : hear(data))).catch(async (error) => {
    if (data.start) await dropSnapshots(); // so that loading the page again begins plainly
    tell("broke", String(error).trim().split("\n").at(-1));
  });
};
