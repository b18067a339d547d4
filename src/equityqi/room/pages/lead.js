// The trainer's page: the clock and the block, one question after another, who is stuck, the walls.
import { clockOf, el, enter, get, listen, send, timeOfDay, wayBack } from "/files/common.js";
import { drawNow } from "/files/lead_vote.js";
import { wallOf } from "/files/lead_walls.js";
import { drawBeside, drawEnded, earlierDays } from "/files/lead_beside.js";

const at = location.pathname.match(/^\/r\/[^/]+\//)[0];
const top = document.getElementById("top"), plan = document.getElementById("plan"), now = document.getElementById("now"), beside = document.getElementById("beside"), say = document.getElementById("say");
export const held = { picture: null, course: null, choosing: false };
let lateness = "", quiet = null;

export const tell = (words) => {
  clearTimeout(quiet);
  say.textContent = words;
  quiet = setTimeout(() => { say.textContent = ""; }, 8000);
};

// On https only a server has this page: elsewhere it opens on the trainer's own computer alone.
const ONLINE = location.protocol === "https:";
const AWAY = ONLINE ? "The room doesn’t answer just now. We keep trying, and nothing is lost. If it takes long, check your network, or tell whoever looks after the rooms."
  : "The room’s program doesn’t answer. Is its window still open? If not, start it again: nothing is lost.";

export async function act(name, body = {}) {
  try {
    return await send(`${at}lead/${name}`, body);
  } catch (error) {
    tell(error.status ? error.message : AWAY);
    return null;
  }
}

export const button = (words, onclick, kind = "", more = {}) => el("button", { type: "button", class: `b ${kind}`, onclick, ...more }, words);
export const link = (path) => `${at}lead/${path}`;

// Draws what changed and leaves the rest as it is, so that a vote that comes in takes nothing away from whoever is typing or clicking.
// Each part is [name, data, make, tag]: it is made again when its data changed, and then what was typed, opened or focused in it stays.
// What a part does later reads `held`, since the picture goes on while the part stays.
const FIELDS = "input[id], textarea[id], select[id]";
export const saved = (field) => { field.drawn = field.value; return field.value; };

export function redraw(place, ...parts) {
  const wanted = parts.map(([name, data, make, tag = "div"]) => ({ name, make, tag, key: JSON.stringify(data) ?? "" }));
  const keys = new Map(wanted.map((one) => [one.name, one.key]));
  const focus = document.activeElement, from = focus?.selectionStart, typed = new Map(), open = new Map(), stay = new Map();
  for (const part of [...place.children]) {
    if (keys.get(part.dataset.part) === part.key) { stay.set(part.dataset.part, part); continue; }
    for (const field of part.querySelectorAll(FIELDS)) if (field.value !== field.drawn) typed.set(field.id, field.value);
    for (const one of part.querySelectorAll("details[id]")) if (one.open !== one.drawn) open.set(one.id, one.open);
    part.remove();
  }
  let next = place.firstElementChild;
  for (const { name, key, make, tag } of wanted) {
    const stays = stay.get(name);
    if (stays && stays === next) { next = next.nextElementSibling; continue; }
    place.insertBefore(stays ?? made(name, key, make, tag), next);
  }
  for (const [id, value] of typed) {
    const field = document.getElementById(id);
    if (field && place.contains(field)) { field.value = value; field.dispatchEvent(new Event("input")); }
  }
  for (const [id, value] of open) { const one = document.getElementById(id); if (one) one.open = value; }
  if (focus?.id && !focus.isConnected) {
    const again = document.getElementById(focus.id);
    again?.focus({ preventScroll: true });
    if (again?.matches("textarea, input[type=text]")) again.setSelectionRange(from, from);
  }
}

function made(name, key, make, tag) {
  const part = el(tag, { class: "part", "data-part": name }, [make()].flat(3).filter(Boolean));
  part.key = key;
  part.querySelectorAll(FIELDS).forEach(saved);
  for (const one of part.querySelectorAll("details[id]")) one.drawn = one.open;
  return part;
}

const dayOf = (date) => [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
const session = () => held.course.sessions[held.picture.session - 1];
const block = () => session().blocks.find((one) => one.id === held.picture.block.id) ?? session().blocks[0];
export { block, session };

const sinceStart = () => { // a session may run past midnight; more than half a day means that it hasn't begun
  const gone = (timeOfDay() - held.picture.starts + 1440) % 1440;
  return gone > 720 ? gone - 1440 : gone;
};

async function look() {
  if (!held.picture || held.picture.ended) return;
  const minutes = sinceStart();
  if (held.picture.state.by_plan) { // until something is pressed, the clock goes by the plan
    const planned = session().blocks.findLast((one) => one.from <= minutes) ?? session().blocks[0];
    if (planned.id !== held.picture.block.id && minutes <= session().blocks.at(-1).to) await act("go", { block: planned.id, began: null, by_plan: true });
  }
  lateness = (await act("clock", { minutes, day: dayOf(new Date()) }))?.said ?? lateness;
  drawTop();
}

function drawTop() {
  const { picture } = held, blocks = session().blocks, next = blocks[blocks.findIndex((one) => one.id === picture.block.id) + 1];
  const end = lateness.search(/[.](?= |$)/) + 1;
  redraw(top,
    ["clock", 0, () => el("span", { class: "clock", id: "clock" }, clockOf(timeOfDay()))],
    ["where", [block().title, lateness], () => el("div", {}, el("h1", {}, block().title), el("p", { class: "lateness" }, el("b", {}, lateness.slice(0, end)), lateness.slice(end)))],
    ["acts", [next?.id, held.course.screen], () => el("div", { class: "acts" },
      next && button(`Next: ${next.title}`, () => act("go", { block: next.id, began: sinceStart() }), "", { id: "next" }),
      el("a", { class: "b two", id: "projector", href: held.course.screen, target: "projector", rel: "opener" }, "Open the projector page"),
      button("End the session", () => document.getElementById("end").showModal(), "two", { id: "end-it" }))]);
}

function planPart() {
  const { picture } = held;
  return [el("h2", {}, picture.title),
    el("ol", {}, session().blocks.map((one) => el("li", {}, el("button", { id: `block-${one.id}`, "aria-current": one.id === picture.block.id ? "step" : undefined, onclick: () => act("go", { block: one.id, began: null }).then(look) },
      el("time", {}, clockOf(picture.starts + one.from)), el("span", {}, one.title)))))];
}

function setPart() {
  const { picture, course } = held;
  const choose = el("select", { id: "session", onchange: () => act("go", { session: Number(saved(choose)), by_plan: true }).then(look) },
    course.sessions.map((one) => el("option", { value: one.number, selected: one.number === picture.session }, `Session ${one.number}`)));
  const starts = el("input", { id: "starts", type: "text", size: 6, value: clockOf(picture.starts), autocomplete: "off", onchange: () => act("starts", { at: saved(starts).replace(".", ":") }).then(look) });
  const cases = el("select", { id: "case", onchange: async () => { await act("case", { case: saved(cases) }); await load(); draw(); } },
    Object.entries(course.cases).map(([id, title]) => el("option", { value: id, selected: id === course.case }, title)));
  return el("details", { id: "more-plan" }, el("summary", {}, "Session, start and case"),
    el("label", {}, "Session ", choose), el("label", {}, "It began at ", starts),
    el("div", { class: "row" }, button("It begins now", () => act("starts", { at: clockOf(timeOfDay()) }).then(() => act("go", { block: session().blocks[0].id, began: 0 })).then(look), "quiet small", { id: "begins" })),
    el("label", {}, "The case ", cases));
}

// Where the room is on a server: the address with the key, which no window of the program shows.
export const backPart = () => held.course.back ? [el("p", {}, "This address brings you back for 30 days, on any computer. Your key is in it, so keep it to yourself."), ...wayBack(held.course.back, tell, "b quiet small")] : null;

function drawPlan() {
  const { picture, course } = held;
  redraw(plan, ["plan", [picture.title, picture.starts, picture.block.id], planPart], ["set", [picture.session, picture.starts, course.case], setPart], ["back", course.back, () => course.back ? el("details", { id: "back" }, el("summary", {}, "Your way back in"), backPart()) : null], ["earlier", picture.around.earlier, () => picture.around.earlier.length ? el("details", { id: "other-days" }, el("summary", {}, "Other days"), earlierDays()) : null]);
}

function dialogs() {
  const ask = (id, title, words, yes, done) => {
    const box = el("dialog", { id, "aria-labelledby": `${id}-title` }, el("h2", { id: `${id}-title` }, title), words.map((one) => el("p", {}, one)),
      el("div", { class: "row" }, button(yes, async () => { box.close(); await done(); }), button("Not yet", () => box.close(), "quiet")));
    document.body.append(box);
  };
  const print = (what, words) => el("a", { href: link(`print/${what}`), target: "_blank" }, words);
  ask("end", "End the session?", ["Everybody’s votes and seats, and all notes on the walls, are deleted now. Nobody can bring them back. The counts you showed and the survey’s answers stay for 30 days.",
    el("span", {}, "Before you do: ", print("questions", "print the questions"), ", ", print("surprises", "print the surprises"), ", ", print("commitments", "print the commitments"), ", ", el("a", { href: link("commitments.zip") }, "save the commitments for the follow-up"), ".")], "End it, delete the votes", () => act("end"));
  ask("drop", "Delete all notes that wait?", ["Nobody can bring them back. Notes that you’ve shown stay, and so do notes that come while you read this."], "Yes, delete them", async () => { const ids = JSON.parse(document.getElementById("drop").dataset.ids); while (ids.length) await act("drop", { ids: ids.splice(0, 100) }); });
  ask("again", "Ask everybody to join again?", ["Use this when there are more phones than people. Each phone joins again with the same code. Votes in a vote that’s open are lost. A vote that’s closed stays as it is, and can’t open again."], "Yes, join again", () => act("again"));
}

export function draw() {
  if (!held.picture || !held.course) return;
  if (held.picture.ended) return drawEnded(top);
  drawTop(); drawPlan(); drawNow(now); drawBeside(beside);
}

async function load() { held.course = await get(`${at}lead/polls`); }

const NO_KEY = ONLINE ? "To open it, you need the whole address that you copied when you opened the room. It ends in # and your key. Is your page still open in another window? Press “Copy my way back in” there. If you’ve lost the address, open a new room."
  : "Open it from the window in which you started the room: the address there has your key in it.";
const sorry = () => { for (const id of ["desk", "over"]) document.getElementById(id)?.remove(); document.body.append(el("section", { class: "ended" }, el("h1", {}, "This page is the trainer’s"), el("p", {}, NO_KEY))); };
async function begin() {
  try {
    await enter(at, "lead").catch((error) => { if (!error.status) throw error; }); // a key that is wrong: perhaps we're in already
    await load();
  } catch (error) {
    if (error.status) return sorry();
    tell(AWAY);
    return setTimeout(begin, 2000);
  }
  dialogs();
  let first = true;
  listen(`${at}lead/`, (newest) => { held.picture = newest; draw(); if (first) { first = false; look(); } }, (cut) => cut && tell(AWAY), sorry);
  setInterval(look, 15000);
  setInterval(() => { const clock = document.getElementById("clock"); if (clock) clock.textContent = clockOf(timeOfDay()); }, 1000);
}
begin();
