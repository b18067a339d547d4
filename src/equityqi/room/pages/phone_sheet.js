// On a phone: a sheet of the survey or the exit ticket, and on a computer the hand-in.
import { el, get, randomId, send } from "./common.js";
import { LONGEST_ANSWER, MOST_BYTES, TOO_LARGE } from "./shared.js";

const held = { name: "", form: null, id: randomId(), sent: false, typed: false, sure: false, file: null, said: "" };

// Which sheet this phone is at: one that somebody has begun stays until it is sent, even when the room has moved on.
export const sheetOf = (picture) => (held.typed && !held.sent ? { name: held.name, title: held.title } : picture.sheet);

export const isSent = (name) => held.name === name && held.sent;

const lines = (text) => text.split(/\n+/).filter(Boolean).map((line) => el("p", {}, line));

function chips(field) {
  return el("fieldset", { class: "chips" }, el("legend", {}, field.label), el("div", {}, Object.entries(field.options).map(([code, words]) =>
    el("label", {}, el("input", { type: "radio", name: field.key, value: code }), el("span", {}, words)))));
}

function choose(field) {
  return el("label", {}, field.label, el("select", { name: field.key }, el("option", { value: "" }, "Choose, or leave it out"),
    Object.entries(field.options).map(([code, words]) => el("option", { value: code }, words))));
}

function write(field) {
  const hint = field.hint ? el("span", { class: "small" }, ` ${field.hint}`) : null;
  return el("label", {}, field.label, hint, field.long ? el("textarea", { name: field.key, maxLength: LONGEST_ANSWER, rows: 3 })
    : el("input", { name: field.key, type: "text", class: "plain-words", maxLength: 40, autocomplete: "off" }));
}

const fieldOf = (field) => !field.options ? write(field) : Object.keys(field.options).every((code) => /^\d+$/.test(code)) ? chips(field) : choose(field);

function formOf(asked, at, drawn) {
  const said = el("p", { id: "sheet-said", role: "alert" });
  const button = el("button", { class: "go" }, "Send my answers");
  const form = el("form", { class: "sheet", oninput: () => { held.typed = true; held.sure = false; }, onsubmit: async (event) => {
    event.preventDefault();
    button.disabled = true;
    try {
      const answers = Object.fromEntries(new FormData(form)), reply = await send(`${at}sheet`, { sheet: asked.sheet, answers, id: held.id, sure: held.sure });
      if (reply.saved) { Object.assign(held, { sent: true, sure: false }); return drawn(true); }
      held.sure = reply.warning;
      said.textContent = held.sure ? `${reply.said} If it doesn’t, press the button again.` : reply.said;
    } catch (error) {
      said.textContent = error.status ? error.message : "Not sent. Your answers are still here, so try again in a moment.";
    } finally { button.disabled = false; }
  } }, asked.about.map((words) => el("p", { class: "small" }, words)), asked.left_out && el("p", { class: "news" }, asked.left_out),
  asked.sections.flatMap((section) => [...lines(section.prompt), ...section.fields.map(fieldOf)]), said, asked.sections.length ? button : null);
  return form;
}

export function sheetParts(at, picture, drawn) {
  const { name, title } = sheetOf(picture);
  if (held.name !== name) {
    Object.assign(held, { name, title, form: null, id: randomId(), sent: false, typed: false, sure: false });
    get(`${at}sheet`).then((asked) => { if (asked.sheet === name) { held.form = formOf(asked, at, drawn); drawn(false); } }, () => { held.name = ""; });
  }
  if (held.sent) return [el("h1", {}, "Thank you. Your answers are saved."), el("p", {}, "Nobody sees whose they are. Your trainer gets them all together."),
    el("button", { class: "plain quiet middle", onclick: () => { held.sent = false; drawn(true); } }, "Change my answers"),
    el("button", { class: "plain quiet middle", onclick: () => { held.name = ""; held.typed = false; drawn(true); } }, "Next person, on this phone")];
  return [el("h1", {}, title), held.form ?? el("p", {}, "One moment…")];
}

export function handInParts(at, drawn, headers = {}) {
  const said = el("p", { id: "hand-in-said", role: "alert" }, held.said);
  const file = el("input", { type: "file", id: "hand-in", accept: ".zip", class: "plain-words" });
  const go = async () => {
    const chosen = file.files[0];
    if (!chosen) { said.textContent = "Choose your file first. Its name begins with hand-in."; return file.focus(); }
    if (chosen.size > MOST_BYTES) { said.textContent = TOO_LARGE; return; }
    said.textContent = "Sending it…";
    try {
      const reply = await fetch(`${at}hand-in`, { method: "PUT", credentials: "same-origin", headers: { "Content-Type": "application/zip", ...headers }, body: chosen });
      const answer = await reply.json().catch(() => ({}));
      held.said = reply.ok ? `Your hand-in is with your trainer, as ${answer.name}. You can send it again if you change something.` : answer.said ?? "Not sent. Try again in a moment.";
    } catch { held.said = "Not sent. Try again in a moment."; }
    drawn(true);
  };
  return [el("h1", {}, "Hand in"), el("p", {}, "On the start page of your course, press “Hand in”. It makes a file on this computer. Choose that file here."),
    el("label", { htmlFor: "hand-in" }, "Your file, hand-in-….zip"), file, said, el("button", { class: "go", onclick: go }, "Send my hand-in")];
}
