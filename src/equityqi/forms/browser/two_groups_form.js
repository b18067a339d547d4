// Two groups' counts, typed or pasted; Python works out the gap. What is typed is saved at each change.

const PATIENCE = 4000; // ms
const GROUPS = [["one", "One group", "Such as: interpreter needed"], ["two", "The other group", "Such as: no interpreter needed"]];

const words = () => make("input", { type: "text", size: 30 });
const count = () => Object.assign(make("input", { type: "text", size: 8 }), { inputMode: "numeric" });

function render({ model, el }) {
  const better = make("select", {}, make("option", { value: "1", textContent: "better: more is good" }), make("option", { value: "-1", textContent: "worse: less is good" }));
  const inputs = { measure: words(), better, period: words() };
  const groups = GROUPS.map(([side, legend, hint]) => {
    const [name, many, of] = [words(), count(), count()];
    Object.assign(inputs, { [`${side}_name`]: name, [`${side}_count`]: many, [`${side}_of`]: of });
    return make("fieldset", {}, make("legend", { textContent: legend }), make("div", { className: "eq-fields" },
      field("Who they are", name, "eq-text eq-long", hint), field("How many", many, "eq-number"), field("Out of how many", of, "eq-number")));
  });
  const pasted = make("textarea", { rows: 4, spellcheck: false });
  const ofPaste = line(), status = line(), notes = fieldNotes();
  const result = make("div", { className: "eq-result" });
  const { say, speakAt, post, show } = talk(model, status, PATIENCE);
  const typed = () => Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, input.value]));

  function ask(message, at, busy) {
    for (const one of [at === status ? ofPaste : status, at]) { speakAt(one); say(""); }
    notes.clear();
    say(busy);
    post({ ...message, typed: typed() });
  }
  const read = make("button", { type: "button", className: "eq-quiet", textContent: "Read my table", onclick: () => ask({ do: "paste", text: pasted.value }, ofPaste, "Reading your table…") });
  const work = make("button", { type: "button", textContent: "Work out the gap", onclick: () => ask({ do: "work" }, status, "Working it out…") });
  const fold = make("details", {}, make("summary", { textContent: "Paste a small table instead of typing" }),
    field("Two rows, one for each group", pasted, "eq-long", "In each: its name, how many, out of how many. Copy the cells in Excel, then press Ctrl+V here."),
    make("div", { className: "eq-foot" }, read, ofPaste));
  const about = make("div", { className: "eq-fields" },
    field("What is counted?", inputs.measure, "eq-text eq-long", "A part of a whole, such as: reviews done, of those booked."),
    field("When the number goes up, that is", better, "eq-long"),
    field("When was it counted?", inputs.period, "eq-text eq-long", "If you know it, such as: from April 2025 to March 2026."));
  const card = make("div", { className: "eq-two-card" }, fold, make("div", { className: "eq-two" }, ...groups), about, make("div", { className: "eq-foot" }, work, status));
  const root = make("div", { className: "eq-form eq-two-groups" }, card, result);

  function fill(values) { for (const [name, value] of Object.entries(values)) if (inputs[name]) inputs[name].value = value; }
  const paint = () => { result.innerHTML = model.get("result"); }; // made by Python, every word in it escaped
  const heard = ({ said, failed, faults, fields }) => {
    if (fields) fill(fields);
    say(said ?? failed, Boolean(failed));
    const wrong = Object.entries(faults ?? {}).map(([name, words]) => notes.put({ field: inputs[name], box: inputs[name], before: inputs[name] }, false, words));
    if (wrong.length) wrong[0].focus();
  };
  fill({ better: "1", ...model.get("typed") });
  root.addEventListener("change", ({ target }) => { if (target !== pasted) ask({ do: "save" }, status, ""); });
  return show(el, root, { heard, paint, change: "change:result" });
}

export default { render };
