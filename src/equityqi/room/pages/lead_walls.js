// The walls: what waits to be read, what is up, and what the trainer writes for people who hand in paper.
import { el } from "/files/common.js";
import { act, button, draw, held, link, tell } from "/files/lead.js";

const SHORT = { questions: "Questions", surprises: "Surprises", commitments: "Commitments" };
let chosen = null, sure = "";

function noteLine(note) {
  const waits = note.state === "waiting";
  return el("li", { class: note.state }, el("span", { dir: "auto" }, note.text), note.warning && waits && el("p", { class: "warn" }, note.warning),
    el("div", { class: "row" },
      waits ? button(note.warning ? "Show it all the same" : "Show it", () => act("moderate", { id: note.id, what: "show" }), `small${note.warning ? " quiet" : ""}`, { id: `show-${note.id}` }) : button("Take it off", () => act("moderate", { id: note.id, what: "hide" }), "quiet small", { id: `hide-${note.id}` }),
      waits && button("Edit it", () => { const field = document.getElementById("write"); field.value = note.text; field.focus(); act("moderate", { id: note.id, what: "delete" }); }, "quiet small", { id: `edit-${note.id}` }),
      waits && button("Delete", () => act("moderate", { id: note.id, what: "delete" }), "quiet small", { id: `delete-${note.id}` })));
}

export function drawWalls() {
  const { picture } = held;
  const wall = chosen ?? picture.state.wall;
  const notes = picture.notes.filter((note) => note.wall === wall), waiting = (name) => picture.notes.filter((note) => note.wall === name && note.state === "waiting").length;
  const text = el("textarea", { id: "write", rows: 2, maxLength: 280, oninput: () => { sure = ""; } });
  const put = async () => {
    const reply = await act("note", { wall, text: text.value, sure: sure === text.value && text.value !== "" });
    if (!reply) return;
    if (reply.said) { sure = text.value; tell(`${reply.said}${reply.said.includes("names") ? " If it’s fine as it is, press the button again." : ""}`); return; }
    sure = ""; text.value = ""; tell("It’s on the wall.");
  };
  const up = picture.state.screen === "wall" && picture.state.wall === wall;
  const pages = Math.ceil(notes.filter((note) => note.state === "shown").length / 9);
  return [
    el("h3", {}, "Walls"),
    el("div", { class: "walls", role: "group", "aria-label": "Walls" }, Object.keys(picture.walls).map((name) => el("button", { id: `wall-${name}`, "aria-pressed": String(name === wall), onclick: () => { chosen = name; draw(); } }, SHORT[name], waiting(name) ? ` (${waiting(name)} to read)` : ""))),
    el("div", { class: "row" }, up ? button("Off the screen", () => act("screen", { view: "welcome" }), "quiet small", { id: "wall-off" }) : button("Put it on the screen", () => act("screen", { view: "wall", wall }), "small", { id: "wall-on" }),
      up && pages > 1 && button("More notes", () => act("screen", { view: "wall", wall, page: (picture.wall_page + 1) % pages }), "quiet small", { id: "wall-more" }),
      el("a", { href: link(`print/${wall}`), target: "_blank" }, "Print"), wall === "commitments" && el("a", { href: link("commitments.zip") }, "Save for the follow-up")),
    el("label", { htmlFor: "write", class: "unseen" }, "Write a note for this wall"), el("div", { class: "row" }, text, button("Add to the wall", put, "quiet small", { id: "put" })),
    el("ul", { class: "notes" }, notes.toReversed().sort((a, b) => (a.state === "shown") - (b.state === "shown")).map(noteLine)),
  ];
}
