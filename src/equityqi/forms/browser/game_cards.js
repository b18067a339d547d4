// The cards of the game in their lanes. A card is placed by mouse, by touch or by keys, and each way ends in put(): so the choices are the same.
// in_lab.js and states.js stand before it.

const DRAG_FROM = 6; // pixels that the mouse goes before a press becomes a drag
const HOLD_FINGER = 300; // ms that a finger rests on a card before it drags: a finger that moves at once scrolls
const GLIDE = 180; // ms that a card takes to its lane

const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

// moved(): what to do once a card lies elsewhere; say(words): what a reader hears.
function cardTable({ moved, say }) {
  const cards = new Map(); // id: {name, button, item, allowed}
  const lanes = new Map(); // lane: {name, node, list}
  const marked = fieldNotes();
  let rules = null;
  let home = {}; // where each card lay when the turn began
  let at = {}; // where it lies now
  let held = null;
  let drag = null;
  let dragged = false; // the click that ends a drag is none
  const count = make("p", { className: "eq-count" });
  const node = make("div", { className: "eq-lanes" });

  const months = (id) => cards.get(id).allowed.includes("month");
  const changed = () => [...cards.keys()].filter((id) => !months(id) && at[id] !== home[id]);
  const used = () => `${changed().length} of ${rules.most} changes used`;

  function build(view) {
    rules = view.refusals;
    view.lanes.forEach(([lane, name, meaning]) => {
      const list = make("ul");
      list.setAttribute("role", "list");
      const put = make("button", { type: "button", className: "eq-put", onclick: () => place(lane) });
      const part = make("section", { className: "eq-lane" }, make("h4", {}, name, make("small", { textContent: meaning })), list, put);
      part.dataset.lane = lane;
      part.setAttribute("aria-label", name);
      part.addEventListener("click", (event) => { if (held && !event.target.closest("button")) place(lane); });
      lanes.set(lane, { name, node: part, list, put });
      node.append(part);
    });
    view.cards.forEach(([id, name, cost, star, allowed]) => {
      const small = make("small");
      const button = make("button", { type: "button", className: "eq-idea" }, make("span", { textContent: star ? `${name}\u00a0★` : name }), small);
      const item = make("li", {}, button);
      button.dataset.card = id;
      button.addEventListener("click", () => { if (!dragged) { marked.clear(); hold(held === id ? null : id); } dragged = false; });
      button.addEventListener("keydown", (event) => keyed(event, id));
      button.addEventListener("pointerdown", (event) => pressed(event, id));
      cards.set(id, { name, cost, button, item, small, allowed });
    });
  }

  // ---- what may lie where
  function refusal(id, lane) {
    if (!cards.get(id).allowed.includes(lane)) return lane === "month" ? rules.no_month : rules.no_scale;
    if (lane === "month") return [...cards.keys()].some((other) => other !== id && at[other] === "month") ? rules.one_month : null;
    const clash = lane ? rules.clashes.find(([one, other]) => (one === id && at[other]) || (other === id && at[one])) : null;
    if (clash) return clash[2];
    return !months(id) && lane !== home[id] && at[id] === home[id] && changed().length >= rules.most ? rules.full : null;
  }

  function put(id, lane) {
    const { name, button, item } = cards.get(id);
    marked.clear();
    if (lane === at[id]) return true;
    const why = refusal(id, lane);
    if (why) {
      marked.put({ field: button, box: item, after: button }, false, why, "Not now.");
      say(`${name} stays where it is. ${why}`);
      button.focus();
      return false;
    }
    at[id] = lane;
    arrange(id);
    say(`${name}: ${lanes.get(lane).name}. ${used()}.`);
    moved();
    return true;
  }

  function place(lane) {
    const id = held;
    if (put(id, lane)) hold(null);
    cards.get(id).button.focus();
  }

  // ---- picked up
  function hold(id) {
    node.querySelectorAll(".eq-mover").forEach((mover) => mover.remove());
    cards.forEach(({ button }, one) => button.setAttribute("aria-pressed", String(one === id)));
    node.classList.toggle("eq-holding", id !== null);
    const let_go = held !== null && id === null ? cards.get(held).name : "";
    held = id;
    lanes.forEach((lane, key) => {
      const open = id !== null && key !== at[id] && cards.get(id).allowed.includes(key);
      lane.node.classList.toggle("eq-open", open);
      if (!open) return;
      lane.put.textContent = key === 0 ? "Stop it" : key === home[id] ? "Put it back" : "Put it here";
      if (key === 0 && home[id] === 0) lane.put.textContent = "Put it back";
      lane.put.setAttribute("aria-label", `${lane.put.textContent}: ${cards.get(id).name}, ${lane.name}`);
    });
    if (id === null) return let_go ? say(`${let_go} let go.`) : undefined;
    const { name, item, allowed } = cards.get(id);
    const mover = make("div", { className: "eq-mover" }, ...allowed.filter((lane) => lane !== at[id]).map((lane) => {
      const words = lane === 0 ? (home[id] ? "Stop it" : "Put it back") : lanes.get(lane).name;
      return make("button", { type: "button", textContent: words, onclick: () => place(lane) });
    }));
    mover.setAttribute("role", "group");
    mover.setAttribute("aria-label", `Move ${name} to`);
    item.append(mover);
    return say(`${name} picked up from ${lanes.get(at[id]).name}. Arrow keys move it; Escape lets go.`);
  }

  function keyed(event, id) {
    const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape" && (held || drag)) { event.preventDefault(); if (drag) drop(null); hold(null); }
    if (!by || held !== id) return;
    event.preventDefault();
    const { allowed, button } = cards.get(id);
    const next = allowed[allowed.indexOf(at[id]) + by];
    if (next !== undefined && put(id, next)) { hold(id); say(`${cards.get(id).name}: ${lanes.get(next).name}. ${used()}.`); }
    button.focus();
  }

  // ---- dragged, by the mouse at once and by a finger that rested on the card
  function pressed(event, id) {
    if (event.button || drag) return;
    const { item } = cards.get(id);
    const finger = event.pointerType === "touch";
    dragged = false;
    drag = { id, item, x: event.clientX, y: event.clientY, going: false, stop: new AbortController() };
    const on = (kind, listener) => addEventListener(kind, listener, { signal: drag.stop.signal, passive: false });
    const begin = () => {
      drag.going = true;
      hold(id); // what was said at another card stays until the drop: nothing may move below the pointer
      item.classList.add("eq-dragged");
    };
    if (finger) drag.timer = setTimeout(begin, HOLD_FINGER);
    on("pointermove", (move) => {
      const by = [move.clientX - drag.x, move.clientY - drag.y];
      if (!drag.going && Math.hypot(...by) > DRAG_FROM) { if (finger) return drop(null); begin(); }
      if (!drag.going) return undefined;
      item.style.transform = `translate(${by[0]}px, ${by[1]}px) rotate(-1.2deg)`;
      lanes.forEach((lane) => lane.node.classList.toggle("eq-over", within(lane.node, move)));
      return undefined;
    });
    on("touchmove", (touch) => { if (drag.going) touch.preventDefault(); });
    on("pointerup", (up) => drop(up));
    on("pointercancel", () => drop(null));
  }

  function within(part, { clientX, clientY }) {
    const box = part.getBoundingClientRect();
    return clientX >= box.left && clientX <= box.right && clientY >= box.top && clientY <= box.bottom;
  }

  function drop(up) {
    const { id, item, going, stop, timer } = drag;
    clearTimeout(timer);
    stop.abort();
    drag = null;
    if (!going) return;
    dragged = true;
    setTimeout(() => { dragged = false; }, 50);
    const lane = up && [...lanes].find(([, { node: part }]) => within(part, up));
    lanes.forEach(({ node: part }) => part.classList.remove("eq-over"));
    const from = item.getBoundingClientRect();
    item.classList.remove("eq-dragged");
    item.style.transform = "";
    const done = !lane || put(id, lane[0]);
    if (done) hold(null);
    glide(item, from);
    cards.get(id).button.focus({ preventScroll: true });
  }

  // ---- how it looks
  function glide(item, from) {
    const to = item.getBoundingClientRect();
    const by = [from.left - to.left, from.top - to.top];
    if (calm() || !item.animate || !from.width || Math.hypot(...by) < 1) return;
    item.animate([{ transform: `translate(${by[0]}px, ${by[1]}px)` }, { transform: "none" }], { duration: GLIDE, easing: "cubic-bezier(.2, .7, .2, 1)" });
  }

  function arrange() {
    const focused = document.activeElement;
    const before = new Map([...cards].map(([id, { item }]) => [id, item.getBoundingClientRect()]));
    cards.forEach(({ item, small, cost }, id) => {
      const differs = at[id] !== home[id];
      lanes.get(at[id]).list.append(item);
      small.replaceChildren(...(differs ? [make("b", { textContent: months(id) ? "This turn. " : "Changed. " })] : []), cost);
    });
    if (node.contains(focused)) focused.focus({ preventScroll: true });
    cards.forEach(({ item }, id) => glide(item, before.get(id)));
    count.textContent = used();
  }

  return {
    node,
    count,
    build,
    // What is chosen: the scale of each card that changed, and what the month together goes to.
    chosen: () => ({
      changes: Object.fromEntries(changed().map((id) => [id, at[id]])),
      together: [...cards.keys()].find((id) => at[id] === "month") ?? null,
    }),
    paint(running, { changes, together }) {
      hold(null);
      marked.clear();
      home = Object.fromEntries([...cards.keys()].map((id) => [id, running[id] ?? 0]));
      at = { ...home };
      for (const [id, scale] of Object.entries(changes)) if (cards.has(id)) at[id] = scale;
      if (cards.has(together)) at[together] = "month";
      arrange();
    },
  };
}

// How much staff time the cards take, as a meter of units; the words beside it say the same.
function staffMeter() {
  const units = Array.from({ length: 9 }, () => make("i"));
  const bar = make("span", { className: "eq-meter-bar" }, ...units);
  bar.setAttribute("aria-hidden", "true");
  const words = make("span", { className: "eq-meter-words" });
  words.setAttribute("role", "status");
  return {
    node: make("div", { className: "eq-meter" }, make("span", { textContent: "Staff time" }), bar, words),
    paint(load, said) {
      words.textContent = said;
      units.forEach((unit, number) => {
        unit.className = number < 6 ? "eq-on" : "eq-over";
        unit.style.setProperty("--part", `${100 * Math.min(1, Math.max(0, load - number))}%`);
      });
    },
  };
}
