// The reflective record. A change is kept in this browser first, then sent, and let go only when Python says that it is on disk.
// A box that nobody has touched shows the draft from the person's own plan.

const PATIENCE = 1500, TYPING = 500; // ms
const GONE = "Not connected. Wait a few seconds, then load the page again: what you wrote is still in this browser.";
const WAITING = "Not saved yet. What you wrote is still in this browser. If the page is busy, wait a moment. If not, load it again.";
const MAKING = "We haven’t heard from the page yet. If it’s still busy, wait a moment. If not, load it again.";
const ABOUT = [
  "We fill in what we can from your own plan. Change any word: it’s yours, and we don’t send it anywhere.",
  "It’s saved on this computer, and never in your hand-in. On a shared laptop, others could read it there. Please don’t name anyone.",
];
const NO_DAYS = "Set the date of session 2 on the start page, and days 30, 60 and 90 will be here.";

function render({ model, el }) {
  const name = `equityqi:${model.get("key")}`;
  const me = `${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 8)}`;
  const stored = () => { try { return JSON.parse(localStorage.getItem(name)) ?? {}; } catch { return {}; } };
  const store = () => {
    try {
      if (Object.keys(waits).length) localStorage.setItem(name, JSON.stringify(waits)); else localStorage.removeItem(name);
    } catch { /* this browser keeps nothing */ }
  };
  let waits = stored(); // what is not on disk yet, by field
  let drafted = model.get("drafted");
  let saved = { ...model.get("saved"), ...waits };
  let count = 0, timer = null, typing = null;
  const sent = new Map(); // what each message said that has no reply yet

  const status = make("p", { className: "eq-status" });
  status.setAttribute("role", "status");
  const say = (words, warn = false) => { status.textContent = words; status.classList.toggle("eq-warn", warn); };
  const shelf = fileShelf();

  function changed(key, value, slowly = false) {
    saved = { ...saved, [key]: value };
    waits = { ...waits, [key]: value };
    store();
    clearTimeout(typing);
    if (slowly) { say("Typing…"); typing = setTimeout(save, TYPING); } else save();
  }
  function save() {
    clearTimeout(typing);
    typing = null;
    say("Saving…");
    post("save", WAITING);
  }
  function post(what, words) {
    clearTimeout(timer);
    timer = setTimeout(() => say(words, true), PATIENCE * (what === "make" ? 4 : 1));
    const token = `${me}-${++count}`;
    sent.set(token, waits);
    try { model.send({ do: what, changes: waits, token }); } catch { clearTimeout(timer); say(GONE, true); }
  }

  function heard(reply, buffers) {
    const was = sent.get(reply.token);
    if (!was) return;
    sent.delete(reply.token);
    const newest = reply.token === `${me}-${count}`;
    if (newest) clearTimeout(timer);
    if (reply.failed) return newest && say(`Not saved: ${reply.failed} What you wrote is still in this browser.`, true);
    waits = Object.fromEntries(Object.entries(waits).filter(([key, value]) => was[key] !== value));
    store();
    drafted = reply.drafted;
    boxes.forEach((box) => box.draft());
    if (typing || !newest) return; // while somebody types, "Saved" would not be true
    if (reply.done === "make") shelf.put(reply, buffers);
    say([reply.said ?? "Saved. It won’t be in your hand-in.", reply.note].filter(Boolean).join(" "));
  }

  function textBox({ key, asks, hint }) {
    const at = `own:${key}`, input = make("textarea", { rows: 4, id: unique() });
    const label = make("label", { htmlFor: input.id, className: "eq-prompt", textContent: asks });
    const help = make("p", { id: unique(), className: "eq-help", textContent: hint });
    const from = make("p", { className: "eq-help eq-drafted", textContent: "A draft from your own plan:" });
    input.dataset.at = at;
    input.setAttribute("aria-describedby", help.id);
    const untouched = () => saved[at] === undefined;
    const draft = () => {
      if (untouched() && input.value !== (drafted[key] ?? "")) input.value = drafted[key] ?? "";
      from.hidden = !untouched() || !input.value;
    };
    input.value = saved[at] ?? "";
    draft();
    input.addEventListener("input", () => { from.hidden = true; changed(at, input.value, true); });
    input.addEventListener("change", () => { if (typing) save(); });
    return { node: make("div", { className: "eq-record-box" }, label, help, from, input), draft };
  }

  let boxes = [];
  const sheet = make("div"), known = make("p", { className: "eq-help" });
  function paint() {
    const now = model.get("records").find(({ key }) => key === saved.headings) ?? model.get("records")[0];
    boxes = now.boxes.map(textBox);
    sheet.replaceChildren(...boxes.map(({ node }) => node));
    known.textContent = now.known;
  }

  const group = unique();
  const choices = model.get("records").map(({ key, chosen }) => {
    const input = make("input", { type: "radio", name: group, value: key, checked: saved.headings === key });
    input.addEventListener("change", () => { changed("headings", key); paint(); });
    return make("label", {}, input, make("span", { textContent: chosen }));
  });
  const which = make("fieldset", {}, make("legend", { textContent: "Whose questions do you want to answer?" }), make("div", { className: "eq-row" }, ...choices));

  const called = make("input", { type: "text", value: saved.name ?? "", autocomplete: "off" });
  called.dataset.at = "name";
  called.addEventListener("input", () => changed("name", called.value, true));
  called.addEventListener("change", () => { if (typing) save(); });
  const were = make("select", {}, ...model.get("sessions").map(([value, textContent]) => make("option", { value, textContent, selected: value === saved.sessions })));
  were.addEventListener("change", () => changed("sessions", were.value));
  const head = make("div", { className: "eq-record-head" },
    make("label", {}, make("span", { textContent: "Your name, if you’d like it on the page:" }), called),
    make("label", {}, make("span", { textContent: "You were at:" }), were));

  const days = model.get("days").length
    ? [make("p", { className: "eq-record-days", textContent: "Days to come back to this:" }), make("ul", {}, ...model.get("days").map(([day, asks]) => make("li", { textContent: `${day}. ${asks}` })))]
    : [make("p", { className: "eq-help", textContent: NO_DAYS })];

  const get = make("button", { type: "button", textContent: "Download my record", onclick: () => { clearTimeout(typing); typing = null; shelf.clear(); say("Making your record…"); post("make", MAKING); } });
  const about = ABOUT.map((textContent) => make("p", { textContent }));
  const root = make("div", { className: "eq-form eq-record" }, make("details", { className: "eq-fold", open: Object.keys(waits).length > 0 },
    make("summary", { textContent: model.get("title") }), ...about, which, head, sheet, ...days, known, make("div", { className: "eq-foot" }, get, status), shelf.node));
  keepKeys(root);
  el.append(root);
  paint();
  model.on("msg:custom", heard);
  if (Object.keys(waits).length) save();
  const leave = settle(root);
  return () => {
    clearTimeout(timer);
    if (typing) save();
    clearTimeout(timer);
    shelf.clear();
    model.off("msg:custom", heard);
    leave();
  };
}

export default { render };
