// One form for every kind of question. It never loses a click: each change is kept in this browser
// before it is sent, and let go only when the kernel says that it is on disk.

const PATIENCE = 1500; // ms until a missing word from the kernel is told
const TYPING = 500; // ms of quiet before typed text is sent
const SELECT_FROM = 5; // from so many options on, a card offers a list instead of radio buttons

const WAITING =
  "Not saved yet, kept in this browser. If a page is still running, wait; otherwise press “Start this page” at the top.";
const GONE =
  "Not connected. Press “Start this page” at the top. If that does not help, close this window and start the course again.";
const KEPT = " Your answer is kept in this browser until then.";
const NOT_KEPT = " This browser cannot keep your answer: copy it to paper before you close the page.";

let forms = 0;

function make(tag, props = {}, ...children) {
  const node = Object.assign(document.createElement(tag), props);
  node.append(...children);
  return node;
}

function memory(key) {
  const name = `equityqi:${key}`;
  return {
    read() { try { return JSON.parse(localStorage.getItem(name)); } catch { return null; } },
    write(pending) { try { localStorage.setItem(name, JSON.stringify(pending)); return true; } catch { return false; } },
    clear() { try { localStorage.removeItem(name); } catch { /* nothing was kept */ } },
  };
}

// ---- one editor per kind: a node, paint(value), and changed(value, {typing, patch}) on a change

function radios(name, options, onPick, stacked) {
  const box = make("div", { className: stacked ? "eq-stack" : "" });
  const inputs = options.map(([code, text]) => {
    const input = make("input", { type: "radio", name, value: code, onchange: () => onPick(code) });
    box.append(make("label", {}, input, make("span", { textContent: text })));
    return input;
  });
  return { node: box, paint: (value) => inputs.forEach((input) => { input.checked = input.value === value; }) };
}

function list(label, options, onPick) {
  const select = make("select", { onchange: () => onPick(select.value || null) });
  select.append(make("option", { value: "", textContent: "Choose…" }));
  options.forEach(([value, textContent]) => select.append(make("option", { value, textContent })));
  return {
    node: make("label", {}, make("span", { textContent: label }), select),
    paint: (value) => { select.value = value ?? ""; },
  };
}

const editors = {
  choice(spec, name, changed) {
    const group = radios(name, spec.options, (code) => changed(code), true);
    return { node: framed(spec.prompt, group.node), paint: group.paint };
  },

  multi(spec, name, changed) {
    const box = make("div", { className: "eq-stack" });
    const inputs = spec.options.map(([value, text]) => {
      const input = make("input", { type: "checkbox", value, onchange: () => changed(inputs.filter((i) => i.checked).map((i) => i.value)) });
      box.append(make("label", {}, input, make("span", { textContent: text })));
      return input;
    });
    return { node: framed(spec.prompt, box), paint: (value) => inputs.forEach((i) => { i.checked = (value ?? []).includes(i.value); }) };
  },

  sort(spec, name, changed) {
    const frame = framed(spec.prompt);
    frame.className = "eq-cards";
    let answer = {};
    const cards = spec.items.map(([key, text], index) => {
      const then = spec.then;
      const asked = (label) => then && (!then.after.length || then.after.includes(label));
      const split = (given) => (Array.isArray(given) ? given : [given ?? null, null]);
      const give = (label, second) => {
        const value = asked(label) && second !== null ? [label, second] : label;
        answer = { ...answer, [key]: value };
        paint(value);
        changed({ [key]: value }, { patch: true });
      };
      const now = () => split(answer[key]);
      const label = spec.options.length < SELECT_FROM
        ? radios(`${name}-${index}`, spec.options, (code) => give(code, now()[1]))
        : list("Choose one:", spec.options, (code) => give(code, now()[1]));
      const second = then && list(then.prompt, then.options, (code) => give(now()[0], code));
      const note = make("p", { className: "eq-note", hidden: true });
      const paint = (given) => {
        const [first, next] = split(given);
        label.paint(first);
        if (second) { second.paint(next); second.node.hidden = !asked(first) || first === null; }
      };
      const card = make("fieldset", {}, make("legend", { textContent: `${key}. ${text}` }), label.node, ...(second ? [second.node] : []), note);
      frame.append(card);
      return { key, paint, note };
    });
    return {
      node: frame,
      paint(value) { answer = { ...(value ?? {}) }; cards.forEach(({ key, paint }) => paint(answer[key])); },
      notes(said) {
        cards.forEach(({ key, note }) => {
          const found = said.find(([item]) => item === key);
          note.hidden = !found;
          note.textContent = found ? `${found[1] ? "Right." : "Look again."} ${found[2]}` : "";
        });
      },
    };
  },

  rank(spec, name, changed, announce) {
    const ol = make("ol");
    const text = Object.fromEntries(spec.options);
    const start = [...spec.options].map(([code]) => code);
    let order = start;
    let dragged = null;
    const move = (code, place, focus) => {
      const next = order.filter((c) => c !== code);
      next.splice(Math.max(0, Math.min(place, next.length)), 0, code);
      order = next;
      draw();
      const row = ol.children[order.indexOf(code)];
      const wanted = row.querySelector(`[data-do="${focus}"]`);
      (wanted?.disabled ? row.querySelector("button:not([disabled])") : wanted)?.focus();
      announce(`${text[code]}: now ${order.indexOf(code) + 1} of ${order.length}.`);
      changed(order);
    };
    function draw() {
      ol.replaceChildren(...order.map((code, index) => {
        const button = (what, sign, place) => {
          const b = make("button", { type: "button", className: "eq-quiet", textContent: sign, disabled: place < 0 || place >= order.length, onclick: () => move(code, place, what) });
          b.dataset.do = what;
          b.setAttribute("aria-label", `${sign}: ${text[code]}`);
          return b;
        };
        const places = make("select", { onchange: () => move(code, Number(places.value), "place") });
        places.dataset.do = "place";
        places.setAttribute("aria-label", `Move to place: ${text[code]}`);
        order.forEach((_, i) => places.append(make("option", { value: i, textContent: i + 1, selected: i === index })));
        const row = make("li", { draggable: true }, make("span", { textContent: text[code] }), button("up", "Up", index - 1), button("down", "Down", index + 1), places);
        row.ondragstart = (event) => { dragged = code; event.dataTransfer.setData("text/plain", code); event.stopPropagation(); };
        row.ondragover = (event) => { if (dragged) { event.preventDefault(); event.stopPropagation(); } };
        row.ondrop = (event) => { event.preventDefault(); event.stopPropagation(); if (dragged) move(dragged, order.indexOf(code), "up"); dragged = null; };
        return row;
      }));
    }
    draw();
    const keep = make("button", { type: "button", className: "eq-quiet", textContent: "Keep this order", onclick: () => changed(order) });
    return {
      node: framed(spec.prompt, ol, keep),
      paint(value) { order = Array.isArray(value) && value.length === start.length ? [...value] : start; draw(); },
    };
  },

  number(spec, name, changed) {
    const input = make("input", { type: "text", inputMode: "decimal", autocomplete: "off", size: 12, oninput: () => changed(input.value, { typing: true }) });
    return {
      node: framed(spec.prompt, make("label", {}, make("span", { textContent: `Your answer, in ${spec.unit}:` }), input)),
      paint: (value) => { input.value = value ?? ""; },
    };
  },

  text(spec, name, changed) {
    const area = make("textarea", { rows: 4, spellcheck: true, oninput: () => changed(area.value, { typing: true }) });
    const label = make("label", {}, make("span", { textContent: "Your own words:" }));
    area.id = label.htmlFor = `${name}-text`;
    return { node: framed(spec.prompt, label, area), paint: (value) => { area.value = value ?? ""; } };
  },
};

function framed(prompt, ...inside) {
  const [first, ...more] = prompt.trim().split(/\n\n+/);
  return make("fieldset", {}, make("legend", { textContent: first }), ...more.map((textContent) => make("p", { textContent })), ...inside);
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

  const status = make("p", { className: "eq-status" });
  status.setAttribute("role", "status");
  const verdict = make("div", { className: "eq-mark" });
  verdict.setAttribute("role", "status");
  const check = make("button", { type: "button", textContent: "Check my answer", onclick: askForMark });
  const choice = make("div", { hidden: true });
  const editor = editors[spec.kind](spec, `eq-${++forms}`, changed, (words) => say(words));
  const root = make("div", { className: "eq-form" }, editor.node, make("div", { className: "eq-foot" }, check, status), choice, verdict);
  el.append(root);

  // A single letter typed here must not reach Lab, where it would add or delete cells.
  const guard = (event) => { if (!event.ctrlKey && !event.metaKey && !event.altKey) event.stopPropagation(); };
  for (const kind of ["keydown", "keypress", "keyup"]) root.addEventListener(kind, guard);

  function say(words, warn = false) {
    status.textContent = words;
    status.classList.toggle("eq-warn", warn);
  }

  function lost(words) {
    say(words + (pending ? (pending.kept ? KEPT : NOT_KEPT) : ""), true);
  }

  function changed(value, { typing: slowly = false, patch = false } = {}) {
    verdict.textContent = "";
    editor.notes?.([]);
    choice.hidden = true;
    if (patch && pending?.patch) value = { ...pending.value, ...value };
    pending = { token: `${me}-${++count}`, value, patch, base: pending ? pending.base : model.get("revision") };
    pending.kept = kept.write(pending);
    clearTimeout(typing);
    if (slowly) {
      say("Typing…");
      typing = setTimeout(send, TYPING);
    } else send();
  }

  function send(replay = false) {
    typing = null;
    if (!pending) return;
    say("Saving…");
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

  function askForMark() {
    if (typing) { clearTimeout(typing); send(); }
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
      editor.notes?.(reply.notes);
    } else if (pending && reply.token === pending.token) {
      clearTimeout(timer);
      if (reply.done === "save") {
        pending = null;
        kept.clear();
        say(reply.said ? `Saved. ${reply.said}` : "Saved.");
      } else if (reply.conflict) choose(reply);
      else say(`Not saved: ${reply.failed}${pending.kept ? KEPT : NOT_KEPT}`, true);
    } else if (reply.failed && reply.token === checking) {
      clearTimeout(timer);
      checking = null;
      say(reply.failed, true);
    }
  }

  function choose({ kept_words, saved_words, revision, saved }) {
    say("Not saved: two answers, please choose one.", true);
    const use = make("button", { type: "button", className: "eq-quiet", textContent: "Use the answer from this browser", onclick: () => { choice.hidden = true; pending.base = revision; send(); } });
    const drop = make("button", { type: "button", className: "eq-quiet", textContent: "Keep the saved answer", onclick: () => { choice.hidden = true; pending = null; kept.clear(); editor.paint(saved); say("Saved."); } });
    choice.replaceChildren(
      make("p", { textContent: `This browser kept an answer that was not saved: ${kept_words}.` }),
      make("p", { textContent: `Another answer was saved since: ${saved_words}.` }),
      make("div", { className: "eq-foot" }, use, drop),
    );
    choice.hidden = false;
  }

  model.on("msg:custom", heard);
  const repaint = () => { if (!pending) editor.paint(model.get("saved")); };
  model.on("change:saved", repaint);

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

  // The output area learns that it holds a live form, so that the sleeping twin above it can hide.
  let area = null;
  const settle = (tries) => {
    area = root.isConnected ? root.closest(".jp-OutputArea") : null;
    if (area) area.classList.add("eq-live");
    else if (tries) setTimeout(settle, 50, tries - 1);
  };
  settle(100);

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
    if (area && !area.querySelector(".eq-form")) area.classList.remove("eq-live");
    watched.forEach(([signal, slot]) => { try { signal.disconnect(slot); } catch { /* already gone */ } });
  };
}

export default { render };
