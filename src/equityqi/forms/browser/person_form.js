// A sheet that one person after another fills in. Each change goes to a file of this person's own.
// Until "Next person" is pressed this browser keeps a copy, so that a page that falls asleep loses nothing.

const PATIENCE = 1500, TYPING = 500, AWAY = 20000; // ms
const ASKS = "Put your sheet away? It stays saved on this computer, and the next person gets an empty one.";
const WELL = "That’s a real commitment. Thank you.";
const WHY = "It’s small, it has a date, and somebody will ask you how it went. This is how a gap begins to close: with one person who says what they’ll do.";
const GONE = "Not connected. Wait a few seconds, then load the page again: what you wrote is still in this browser.";
const WAITING = "Not saved yet. What you wrote is still in this browser. If the page is busy, wait a moment. If not, load it again.";
let forms = 0;

function render({ model, el }) {
  const name = `equityqi:${model.get("key")}`;
  const stored = () => { try { return JSON.parse(localStorage.getItem(name)) ?? {}; } catch { return {}; } };
  const store = () => { try { localStorage.setItem(name, JSON.stringify({ answers, record, sent })); } catch { /* this browser keeps nothing */ } };
  let { answers = {}, record = null, sent = true } = stored();
  const me = `${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 8)}`;
  let count = 0, token = "", last = "", timer = null, typing = null; // last: the token of the last save
  // The random name of this person's file is drawn here, before the first word is sent: changes that overtake each other go to one file.
  const drawn = () => [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

  const status = make("p", { className: "eq-status" });
  status.setAttribute("role", "status");
  const verdict = make("div", { className: "eq-mark" });
  verdict.setAttribute("role", "status");
  const say = (words, warn = false) => { status.textContent = words; status.classList.toggle("eq-warn", warn); };

  const changed = (key, value, slowly = false) => {
    answers = { ...answers, [key]: value };
    record ??= drawn();
    sent = false;
    forget();
    verdict.replaceChildren();
    store();
    later(slowly);
  };
  const parts = model.get("sections").map(({ prompt, columns }) => {
    const fields = sheetFields(columns, changed);
    return { node: framed(prompt, ...fields.nodes), paint: fields.paint };
  });
  const paint = () => parts.forEach((part) => part.paint(answers));

  function later(slowly) {
    clearTimeout(typing);
    if (slowly) { say("Typing…"); typing = setTimeout(save, TYPING); } else save();
  }
  function post(message) {
    clearTimeout(timer);
    timer = setTimeout(() => say(WAITING, true), PATIENCE);
    token = `${me}-${++count}`;
    try { model.send({ ...message, token }); } catch { clearTimeout(timer); say(GONE, true); }
  }
  function save() { clearTimeout(typing); typing = null; say("Saving…"); post({ do: "save", answers, record }); last = token; }

  model.on("msg:custom", heard);
  function heard(reply) {
    if (reply.token === token) clearTimeout(timer);
    else if (reply.token !== last) return;
    if (typing) return; // while somebody types, "Saved" would not be true
    if (reply.failed) return say(`Not saved: ${reply.failed}`, true);
    if (reply.done === "save") { sent = true; store(); say(["Saved. It’s in a file of its own, apart from your other answers.", reply.said].filter(Boolean).join(" ")); }
    if (reply.done === "check") {
      say(sent ? "Saved." : "");
      const met = reply.notes.filter(([passed]) => passed).length, all = met === reply.notes.length;
      verdict.replaceChildren(
        ...(all ? [make("p", { className: "eq-pledge", textContent: reply.promise }), make("p", {}, make("strong", { textContent: WELL }), ` ${WHY}`)] : []),
        make("p", { textContent: `${met} of ${reply.notes.length} checks met.` }),
        make("ul", { className: "eq-checks" }, ...reply.notes.map(([passed, words]) => make("li", { textContent: `${passed ? "✓ Met" : "○ Not yet"}: ${words}` }))),
      );
      verdict.classList.toggle("eq-passed", all);
    }
  }

  // Next person: the sheet is put away only once that was asked, and it comes back until somebody else begins.
  let away = null, letGo = null;
  const yes = make("button", { type: "button", className: "eq-quiet", textContent: "Yes, put it away", onclick: putAway });
  const no = make("button", { type: "button", className: "eq-quiet", textContent: "No, keep it open", onclick: stay });
  const asks = make("div", { className: "eq-asks", hidden: true }, make("p", { id: unique(), textContent: ASKS }), make("div", { className: "eq-foot" }, yes, no));
  asks.setAttribute("role", "group");
  asks.setAttribute("aria-labelledby", asks.firstChild.id);
  asks.addEventListener("keydown", (event) => { if (event.key === "Escape") stay(); });
  const back = make("button", { type: "button", className: "eq-quiet", textContent: "Bring it back", hidden: true, onclick: bringBack });

  function first() { root.querySelector("select, input, textarea")?.focus(); }
  function stay() { asks.hidden = true; next.focus(); }
  function show(sheet) {
    ({ answers, record } = sheet);
    sent = true;
    paint();
    verdict.replaceChildren();
    verdict.classList.remove("eq-passed");
  }
  function putAway() {
    asks.hidden = true;
    if (typing || !sent) { save(); next.focus(); return say("Not saved yet. Wait for the word “Saved”, then press “Next person” again.", true); }
    away = { answers, record };
    show({ answers: {}, record: null });
    try { localStorage.removeItem(name); } catch { /* nothing was kept */ }
    back.hidden = false;
    letGo = setTimeout(forget, AWAY);
    say("The sheet is empty for the next person. Yours is saved.");
    first();
  }
  function forget() { clearTimeout(letGo); away = null; back.hidden = true; }
  function bringBack() {
    const sheet = away;
    forget();
    if (!sheet) return;
    show(sheet);
    store();
    say("Your sheet is back.");
    first();
  }
  const next = make("button", {
    type: "button", className: "eq-quiet", textContent: "Next person",
    onclick: () => {
      if (!Object.values(answers).some((value) => String(value ?? "").trim())) { say("The sheet is empty for the next person."); return first(); }
      asks.hidden = false;
      yes.focus();
    },
  });
  const check = make("button", { type: "button", textContent: "Check my commitment", hidden: !model.get("can_check"), onclick: () => { if (typing) { clearTimeout(typing); save(); } post({ do: "check", answers }); } });
  const about = model.get("about") ? [make("p", { textContent: model.get("about") })] : [];
  const sheet = [...about, ...parts.map((part) => part.node), make("div", { className: "eq-foot" }, check, next, back, status), asks, verdict];
  const root = make("div", { className: "eq-form eq-sheet" }, ...(model.get("fold")
    ? [make("details", { className: "eq-fold", open: Object.keys(answers).length > 0 }, make("summary", { textContent: model.get("title") }), ...sheet)]
    : [make("p", {}, make("strong", { textContent: model.get("title") })), ...sheet]));
  keepKeys(root);
  el.append(root);
  paint();
  if (Object.keys(answers).length) {
    if (!sent) save();
    else say("Someone started this sheet here. If it isn’t yours, press “Next person”.");
  }
  const leave = settle(root);
  return () => {
    clearTimeout(timer);
    clearTimeout(letGo);
    if (typing) { clearTimeout(typing); save(); }
    model.off("msg:custom", heard);
    leave();
  };
}

export default { render };
