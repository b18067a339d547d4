// A project's numbers as they come: a row for each month, two fields for each group. A pair is saved when it is left; Python says what it shows.

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
  const pasted = make("textarea", { rows: 4, spellcheck: false }), newCard = make("div", { hidden: true }); // what is begun in them stays
  const cells = new Map(); // by time and place of the group: its fields, the pair that is saved, and the pair that was sent last
  let open = new Set(), begunAbout = {};

  // A half-typed pair is kept in this browser until it is saved, so that a tab that closes loses nothing.
  const shelfName = `equityqi:${model.get("key")}`;
  const kept = () => { try { return JSON.parse(localStorage.getItem(shelfName)) ?? {}; } catch { return {}; } };
  const keep = (all) => { try { if (Object.keys(all).length) localStorage.setItem(shelfName, JSON.stringify(all)); else localStorage.removeItem(shelfName); } catch { /* this browser keeps nothing */ } };
  const named = (state, key) => `${state.chosen} ${key.split(" ")[0]} ${state.groups[key.split(" ")[1]]}`;
  const draft = (state, key, fields, saved) => keep({ ...kept(), [named(state, key)]: { saved, typed: fields.map(({ value }) => value) } });
  const draftOf = (state, key, saved) => { const held = kept()[named(state, key)]; return held?.saved === saved ? held.typed : null; };
  const forget = ({ measure, when, group }) => { const { [`${measure} ${when} ${group}`]: _, ...rest } = kept(); keep(rest); };

  function ask(message, busy = "", buffers = []) {
    say(busy);
    post({ measure: model.get("sheet").chosen ?? "", ...message }, buffers);
  }

  function aboutFields(given) {
    const inputs = {
      name: words(given.name), better: choose(BETTER, given.better ?? "up"), again: choose(AGAIN, given.again ? "yes" : "no"),
      role: choose(ROLES, given.role ?? "aim"), target: words(given.target, 8), predicted: words(given.predicted, 8), trigger: words(given.trigger, 8),
    };
    const fields = make("div", { className: "eq-fields" },
      field("What do you count?", inputs.name, "eq-text eq-long", "A part of a whole, such as: reviews done, of those booked."),
      field("When the number goes up, that is", inputs.better), field("Each time, you count", inputs.again),
      field("What is it for?", inputs.role),
      field("Target, in %", inputs.target, "eq-number", "If there is one."),
      field("We predict, in %", inputs.predicted, "eq-number", "For the first group, once your change works."),
      field("We stop and look at, in %", inputs.trigger, "eq-number", "For a balancing count."));
    return [fields, () => Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, input.value]))];
  }

  function first(state) {
    if (state.shut) return [make("p", { className: "eq-warn", textContent: state.shut })];
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
      takeAway(false),
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
    const rows = state.rows.slice(early).map(([when, said, pairs]) => make("tr", {},
      make("th", { scope: "row", textContent: said }),
      ...pairs.map(([count, of], at) => {
        const key = `${when} ${at}`, before = cells.get(key), saved = `${count} ${of}`;
        const typed = before?.saved === saved ? before.fields.map(({ value }) => value) : draftOf(state, key, saved) ?? [count, of];
        const fields = typed.map((value, place) => {
          const input = Object.assign(words(value, 5), { inputMode: "numeric", autocomplete: "off" });
          input.setAttribute("aria-label", `${state.groups[at]}, ${said}, ${place ? "out of how many" : "how many"}`);
          if (before?.saved === saved && before.fields[place].ariaInvalid) input.ariaInvalid = "true";
          input.dataset.cell = `${key} ${place}`;
          return input;
        });
        const one = { fields, saved, sent: before?.saved === saved ? before.sent : saved };
        cells.set(key, one);
        const cell = make("td", {}, make("span", { className: "eq-numbers-group", textContent: state.groups[at] }), make("span", { className: "eq-numbers-pair" }, fields[0], make("span", { textContent: "of" }), fields[1]));
        const save = () => { // of 2 of 3 on its way to 20 of 30, 20 of 3 is never asked for
          const now = fields.map(({ value }) => value.trim()).join(" ");
          if (now === one.saved) forget({ measure: state.chosen, when, group: state.groups[at] }); // typed and taken back
          if (now === one.sent) return;
          one.sent = now;
          fields.forEach((input) => input.removeAttribute("aria-invalid"));
          ask({ do: "set", when, group: state.groups[at], count: fields[0].value, of: fields[1].value });
        };
        cell.addEventListener("input", () => draft(state, key, fields, one.saved));
        cell.addEventListener("focusout", ({ relatedTarget }) => { if (!cell.contains(relatedTarget)) save(); });
        cell.addEventListener("keydown", ({ key: pressed }) => { if (pressed === "Enter") save(); });
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

  function takeAway(begun = true) {
    if (!begun) return fold("take", "Take my project with me, or put back one I took", ...ownCopy(), backCard());
    const sure = make("input", { type: "checkbox", id: unique() });
    const clear = button("Clear it from this computer", () => (sure.checked ? ask({ do: "clear" }) : say("Take your project first, look that you can find the file, then tick the box.", true)));
    return fold("take", "Take my project with me, or give my leader a copy",
      ...ownCopy(),
      make("h4", { textContent: "A copy for my leader" }),
      make("p", { textContent: "What you counted is hidden in it where it’s 1 to 7 people, and otherwise rounded to 5. What you predicted and your own words are in it as you wrote them. Give this one to anybody outside your team." }),
      make("div", { className: "eq-foot" }, button("Make a copy for my leader", () => ask({ do: "share" }, "Making your file…"))),
      make("h4", { textContent: "On a shared computer" }),
      make("p", { textContent: "Once you’ve taken your project, clear it here. What you wrote in the exercises stays: by your trainer’s link, I have finished here at the foot of the page takes it away. Otherwise it’s in the folder my-work." }),
      make("div", { className: "eq-foot" }, make("label", { htmlFor: sure.id }, sure, " I have the file"), clear),
      make("h4", { textContent: "Go on with a project I took" }), backCard());
  }

  const ownCopy = () => [
    make("h4", { textContent: "My own copy" }),
    make("p", { textContent: "Your plan, your log, your story boards, and every number as you typed it: for you and your team only. It opens on any computer that has the course." }),
    make("div", { className: "eq-foot" }, button("Take my project", () => ask({ do: "take" }, "Making your file…"))),
  ];

  function newMeasure(state) {
    if (!newCard.children.length) {
      const [blank, filled] = aboutFields({ role: "balancing", better: "down" });
      const add = () => ask({ do: "about", measure: model.get("sheet").fresh, about: filled() });
      newCard.replaceChildren(blank, make("div", { className: "eq-foot" }, button("Add this measure", add, "")));
    }
    newCard.hidden = false;
    newCard.querySelector("input").focus();
  }

  const emptied = () => { newCard.replaceChildren(); newCard.hidden = true; };

  function about(chosen) { // what is half typed about a measure stays until something about it is saved
    const key = JSON.stringify(chosen);
    if (begunAbout.key !== key) {
      const [node, typed] = aboutFields(chosen);
      begunAbout = { key, inside: [node, make("div", { className: "eq-foot" }, button("Save this", () => ask({ do: "about", about: typed() })))] };
    }
    return fold("about", "What this measure is about", ...begunAbout.inside);
  }

  const next = words("", 14), gridBox = make("div"), without = make("select"), rename = make("select"), renameTo = words("", 24);

  function rowsOf(state) {
    const at = document.activeElement?.dataset?.cell;
    gridBox.replaceChildren(grid(state));
    if (at) gridBox.querySelector(`[data-cell="${at}"]`)?.focus();
    next.value = state.next;
    without.replaceChildren(...state.empty.map(([what, id, said]) => option([`${what} ${id}`, said])));
    rename.replaceChildren(...state.groups.map((group) => option([`group ${group}`, group])), ...state.rows.map(([when, said]) => option([`when ${when}`, said])));
  }

  function going(state) {
    const which = choose([...state.measures.map(({ id, name }) => [id, name]), [state.fresh, "Add a measure…"]], state.chosen);
    which.onchange = () => (which.value === state.fresh ? newMeasure(state) : ask({ do: "show", measure: which.value }));
    const [one, other] = [0, 1].map((place) => choose(state.groups.map((group) => [group, group]), state.pair[place]));
    const compare = state.groups.length < 2 ? [] : [fold("compare", "Choose which two groups the gap compares",
      make("div", { className: "eq-fields" }, field("Compare", one, "eq-text", "The group that is behind."), field("with", other, "eq-text")),
      make("div", { className: "eq-foot" }, button("Compare them", () => ask({ do: "compare", one: one.value, other: other.value }))))];
    const renameIt = () => { const [what, ...id] = rename.value.split(" "); ask({ do: "rename", what, id: id.join(" "), to: renameTo.value }); };
    const takeOut = () => { const [what, ...id] = without.value.split(" "); ask({ do: "without", what, id: id.join(" ") }); };
    return [
      make("div", { className: "eq-fields" }, field("Measure", which, "eq-long")), newCard, gridBox,
      make("div", { className: "eq-foot" }, button("Undo the last change", () => ask({ do: "undo" }))),
      make("div", { className: "eq-fields" }, field("Next row", next, "eq-number")),
      make("div", { className: "eq-foot" }, button("Add this row", () => ask({ do: "add", when: next.value }))),
      fold("paste", "Paste a table, or choose a file",
        field("Four columns: when, group, how many, out of how many", pasted, "eq-long", "Copy the cells in Excel, then press Ctrl+V here."),
        make("div", { className: "eq-foot" }, button("Read my table", () => ask({ do: "paste", text: pasted.value }, "Reading your table…"))),
        chooser(".csv,.txt,.tsv,.xlsx", "Or a file with these four columns", (data, name) => ask({ do: "file", name }, "Reading your file…", [data]))),
      about(state.measures.find(({ id }) => id === state.chosen)),
      ...compare,
      fold("without", "Rename or take out a row or a group",
        field("Rename", rename, "eq-long"), field("Its new name", renameTo, "eq-text", "For a row: a month or a day."),
        make("div", { className: "eq-foot" }, button("Rename it", renameIt)),
        field("Take out, if it has no numbers", without, "eq-long", "A row, a group or a measure. Empty its fields first."),
        make("div", { className: "eq-foot" }, button("Take it out", takeOut))),
      takeAway(),
    ];
  }

  // A save comes back while the next number is being typed: only what was saved changes, and what is half typed stays.
  let drawn = "", drawnRows = "";
  function paint() {
    const state = model.get("sheet"), { rows = [], next: _, empty = [], ...rest } = state;
    const shape = JSON.stringify(rest), shapeOfRows = JSON.stringify([rows.map(([when]) => when), open.has("early")]);
    if (shape !== drawn) {
      const at = document.activeElement?.dataset?.cell;
      const before = JSON.parse(drawn || "{}");
      if (["chosen", "groups", "begun"].some((name) => String(before[name]) !== String(state[name]))) cells.clear();
      if (before.fresh === state.chosen) emptied();
      card.replaceChildren(...(state.begun ? going(state) : first(state)));
      if (state.begun) rowsOf(state);
      if (at) card.querySelector(`[data-cell="${at}"]`)?.focus();
    } else if (shapeOfRows !== drawnRows) {
      rowsOf(state);
    } else {
      for (const [when, , pairs] of rows) pairs.forEach((pair, at) => {
        const one = cells.get(`${when} ${at}`), saved = pair.join(" ");
        if (!one || one.saved === saved) return;
        const typing = one.fields.includes(document.activeElement);
        one.saved = saved;
        if (!typing) { one.sent = saved; one.fields.forEach((input, place) => { input.value = pair[place]; input.removeAttribute("aria-invalid"); }); }
      });
      without.replaceChildren(...empty.map(([what, id, said]) => option([`${what} ${id}`, said])));
    }
    [drawn, drawnRows] = [shape, shapeOfRows];
  }
  // Made by Python, every word in it escaped. An alert that says what it said before is not read out once more.
  const paintResult = () => {
    const before = [...result.querySelectorAll("[data-alert]")].map(({ textContent }) => textContent);
    const made = make("template", { innerHTML: model.get("result") });
    for (const alert of made.content.querySelectorAll("[role=alert]")) {
      alert.dataset.alert = "";
      if (before.includes(alert.textContent)) alert.removeAttribute("role");
    }
    result.replaceChildren(made.content);
  };
  const heard = (reply, buffers) => {
    if (reply.failed && reply.at === "set") cells.get(`${reply.when} ${model.get("sheet").groups.indexOf(reply.group)}`)?.fields.forEach((input) => { input.ariaInvalid = "true"; });
    if (reply.done === "set") forget(reply);
    if (reply.done === "rename") renameTo.value = "";
    if (["clear", "back"].includes(reply.done)) keep({});
    if (["paste", "clear", "back"].includes(reply.done)) pasted.value = "";
    if (reply.done === "clear") { emptied(); begunAbout = {}; }
    say(reply.said ?? reply.failed, Boolean(reply.failed));
    if (reply.files) shelf.put(reply, buffers);
    if (reply.done === "clear") shelf.clear();
  };
  model.on("change:sheet", paint);
  paint();
  if (model.get("sheet").begun && Object.keys(kept()).length) say("You left a number half typed. It’s back in its field, and not saved yet.", true);
  const leave = show(el, root, { heard, paint: paintResult, change: "change:result" });
  return () => { model.off("change:sheet", paint); leave(); };
}

export default { render };
