// The trainer's middle column: choose a question, ask, close, talk, ask again, show. Hands and letters are counted here.
import { el, letter } from "/files/common.js";
import { act, block, button, draw, held, redraw, saved, tell } from "/files/lead.js";
import { MOST_CARDS } from "/files/shared.js";

const STATES = { open: "is open", closed: "is closed, and nothing is shown yet", shown: "is shown" };
const wasAsked = (id) => held.picture.asked.includes(id);
const ask = (id) => turnTo("ask", id), back = (id) => turnTo("back", id);

async function turnTo(name, id) {
  if (await act(name, { question: id })) { held.choosing = false; draw(); document.getElementById("asked")?.focus(); }
}

const line = (id) => {
  const poll = held.course.polls[id];
  return el("li", {}, el("span", {}, el("b", {}, poll.name), poll.about && el("span", { class: "asked" }, ` ${poll.about}`)),
    wasAsked(id) ? button("Back to it", () => back(id), "quiet small", { id: `ask-${id}`, "aria-label": `Back to: ${poll.text.slice(0, 90)}` }) : button("Ask", () => ask(id), "small", { id: `ask-${id}`, "aria-label": `Ask: ${poll.text.slice(0, 90)}` }));
};

function choosePart() {
  const here = block(), others = Object.keys(held.course.polls).filter((id) => !here.polls.includes(id));
  const list = el("ul", { class: "ask", id: "found" });
  const fill = () => {
    const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
    const match = others.filter((id) => { const poll = held.course.polls[id], text = `${poll.text} ${poll.about} ${poll.exercise}`.toLowerCase(); return words.every((word) => text.includes(word)); });
    list.replaceChildren(...match.slice(0, 20).map(line));
  };
  const find = el("input", { id: "find", type: "text", size: 30, oninput: fill });
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
  return next && here.includes(held.picture.vote.question.id) ? button(`Next: ${held.course.polls[next].name.slice(0, 40)}`, () => wasAsked(next) ? back(next) : ask(next), kind, { id: "step-on" })
    : button("Choose another question", () => { held.choosing = true; draw(); }, kind, { id: "step-on" });
};

// Counts are typed, or stepped; each change is saved at once, one after the other. Until the picture has caught up, what was typed counts:
// a trainer taps faster than pictures come.
let typed = null, queue = Promise.resolve();
const same = (one, other) => Object.entries(one).every(([code, n]) => n === (other[code] ?? 0));

const newest = () => held.picture.vote.rounds.at(-1);

function counts() {
  const last = newest();
  if (typed && (typed.id !== last.id || Date.now() > typed.until || same(typed.cards, last.cards))) typed = null;
  return typed ? typed.cards : last.cards;
}

function putCounts(cards) {
  const { id, round } = newest();
  typed = { id, cards, until: Date.now() + 4000 };
  queue = queue.then(() => act("count", { round, cards }));
  return queue;
}

function counter(option) {
  const now = () => counts()[option.code] ?? 0;
  const put = (n) => { putCounts({ ...counts(), [option.code]: Math.max(0, Math.min(MOST_CARDS, n)) }); field.value = now(); };
  const read = () => {
    if (/^\d{1,3}$/.test(field.value.trim()) && Number(field.value) <= MOST_CARDS) return put(Number(field.value));
    tell(`“${field.value}” isn’t a whole number from 0 to ${MOST_CARDS}, so ${option.letter} stays at ${now()}.`);
    field.value = now();
  };
  const field = el("input", { id: `n-${option.letter}`, class: "counted", inputMode: "numeric", autocomplete: "off", value: String(now()), "aria-label": `Hands and cards for ${option.letter}`, onchange: read });
  return el("span", { class: "steps" }, el("button", { id: `less-${option.letter}`, "aria-label": `One less for ${option.letter}`, onclick: () => put(now() - 1) }, "−"), field,
    el("button", { id: `more-${option.letter}`, "aria-label": `One more for ${option.letter}`, onclick: () => put(now() + 1) }, "+"));
}

// The table stays while counts come back from the store; a field that somebody is typing in keeps what is typed.
function fillCounts() {
  for (const { code, letter } of held.picture.vote.question.options) {
    const field = document.getElementById(`n-${letter}`);
    if (field && field !== document.activeElement) field.value = saved(Object.assign(field, { value: counts()[code] ?? 0 }));
  }
}

function lettersPart() {
  const text = el("textarea", { id: "letters", rows: 2, placeholder: held.picture.vote.question.options.map((one) => one.letter).join(" ") });
  const count = async () => {
    const read = text.value, found = await act("letters", { text: read });
    if (!found) return;
    const cards = { ...found.cards };
    for (const [code, n] of Object.entries(counts())) cards[code] = (cards[code] ?? 0) + n;
    if (!await putCounts(cards)) return;
    const said = held.picture.vote.question.options.filter((one) => found.cards[one.code]).map((one) => `${one.letter} ${found.cards[one.code]}`).join(", ");
    if (text.value === read) text.value = found.unknown.join("\n");
    tell(`${said ? `Added: ${said}.` : "No letter of this question was found."}${found.passed ? ` ${found.passed} passed.` : ""}${found.unknown.length ? ` Not counted, and still in the box: “${found.unknown.slice(0, 3).join("”, “")}”${found.unknown.length > 3 ? ` and ${found.unknown.length - 3} more` : ""}.` : ""}`);
  };
  text.addEventListener("keydown", (event) => { if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); count(); } });
  return el("div", { class: "letters" }, el("div", {}, el("label", { htmlFor: "letters" }, "Letters from the Teams chat, or from cards: type or paste them"), text), button("Add them", count, "quiet", { id: "add-letters" }));
}

function tablePart() {
  const { vote } = held.picture, shown = vote.rounds.filter((round) => round.result);
  return el("table", {}, el("caption", { class: "unseen" }, "Answers and counts"),
    el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "Answer"), shown.map((round) => el("th", { scope: "col", class: "n" }, round.round === 1 ? "First vote" : "Second vote")), el("th", { scope: "col", class: "n" }, `Hands and cards, vote ${newest().round}`))),
    el("tbody", {}, vote.question.options.map((option) => el("tr", {}, el("th", { scope: "row" }, el("span", { class: "option" }, letter(option.letter), option.words)),
      shown.map((round) => el("td", { class: "n" }, el("b", {}, round.result.bars ? String(round.result.bars[option.code] ?? 0) : "–"))), el("td", { class: "n" }, counter(option))))));
}

function saidPart() {
  const last = newest(), cards = Object.values(counts()).reduce((a, b) => a + b, 0);
  return [el("p", { class: "small-print" }, last.state === "open" ? `${last.phones} phone${last.phones === 1 ? " has" : "s have"} answered, and ${cards} by hand or card. Nobody sees bars while a vote is open, not even you.`
    : last.state === "closed" && last.round === 1 ? "Two minutes in pairs: what would you ask before you decide? Then ask again, or show it now." : ""),
  ...[...held.picture.vote.said, held.picture.vote.left_out].filter(Boolean).map((words) => el("p", { class: "said-big" }, words))];
}

function voteParts() {
  const { vote, state } = held.picture, last = newest(), { question } = vote, at = [question.id, last.id, last.state];
  return [
    ["question", at, () => [el("p", { class: `where ${last.state}` }, `Vote ${last.round} ${STATES[last.state]}`),
      el("h2", { class: "question", id: "asked", tabIndex: -1 }, question.text), question.about && el("p", { class: "small-print" }, question.about)]],
    ["steps", [at, vote.may_ask_again, block().id], () => el("div", { class: "row" }, nextStep(last))],
    ["said", [vote.rounds, vote.said, counts()], saidPart],
    ["table", [question.id, last.id, vote.rounds.map((round) => round.result)], tablePart],
    ["letters", [question.id, last.id], lettersPart],
    ["others", state.screen === "vote", () => el("div", { class: "row" }, state.screen !== "vote" && button("Put it on the screen", () => act("screen", { view: "vote" }), "quiet small", { id: "to-screen" }), button("Choose another question", () => { held.choosing = true; draw(); }, "quiet small", { id: "choose" }))],
  ];
}

export function drawNow(place) {
  if (!held.picture.vote || held.choosing) return redraw(place, ["choose", [block().id, held.course.case, held.picture.asked], choosePart]);
  redraw(place, ...voteParts());
  fillCounts();
}
