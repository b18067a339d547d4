// A project's numbers as they come: a row for each month, two fields for each group. Each change is saved at once; Python says what it shows.

const PATIENCE = 6000; // ms
const SHOWN = 12; // rows, before the earlier ones are asked for

const option = ([value, textContent]) => make("option", { value, textContent });
const choose = (options, value) => { const node = make("select", {}, ...options.map(option)); node.value = value; return node; };
const words = (value = "", size = 30) => make("input", { type: "text", size, value });
const button = (textContent, onclick, className = "eq-quiet") => make("button", { type: "button", className, textContent, onclick });
const ROLES = [["aim", "The aim: what we want to change"], ["process", "A process: whether we do it"], ["balancing", "A balancing count: could it do harm?"]];
const BETTER = [["up", "better: more is good"], ["down", "worse: less is good"]];
const AGAIN = [["no", "other people each time, such as this month’s visits"], ["yes", "the same people each time, such as everyone on a register"]];

function render({ model, el }) {
  const status = line(), shelf = fileShelf(), result = make("div", { className: "eq-result" });
  const card = make("div", { className: "eq-numbers-card" });
  const root = make("div", { className: "eq-form eq-numbers" }, card, status, shelf.node, result);
  const { say, post, show } = talk(model, status, PATIENCE);
  let open = new Set(), asked = null;

  function ask(message, busy = "", buffers = []) {
    say(busy);
    asked = message;
    post({ measure: model.get("sheet").chosen ?? "", ...message }, buffers);
  }

  function aboutFields(given) {
    const inputs = {
      name: words(given.name), better: choose(BETTER, given.better ?? "up"), again: choose(AGAIN, given.again ? "yes" : "no"),
      role: choose(ROLES, given.role ?? "aim"), target: words(given.target, 8), trigger: words(given.trigger, 8),
    };
    const fields = make("div", { className: "eq-fields" },
      field("What do you count?", inputs.name, "eq-text eq-long", "A part of a whole, such as: reviews done, of those booked."),
      field("When the number goes up, that is", inputs.better), field("Each time, you count", inputs.again),
      field("What is it for?", inputs.role),
      field("Target, in %", inputs.target, "eq-number", "If there is one."),
      field("We stop and look at, in %", inputs.trigger, "eq-number", "For a balancing count."));
    return [fields, () => Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, input.value]))];
  }

  function first(state) {
    const [about, typed] = aboutFields(state);
    const groups = make("textarea", { rows: 3, value: state.groups.join("\n"), spellcheck: false });
    const every = choose([["month", "each month"], ["week", "each week"], ["clinic", "at each clinic"]], "month");
    const from = words(state.first, 14);
    const start = () => ask({ do: "start", about: typed(), groups: groups.value.split("\n"), every: every.value, first: from.value }, "Making your table…");
    return [
      make("p", { textContent: "You’ll have a table to fill as your numbers come. Start with the past 12: without them, nobody can tell later whether anything has changed." }),
      about,
      make("div", { className: "eq-fields" },
        field("Which groups?", groups, "eq-long", "One on each line. Put the group that is served least well first. Add “not recorded” if you can."),
        field("You count", every), field("The first month or day of the past", from, "eq-number", "Such as: May 2025, or 4 May 2025.")),
      make("div", { className: "eq-foot" }, button("Make my table", start, "")),
      fold("back", "I took my project from another computer", backCard()),
    ];
  }

  function fold(key, title, ...inside) {
    const node = make("details", { open: open.has(key) }, make("summary", { textContent: title }), ...inside);
    node.ontoggle = () => open[node.open ? "add" : "delete"](key);
    return node;
  }

  function grid(state) {
    const head = make("tr", {}, make("th", { scope: "col", textContent: "When" }), ...state.groups.map((name) => make("th", { scope: "col", textContent: name })));
    const early = open.has("early") ? 0 : Math.max(state.rows.length - SHOWN, 0);
    const earlier = button(`Show the ${early} earlier rows`, () => { open.add("early"); paint(); });
    const rows = state.rows.slice(early).map(([when, said, cells]) => make("tr", {},
      make("th", { scope: "row", textContent: said }),
      ...cells.map(([count, of], at) => {
        const [many, out] = [count, of].map((value, place) => {
          const input = Object.assign(words(value, 5), { inputMode: "numeric", autocomplete: "off" });
          input.setAttribute("aria-label", `${state.groups[at]}, ${said}, ${place ? "out of how many" : "how many"}`);
          input.dataset.cell = `${when} ${at} ${place}`;
          return input;
        });
        const cell = make("td", {}, make("span", { className: "eq-numbers-group", textContent: state.groups[at] }), make("span", { className: "eq-numbers-pair" }, many, make("span", { textContent: "of" }), out));
        cell.onchange = () => ask({ do: "set", when, group: state.groups[at], count: many.value, of: out.value });
        return cell;
      })));
    const table = make("div", { className: "eq-numbers-table", tabIndex: 0, role: "region", ariaLabel: "Your numbers" }, make("table", {}, make("thead", {}, head), make("tbody", {}, ...rows)));
    return make("div", {}, ...(early ? [earlier] : []), table);
  }

  function chooser(accept, label, act) {
    const input = make("input", { type: "file", accept });
    input.onchange = async () => { if (input.files[0]) act(await input.files[0].arrayBuffer(), input.files[0].name); };
    return field(label, input);
  }

  const backCard = () => chooser(".json", "Choose the file my-project-only-for-me.json", (data) => ask({ do: "back" }, "Reading your file…", [data]));

  function takeAway() {
    const sure = make("input", { type: "checkbox", id: unique() });
    const clear = button("Clear it from this computer", () => (sure.checked ? ask({ do: "clear" }) : say("Take your project first, look that you can find the file, then tick the box.", true)));
    return fold("take", "Take my project, and clear it from a shared computer",
      make("p", { textContent: "First take your project. Then clear it here, so nobody else finds it." }),
      make("div", { className: "eq-foot" }, button("Take my project", () => ask({ do: "take" }, "Making your file…"))),
      make("div", { className: "eq-foot" }, make("label", { htmlFor: sure.id }, sure, " I have the file"), clear),
      backCard());
  }

  function going(state) {
    const chosen = state.measures.find(({ id }) => id === state.chosen);
    const which = choose([...state.measures.map(({ id, name }) => [id, name]), [state.fresh, "Add a measure…"]], state.chosen);
    which.onchange = () => (which.value === state.fresh ? fresh() : ask({ do: "show", measure: which.value }));
    const [about, typed] = aboutFields(chosen);
    const next = words(state.next, 14);
    const pasted = make("textarea", { rows: 4, spellcheck: false });
    const newCard = make("div", { hidden: true });
    const fresh = () => {
      const [blank, filled] = aboutFields({ role: "balancing", better: "down" });
      newCard.replaceChildren(blank, make("div", { className: "eq-foot" }, button("Add this measure", () => ask({ do: "about", measure: state.fresh, about: filled() }), "")));
      newCard.hidden = false;
      newCard.querySelector("input").focus();
    };
    return [
      make("div", { className: "eq-fields" }, field("Measure", which, "eq-long")), newCard,
      grid(state),
      make("div", { className: "eq-foot" }, button("Undo the last change", () => ask({ do: "undo" }))),
      make("div", { className: "eq-fields" }, field("Next row", next, "eq-number")),
      make("div", { className: "eq-foot" }, button("Add this row", () => ask({ do: "add", when: next.value }))),
      fold("paste", "Paste a table, or choose a file",
        field("Four columns: when, group, how many, out of how many", pasted, "eq-long", "Copy the cells in Excel, then press Ctrl+V here."),
        make("div", { className: "eq-foot" }, button("Read my table", () => ask({ do: "paste", text: pasted.value }, "Reading your table…"))),
        chooser(".csv,.txt,.tsv,.xlsx", "Or a file with these four columns", (data, name) => ask({ do: "file", name }, "Reading your file…", [data]))),
      fold("about", "What this measure is about", about, make("div", { className: "eq-foot" }, button("Save this", () => ask({ do: "about", about: typed() })))),
      takeAway(),
    ];
  }

  // A save comes back while the next number is being typed: where only numbers changed, the table stays, with what is half typed in it.
  let drawn = "";
  function paint() {
    const { rows = [], ...rest } = model.get("sheet"), shape = JSON.stringify([rest, rows.map(([when]) => when), open.has("early")]);
    if (shape === drawn) {
      for (const [when, , cells] of rows) cells.forEach((pair, at) => pair.forEach((value, place) => {
        const input = card.querySelector(`[data-cell="${when} ${at} ${place}"]`);
        if (input && input !== document.activeElement) input.value = value;
      }));
      return;
    }
    drawn = shape;
    const at = document.activeElement?.dataset?.cell, state = model.get("sheet");
    card.replaceChildren(...(state.begun ? going(state) : first(state)));
    if (at) card.querySelector(`[data-cell="${at}"]`)?.focus();
  }
  const paintResult = () => { result.innerHTML = model.get("result"); }; // made by Python, every word in it escaped
  const heard = (reply, buffers) => {
    if (reply.failed && asked?.do === "set") card.querySelector(`[data-cell^="${asked.when} ${model.get("sheet").groups.indexOf(asked.group)} "]`)?.focus();
    say(reply.said ?? reply.failed, Boolean(reply.failed));
    if (reply.files) shelf.put(reply, buffers);
    if (reply.done === "clear") shelf.clear();
  };
  model.on("change:sheet", paint);
  paint();
  const leave = show(el, root, { heard, paint: paintResult, change: "change:result" });
  return () => { model.off("change:sheet", paint); leave(); };
}

export default { render };
