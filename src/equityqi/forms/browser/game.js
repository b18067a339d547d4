// The form of the game. Each press is one move: it is kept in this browser until the kernel says that it is saved, and
// it names the place in the game that it was made for, so that none counts twice. The cards, the picture and the end of
// a game are in files of their own, which widget code puts before this one.

const PATIENCE = 4000; // ms until a missing word from the kernel is told
const TYPING = 600; // ms of quiet before typed words are sent
const WAITING = "We haven’t heard from the page yet. If it’s still busy, wait a moment. If not, load it again.";
const GONE = "Not connected. Wait a few seconds, then load the page again. If that doesn’t help, close this window and start the course again.";
const KEPT = " Your move is still in this browser until then.";

function memory(key) {
  const name = `equityqi:${key}`;
  return {
    name,
    read() { try { return JSON.parse(localStorage.getItem(name)); } catch { return null; } },
    write(value) { try { localStorage.setItem(name, JSON.stringify(value)); return true; } catch { return false; } },
    clear() { try { localStorage.removeItem(name); } catch { /* nothing was kept */ } },
  };
}

function render({ model, el }) {
  const id = unique();
  const moves = memory(`${model.get("key")}:move`);
  const drafts = memory(`${model.get("key")}:draft`);
  const me = `${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 8)}`;
  let count = 0;
  let view = null;
  let pending = null; // the move that is not saved yet
  let loading = null;
  let timer = null;
  let waiting = false; // for word on the pending move
  let typing = null;
  let next = null; // a move that waits for the one before it
  let later = null; // what came while months were playing

  // ---- what is on the page
  const speaker = () => { const p = make("p", { className: "eq-status" }); p.setAttribute("role", "status"); return p; };
  const [studySays, turnSays] = [speaker(), speaker()]; // what is said is beside the button that was pressed
  const cardSays = make("p", { className: "eq-unseen" });
  cardSays.setAttribute("role", "status");
  let status = studySays;

  const [first, ...more] = model.get("prompt").trim().split(/\n\n+/);
  const goal = make("h3", { id: `${id}-goal`, className: "eq-prompt", textContent: first });
  const turn = make("p", { className: "eq-turn" });
  const picture = gamePicture(id);
  const meter = staffMeter();
  const table = cardTable({ moved: drafted, say: (words) => { cardSays.textContent = words; } });

  const verdict = make("div", { className: "eq-came", tabIndex: -1 });
  const words = make("div");
  words.setAttribute("role", "status");
  const slips = make("div");
  const dropOut = make("details", {}, make("summary", { textContent: "Where people drop out" }));
  const study = make("button", { type: "button", className: "eq-study", textContent: "See what your small tests showed", onclick: () => move("study") });
  slips.tabIndex = -1;
  verdict.append(words, slips, study, make("div", { className: "eq-came-foot" }, dropOut, studySays));

  const group = make("select", { id: `${id}-group`, onchange: () => { mended("group"); drafted(); } });
  const end = (name) => make("input", { type: "text", id: `${id}-${name}`, inputMode: "decimal", autocomplete: "off", oninput: () => { mended(name); drafted(); } });
  const fields = { group, low: end("low"), high: end("high") };
  const marked = fieldNotes();
  let wrong = []; // the names of fields that the last press found wrong
  const label = (textContent, field) => make("label", { htmlFor: field.id, textContent });
  const predict = make("div", { className: "eq-predict" }, label("Group", group), group, label("will complete from", fields.low), fields.low, label("to", fields.high), fields.high, make("span", { textContent: "% of reviews" }));
  const play = make("button", { type: "button", className: "eq-play", onclick: () => (picture.playing() ? picture.end() : move("turn", { ...table.chosen(), ...predicted() })) });

  const step = (number, textContent, ...rest) => make("div", { className: "eq-step" }, make("h3", {}, make("span", { className: "eq-number-of", textContent: number, ariaHidden: "true" }), textContent), ...rest);
  const predictStep = step("2", "");
  const choices = make("div", { className: "eq-choices" }, step("1", "Choose what to change", make("p", { className: "eq-how", textContent: "Press a card and choose its place, or drag it." }), table.count), cardSays, table.node, meter.node);
  const prediction = make("div", { className: "eq-choices" }, predictStep, predict);
  const board = make("section", { className: "eq-board" }, choices, make("div", { className: "eq-play-row" }, prediction, play), turnSays);
  board.setAttribute("aria-label", "Your next turn");

  const length = make("button", { type: "button", className: "eq-quiet", onclick: () => move("length", view.turn_months === 2 ? 1 : 2) });
  const how = make("ul");
  const numbers = make("div", { className: "eq-scrolled" });
  const fold = (textContent, ...inside) => make("details", {}, make("summary", { textContent }), ...inside);
  const below = make("div", { className: "eq-below" }, fold("How the game works", how, length), fold("The same numbers as a table", numbers));
  const debrief = gameEnd(id, { look: (kind) => post({ do: "look", kind }), again, typed: () => { clearTimeout(typing); say("Typing…", false, debrief.says); typing = setTimeout(sendWords, TYPING); } });

  const root = make("div", { className: "eq-form eq-game" }, make("div", { className: "eq-game-in" },
    make("div", { className: "eq-goal" }, goal, turn), ...more.map((textContent) => make("p", { textContent })),
    make("div", { className: "eq-left" }, make("div", { className: "eq-stuck" }, picture.node, picture.legend, verdict)), make("div", { className: "eq-right" }, board, debrief.node), below));
  root.setAttribute("role", "group");
  root.setAttribute("aria-labelledby", goal.id);
  el.append(root);

  keepKeys(root);

  function say(text, warn = false, at = status) {
    status = at;
    [studySays, turnSays, debrief.says].forEach((other) => { if (other !== at) { other.textContent = ""; other.classList.remove("eq-warn"); } });
    status.textContent = text;
    status.classList.toggle("eq-warn", warn);
    turnSays.classList.remove("eq-unseen");
  }

  // ---- moves
  function move(kind, given = null) {
    if (waiting || !view || picture.playing()) return;
    if (pending && pending.do !== kind) return post(pending); // the move before it first
    pending = { do: kind, given, at: view.at, token: `${me}-${++count}` };
    pending.kept = moves.write(pending);
    say("Saving…", false, kind === "turn" || kind === "length" ? turnSays : kind === "study" ? studySays : debrief.says);
    post(pending);
  }

  function again() {
    sendWords();
    if (pending) next = "again"; else move("again");
  }

  function sendWords() {
    if (!typing) return;
    clearTimeout(typing);
    typing = null;
    if (pending) typing = setTimeout(sendWords, TYPING);
    else move("words", debrief.words.value);
  }

  function post(message) {
    if (message.do !== "load") {
      clearTimeout(timer);
      waiting = message === pending;
      timer = setTimeout(() => { waiting = false; say(WAITING + (pending?.kept ? KEPT : ""), true); }, PATIENCE);
    }
    try { model.send(message); } catch { clearTimeout(timer); waiting = false; say(GONE + (pending?.kept ? KEPT : ""), true); }
  }

  function heard(reply) {
    if (reply.load) {
      if (reply.token === loading) meter.paint(reply.units, reply.load);
      return;
    }
    const mine = pending && reply.token === pending.token;
    if (mine || !pending) { clearTimeout(timer); waiting = false; }
    const played = mine && pending.do === "turn" && reply.view && !reply.moved;
    if (mine && (reply.view || reply.refused)) { pending = null; moves.clear(); }
    if (reply.failed) refused(reply);
    else if (mine || (!pending && reply.said)) say(reply.said || "", Boolean(reply.moved), played ? studySays : status);
    if (reply.view && played) showMonths(reply.view);
    else if (reply.view && picture.playing()) later = reply.view;
    else if (reply.view) paint(reply.view);
    if (mine && !pending && next) {
      const waiting = next;
      next = null;
      move(waiting);
    }
  }

  // The months that were played come one after another; only then what came of them is said, and the next choice opens.
  function showMonths(now) {
    choices.inert = prediction.inert = true;
    play.textContent = "Show the result at once";
    verdict.hidden = true;
    if (root.getBoundingClientRect().top < 0 || picture.node.getBoundingClientRect().bottom > innerHeight) root.scrollIntoView({ block: "start" });
    picture.play(now, () => {
      choices.inert = prediction.inert = false;
      verdict.hidden = false;
      paint(later ?? now);
      later = null;
      if (!view.finished) verdict.focus({ preventScroll: true });
    });
  }

  // ---- what is wrong with a prediction, until it is mended
  function refused(reply) {
    say(`Not yet: ${reply.failed}${pending ? KEPT : ""}`, true);
    unmark();
    wrong = reply.fields ?? [];
    if (!wrong.length) return;
    marked.put({ field: fields[wrong[0]], box: fields[wrong[0]], before: predict }, false, reply.failed, "Not yet.");
    wrong.forEach((name) => { fields[name].classList.add("eq-at-again"); fields[name].setAttribute("aria-invalid", "true"); });
    say(`Not yet: ${reply.failed}`, false, turnSays);
    turnSays.classList.add("eq-unseen"); // it is seen at the fields
    fields[wrong[0]].focus();
  }

  function unmark() {
    marked.clear();
    Object.values(fields).forEach((field) => { field.classList.remove("eq-at-again"); field.removeAttribute("aria-invalid"); });
  }

  function mended(name) {
    if (!wrong.length) return;
    wrong = wrong.filter((one) => one !== name && !fields[one].value);
    Object.entries(fields).forEach(([one, field]) => { if (!wrong.includes(one)) { field.classList.remove("eq-at-again"); field.removeAttribute("aria-invalid"); } });
    if (wrong.length) return;
    unmark();
    say("");
  }

  // ---- the draft of the next turn, kept in this browser: a load of the page and another window find it again
  const predicted = () => ({ group: group.value, low: fields.low.value, high: fields.high.value });

  function drafted() {
    drafts.write({ at: view.at, draft: { ...table.chosen(), ...predicted() } });
    weigh();
  }

  function weigh() {
    loading = `${me}-${++count}`;
    post({ do: "load", token: loading, ...table.chosen() });
  }

  function paintDraft() {
    const kept = drafts.read();
    const mine = kept?.at?.slice(0, 2).join() === view.at.slice(0, 2).join();
    const draft = { changes: {}, together: null, group: "", low: "", high: "", ...(mine ? kept.draft : {}) };
    table.paint(view.running, draft);
    Object.entries(fields).forEach(([name, field]) => { if (document.activeElement !== field) field.value = draft[name]; });
    weigh();
  }

  const elsewhere = (event) => { if (event.key === drafts.name && view && !picture.playing() && !view.finished) paintDraft(); };
  addEventListener("storage", elsewhere);

  function build() {
    table.build(view);
    how.append(...view.how.map((textContent) => make("li", { textContent })));
    group.append(make("option", { value: "", textContent: "…" }), ...view.groups.map(([value]) => make("option", { value, textContent: value })));
  }

  function paint(now) {
    const before = view;
    const ended = before && !before.finished && now.finished;
    view = now;
    if (!before) build();
    picture.paint(now);
    turn.textContent = now.finished ? "The game is over" : `Turn ${now.turn} of ${now.turns}`;
    numbers.replaceChildren(tableOf(`Months so far, ${now.kind_words}`, now.table));
    paintVerdict(now);
    board.hidden = now.finished;
    length.hidden = now.turn > 1;
    length.textContent = now.turn_months === 2 ? "Play ten turns of one month instead" : "Play five turns of two months instead";
    predictStep.firstChild.lastChild.textContent = `Predict ${now.months}`;
    play.textContent = `Play ${now.months}`;
    play.classList.toggle("eq-quiet", now.turn > 1 && !now.studied); // one thing asks for attention
    debrief.paint(now);
    const turned = !before || before.at.slice(0, 2).join() !== now.at.slice(0, 2).join() || before.turn_months !== now.turn_months;
    if (turned) { wrong = []; unmark(); if (!now.finished) paintDraft(); }
    if (ended) debrief.heading.focus({ preventScroll: true });
  }

  function paintVerdict(now) {
    const [heading, ...said] = now.result;
    const icon = now.held === null ? "" : ICONS[now.held ? "right" : "again"];
    verdict.className = `eq-came${now.held === null ? "" : ` eq-is-${now.held ? "right" : "again"}`}`;
    const all = [heading, ...said].join();
    if (words.dataset.says !== all) {
      words.dataset.says = all;
      const top = make("p", { innerHTML: icon });
      top.append(make("span", {}, make("strong", { textContent: heading }), ` ${said[0]}`));
      words.replaceChildren(top, ...said.slice(1).map((textContent) => make("p", { textContent })));
    }
    slips.hidden = !now.slips.length;
    const [offered, ...tests] = now.slips;
    slips.replaceChildren(make("p", {}, make("strong", { textContent: "What your small tests showed. " }), offered ?? ""), ...(tests.length ? [make("ul", {}, ...tests.map((textContent) => make("li", { textContent })))] : []));
    if (now.studied && document.activeElement === study) slips.focus({ preventScroll: true });
    study.hidden = now.turn === 1 || now.studied;
    dropOut.hidden = !now.steps.length;
    dropOut.replaceChildren(dropOut.firstChild, ...(now.steps.length ? [tableOf("Of 100 people at each step, how many go on", [["Group", "Reached", "Came", "Completed"], ...now.steps])] : []));
  }

  model.on("msg:custom", heard);
  const leave = settle(root);

  // An early word when the kernel goes. This is no promised interface, so it may be absent.
  const watched = [];
  try {
    const kernel = model.widget_manager.kernel;
    const watch = (signal, slot) => { signal.connect(slot); watched.push([signal, slot]); };
    const lost = () => { clearTimeout(timer); say(GONE + (pending?.kept ? KEPT : ""), true); };
    watch(kernel.statusChanged, (_, now) => { if (["dead", "restarting", "autorestarting", "terminating"].includes(now)) lost(); });
    watch(kernel.connectionStatusChanged, (_, now) => { if (now === "disconnected") lost(); });
    watch(kernel.disposed, lost);
  } catch { /* the timer above still tells */ }

  say(model.get("notice"), Boolean(model.get("notice")));
  post({ do: "look", kind: "shown" });
  const before = moves.read();
  if (before?.do && before.at) {
    pending = { ...before, token: `${me}-${++count}`, kept: true };
    post(pending);
  }

  return () => {
    clearTimeout(timer);
    if (typing) sendWords();
    model.off("msg:custom", heard);
    removeEventListener("storage", elsewhere);
    leave();
    watched.forEach(([signal, slot]) => { try { signal.disconnect(slot); } catch { /* already gone */ } });
  };
}

export default { render };
