// The trainer's middle column: choose a question, ask, close, talk, ask again, show. Hands and letters are counted here.
import { el, inWords, letter } from "/files/common.js";
import { act, block, button, draw, held, redraw, tell } from "/files/lead.js";

const STATES = { open: "is open", closed: "is closed, and nothing is shown yet", shown: "is shown" };
const isAsked = (id) => held.picture.vote?.question.id === id;

async function ask(id) {
  if (await act("ask", { question: id })) { held.choosing = false; draw(); document.getElementById("asked")?.focus(); }
}

const line = (id) => {
  const poll = held.course.polls[id];
  return el("li", {}, el("span", {}, el("b", {}, poll.name), poll.about && el("span", { class: "asked" }, ` ${poll.about}`)),
    isAsked(id) ? button("Back to it", () => { held.choosing = false; draw(); }, "quiet small", { id: `ask-${id}` }) : button("Ask", () => ask(id), "small", { id: `ask-${id}`, "aria-label": `Ask: ${poll.text.slice(0, 90)}` }));
};

function choosePart() {
  const here = block(), others = Object.keys(held.course.polls).filter((id) => !here.polls.includes(id));
  const list = el("ul", { class: "ask", id: "found" });
  const find = el("input", { id: "find", type: "text", size: 30, oninput: () => fill() });
  const fill = () => {
    const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
    const match = others.filter((id) => { const poll = held.course.polls[id], text = `${poll.text} ${poll.about} ${poll.exercise}`.toLowerCase(); return words.every((word) => text.includes(word)); });
    list.replaceChildren(...match.slice(0, 20).map(line));
  };
  fill();
  return [
    el("h2", {}, here.title),
    here.say.length ? el("details", { id: "to-say" }, el("summary", {}, "What to say and do"), el("ul", { class: "say" }, here.say.map((words) => el("li", {}, words))), el("p", { class: "small-print" }, here.activity)) : null,
    here.polls.length ? [el("h3", {}, "Questions of this block"), el("ul", { class: "ask" }, here.polls.map(line))] : el("p", { class: "small-print" }, "This block has no question to vote on."),
    el("details", { id: "others", open: !here.polls.length && here.id !== "welcome" }, el("summary", {}, "Any other question of the course"), el("label", { htmlFor: "find" }, "Find "), find, list),
  ];
}

function nextStep(last) {
  const { vote } = held.picture, go = (name) => () => act("round", { act: name });
  if (last.state === "open") return [button("Close the vote", go("close"), "big", { id: "step" })];
  if (last.state === "closed" && last.round === 1) return [button("They’ve talked: ask again", () => ask(vote.question.id), "big", { id: "step" }), button("Show this vote", go("show"), "quiet", { id: "show" }), button("Open it again", go("reopen"), "quiet", { id: "reopen" })];
  if (last.state === "closed") return [button("Show both votes", go("show"), "big", { id: "step" }), button("Open it again", go("reopen"), "quiet", { id: "reopen" })];
  if (vote.may_ask_again) return [button("Ask again, after they’ve talked", () => ask(vote.question.id), "big", { id: "step" }), nextQuestion("quiet")];
  return [nextQuestion("big")];
}

const nextQuestion = (kind) => {
  const here = block().polls, next = here[here.indexOf(held.picture.vote.question.id) + 1];
  return next && here.includes(held.picture.vote.question.id) ? button(`Next: ${held.course.polls[next].name.slice(0, 40)}`, () => ask(next), kind, { id: "step-on" })
    : button("Choose another question", () => { held.choosing = true; draw(); }, kind, { id: "step-on" });
};

// Counts are typed, or stepped; each change is saved at once, one after the other. Until the picture has caught up, what was typed counts:
// a trainer taps faster than pictures come.
let typed = null, queue = Promise.resolve();
const same = (one, other) => Object.entries(one).every(([code, n]) => n === (other[code] ?? 0));

function countsOf(last) {
  if (typed && (typed.id !== last.id || Date.now() > typed.until || same(typed.cards, last.cards))) typed = null;
  return typed ? typed.cards : last.cards;
}

function putCounts(last, cards) {
  typed = { id: last.id, cards, until: Date.now() + 4000 };
  queue = queue.then(() => act("count", { round: last.round, cards }));
  return queue;
}

function counter(option, last) {
  const now = () => countsOf(last)[option.code] ?? 0;
  const put = (n) => putCounts(last, { ...countsOf(last), [option.code]: Math.max(0, Math.min(500, n)) });
  const field = el("input", { id: `n-${option.letter}`, inputMode: "numeric", autocomplete: "off", value: String(now()), "aria-label": `Hands and cards for ${option.letter}`, onchange: () => put(Number.parseInt(field.value, 10) || 0) });
  return el("span", { class: "steps" }, el("button", { id: `less-${option.letter}`, "aria-label": `One less for ${option.letter}`, onclick: () => { put(now() - 1); field.value = now(); } }, "−"), field,
    el("button", { id: `more-${option.letter}`, "aria-label": `One more for ${option.letter}`, onclick: () => { put(now() + 1); field.value = now(); } }, "+"));
}

function lettersPart(last) {
  const text = el("textarea", { id: "letters", rows: 2, placeholder: held.picture.vote.question.options.map((one) => one.letter).join(" ") });
  const count = async () => {
    const found = await act("letters", { text: text.value });
    if (!found) return;
    const cards = { ...found.cards };
    for (const [code, n] of Object.entries(countsOf(last))) cards[code] = (cards[code] ?? 0) + n;
    if (!await putCounts(last, cards)) return;
    const said = held.picture.vote.question.options.filter((one) => found.cards[one.code]).map((one) => `${one.letter} ${found.cards[one.code]}`).join(", ");
    text.value = "";
    tell(`${said ? `Added: ${said}.` : "No letter of this question was found."}${found.passed ? ` ${found.passed} passed.` : ""}${found.unknown.length ? ` Not counted: ${found.unknown.join(", ")}.` : ""}`);
  };
  text.addEventListener("keydown", (event) => { if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); count(); } });
  return el("div", { class: "letters" }, el("div", {}, el("label", { htmlFor: "letters" }, "Letters from the Teams chat, or from cards: type or paste them"), text), button("Add them", count, "quiet", { id: "add-letters" }));
}

function votePart() {
  const { vote } = held.picture, last = vote.rounds.at(-1), { question } = vote;
  const cards = Object.values(countsOf(last)).reduce((a, b) => a + b, 0);
  const shown = vote.rounds.filter((round) => round.result);
  const table = el("table", {}, el("caption", { class: "unseen" }, "Answers and counts"),
    el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "Answer"), shown.map((round) => el("th", { scope: "col", class: "n" }, round.round === 1 ? "First vote" : "Second vote")), el("th", { scope: "col", class: "n" }, `Hands and cards, vote ${last.round}`))),
    el("tbody", {}, question.options.map((option) => el("tr", {}, el("th", { scope: "row" }, el("span", { class: "option" }, letter(option.letter), option.words)),
      shown.map((round) => el("td", { class: "n" }, el("b", {}, round.result.bars ? String(round.result.bars[option.code] ?? 0) : "–"))), el("td", { class: "n" }, counter(option, last))))));
  return [
    el("p", { class: `where ${last.state}` }, `Vote ${last.round} ${STATES[last.state]}`),
    el("h2", { class: "question", id: "asked", tabIndex: -1 }, question.text), question.about && el("p", { class: "small-print" }, question.about),
    el("div", { class: "row" }, nextStep(last)),
    el("p", { class: "small-print" }, last.state === "open" ? `${last.phones} phone${last.phones === 1 ? " has" : "s have"} answered, and ${cards} by hand or card. Nobody sees bars while a vote is open, not even you.`
      : last.state === "closed" && last.round === 1 ? "Two minutes in pairs: what would you ask before you decide? Then ask again, or show it now." : ""),
    ...inWords(vote).map((words) => el("p", { class: "said-big" }, words)),
    table, lettersPart(last),
    el("div", { class: "row" }, held.picture.state.screen !== "vote" && button("Put it on the screen", () => act("screen", { view: "vote" }), "quiet small", { id: "to-screen" }), button("Choose another question", () => { held.choosing = true; draw(); }, "quiet small", { id: "choose" })),
  ];
}

export function drawNow(place) {
  redraw(place, held.picture.vote && !held.choosing ? votePart() : choosePart());
}
