// Choices of a sheet as radio buttons: a table where several questions share their answers, a list where the window is narrow.
// One choice alone is a row of radio buttons. What is chosen can be cleared again: everything here may stay empty.

function radioRow(at, name, named, options, changed, place) {
  const inputs = options.map(([value, text]) => {
    const words = make("span", { className: "eq-say", textContent: text, id: unique() });
    const input = make("input", { type: "radio", name, value, onchange: () => { clear.hidden = false; changed(value); } });
    input.dataset.at = at;
    input.setAttribute("aria-labelledby", `${named.id} ${words.id}`);
    place(make("label", {}, input, words));
    return input;
  });
  const clear = make("button", {
    type: "button", className: "eq-quiet eq-clear", textContent: "Clear", hidden: true,
    onclick: () => { paint(null); inputs[0].focus(); changed(null); },
  });
  clear.setAttribute("aria-label", `Clear: ${named.textContent}`);
  const paint = (now) => { inputs.forEach((input) => { input.checked = input.value === String(now ?? ""); }); clear.hidden = !inputs.some((input) => input.checked); };
  return { clear, paint };
}

// `columns` share their options; `changed(key, value)` is told of each choice.
function radioGrid(columns, changed) {
  const options = columns[0][1].options;
  const heads = options.map(([, text]) => make("th", { scope: "col", textContent: text }));
  const rows = columns.map(([key, column]) => {
    const named = make("span", { id: unique(), textContent: column.label });
    const cells = [];
    const row = radioRow(`0:${key}`, unique(), named, options, (value) => changed(key, value), (label) => cells.push(make("td", {}, label)));
    const head = make("th", { scope: "row" }, named, row.clear);
    return { key, paint: row.paint, node: make("tr", {}, head, ...cells) };
  });
  const short = options.every(([, text]) => text.length < 3);
  return {
    node: make("table", { className: short ? "eq-grid eq-short" : "eq-grid" }, make("thead", {}, make("tr", {}, make("td"), ...heads)), make("tbody", {}, ...rows.map(({ node }) => node))),
    paint: (answers) => rows.forEach(({ key, paint }) => paint(answers[key])),
  };
}

function radioField([key, column], changed) {
  const named = make("span", { id: unique(), textContent: column.label });
  const box = make("div", { className: "eq-row" });
  const row = radioRow(`0:${key}`, unique(), named, column.options, (value) => changed(key, value), (label) => box.append(label));
  const hint = column.hint ? [make("span", { className: "eq-hint", textContent: column.hint })] : [];
  const node = make("div", { className: "eq-cell eq-long eq-radios" }, make("p", { className: "eq-name" }, named, row.clear), ...hint, box);
  node.setAttribute("role", "radiogroup");
  node.setAttribute("aria-labelledby", named.id);
  return { node, paint: (answers) => row.paint(answers[key]) };
}

// The fields of one section of a sheet, in their order: neighbours with the same answers become one table.
function sheetFields(columns, changed) {
  const runs = [];
  columns.forEach((pair) => {
    const kind = pair[1].type === "choice" ? JSON.stringify(pair[1].options) : "typed";
    if (runs.at(-1)?.kind === kind) runs.at(-1).columns.push(pair);
    else runs.push({ kind, columns: [pair] });
  });
  const parts = runs.flatMap(({ kind, columns: alike }) => {
    if (kind !== "typed") return alike.length > 1 ? [radioGrid(alike, changed)] : [radioField(alike[0], changed)];
    const cells = alike.map(([key, column]) => ({ key, ...cell(`0:${key}`, column, null, (value, typing) => changed(key, value, typing)) }));
    return [{ node: make("div", { className: "eq-fields" }, ...cells.map(({ node }) => node)), paint: (answers) => cells.forEach(({ key, paint }) => paint(answers[key])) }];
  });
  return { nodes: parts.map(({ node }) => node), paint: (answers) => parts.forEach(({ paint }) => paint(answers)) };
}
