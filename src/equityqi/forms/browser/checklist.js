// The trainer's checklist: a box to tick for each task, its minutes, and what makes it or where it is done.

function item(spec, number, made, model) {
  const box = make("input", { type: "checkbox" });
  const state = make("span", { className: "eq-todo-state" });
  const name = make("label", { className: "eq-todo-name" }, box, make("span", {}, make("strong", { textContent: spec.what }), state));
  const inside = make("div", { className: "eq-todo-inside" }, make("p", { textContent: spec.why }));
  if (made) inside.append(made.node);
  if (spec.link) inside.append(make("p", {}, make("a", { href: spec.link, textContent: spec.words })));
  const more = make("details", {}, make("summary", { textContent: made ? spec.words : "Why, and how" }), inside);
  more.querySelector("summary").setAttribute("aria-label", `${more.querySelector("summary").textContent}: ${spec.what}`);
  box.onchange = () => {
    try { model.send({ task: spec.id, done: box.checked }); } catch { box.checked = !box.checked; }
  };
  const fault = make("p", { className: "eq-status" }); // always there, so that a screen reader hears what comes into it
  fault.setAttribute("role", "alert");
  const node = make("li", {}, name, fault, more);
  return {
    node,
    tell(words) { fault.textContent = words; fault.classList.toggle("eq-warn", Boolean(words)); },
    show({ done, minutes, best }) {
      box.checked = done;
      node.classList.toggle("eq-todo-done", done);
      state.textContent = done ? "done" : [`${minutes} minute${minutes === 1 ? "" : "s"}`, best].filter(Boolean).join(", ");
    },
  };
}

function render({ model, el }) {
  const cards = model.get("cards").map((spec, number) => card(spec, number, (message, buffers) => model.send(message, undefined, buffers)));
  const items = model.get("tasks").map((spec, number) => item(spec, number, cards[spec.card], model));
  const sum = make("p", { className: "eq-todo-sum" });
  sum.setAttribute("role", "status");
  const list = make("ul", { className: "eq-todo" }, ...items.map(({ node }) => node));
  const root = make("div", { className: "eq-form eq-small" }, sum, list);
  el.append(root);
  const show = () => {
    const tasks = model.get("tasks"), open = tasks.filter(({ done }) => !done), minutes = open.reduce((total, one) => total + one.minutes, 0);
    tasks.forEach((task, number) => items[number].show(task));
    const words = open.length ? `${tasks.length - open.length} of ${tasks.length} done. About ${minutes} minute${minutes === 1 ? "" : "s"} to go.` : "All done. For the next team, set new dates. The list then starts again.";
    if (sum.textContent !== words) sum.textContent = words;
  };
  const heard = (reply, buffers) => {
    model.get("tasks").forEach(({ id }, number) => items[number].tell((id === reply.task && reply.fault) || ""));
    if ("card" in reply) cards[reply.card]?.heard(reply, buffers);
    else show(); // a box that was pressed shows again what is true, also where that did not change
  };
  model.on("msg:custom", heard);
  model.on("change:tasks", show);
  keepKeys(root);
  const settled = settle(root);
  show();
  return () => { cards.forEach(({ end }) => end()); model.off("msg:custom", heard); model.off("change:tasks", show); settled(); };
}

export default { render };
