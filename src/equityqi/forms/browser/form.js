// One form for every kind of question (its editors stand in editors.js). It never loses a click: each change is kept in this browser
// before it is sent, and let go only when the kernel says that it is on disk.

const PATIENCE = 1500; // ms until a missing word from the kernel is told
const TYPING = 500; // ms of quiet before typed text is sent

const WAITING =
  "Not saved yet, kept in this browser. If a page is still running, wait; otherwise press “Start this page” at the top.";
const GONE =
  "Not connected. Press “Start this page” at the top. If that does not help, close this window and start the course again.";
const KEPT = " Your answer is kept in this browser until then.";
const NOT_KEPT = " This browser cannot keep your answer: copy it to paper before you close the page.";

function memory(key) {
  const name = `equityqi:${key}`;
  return {
    read() { try { return JSON.parse(localStorage.getItem(name)); } catch { return null; } },
    write(pending) { try { localStorage.setItem(name, JSON.stringify(pending)); return true; } catch { return false; } },
    clear() { try { localStorage.removeItem(name); } catch { /* nothing was kept */ } },
  };
}

// ---- the form itself

function render({ model, el }) {
  const spec = model.get("spec");
  const kept = memory(model.get("key"));
  const me = `${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 8)}`;
  let count = 0;
  let pending = null; // what is not on disk yet: {token, value, patch, base}
  let timer = null;
  let typing = null;
  let checking = null;
  let wanted = false; // a check was asked for while the answer was still on its way to the disk
  let told = ""; // what a change of shape was, such as "Up: now 2 of 5", said before "Saved."

  const status = make("p", { className: "eq-status" });
  status.setAttribute("role", "status");
  const verdict = make("div", { className: "eq-mark" });
  verdict.setAttribute("role", "status");
  const check = make("button", { type: "button", textContent: "Check my answer", onclick: askForMark });
  const checks = make("ul", { className: "eq-checks", hidden: true });
  const choice = make("div", { hidden: true });
  const editor = editors[spec.kind](spec, unique(), changed, (words) => { told = words; say(words); });
  const root = make("div", { className: `eq-form eq-${spec.kind}` }, editor.node, make("div", { className: "eq-foot eq-last" }, check, status), choice, verdict, checks);
  el.append(root);

  keepKeys(root);

  function say(words, warn = false) {
    status.textContent = words;
    status.classList.toggle("eq-warn", warn);
    if (warn && root.contains(document.activeElement)) document.activeElement.scrollIntoView({ block: "nearest" });
  }

  function lost(words) {
    say(words + (pending ? (pending.kept ? KEPT : NOT_KEPT) : ""), true);
  }

  function changed(value, { typing: slowly = false, patch = false } = {}) {
    verdict.textContent = "";
    editor.notes?.([]);
    choice.hidden = true;
    checking = null; // a verdict on the answer before would stand below this one
    wanted = false;
    if (patch && pending?.patch) value = { ...pending.value, ...value };
    pending = { token: `${me}-${++count}`, value, patch, base: pending ? pending.base : model.get("revision") };
    pending.kept = kept.write(pending);
    clearTimeout(typing);
    if (slowly) {
      told = "";
      say("Typing…");
      typing = setTimeout(send, TYPING);
    } else send();
  }

  function send(replay = false) {
    typing = null;
    if (!pending) return;
    pending.refused = false;
    say(`${told} Saving…`.trim());
    const { token, value, patch, base } = pending;
    post({ do: "save", token, value, patch, base, replay });
  }

  function post(message) {
    clearTimeout(timer);
    timer = setTimeout(() => say(pending && !pending.kept ? WAITING.replace(", kept in this browser", "") + NOT_KEPT : WAITING_FOR(message), true), PATIENCE);
    try {
      model.send(message);
    } catch {
      clearTimeout(timer);
      checking = null;
      lost(GONE);
    }
  }

  const WAITING_FOR = (message) => (message.do === "check" && !pending
    ? "No word yet from this page. If it is still running, wait; otherwise press “Start this page” at the top."
    : WAITING);

  // What is judged is the answer on disk, so a check waits for it: on a busy computer one message may overtake another.
  function askForMark() {
    if (typing) { clearTimeout(typing); send(); }
    wanted = Boolean(pending && !pending.refused);
    if (wanted) return;
    checking = `${me}-${++count}`;
    post({ do: "check", token: checking });
  }

  function heard(reply) {
    if (reply.token && reply.token === checking && reply.done === "check") {
      clearTimeout(timer);
      checking = null;
      if (!pending) say(reply.said || "Saved.");
      verdict.textContent = reply.sentence;
      verdict.classList.toggle("eq-passed", reply.passed);
      if (editor.notes) editor.notes(reply.notes);
      else listChecks(reply.notes);
      verdict.scrollIntoView({ block: "nearest" });
    } else if (pending && reply.token === pending.token) {
      clearTimeout(timer);
      if (reply.done === "save") {
        pending = null;
        kept.clear();
        say([told, "Saved.", reply.said].filter(Boolean).join(" "));
        told = "";
        if (wanted) askForMark();
        return;
      }
      wanted = false;
      pending.refused = true;
      if (reply.conflict) choose(reply);
      else say(`Not saved: ${reply.failed}${pending.kept ? KEPT : NOT_KEPT}`, true);
    } else if (pending && reply.done === "save" && reply.token?.startsWith(me)) {
      pending.base = reply.revision; // an earlier change of this form is on disk: the next one is based on it
      pending.kept = kept.write(pending);
    } else if (reply.failed && reply.token === checking) {
      clearTimeout(timer);
      checking = null;
      say(reply.failed, true);
    }
  }

  // Every check of a plan, in words; it stays while the person mends what it names.
  function listChecks(notes) {
    const sign = (met) => (met === null ? "Tip" : met ? "✓ Met" : "○ Not yet");
    checks.replaceChildren(...notes.map(([, met, sentence]) => make("li", {}, make("strong", { textContent: `${sign(met)}: ` }), sentence)));
    checks.hidden = !notes.length;
    if (notes.length) checks.scrollIntoView({ block: "center" });
  }

  function choose({ kept_words, saved_words, revision, saved }) {
    say("Not saved: two answers, please choose one below.", true);
    const use = make("button", { type: "button", className: "eq-quiet", textContent: "Use the answer from this browser", onclick: () => { choice.hidden = true; pending.base = revision; send(); } });
    const drop = make("button", { type: "button", className: "eq-quiet", textContent: "Keep the saved answer", onclick: () => { choice.hidden = true; pending = null; kept.clear(); editor.paint(saved); say("Saved."); } });
    choice.replaceChildren(
      make("div", { className: "eq-foot" }, use, drop),
      make("p", { textContent: "This browser kept an answer that was not saved:" }),
      make("div", { className: "eq-kept", innerHTML: kept_words }), // escaped by the page
      make("p", { textContent: "Another answer was saved since:" }),
      make("div", { className: "eq-kept", innerHTML: saved_words }),
    );
    choice.hidden = false;
    choice.scrollIntoView({ block: "nearest" });
  }

  model.on("msg:custom", heard);
  const repaint = () => { if (!pending) editor.paint(model.get("saved")); };
  model.on("change:saved", repaint);
  const drawn = () => editor.picture?.(model.get("picture"));
  model.on("change:picture", drawn);
  drawn();

  // An early word when the kernel goes. This is no promised interface, so it may be absent.
  const watched = [];
  try {
    const kernel = model.widget_manager.kernel;
    const watch = (signal, slot) => { signal.connect(slot); watched.push([signal, slot]); };
    const gone = (_, now) => {
      if (["dead", "restarting", "autorestarting", "terminating"].includes(now)) lost(GONE);
      if (now === "disconnected") lost(GONE);
      if (now === "connected" && pending === null && status.classList.contains("eq-warn") && model.comm_live !== false) say("Connected again.");
    };
    watch(kernel.statusChanged, gone);
    watch(kernel.connectionStatusChanged, gone);
    watch(kernel.disposed, () => lost(GONE));
  } catch { /* the timer above still tells */ }

  const leave = settle(root);

  // First look: what is saved, and then what this browser kept from before.
  editor.paint(model.get("saved"));
  say(model.get("notice") || (model.get("revision") ? "Saved." : ""), Boolean(model.get("notice")));
  const before = kept.read();
  if (before && before.token) {
    pending = { ...before, kept: true };
    editor.paint(before.patch ? { ...(model.get("saved") ?? {}), ...before.value } : before.value);
    send(true);
  }

  return () => {
    clearTimeout(timer);
    if (typing) { clearTimeout(typing); send(); }
    model.off("msg:custom", heard);
    model.off("change:saved", repaint);
    model.off("change:picture", drawn);
    leave();
    watched.forEach(([signal, slot]) => { try { signal.disconnect(slot); } catch { /* already gone */ } });
  };
}

export default { render };
