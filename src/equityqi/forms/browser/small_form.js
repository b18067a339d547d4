// A few fields, typed or chosen, and one button: the hand-in, the dates of the sessions, the case, the files of a project.
// One widget shows one such card, or several in a row.

const PATIENCE = 4000;
const GONE = "Not connected. Wait a few seconds, load the page again, then try once more.";
const WAITING = "No word yet from this page. If it is still busy, wait a moment; otherwise load the page again.";

function field([key, text, value, options]) {
  if (options === "tick") {
    const input = make("input", { type: "checkbox", checked: Boolean(value) });
    return { key, input, node: make("label", { className: "eq-tick" }, input, make("span", { textContent: text })) };
  }
  const input = options
    ? make("select", {}, ...options.map(([code, textContent]) => make("option", { value: code, textContent, selected: code === value })))
    : make("input", { type: "text", value, autocomplete: "off", size: 24 });
  return { key, input, node: make("label", {}, make("span", { textContent: text }), input) };
}

function card(spec, number, post) {
  const { title, lead, facts, fold, fields, button, busy } = spec;
  const name = make("p", { className: "eq-card-title", id: unique(), textContent: title });
  const words = make("div", { className: facts ? "eq-facts" : "" });
  const tell = (lines) => words.replaceChildren(...lines.map((textContent) => make("p", { textContent })));
  tell(lead);
  const inputs = fields.map(field);
  const status = make("p", { className: "eq-status" });
  status.setAttribute("role", "status");
  const made = fileShelf();
  const act = make("button", { type: "button", className: "eq-quiet", textContent: button });
  const stack = make("div", { className: "eq-stack" }, ...inputs.map(({ node }) => node));
  const asks = make("div", {}, stack, act);
  const node = make("div", { className: title ? "eq-card" : "eq-bare" }, ...(title ? [name] : []), words, fold ? make("details", {}, make("summary", { textContent: fold }), asks) : asks, status, made.node);
  if (title) {
    node.setAttribute("role", "group");
    node.setAttribute("aria-labelledby", name.id);
  }

  let timer = null;
  const say = (text, warn) => { status.textContent = text; status.classList.toggle("eq-warn", warn); };
  act.onclick = () => {
    say(busy, false);
    made.clear();
    clearTimeout(timer);
    timer = setTimeout(() => say(WAITING, true), PATIENCE);
    try {
      post({ card: number, typed: Object.fromEntries(inputs.map(({ key, input }) => [key, input.type === "checkbox" ? (input.checked ? "yes" : "") : input.value])) });
    } catch {
      clearTimeout(timer);
      say(GONE, true);
    }
  };
  return {
    node,
    heard(reply, buffers) {
      clearTimeout(timer);
      say(reply.said ?? reply.failed, Boolean(reply.failed));
      if (reply.lead) tell(reply.lead);
      made.put(reply, buffers);
    },
    end() { clearTimeout(timer); made.clear(); },
  };
}

function render({ model, el }) {
  const cards = model.get("cards").map((spec, number) => card(spec, number, (message) => model.send(message)));
  const row = make("div", { className: "eq-cards-row" }, ...cards.map(({ node }) => node));
  const root = make("div", { className: `eq-form eq-small${cards.length > 1 ? " eq-several" : ""}` }, row);
  const folded = model.get("fold");
  if (folded) root.replaceChildren(make("details", { className: "eq-fold" }, make("summary", { textContent: folded }), row));
  el.append(root);
  const heard = (reply, buffers) => cards[reply.card]?.heard(reply, buffers);
  model.on("msg:custom", heard);
  keepKeys(root);
  return () => { cards.forEach(({ end }) => end()); model.off("msg:custom", heard); };
}

export default { render };
