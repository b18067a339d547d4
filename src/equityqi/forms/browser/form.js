// One form for every kind of question (its editors stand in editors.js and beside it). It never loses a click: each change is kept in this browser
// before it is sent, and let go only when the kernel says that it is on disk.

const PATIENCE = 1500; // ms until a missing word from the kernel is told
const TYPING = 500; // ms of quiet before typed text is sent
const DRAWING = 80; // ms of quiet before the picture follows it

const WAITING =
  "Not saved yet. Your answer is still in this browser. If the page is busy, wait a moment. If not, load it again.";
const GONE =
  "Not connected. Wait a few seconds, then load the page again. If that doesn’t help, close this window and start the course again.";
// Where the page stands before its Python does (model.early), nothing is amiss: what is sent waits there.
const EARLY = { save: "Your answer is still in this browser. It’s saved once the page is ready.", check: "The page is getting ready. Your answer is checked in a few seconds." };
const KEPT = " Your answer is still in this browser until then.";
const NOT_KEPT = " This browser can’t keep your answer, so copy it to paper before you close the page.";

function memory(key) {
  const name = `equityqi:${key}`;
  return {
    read() { try { return JSON.parse(localStorage.getItem(name)); } catch { return null; } },
    write(pending) { try { localStorage.setItem(name, JSON.stringify(pending)); return true; } catch { return false; } },
    clear() { try { localStorage.removeItem(name); } catch { /* nothing was kept */ } },
  };
}

const ONE_CHOICE = "One of your choices needs another look.";
const WHERE = { sort: "Go to the first card to look at again", rank: "Go to the first of the two cards", choice: "Go to your choice", multi: "Go to the marked choice" };

// ---- the form itself

function render({ model, el }) {
  const spec = model.get("spec");
  const kept = memory(model.get("key"));
  const me = `${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 8)}`;
  let count = 0;
  let pending = null; // what is not on disk yet: {token, value, patch, base}
  let timer = null;
  let typing = null;
  let drawing = null;
  let checking = null;
  let onDisk = model.get("revision"); // as far as this form was told
  let wanted = false; // a check was asked for while the answer was still on its way to the disk
  let told = ""; // what a change of shape was, such as "Up: now 2 of 5", said before "Saved."

  const status = make("p", { className: "eq-status" });
  status.setAttribute("role", "status");
  const verdict = make("div", { className: "eq-mark" });
  verdict.setAttribute("role", "status");
  const check = make("button", { type: "button", className: "eq-check", textContent: "Check my answer", onclick: askForMark });
  const checks = make("div", { className: "eq-checks", hidden: true });
  const top = make("div", { className: "eq-top" }, make("span", { textContent: ["Question", spec.number, spec.of && `of ${spec.of}`].filter(Boolean).join(" ") }), make("span"));
  const marked = fieldNotes();
  let shown = { state: "open" }; // the result that the form shows
  const choice = make("div", { hidden: true });
  const editor = editors[spec.kind](spec, unique(), changed, (words) => { told = words; say(words); });
  const root = make("div", { className: `eq-form eq-question eq-${spec.kind}` }, top, editor.node, make("div", { className: "eq-foot eq-last" }, check, status), choice, verdict, checks);
  root.dataset.label = spec.label;
  if (!document.getElementById(`question-${spec.id}`)) root.id = `question-${spec.id}`; // where the end of a page leads to
  root.addEventListener("focusin", current);
  el.append(root);

  keepKeys(root);

  function say(words, warn = false) {
    const unseen = spec.kind === "sort" && told && words.startsWith(told) ? told : ""; // the card in the hand is seen, so its words are for readers only
    status.replaceChildren(...(unseen ? [make("span", { className: "eq-unseen", textContent: unseen })] : []), words.slice(unseen.length));
    status.classList.toggle("eq-warn", warn);
    paintState();
    if (warn && root.contains(document.activeElement)) document.activeElement.scrollIntoView({ block: "nearest" });
  }

  // What is left of several cards.
  function toGo() {
    const left = editor.left?.();
    return left ? `${left} card${left === 1 ? "" : "s"} to go.` : "";
  }

  function lost(words) {
    say(words + (pending ? (pending.kept ? KEPT : NOT_KEPT) : ""), true);
  }

  // The one filled button on the page is in the question with the focus, or the one that changed last.
  function current() {
    document.querySelectorAll(".eq-current").forEach((other) => other.classList.toggle("eq-current", other === root));
    root.classList.add("eq-current");
  }

  function paintState() {
    const warned = status.classList.contains("eq-warn");
    const name = warned && pending ? "stop" : warned && checking ? "ready" : pending && shown.state !== "open" ? "saved" : shown.state;
    root.classList.toggle("eq-unfinished", Boolean(editor.left?.()));
    if (root.dataset.state === name) return;
    root.dataset.state = name;
    if (name === "again" && !document.querySelector(".eq-current")) current();
    check.textContent = name === "again" ? "Check again" : "Check my answer";
    top.lastChild.replaceWith(stateNode(name));
  }

  function changed(value, { typing: slowly = false, patch = false } = {}) {
    if (shown.heading) show({ state: "saved" });
    verdict.replaceChildren();
    current();
    choice.hidden = true;
    checking = null; // a verdict on the answer before would stand below this one
    wanted = false;
    if (patch && pending?.patch) value = { ...pending.value, ...value };
    pending = { token: `${me}-${++count}`, value, patch, base: pending ? pending.base : model.get("revision") };
    pending.kept = kept.write(pending);
    clearTimeout(typing);
    clearTimeout(drawing);
    if (slowly) {
      told = "";
      say("Typing…");
      typing = setTimeout(send, TYPING);
      if (editor.picture) drawing = setTimeout(draw, DRAWING, pending);
    } else send();
  }

  // No word comes back: the picture does, or it follows when the answer is saved.
  function draw({ token, value }) {
    try { model.send({ do: "draw", token, value }); } catch { /* the save says so */ }
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
    if (model.early) say(pending && !pending.kept ? NOT_KEPT.trim() : EARLY[message.do]);
    else timer = setTimeout(() => say(pending && !pending.kept ? WAITING.replace(" Your answer is still in this browser.", "") + NOT_KEPT : WAITING_FOR(message), true), PATIENCE);
    try {
      model.send(message);
    } catch {
      clearTimeout(timer);
      checking = null;
      lost(GONE);
    }
  }

  const WAITING_FOR = (message) => (message.do === "check" && !pending
    ? "We haven’t heard from the page yet. If it’s still busy, wait a moment. If not, load it again."
    : WAITING);

  // What is judged is the answer on disk, so a check waits for it: on a busy computer one message may overtake another.
  function askForMark() {
    const draft = pending ? null : editor.draft?.();
    if (draft) changed(draft);
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
      if (!pending) say(reply.said || (reply.result.state === "open" ? "" : "Saved."));
      verdict.replaceChildren();
      show(reply.result);
      verdict.scrollIntoView({ block: "nearest" });
    } else if (pending && reply.token === pending.token) {
      clearTimeout(timer);
      if (reply.done === "save") {
        pending = null;
        onDisk = reply.revision;
        kept.clear();
        show(model.get("result"));
        say([told, "Saved.", toGo(), reply.said].filter(Boolean).join(" "));
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

  // A result belongs to the very answer that was checked: with any other it is gone. Only the list of a plan's checks
  // stays, while the person mends what it names.
  function show(now) {
    const again = JSON.stringify(now) === JSON.stringify(shown) && Boolean(verdict.firstChild);
    shown = now;
    paintState();
    marked.clear();
    checks.classList.toggle("eq-before", !now.notes);
    if (!now.sentence) return verdict.replaceChildren();
    const plan = ["table", "tree"].includes(spec.kind);
    const field = (at) => editor.place?.(at);
    const placed = now.notes.filter(([, right, , at]) => right !== null && at && field(at)).filter(([, , , at], place, all) => all.findIndex((other) => other[3] === at) === place);
    if (now.state === "again" && ["number", "text"].includes(spec.kind)) placed.push(now.notes[0] ?? ["", false, "", ""]);
    const named = (item) => (plan ? "Not yet." : item === "nearly" ? "Nearly." : undefined);
    const inside = spec.kind === "multi" && placed.length === 1; // why a choice needs another look stands in its row
    const links = placed.map(([item, right, words, at]) => [right, marked.put(field(at), right, inside ? now.sentence : words, named(item))]);
    if (plan) listChecks(checks, now.notes, placed, (at) => at && field(at)?.field);
    if (again) return undefined;
    const first = plan ? null : links.find(([right]) => !right)?.[1]; // the list of a plan links to it
    const said = plan ? placed.reduce((sentence, [, right, words]) => (right ? sentence : sentence.replace(words, "").trim()), now.sentence) : now.sentence; // its field says it
    verdict.replaceChildren(now.heading ? resultNode(now.state, now.heading, inside ? ONE_CHOICE : said, ...(first ? [linkTo(first, WHERE[spec.kind] ?? "Go to your answer")] : [])) : make("p", { textContent: said }));
    return undefined;
  }

  function choose({ kept_words, saved_words, revision, saved }) {
    say("Not saved yet. There are two answers, so please choose one below.", true);
    const use = make("button", { type: "button", className: "eq-quiet", textContent: "Use the answer from this browser", onclick: () => { choice.hidden = true; pending.base = revision; send(); } });
    const drop = make("button", { type: "button", className: "eq-quiet", textContent: "Keep the saved answer", onclick: () => { choice.hidden = true; pending = null; kept.clear(); editor.paint(saved); show(model.get("result")); say("Saved."); } });
    choice.replaceChildren(
      make("div", { className: "eq-foot" }, use, drop),
      make("p", { textContent: "This answer is in your browser, and was never saved:" }),
      make("div", { className: "eq-kept", innerHTML: kept_words }), // escaped by the page
      make("p", { textContent: "This one was saved after it:" }),
      make("div", { className: "eq-kept", innerHTML: saved_words }),
    );
    choice.hidden = false;
    choice.scrollIntoView({ block: "nearest" });
  }

  model.on("msg:custom", heard);
  const repaint = () => {
    if (pending || model.get("revision") < onDisk) return; // an older state may come after the word that a newer one is on disk
    onDisk = model.get("revision");
    editor.paint(model.get("saved"));
    if (!checking) show(model.get("result"));
  };
  model.on("change:saved", repaint);
  model.on("change:result", repaint);
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
  show(model.get("result"));
  say(model.get("notice") || (model.get("revision") ? ["Saved.", toGo()].filter(Boolean).join(" ") : ""), Boolean(model.get("notice")));
  const before = kept.read();
  if (before && before.token) {
    pending = { ...before, kept: true };
    editor.paint(before.patch ? { ...(model.get("saved") ?? {}), ...before.value } : before.value);
    send(true);
  }

  return () => {
    clearTimeout(timer);
    clearTimeout(drawing);
    if (typing) { clearTimeout(typing); send(); }
    model.off("msg:custom", heard);
    model.off("change:saved", repaint);
    model.off("change:result", repaint);
    model.off("change:picture", drawn);
    leave();
    watched.forEach(([signal, slot]) => { try { signal.disconnect(slot); } catch { /* already gone */ } });
  };
}

export default { render };
