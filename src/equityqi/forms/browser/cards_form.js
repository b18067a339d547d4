// Cards with fields of a project's record. A change is kept in this browser first, then sent, and let go only when Python says that it is on disk.

const PATIENCE = 6000, TYPING = 700; // ms
const GONE = "Not connected. Wait a few seconds, then load the page again: what you wrote is still in this browser.";
const WAITING = "Not saved yet. What you wrote is still in this browser. If the page is busy, wait a moment. If not, load it again.";
const HELD = "What you wrote is still in this browser.";

function render({ model, el }) {
  const keyOf = () => model.get("key"), ownerless = () => keyOf().replace(/[^:]*$/, ""); // a key ends with the project's id, if it has one yet
  let key = keyOf();
  const me = `${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 8)}`;
  const stored = (of = key) => { try { return JSON.parse(localStorage.getItem(`equityqi:${of}`)) ?? {}; } catch { return {}; } };
  const store = (all = waits, of = key) => {
    try {
      if (Object.keys(all).length) localStorage.setItem(`equityqi:${of}`, JSON.stringify(all)); else localStorage.removeItem(`equityqi:${of}`);
    } catch { /* this browser keeps nothing */ }
  };
  let waits = stored(), count = 0, timer = null, typing = null, drawn = ""; // waits: what is not on disk yet, by field
  const sent = new Map(), opened = new Map(), inputs = new Map();
  const about = make("p"), cards = make("div"), foot = make("div", { className: "eq-foot" }), result = make("div", { className: "eq-result" });
  const status = make("p", { className: "eq-status" }), shelf = fileShelf();
  status.setAttribute("role", "status");
  const say = (words, warn = false) => { status.textContent = words; status.classList.toggle("eq-warn", warn); };

  function changed(key, value, slowly) {
    waits = { ...waits, [key]: value };
    store();
    clearTimeout(typing);
    if (slowly) { say("Typing…"); typing = setTimeout(() => post("save"), TYPING); } else post("save");
  }
  function post(what, changes = waits, of = key) {
    clearTimeout(typing);
    clearTimeout(timer);
    typing = null;
    say(what === "save" ? "Saving…" : "Working…");
    timer = setTimeout(() => say(WAITING, true), PATIENCE);
    const token = `${me}-${++count}`;
    sent.set(token, changes);
    try { model.send({ do: what, changes, token, key: of }, undefined, []); } catch { clearTimeout(timer); say(GONE, true); }
  }
  function heard(reply, buffers) {
    const was = sent.get(reply.token);
    if (!was) return;
    sent.delete(reply.token);
    const newest = reply.token === `${me}-${count}`;
    if (newest) clearTimeout(timer);
    if (reply.failed) return newest && say(Object.keys(waits).length ? `${reply.failed} ${HELD}` : reply.failed, true);
    waits = Object.fromEntries(Object.entries(waits).filter(([key, value]) => was[key] !== value));
    store();
    paint();
    if (typing || !newest) return; // while somebody types, "Saved" would not be true
    if (reply.files) shelf.put(reply, buffers);
    say(reply.said);
  }

  function box({ key, label, value, kind, hint, options }) {
    const input = options ? make("select", {}, ...options.map(([code, textContent]) => make("option", { value: code, textContent })))
      : kind === "long" ? make("textarea", { rows: 2 }) : make("input", { type: "text", size: kind === "number" ? 8 : 24, autocomplete: "off" });
    input.id = unique();
    input.dataset.at = key;
    input.value = waits[key] ?? value;
    if (kind === "number") input.inputMode = "numeric";
    if (!options) input.addEventListener("input", () => changed(key, input.value, true));
    input.addEventListener("change", () => { if (options) changed(key, input.value); else if (typing) post("save"); });
    const note = hint ? [make("span", { className: "eq-hint", id: unique(), textContent: hint })] : [];
    if (hint) input.setAttribute("aria-describedby", note[0].id);
    inputs.set(key, input);
    return make("div", { className: `eq-cell ${kind === "number" ? "eq-number" : kind === "long" || options ? "eq-long" : "eq-text"}` },
      make("label", { htmlFor: input.id, textContent: label }), ...note, input);
  }

  function card({ key, line, open, parts }) {
    const inside = parts.map(([title, fields]) => make("fieldset", {}, make("legend", { textContent: title }), make("div", { className: "eq-fields" }, ...fields.map(box))));
    const summary = make("summary", { textContent: line }), node = make("details", { open: opened.get(key) ?? open }, summary, ...inside);
    node.ontoggle = () => opened.set(key, node.open);
    node.dataset.card = key;
    return node;
  }

  // Only what was saved changes; what is half typed stays, and so does the field that somebody is in.
  function paint() {
    const spec = model.get("cards"), shape = JSON.stringify(spec.map(({ key, parts }) => [key, parts.map(([title, fields]) => [title, fields.map(({ value, ...rest }) => rest)])]));
    about.textContent = model.get("about");
    if (shape !== drawn) {
      const at = document.activeElement?.dataset?.at, before = drawn && JSON.parse(drawn).map(([key]) => key);
      inputs.clear();
      if (before && spec.length > before.length) opened.clear();
      cards.replaceChildren(...spec.map(card));
      inputs.get(at)?.focus();
      const fresh = before && spec.find(({ key }) => !before.includes(key));
      if (fresh && root.contains(document.activeElement)) cards.querySelector(`[data-card="${fresh.key}"] :is(input, textarea)`)?.focus();
      drawn = shape;
    }
    for (const { key, line, parts } of spec) {
      cards.querySelector(`[data-card="${key}"] > summary`).textContent = line;
      for (const [, fields] of parts) for (const { key: at, value } of fields) {
        const input = inputs.get(at);
        if (input !== document.activeElement && waits[at] === undefined && input.value !== value) input.value = value;
      }
    }
    foot.replaceChildren(...model.get("buttons").map(([what, textContent], place) => {
      const known = [...foot.children].find(({ dataset }) => dataset.do === what);
      const node = known ?? make("button", { type: "button", className: "eq-quiet", onclick: () => post(what) });
      node.dataset.do = what;
      node.textContent = textContent;
      return node;
    }));
  }
  // The project is another one now, is new on disk, or was cleared. What is half typed stays with the one it was typed for.
  function moved() {
    const before = key, blank = ownerless();
    key = keyOf();
    if (before === key) return;
    if (before === blank) { store({}, before); store(); return; } // its first save
    if (key === blank) {
      try { for (const one of Object.keys(localStorage)) if (one.startsWith(`equityqi:${blank}`)) localStorage.removeItem(one); } catch { /* this browser keeps nothing */ }
    }
    waits = stored();
    clearTimeout(typing);
    typing = null;
    sent.clear();
    drawn = ""; // every field is another project's now
    paint();
  }
  const paintResult = () => { // made by Python, every word in it escaped
    result.innerHTML = model.get("result");
    if (!result.innerHTML) shelf.clear(); // what was made from the project as it was goes with it
    for (const button of result.querySelectorAll("[data-copy]")) button.onclick = () => copy(result.querySelector(`#${button.dataset.copy}`));
  };
  const copy = async (box) => {
    box.select();
    try { await navigator.clipboard.writeText(box.value); say("Copied. Now paste it where you need it."); } catch { say("The text is selected. Press Ctrl+C to copy it."); }
  };
  const root = make("div", { className: "eq-form eq-numbers eq-cards" }, make("div", { className: "eq-numbers-card" }, about, cards, foot), status, shelf.node, result);
  keepKeys(root);
  for (const kind of ["paste", "copy", "cut"]) root.addEventListener(kind, (event) => event.stopPropagation());
  el.append(root);
  paint();
  paintResult();
  model.on("msg:custom", heard);
  for (const trait of ["cards", "buttons", "about"]) model.on(`change:${trait}`, paint);
  model.on("change:result", paintResult);
  model.on("change:key", moved);
  const early = key === ownerless() ? {} : stored(ownerless()); // typed before this project was here
  if (Object.keys(early).length) { store({}, ownerless()); post("save", early, ownerless()); }
  if (Object.keys(waits).length) post("save");
  const leave = settle(root);
  return () => {
    if (typing) post("save");
    clearTimeout(timer);
    shelf.clear();
    model.off("msg:custom", heard);
    for (const trait of ["cards", "buttons", "about"]) model.off(`change:${trait}`, paint);
    model.off("change:result", paintResult);
    model.off("change:key", moved);
    leave();
  };
}

export default { render };
