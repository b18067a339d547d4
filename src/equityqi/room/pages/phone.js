// A phone in the room: vote, say how you're doing, write on the wall. No name, and nothing is kept here but a code.
import { bars, el, get, letter, listen, randomId, send } from "/files/common.js";
import { handInParts, isSent, sheetOf, sheetParts } from "/files/phone_sheet.js";
import { LONGEST_NOTE, PASS } from "/files/shared.js";

const main = document.getElementById("main"), tabs = document.getElementById("tabs"), say = document.getElementById("say");
const at = location.pathname.match(/^\/r\/[^/]+\//)?.[0] ?? "";
const FEELS = [["done", "✓", "Done"], ["minute", "…", "I need a minute"], ["stuck", "!", "I’m stuck"]];
let picture = null, mine = {}, tab = "vote", changing = false, failed = "", waiting = null, sending = false, feeling = null, drawn = "", draft = "", draftFor = null, sentNote = "";

const tell = (words) => { say.textContent = ""; setTimeout(() => { say.textContent = words; }, 50); };
const show = (...parts) => main.replaceChildren(...parts.flat().filter(Boolean));
const focusHead = () => { const head = main.querySelector("h1"); if (head) { head.tabIndex = -1; head.focus(); } scrollTo(0, 0); };
const head = (text) => el("h1", { class: text.length > 110 ? "long" : undefined }, text);
const round = () => picture?.vote?.rounds.at(-1);

// ---- Coming in ----

function join(said = "") {
  drawn = ""; // the same vote is drawn again once this phone is in
  tabs.hidden = true;
  document.getElementById("at").textContent = "";
  const code = el("input", { id: "code", autocomplete: "off", autocapitalize: "characters", spellcheck: false, maxLength: 12, value: at.split("/")[2] ?? "", "aria-describedby": "said" });
  const go = async (event) => {
    event.preventDefault();
    const typed = code.value.replace(/[^a-z0-9]/gi, "").toUpperCase();
    if (!typed) { error.textContent = "Type the code on the screen first."; code.focus(); return; }
    button.disabled = true;
    try {
      const { to } = await send(`/r/${typed}/join`, {});
      if (to === at) start(); else location.assign(to);
    } catch (wrong) {
      error.textContent = wrong.status ? wrong.message : "The room can’t be reached. Check your phone’s network, then try again. If it doesn’t help, hold up your card, or tell your trainer.";
      button.disabled = false;
      code.focus();
    }
  };
  const error = el("p", { id: "said", role: "alert" }, said);
  const button = el("button", { class: "go" }, "Join the room");
  show(el("h1", {}, "Join the room"), el("p", {}, "We don’t ask for your name, and you don’t need an account."),
    el("form", { onsubmit: go }, el("label", { htmlFor: "code" }, "Code on the screen"), code, error, button),
    el("div", { class: "bottom" },
      el("p", { class: "small" }, "We count votes, not names. Results show once five people have voted. We delete the votes when the session ends."),
      el("p", { class: "small" }, "No phone, or a flat battery? Paper and cards count too.")));
}

// ---- The vote ----

async function vote(choice) {
  const asked = round();
  if (asked?.state !== "open") return;
  waiting = { poll: asked.id, choice };
  if (!sending) await keepTrying();
}

// A vote that didn't get through is sent again until it does, or until its round has closed. One is sent after the other, so that of two
// quick taps the last one counts.
async function keepTrying() {
  sending = true;
  while (waiting) {
    const now = waiting;
    try {
      await send(`${at}vote`, now, "PUT");
      if (waiting !== now) continue;
      mine = { ...mine, poll: now.poll, choice: now.choice };
      waiting = null; failed = ""; changing = false;
      draw(true);
      if (tab === "vote") focusHead();
      tell(now.choice === PASS ? "You passed. That’s saved." : "Your vote is saved.");
    } catch (error) {
      if (waiting !== now) continue;
      const again = !error.status || error.status === 429;
      failed = again ? "Not saved yet. We keep trying, so please leave this page open." : error.message;
      if (!again) waiting = null;
      draw(true);
      tell(failed);
      if (again) await new Promise((done) => { setTimeout(done, 1000 + Math.random() * 2000); });
    }
  }
  sending = false;
}

const optionOf = (code) => picture.vote.question.options.find((option) => option.code === code);
const chosen = (code, words) => code === PASS
  ? el("div", { class: "plain on" }, el("span", {}, "You passed"))
  : el("div", { class: "plain on" }, letter(optionOf(code)?.letter ?? ""), el("span", {}, optionOf(code)?.words ?? ""), el("span", { class: "tick" }, words));

function voteParts() {
  const asked = round();
  const trouble = failed && el("p", { class: "news" }, failed);
  if (!asked) return [el("h1", {}, "You’re in the room"), el("p", {}, "There’s nothing to vote on yet. When your trainer asks, the question comes up here."),
    el("p", { class: "small" }, "Until then, tell us how you’re doing, or write on the wall.")];
  const { question } = picture.vote, have = mine.poll === asked.id ? mine.choice : null;
  if (asked.state === "open" && (!have || changing)) {
    const words = question.options.some((option) => option.words.length > 60);
    return [trouble, head(question.text), question.about && el("p", { class: "small" }, question.about),
      el("div", { class: "choices" },
        question.options.map((option) => el("button", { class: `plain${words ? " words" : ""}`, "aria-pressed": String(have === option.code), onclick: () => vote(option.code) }, letter(option.letter), el("span", {}, option.words))),
        el("button", { class: "plain quiet", "aria-pressed": String(have === PASS), onclick: () => vote(PASS) }, el("span", {}, "I’d rather pass"))),
      el("p", { class: "bottom small" }, "You can change your answer until the vote closes. Nobody sees who chose what.")];
  }
  if (asked.state === "open") return [trouble, tickMark(), el("h1", {}, have === PASS ? "Thank you. Passing is fine." : "Thank you. Your vote is saved."),
    el("div", { class: "choices" }, chosen(have, "Your vote"), el("button", { class: "plain quiet middle", onclick: () => { changing = true; draw(true); focusHead(); } }, "Change my vote")),
    el("p", { class: "small" }, question.text)];
  const { said, left_out } = picture.vote;
  if (asked.state === "shown") return [trouble, head(question.text), asked.result?.bars && bars(picture.vote), picture.vote.rounds.filter((one) => one.result?.bars).length > 1 && el("p", { class: "small" }, "Hollow: first vote. Solid: second vote, after talking."),
    said.map((line) => el("p", {}, line)), left_out && el("p", {}, left_out)];
  return [trouble, el("h1", {}, "The vote is closed"), el("p", {}, question.text), have && el("div", { class: "choices" }, chosen(have, "Your vote")),
    asked.round === 1 && el("p", {}, "Now talk with your partner. What would you ask before you decide? We may vote again after that.")];
}

const tickMark = () => {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  for (const [name, values] of [["viewBox", "0 0 84 84"], ["class", "ok"], ["aria-hidden", "true"]]) svg.setAttribute(name, values);
  for (const [shape, values] of [["circle", { cx: 42, cy: 42, r: 40, fill: "#1d4f91" }], ["path", { d: "M24 43l13 13l24-27", fill: "none", stroke: "#fff", "stroke-width": 7, "stroke-linecap": "round", "stroke-linejoin": "round" }]]) {
    const part = document.createElementNS("http://www.w3.org/2000/svg", shape);
    for (const [name, value] of Object.entries(values)) part.setAttribute(name, value);
    svg.append(part);
  }
  return svg;
};

// ---- How are you doing ----

async function feel(kind) {
  const now = feeling = mine.feels === kind ? "" : kind;
  try {
    await send(`${at}sticky`, { block: picture.block.id, feels: now }, "PUT");
    mine = { ...mine, block: picture.block.id, feels: now || null };
    failed = "";
    tell(now ? "Sent." : "Taken back.");
  } catch (error) {
    failed = error.status ? error.message : "Not sent. Try again in a moment.";
    tell(failed);
  }
  draw(true);
  main.querySelector(`[data-feels="${kind}"]`)?.focus();
}

function feelParts() {
  const now = mine.block === picture.block.id ? mine.feels : null;
  return [failed && el("p", { class: "news" }, failed), el("h1", {}, "How are you doing with this page?"), el("p", {}, "Your trainer sees how many, not who."),
    el("div", { class: "choices" }, FEELS.map(([kind, sign, words]) => el("button", { class: "plain", "aria-pressed": String(now === kind), "data-feels": kind, onclick: () => feel(kind) },
      letter(sign), el("span", {}, words), now === kind && el("span", { class: "tick" }, "Sent")))),
    el("p", { class: "small" }, "Stuck is useful to know: if you are, somebody else is too. Want help at your table? Put up your card or just wave.")];
}

// ---- The wall ----

let noteId = randomId();

function wallParts() {
  const wall = draft ? draftFor : picture.wall; // what somebody began stays with the wall they saw
  const text = el("textarea", { id: "note", value: draft, maxLength: LONGEST_NOTE, "aria-describedby": "about note-said", oninput: () => { draft = text.value; draftFor = wall; sure = false; } });
  const said = el("p", { id: "note-said", role: "alert" });
  let sure = false;
  const go = async () => {
    try {
      const reply = await send(`${at}wall`, { wall: wall.id, text: text.value, id: noteId, sure });
      if (!reply.saved) {
        sure = reply.warning;
        said.textContent = sure ? `${reply.said} If it doesn’t, press the button again.` : reply.said;
        return text.focus();
      }
      draft = ""; noteId = randomId(); sentNote = picture.wall.id;
      draw(true); focusHead(); tell("Your note is with your trainer.");
    } catch (error) {
      said.textContent = error.status ? error.message : "Not sent. Your words are still here, so try again in a moment.";
    }
  };
  if (sentNote === picture.wall.id) return [tickMark(), el("h1", {}, "Thank you. Your note is with your trainer."), el("p", {}, "It goes up on the wall once they’ve read it."),
    el("button", { class: "plain quiet middle", onclick: () => { sentNote = ""; draw(true); main.querySelector("textarea").focus(); } }, "Write another one")];
  return [el("h1", {}, wall.ask), el("p", { id: "about", class: "small" }, wall.id === "commitments"
      ? "By choice, and without your name. It may be printed on the wall of commitments. Please name no patient and nobody else."
      : "Without your name. Your trainer reads it first. Please name no patient and nobody else."),
    el("label", { htmlFor: "note", class: "unseen" }, wall.ask), text, said, el("button", { class: "go", onclick: go }, "Send it to the wall")];
}

// ---- All together ----

const drawSheet = (head) => { draw(true); if (head) focusHead(); };
const TABS = { vote: () => "Vote", feel: () => "How I’m doing", wall: () => "The wall", sheet: () => sheetOf(picture)?.title, hand: () => picture.hand_in && "Hand in" };
const PARTS = { vote: voteParts, feel: feelParts, wall: wallParts, sheet: () => sheetParts(at, picture, drawSheet), hand: () => handInParts(at, drawSheet) };
const dataOf = { vote: () => picture.vote, feel: () => picture.block, wall: () => picture.wall, sheet: () => sheetOf(picture), hand: () => picture.hand_in };
const isTyping = () => ["wall", "sheet", "hand"].includes(tab) && main.contains(document.activeElement) && document.activeElement.matches("textarea, input, select");

function draw(force = false) {
  if (!picture) return;
  const asked = round();
  const open = asked?.state === "open" && mine.poll !== asked.id;
  document.getElementById("where").textContent = `Room ${picture.code}`;
  document.getElementById("at").textContent = tab === "vote" && asked ? `Vote ${asked.round}` : "";
  if (picture.ended) {
    tabs.hidden = true;
    return show(el("h1", {}, "Thank you for coming"), el("p", {}, "The session is over, and we’ve deleted the votes. You can close this page."));
  }
  if (!TABS[tab]()) tab = "vote"; // the trainer has closed what was there
  const follow = el("p", { class: "follow" }, "The room is at ", picture.block.page ? el("a", { href: picture.block.page, target: "_blank", rel: "noopener" }, picture.block.title) : el("b", {}, picture.block.title));
  const parts = [tab, dataOf[tab](), mine, picture.block, failed, open, picture.sheet, picture.hand_in];
  const now = JSON.stringify(parts);
  if (!force && now === drawn) return;
  if (!force && isTyping()) return news(open);
  drawn = now;
  show(...PARTS[tab](), el("div", { class: "bottom" }, follow));
  news(open && tab !== "vote");
  tabs.hidden = false;
  tabs.replaceChildren(...Object.entries(TABS).filter(([, words]) => words()).map(([name, words]) => el("button", { "aria-current": name === tab ? "page" : undefined, onclick: () => { go(name); focusHead(); } }, words())));
}

function news(open) {
  main.querySelector(".news.vote")?.remove();
  const to = open ? ["vote", "A vote is open.", "Go to the vote"] : picture.sheet && tab !== "sheet" && !isSent(picture.sheet.name) ? ["sheet", `${picture.sheet.title}:`, "Fill it in, if you like"] : null;
  if (to) main.prepend(el("div", { class: "news vote" }, to[1], el("button", { onclick: () => { go(to[0]); focusHead(); } }, to[2])));
}

function go(name) { tab = name; failed = waiting ? failed : ""; draw(true); }

async function start() {
  try {
    mine = await get(`${at}mine`);
  } catch (error) {
    if (error.status === 403 || error.status === 404) return join();
    return setTimeout(start, 2000);
  }
  try { localStorage.setItem("equityqi-room", at.split("/")[2]); } catch { /* then the course's own pages show no bar */ }
  const stop = listen(at, async (newest) => {
    const before = round();
    picture = newest;
    const now = round();
    if (now && now.id !== before?.id) {
      changing = false; failed = "";
      if (tab !== "wall" || !draft) tab = "vote"; // never while somebody writes
      tell(`A vote is open: ${picture.vote.question.text}`);
    } else if (before && now?.state !== before.state) {
      changing = false;
      tell({ closed: "The vote is closed.", shown: "The result is shown.", open: "The vote is open again." }[now?.state] ?? "");
    }
    draw();
  }, (gone) => {
    if (gone && failed === "") { failed = "The room can’t be reached just now. We keep trying, and this page goes on by itself. If it takes long, look at the screen: the address may be a new one. Your card counts too."; draw(true); }
    if (!gone && failed.startsWith("The room can’t")) { failed = ""; draw(true); }
  }, () => { stop(); picture = null; join("Please join again."); });
}

if (at) send(`${at}join`, {}).then(start).catch((error) => join(error.status ? error.message : "The room can’t be reached. Load this page again.")); else join();
