// A person's work as one file, made by the page itself: a hand-in, or a copy for the person alone. It needs no Python.
import { nameIn, plainName } from "./person.js";
import { zipOf } from "./zip.js";

const ANSWERS = /^exercises\/([^/]+)\/\1\.answers\.json$/;
const LOG = "my-cycles", EMPTY = ["null", '""', "[]", "{}"];
const FOR_YOU = "This copy is for you, not for your trainer. It holds your private sheets too.\n\nUse it to carry on somewhere else: “Carry on from a copy” is on the course's start page. For your trainer, make a hand-in.\n";

const parsed = (text) => { try { return JSON.parse(text); } catch { return null; } };
const asText = (data) => `${JSON.stringify(data, null, 1)}\n`;
const isAnswer = (value) => !EMPTY.includes(JSON.stringify(value ?? null));
const settingIn = (settings, key) => new RegExp(`^${key}: *'?([^'\\n]*)'?$`, "m").exec(settings ?? "")?.[1].trim() ?? "";

// What was typed and isn't in the store yet, by the question's id: a form keeps it in the browser until it is saved.
export function drafts(store) {
  const before = `equityqi:${store}:`, found = new Map();
  try {
    for (const key of Object.keys(localStorage)) {
      const held = key.startsWith(before) && parsed(localStorage.getItem(key));
      if (held?.token) found.set(key.slice(before.length), held);
    }
  } catch { /* this browser keeps nothing */ }
  return found;
}

// What was typed for an older version of a question no longer fits its form; a copy still holds it.
export function setAside(store, id) {
  const key = `equityqi:${store}:${id}`;
  try {
    const held = localStorage.getItem(key);
    if (held) localStorage.setItem(`${key} earlier`, held);
    localStorage.removeItem(key);
  } catch { /* nothing was kept */ }
}

// The files of the store with what was typed since. Where the saved answer is a newer one, it stays, and what was typed comes beside.
export function withDrafts(files, typed, course) {
  const all = new Map(files), beside = [];
  const pages = [...course.pages].sort((one, other) => other.path.startsWith("exercises/") - one.path.startsWith("exercises/"));
  for (const [id, { value, patch, base }] of typed) {
    const page = pages.find(({ ids }) => ids.includes(id));
    const exercise = page?.path.split("/").at(-1).replace(".ipynb", ""), path = `exercises/${exercise}/${exercise}.answers.json`;
    const held = parsed(all.get(path)) ?? { schema: 1, course: course.version, exercise, case: course.case, session_date: settingIn(all.get("settings.yml"), "session_date") || undefined, id: randomId(), answers: {}, revisions: {}, aside: {} };
    const revision = held.revisions?.[id] ?? 0;
    if (!page || revision > (base ?? revision)) { beside.push(`${exercise ?? "?"}, ${id}:\n${typeof value === "string" ? value : JSON.stringify(value)}\n\n`); continue; }
    const whole = patch ? Object.fromEntries(Object.entries({ ...held.answers[id], ...value }).filter(([, item]) => item !== null)) : value;
    all.set(path, asText({ ...held, answers: { ...held.answers, [id]: whole }, revisions: { ...held.revisions, [id]: revision + 1 } }));
  }
  if (beside.length) all.set("from-copy/typed-and-not-saved.txt", beside.join(""));
  return all;
}

const randomId = () => Array.from(crypto.getRandomValues(new Uint8Array(8)), (one) => one.toString(16).padStart(2, "0")).join("");

// How many answers there are, and how many other files of a person's own.
export function counted(files) {
  let answers = 0, others = 0;
  for (const [path, text] of files) {
    if (ANSWERS.test(path)) answers += Object.values(parsed(text)?.answers ?? {}).filter(isAnswer).length;
    else if (path !== "settings.yml") others += 1;
  }
  return { answers, others };
}

// The log of tests was an answer in earlier versions; it is part of My project now, and stays with its team.
function withoutLog(text) {
  const held = text.includes(LOG) && parsed(text);
  if (!held) return text;
  for (const part of ["answers", "aside", "revisions", "checked"]) for (const id of [LOG, `${LOG}-earlier`]) delete held[part]?.[id];
  return asText(held);
}

// The hand-in: answers and shared commitments, as the course's own Python makes it.
export function handIn(files, course, name, pair) {
  const made = new Map([["manifest.json", asText({ schema: 1, course: course.version, case: course.case, name, pair: pair || null })]]);
  for (const [path, text] of [...files].sort()) {
    const shared = path.startsWith("commitments/") && parsed(text)?.commitment?.private === false;
    if (ANSWERS.test(path) || shared) made.set(path, shared ? text : withoutLog(text));
  }
  return { name: `hand-in-${plainName(name)}.zip`, data: zipOf(made) };
}

// A copy for the person: all that is theirs.
export function copyOf(files, course) {
  const settings = files.get("settings.yml") ?? course.settings, name = nameIn(settings);
  const about = { schema: 1, for: "you, not your trainer", course: course.version, name, case: course.case };
  const made = new Map([["my-copy.json", asText(about)], ["for-you-not-for-your-trainer.txt", FOR_YOU], ["settings.yml", settings], ...files]);
  return { name: plainName(name) ? `my-copy-${plainName(name)}.zip` : "my-copy-of-my-work.zip", data: zipOf(made) };
}

// Hands a file to the browser's downloads.
export function download({ name, data }) {
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(new Blob([data], { type: "application/zip" })), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
