// The projector's page: clock, question, both votes, the wall. It only reads.
import { bars, clockOf, el, enter, letter, listen, timeOfDay } from "/files/common.js";

const at = location.pathname.match(/^\/r\/[^/]+\//)[0];
const stage = document.getElementById("stage"), gone = document.getElementById("gone");
let picture = null;

const tick = () => { document.getElementById("clock").textContent = clockOf(timeOfDay()); };

function joinColumn() {
  if (!picture.join) return null;
  return el("aside", { class: "join" }, el("p", {}, "Vote by phone"), el("p", { class: "address" }, picture.join.address), el("p", { class: "code" }, picture.join.code),
    el("img", { src: "screen/qr.svg", alt: "QR code that opens the room on a phone" }), el("p", { class: "none" }, "No phone? Hold up your card. We count it too."));
}

function votePart() {
  const { question, rounds } = picture.vote, last = rounds.at(-1);
  const cards = Object.values(last.cards).reduce((a, b) => a + b, 0);
  const parts = [el("h1", {}, question.text)];
  if (last.state === "shown") {
    const shown = rounds.filter((round) => round.result?.bars);
    if (shown.length > 1) parts.push(el("p", { class: "key" }, el("span", {}, el("i"), "first vote"), el("span", {}, el("i", { class: "two" }), "second vote, after talking")));
    if (shown.length) parts.push(bars(picture.vote));
    const said = picture.vote.said.join(" "), { left_out } = picture.vote; // what is left out comes smaller
    parts.push(el("p", { class: "said" }, said || left_out), said && left_out && el("p", { class: "note-small" }, left_out));
  } else {
    if (question.about) parts.push(el("p", { class: "about" }, question.about));
    parts.push(el("ul", { class: "choices" }, question.options.map((option) => el("li", {}, letter(option.letter), el("span", {}, option.words)))));
    const many = last.phones + cards;
    parts.push(last.state === "open"
      ? el("div", { class: "count" }, el("span", { class: "n" }, String(many)), el("p", {}, many === 1 ? "has answered so far." : "have answered so far.", el("br"), last.round === 1 ? "No result yet: think first." : "Vote again, now that you’ve talked."))
      : el("div", { class: "count" }, el("span", { class: "n" }, String(many)), el("p", {}, "The vote is closed.", el("br"), last.round === 1 ? "Talk with your partner. What would you ask?" : "")));
  }
  const long = question.options.some((option) => option.words.length > 34) || question.options.length > 5 || question.text.length > 190;
  document.body.className = long ? "long" : "";
  return el("section", { class: "main", "aria-live": "polite" }, parts.flat());
}

function wallPart() {
  const { title, notes, page, pages } = picture.wall;
  document.body.className = notes.length > 6 || notes.some((note) => note.length > 90) ? "many" : "";
  const how = picture.join ? ["Add yours: ", picture.join.address, ", ", el("b", {}, picture.join.code)] : ["Write a note, or tell your trainer"];
  return el("section", { class: "wall", "aria-live": "polite" }, el("header", {}, el("h1", {}, title), el("p", {}, pages > 1 ? `${page + 1} of ${pages}. ` : "", how)),
    el("ul", { class: "notes" }, notes.map((note) => el("li", { dir: "auto" }, note))));
}

function sheetPart() {
  document.body.className = "";
  const { title, many } = picture.sheet;
  return el("section", { class: "welcome" }, el("h1", {}, title), el("p", {}, "On your phone, in your course, or on paper. You don’t have to, and it doesn’t ask for your name."),
    many ? el("p", {}, `${many} sent by phone.`) : "");
}

function welcomePart() {
  document.body.className = "";
  return el("section", { class: "welcome" }, el("h1", {}, picture.title), el("p", {}, picture.organisation || "Welcome"),
    el("p", {}, picture.join ? (picture.phones ? `${picture.phones} phone${picture.phones === 1 ? " has" : "s have"} joined.` : "Join by phone if you like. No name, no account.") : "Keep your lettered cards at hand."));
}

function draw() {
  tick();
  document.getElementById("block").textContent = picture.block.title;
  document.getElementById("next").textContent = picture.block.kind === "break" ? "Break" : `${picture.next.title} at ${clockOf(picture.next.at)}`;
  if (picture.ended) return stage.replaceChildren(el("section", { class: "welcome" }, el("h1", {}, "Thank you for coming"), el("p", {}, "The votes are deleted.")));
  const view = (picture.view === "vote" && !picture.vote) || (picture.view === "sheet" && !picture.sheet) ? "welcome" : picture.view;
  const part = { vote: votePart, wall: wallPart, sheet: sheetPart, welcome: welcomePart }[view]();
  stage.replaceChildren(part, ...(view === "wall" ? [] : [joinColumn()].filter(Boolean)));
  const box = stage.querySelector(".main, .wall"); // what doesn't fit is set closer, then smaller, but never under the least letters
  for (const closer of box?.matches(".wall") ? ["many"] : document.body.className === "long" ? ["tight", "snug"] : ["close", "tight", "long", "snug"]) if (box && box.scrollHeight > box.clientHeight + 2) document.body.classList.add(closer);
}

setInterval(tick, 1000);
addEventListener("resize", () => picture && draw());
const sorry = () => stage.replaceChildren(el("section", { class: "welcome" }, el("h1", {}, "This screen isn’t open yet"), el("p", {}, "On your own page, press “Open the projector page”.")));
enter(at, "screen").catch(() => {}).then(() => listen(`${at}screen/`, (newest) => { picture = newest; draw(); },
  (cut) => { gone.hidden = !cut; gone.textContent = cut ? "The room can’t be reached just now. This page goes on by itself." : ""; }, sorry));
