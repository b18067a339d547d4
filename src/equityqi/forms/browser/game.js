// The form of the game. Each press is one move: it is kept in this browser until the kernel says that it is saved, and
// it names the place in the game that it was made for, so that none counts twice. widget code puts editors.js before this file.

const PATIENCE = 4000; // ms until a missing word from the kernel is told
const TYPING = 600; // ms of quiet before typed words are sent
const WAITING = "No word yet from this page. If it is still busy, wait a moment; otherwise load the page again.";
const GONE = "Not connected. Wait a few seconds, then load the page again. If that doesn’t help, close this window and start the course again.";
const KEPT = " Your move is kept in this browser until then.";
let games = 0;

function memory(key) {
  const name = `equityqi:${key}`;
  return {
    read() { try { return JSON.parse(localStorage.getItem(name)); } catch { return null; } },
    write(value) { try { localStorage.setItem(name, JSON.stringify(value)); return true; } catch { return false; } },
    clear() { try { localStorage.removeItem(name); } catch { /* nothing was kept */ } },
  };
}

function tableOf(caption, [head, ...rows]) {
  const th = (textContent, scope) => { const cell = make("th", { textContent }); cell.setAttribute("scope", scope); return cell; };
  const body = rows.map(([first, ...cells]) => make("tr", {}, th(first, "row"), ...cells.map((textContent) => make("td", { textContent }))));
  return make("table", {}, make("caption", { textContent: caption }), make("thead", {}, make("tr", {}, ...head.map((words) => th(words, "col")))), make("tbody", {}, ...body));
}

function render({ model, el }) {
  const id = `eq-game-${++games}`;
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
  let draft = fresh();

  function fresh() { return { changes: {}, together: null, group: "", low: "", high: "" }; }

  // ---- what stands on the page
  const [first, ...more] = model.get("prompt").trim().split(/\n\n+/);
  const img = make("img", { hidden: true });
  const sentence = make("p");
  const numbers = make("div");
  const details = make("details", {}, make("summary", { textContent: "The same numbers as a table" }), numbers);
  const result = make("div", { className: "eq-result", tabIndex: -1 });
  result.setAttribute("role", "status");
  const speakers = ["study", "turn", "debrief"].map(() => { const p = make("p", { className: "eq-status" }); p.setAttribute("role", "status"); return p; });
  const [studySays, turnSays, debriefSays] = speakers; // what is said stands beside the button that was pressed
  let status = studySays;
  const load = make("p");
  load.setAttribute("role", "status");

  const length = radios(`${id}-length`, [["2", "Five turns of two months"], ["1", "Ten turns of one month"]], (value) => move("length", Number(value)));
  const lengthBox = make("fieldset", {}, make("legend", { textContent: "How long is a turn?" }), length.node);
  const ideas = make("div", { className: "eq-ideas" });
  const selects = {};
  const together = radios(`${id}-together`, [["", "Neither"], ["codesign", "A co-design month: helps the ★ ideas to fit, shows the steps, costs 1 load"], ["map", "A process-map month: shows the steps, costs 1 load"]],
    (value) => { draft.together = value || null; drafted(); }, true);
  const group = make("select", { id: `${id}-group`, onchange: () => { draft.group = group.value; drafted(false); } });
  const end = (name) => make("input", { type: "text", id: `${id}-${name}`, inputMode: "decimal", autocomplete: "off", size: 5, oninput: (event) => { draft[name] = event.target.value; drafted(false); } });
  const low = end("low");
  const high = end("high");
  const named = (words, input) => { input.style.display = "inline-block"; const label = make("label", { htmlFor: input.id }, make("span", { textContent: words })); return make("span", {}, label, input); };
  const doIt = make("button", { type: "button", textContent: "Do", onclick: () => move("turn", { ...draft }) });
  const study = make("button", { type: "button", textContent: "Study", onclick: () => move("study") });
  const title = make("legend", {});
  const turnBox = make("fieldset", {}, title,
    make("p", { textContent: "Change at most three ideas: start, scale or stop. What runs, keeps running. ★ means that co-design helps." }),
    ideas, load,
    make("fieldset", {}, make("legend", { textContent: "Give a month together to one of these? It is not one of the three." }), together.node),
    make("fieldset", {}, make("legend", { textContent: "Predict: completed reviews of one group, in per cent, at most 30 points from low to high" }),
      make("div", { className: "eq-numbers" }, named("Group:", group), named("From:", low), named("to:", high))),
    make("div", { className: "eq-foot" }, doIt, turnSays));

  const heading = make("h4", { textContent: "Month 12: look back", tabIndex: -1 });
  const kinds = [["shown", "Figures as shown"], ["true", "True figures"]].map(([kind, textContent]) => {
    const button = make("button", { type: "button", className: "eq-quiet", textContent, onclick: () => post({ do: "look", kind }) });
    button.dataset.kind = kind;
    return button;
  });
  const score = make("div");
  const rules = make("div");
  const words = make("textarea", { id: `${id}-words`, rows: 4, spellcheck: true, oninput: () => { clearTimeout(typing); say("Typing…", false, debriefSays); typing = setTimeout(sendWords, TYPING); } });
  words.style.display = "block";
  const again = make("button", { type: "button", className: "eq-quiet", textContent: "Play again", onclick: () => { sendWords(); if (pending) next = "again"; else move("again"); } });
  const debrief = make("div", { hidden: true }, heading, make("div", { className: "eq-foot" }, ...kinds), score, rules,
    make("label", { htmlFor: words.id }, make("span", { textContent: "What surprised you? Which success was luck? If the gap did not narrow by 5 points, say why in at least 40 words:" })), words,
    make("div", { className: "eq-foot" }, again, debriefSays));

  const root = make("div", { className: "eq-form eq-game" },
    make("fieldset", {}, make("legend", { textContent: first }), ...more.map((textContent) => make("p", { textContent })),
      lengthBox, make("div", { className: "eq-picture" }, img), sentence, details, result,
      make("div", { className: "eq-foot" }, study, studySays), turnBox, debrief));
  el.append(root);

  keepKeys(root);

  function say(text, warn = false, at = status) {
    status = at;
    speakers.forEach((speaker) => { if (speaker !== at) { speaker.textContent = ""; speaker.classList.remove("eq-warn"); } });
    status.textContent = text;
    status.classList.toggle("eq-warn", warn);
  }

  // ---- moves
  function move(kind, given = null) {
    if (waiting || !view) return;
    if (pending && pending.do !== kind) return post(pending); // the move before it first
    pending = { do: kind, given, at: view.at, token: `${me}-${++count}` };
    pending.kept = moves.write(pending);
    say("Saving…", false, kind === "turn" ? turnSays : view.finished && kind !== "study" ? debriefSays : studySays);
    post(pending);
  }

  function sendWords() {
    if (!typing) return;
    clearTimeout(typing);
    typing = null;
    if (pending) typing = setTimeout(sendWords, TYPING);
    else move("words", words.value);
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
    if (reply.board) return paintBoard(reply.board);
    if (reply.load) {
      if (reply.token === loading) load.textContent = `${changesInWords()} ${reply.load}`;
      return;
    }
    const mine = pending && reply.token === pending.token;
    if (mine || !pending) { clearTimeout(timer); waiting = false; }
    const played = mine && pending.do === "turn" && reply.view;
    if (mine && (reply.view || reply.refused)) { pending = null; moves.clear(); }
    if (played) status = studySays;
    if (reply.failed) say(`Not yet: ${reply.failed}${pending ? KEPT : ""}`, true);
    else if (mine || (!pending && reply.said)) say(reply.said || "", Boolean(reply.moved), played ? studySays : status);
    if (reply.view) paint(reply.view);
    if (played && !view.finished) { // on to what came of it: the board in sight, the reader at the result
      result.focus({ preventScroll: true });
      img.scrollIntoView({ block: "start" });
    }
    if (mine && !pending && next) {
      const waiting = next;
      next = null;
      move(waiting);
    }
  }

  // ---- the draft of the next turn
  function changesInWords() {
    const made = Object.keys(draft.changes).length;
    return `${made} of 3 changes chosen.`;
  }

  function drafted(ask = true) {
    drafts.write({ at: view.at, draft });
    for (const [idea, select] of Object.entries(selects)) select.closest(".eq-idea").classList.toggle("eq-changed", idea in draft.changes);
    if (ask) {
      load.textContent = changesInWords();
      loading = `${me}-${++count}`;
      post({ do: "load", token: loading, changes: draft.changes, together: draft.together });
    }
  }

  function buildIdeas() {
    view.ideas.forEach(([idea, name, effort, star]) => {
      const select = make("select", { id: `${id}-${idea}`, onchange: () => {
        if (select.value === "") delete draft.changes[idea]; else draft.changes[idea] = Number(select.value);
        drafted();
      } });
      const label = make("label", { htmlFor: select.id }, make("span", { textContent: `${name}${star ? " ★" : ""}` }), make("span", { className: "eq-effort" }));
      label.dataset.effort = effort;
      selects[idea] = select;
      ideas.append(make("div", { className: "eq-idea" }, label, select));
    });
    view.groups.forEach(([value, textContent]) => group.append(make("option", { value, textContent })));
    group.prepend(make("option", { value: "", textContent: "Choose…" }));
  }

  function paintBoard({ picture, alt, sentence: words, width }) {
    Object.assign(img, { src: picture, alt, width, hidden: false });
    sentence.textContent = words;
  }

  function paint(now) {
    const before = view;
    const ended = before && !before.finished && now.finished;
    view = now;
    if (!before) buildIdeas();
    const kept = drafts.read();
    const turned = !before || before.at.slice(0, 2).join() !== now.at.slice(0, 2).join();
    if (turned) draft = fresh();
    if (!before && kept && kept.at.slice(0, 2).join() === now.at.slice(0, 2).join()) draft = { ...fresh(), ...kept.draft };
    numbers.replaceChildren(tableOf(`Months so far, ${now.kind === "true" ? "true figures" : "as shown"}`, now.table));
    const said = [now.said, ...now.slips];
    if ([...result.children].map((p) => p.textContent).join() !== said.join()) result.replaceChildren(...said.map((textContent) => make("p", { textContent })));
    lengthBox.hidden = now.turn > 1;
    length.paint(String(now.turn_months));
    study.hidden = now.turn === 1;
    study.setAttribute("aria-disabled", String(now.studied)); // it stays where the keyboard is
    turnBox.hidden = now.finished;
    debrief.hidden = !now.finished;
    title.textContent = `Turn ${now.turn} of ${now.turns}: ${now.months}`;
    for (const [idea, select] of Object.entries(selects)) {
      const runs = now.running[idea];
      const label = select.previousSibling;
      label.lastChild.textContent = ` · effort ${label.dataset.effort}, ${runs ? `runs at ${runs}%` : "not running"}`;
      const scales = [5, 25, 100].filter((scale) => scale !== runs).map((scale) => [String(scale), `${runs ? "Scale to" : "Start at"} ${scale}%`]);
      select.replaceChildren(...[["", "No change"], ...scales, ...(runs ? [["0", "Stop"]] : [])].map(([value, textContent]) => make("option", { value, textContent })));
      select.value = String(draft.changes[idea] ?? "");
    }
    together.paint(draft.together ?? "");
    group.value = draft.group;
    low.value = draft.low;
    high.value = draft.high;
    if (turned && !now.finished) drafted();
    if (!now.finished) return;
    kinds.forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.kind === now.kind)));
    score.replaceChildren(tableOf("Your score, by the model's chances and not by luck", [["Part", "Points", "What it means"], ...now.score]));
    rules.replaceChildren(tableOf(now.earlier ? "Is it passed? The last finished game counts" : "Is it passed?", [["Rule", "Met?", "Why"], ...now.rules.map(([rule, met, why]) => [rule, met ? "yes" : "not yet", why])]));
    if (document.activeElement !== words) words.value = now.words;
    if (ended) heading.focus();
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
    leave();
    watched.forEach(([signal, slot]) => { try { signal.disconnect(slot); } catch { /* already gone */ } });
  };
}

export default { render };
