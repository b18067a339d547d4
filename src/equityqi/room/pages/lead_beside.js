// The trainer's right column: phones, how people are doing, the survey, hand-ins and the walls; and the page of a session that is over.
import { el } from "/files/common.js";
import { act, backPart, button, held, link, redraw, saved, tell } from "/files/lead.js";
import { drawNotes, wallParts } from "/files/lead_walls.js";
import { SHEETS } from "/files/shared.js";

const NONE_COMES = "Try it with your own phone, on the same Wi-Fi, before people come. If it doesn’t open, try another network in the list. If none works, this Wi-Fi keeps devices apart: use cards and the chat.";
const nameOf = (card) => `${card.address} (${card.name}${card.connected ? "" : ", not connected"})`;

function chooseCard(words, kind) {
  const { around } = held.picture;
  const cards = el("select", { id: "cards" }, around.cards.map((one) => el("option", { value: one.address, selected: one.address === around.card }, nameOf(one))));
  return [around.cards.length > 1 && el("p", {}, el("label", { htmlFor: "cards" }, "The network that the phones are on ")), around.cards.length > 1 && cards,
    el("div", { class: "row" }, button(words, () => act("phones", { address: cards.value }), kind, { id: "phones" }))];
}

function closedParts() {
  const { around, state } = held.picture;
  return [["cards", [around.cards, state.card], () => [
    state.card && el("p", { class: "warn" }, `Phones came in at ${state.card}, and this computer no longer has that address. Let them join again: people then scan the code on the screen once more.`),
    el("p", { class: "small-print" }, "The room works without phones: count hands and cards, or paste the chat."),
    around.cards.length ? [chooseCard("Let phones join", "quiet"), el("p", { class: "small-print" }, "Windows may ask whether Python may use the network. If it needs an administrator, stay with cards.")]
      : el("p", { class: "small-print" }, "This computer isn’t on a network that phones could use.")]]];
}

function joinParts() {
  const { picture } = held, { around, phones, join, state } = picture;
  const many = el("b", {}, String(phones));
  if (join) {
    return [["address", join, () => [el("p", { class: "code" }, join.code), el("p", {}, join.address)]],
      ["joined", phones, () => [el("p", { class: "joined" }, many, phones === 1 ? " phone has joined." : " phones have joined."), !phones && !around.proxy && el("p", { class: "small-print" }, NONE_COMES)]],
      ["door", "open", () => el("div", { class: "row" }, button("Stop more phones joining", () => act("door", { open: false }), "quiet small", { id: "door" }), button("Everybody joins again", () => document.getElementById("again").showModal(), "quiet small", { id: "again-it" }))],
      ["other-card", [around.cards, around.card], () => !around.proxy && around.cards.length > 1 ? el("details", { id: "other-card" }, el("summary", {}, "Phones can’t open it?"), el("p", { class: "small-print" }, "This computer has several networks. Choose another one; people then scan the new code."), chooseCard("Use this network", "quiet small")) : null]];
  }
  if (!state.door) {
    return [["joined", [phones, "closed"], () => el("p", { class: "joined" }, many, " phones. The door is closed.")],
      ["door", "closed", () => el("div", { class: "row" }, button("Open the door", () => act("door", { open: true }), "quiet small", { id: "door" }))]];
  }
  return closedParts();
}

function feelsPart() {
  const { feels, phones } = held.picture, answered = feels.done + feels.minute + feels.stuck;
  return [el("h3", {}, "How are we doing"),
    el("div", { class: "how" }, [["done", "Done"], ["minute", "A minute"], ["stuck", "Stuck"]].map(([kind, words]) => el("div", { class: `${kind}${feels[kind] ? "" : " none"}` }, el("b", {}, String(feels[kind])), words))),
    el("p", { class: "small-print" }, phones ? `${answered} of ${phones} phones have answered in this block.` : "People answer this on their phones, once in each block. No phones? Ask for a card or a wave.")];
}

function sheetPart() {
  const { state, sheets, around, session, block } = held.picture, now = state.sheet;
  const likely = now || (session === 2 ? "post" : block.id === "close" ? "exit" : "pre");
  const many = Object.entries(sheets).map(([name, n]) => `${SHEETS[name]}: ${n}`).join(", ");
  const choose = el("select", { id: "sheet" }, Object.entries(SHEETS).map(([name, words]) => el("option", { value: name, selected: name === likely }, words)));
  return [el("h3", {}, "Survey and exit ticket"),
    el("div", { class: "row" }, el("label", { htmlFor: "sheet", class: "unseen" }, "Which sheet"), choose,
      button("Ask it", () => act("sheet", { sheet: choose.value }), "quiet small", { id: "ask-sheet" }), now && button("Stop asking", () => act("sheet", { sheet: "" }), "quiet small", { id: "stop-sheet" })),
    now && el("p", { class: "small-print" }, `${SHEETS[now]} is open on phones.`, around.secure ? "" : " On this Wi-Fi, phones leave out what people write in their own words. Have paper ready for that."),
    many && el("p", { class: "small-print" }, `Sent: ${many}. `, el("a", { href: link("survey-sheets.zip") }, "Save the answers"))];
}

function handPart() {
  const { state, around } = held.picture;
  if (!around.secure || !around.hand_ins) return null;
  return [el("h3", {}, "Hand-ins"), el("div", { class: "row" }, button(state.hand_in ? "Stop collecting" : "Collect hand-ins", () => act("collect", { open: !state.hand_in }), "quiet small", { id: "collect" })),
    el("p", { class: "small-print" }, `${around.handed_in} in the folder ${around.hand_ins}.`)];
}

function sitePart() {
  const { state, around } = held.picture;
  if (around.learn) return el("p", { class: "small-print" }, "Phones offer a link to the page of each block. The course’s pages have a bar that leads back here.");
  const site = el("input", { id: "site", type: "text", value: state.site, placeholder: "https://", size: 24, onchange: () => act("site", { site: saved(site) }).then((done) => done && tell(site.value ? "Phones now offer a link to the page." : "Phones offer no link.")) });
  return el("details", { id: "more-beside" }, el("summary", {}, "A link to the page on phones"), el("label", { htmlFor: "site" }, "Address of the course by a link, if you have one"), site);
}

export function drawBeside(place) {
  const { picture } = held, { state, around } = picture;
  redraw(place, ["phones", 0, () => el("h2", {}, "Phones")], ...joinParts(), ["feels", [picture.feels, picture.phones], feelsPart], ...wallParts(),
    ["sheets", [state.sheet, picture.sheets, around.secure, picture.session, picture.block.id], sheetPart], ["hand-ins", [state.hand_in, around.handed_in, around.secure], handPart], ["site", [state.site, around.learn], sitePart]);
  drawNotes();
}

export const earlierDays = () => el("ul", {}, held.picture.around.earlier.map((one) => el("li", {}, el("a", { href: `/r/${one.code}/lead#${one.key}` }, one.day))));

export function drawEnded(top) {
  const { notes, walls, around, sheets } = held.picture, print = (what, words) => el("li", {}, el("a", { href: link(`print/${what}`), target: "_blank" }, words));
  const shown = Object.keys(walls).filter((name) => notes.some((note) => note.wall === name && note.state === "shown"));
  document.getElementById("desk")?.remove();
  top.replaceChildren(el("h1", {}, "The room"));
  (document.getElementById("over") ?? document.body.appendChild(el("section", { class: "ended", id: "over" }))).replaceChildren(
    el("h1", {}, "The session is over"),
    el("p", {}, notes.length ? "Nobody pressed “End the session” on this day. Votes and seats are deleted. The notes, the counts you showed and the survey’s answers stay for 30 days, then they’re deleted too." : "Votes, seats and notes are deleted. The counts you showed and the survey’s answers stay for 30 days, then they’re deleted too."),
    el("ul", {}, print("votes", "Print the votes you showed"), shown.map((name) => print(name, `Print the wall: ${walls[name]}`)),
      shown.includes("commitments") ? el("li", {}, el("a", { href: link("commitments.zip") }, "Save the commitments for the follow-up")) : "",
      Object.keys(sheets).length ? el("li", {}, el("a", { href: link("survey-sheets.zip") }, "Save the survey’s answers")) : ""),
    ...(held.course.back ? [el("h2", {}, "Your way back in"), ...backPart()] : []),
    around.earlier.length ? el("h2", {}, "Other days") : "", around.earlier.length ? earlierDays() : "",
    around.opens ? el("p", {}, "To open a new room, go to ", el("a", { href: around.opens }, around.opens), ".") : around.proxy ? el("p", {}, "To open a new room, start the room’s program again.") : el("p", {}, "To open a new room, close this program with Ctrl+C and start it again."));
}
