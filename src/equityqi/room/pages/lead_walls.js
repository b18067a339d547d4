// The walls: what waits to be read, what is up, and what the trainer writes for people who hand in paper.
import { el } from "/files/common.js";
import { act, button, draw, held, link, redraw, tell } from "/files/lead.js";
import { LONGEST_NOTE, NOTES_ON_SCREEN } from "/files/shared.js";

const SHORT = { questions: "Questions", surprises: "Surprises", commitments: "Commitments" };
const MANY = 4; // notes that wait, to delete one by one
let chosen = null, sure = "";
const edited = new Set();

// A note is given other words where it stands; nothing is sent before the trainer saves it.
function editLine(note) {
  const text = el("textarea", { id: `words-${note.id}`, rows: 3, maxLength: LONGEST_NOTE, value: note.text, "aria-label": "The note’s words" });
  const back = () => { edited.delete(note.id); drawNotes(); document.getElementById(`edit-${note.id}`)?.focus(); };
  return [text, el("div", { class: "row" },
    button("Save it", async () => { if (await act("moderate", { id: note.id, what: "edit", text: text.value })) back(); }, "small", { id: `save-${note.id}` }),
    button("Leave it as it was", back, "quiet small", { id: `leave-${note.id}` }))];
}

function noteLine(note) {
  if (edited.has(note.id)) return editLine(note);
  const waits = note.state === "waiting";
  return [el("span", { dir: "auto" }, note.text), note.warning && waits && el("p", { class: "warn" }, note.warning),
    el("div", { class: "row" },
      waits ? button(note.warning ? "Show it all the same" : "Show it", () => act("moderate", { id: note.id, what: "show", text: note.text }), `small${note.warning ? " quiet" : ""}`, { id: `show-${note.id}` }) : button("Take it off", () => act("moderate", { id: note.id, what: "hide" }), "quiet small", { id: `hide-${note.id}` }),
      waits && button("Edit it", () => { edited.add(note.id); drawNotes(); document.getElementById(`words-${note.id}`).focus(); }, "quiet small", { id: `edit-${note.id}` }),
      waits && button("Delete", () => act("moderate", { id: note.id, what: "delete" }), "quiet small", { id: `delete-${note.id}` })),
    waits && note.flood && el("details", { id: `flood-${note.id}` }, el("summary", {}, "Many notes come from this phone"), el("p", { class: "small-print" }, "You can delete all its notes that wait, and take no more from it. Its votes still count, and you don’t find out whose it is."),
      el("div", { class: "row" }, button("Delete them, and take no more", () => act("mute", { id: note.id }), "quiet small", { id: `mute-${note.id}` })))];
}

export const wallOf = () => chosen ?? held.picture.state.wall;
const ofWall = (name) => held.picture.notes.filter((note) => note.wall === name && note.state === "waiting");
const waiting = (name) => ofWall(name).length;

// Only the notes that were there when the question was asked are deleted, and it says how many and from which wall.
function askToDelete() {
  const box = document.getElementById("drop"), wall = wallOf(), ids = ofWall(wall).map((note) => note.id);
  box.querySelector("h2").textContent = `Delete the ${ids.length} notes that wait on “${SHORT[wall]}”?`;
  box.dataset.ids = JSON.stringify(ids);
  box.showModal();
}

const namesPart = () => [el("h3", {}, "Walls"),
  el("div", { class: "walls", role: "group", "aria-label": "Walls" }, Object.keys(held.picture.walls).map((name) => el("button", { id: `wall-${name}`, "aria-pressed": String(name === wallOf()), onclick: () => { chosen = name; draw(); } }, SHORT[name], waiting(name) ? ` (${waiting(name)} to read)` : "")))];

function actsPart() {
  const wall = wallOf(), up = isUp(), pages = pagesOf(wall);
  return el("div", { class: "row" }, up ? button("Off the screen", () => act("screen", { view: "welcome" }), "quiet small", { id: "wall-off" }) : button("Put it on the screen", () => act("screen", { view: "wall", wall }), "small", { id: "wall-on" }),
    up && pages > 1 && button("More notes", () => act("screen", { view: "wall", wall, page: (held.picture.wall_page + 1) % pages }), "quiet small", { id: "wall-more" }),
    el("a", { href: link(`print/${wall}`), target: "_blank" }, "Print"), wall === "commitments" && el("a", { href: link("commitments.zip") }, "Save for the follow-up"),
    waiting(wall) >= MANY && button(`Delete all ${waiting(wall)} that wait`, askToDelete, "quiet small", { id: "drop-it" }));
}

function writePart() {
  const text = el("textarea", { id: "write", rows: 2, maxLength: LONGEST_NOTE, oninput: () => { sure = ""; } });
  const put = async () => {
    const put = text.value, reply = await act("note", { wall: wallOf(), text: put, sure: sure === put && put !== "" });
    if (!reply) return;
    if (reply.said) { sure = put; tell(`${reply.said}${reply.warning ? " If it’s fine as it is, press the button again." : ""}`); return; }
    sure = "";
    if (text.value === put) text.value = "";
    tell("It’s on the wall.");
  };
  return [el("label", { htmlFor: "write", class: "unseen" }, "Write a note for this wall"), el("div", { class: "row" }, text, button("Add to the wall", put, "quiet small", { id: "put" }))];
}

const isUp = () => held.picture.state.screen === "wall" && held.picture.state.wall === wallOf();
const pagesOf = (wall) => Math.ceil(held.picture.notes.filter((note) => note.wall === wall && note.state === "shown").length / NOTES_ON_SCREEN);

export function wallParts() {
  const wall = wallOf();
  return [
    ["walls", [wall, Object.keys(held.picture.walls).map(waiting)], namesPart],
    ["wall", [wall, isUp(), pagesOf(wall), waiting(wall)], actsPart],
    ["write", 0, writePart],
    ["notes", 0, () => el("ul", { class: "notes", id: "notes" })],
  ];
}

export function drawNotes() {
  const notes = held.picture.notes.filter((note) => note.wall === wallOf()).toReversed();
  redraw(document.getElementById("notes"), ...notes.sort((a, b) => (a.state === "shown") - (b.state === "shown")).map((note) => [note.id, [note, edited.has(note.id)], () => noteLine(note), "li"]));
}
