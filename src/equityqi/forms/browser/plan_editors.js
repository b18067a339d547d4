// The editors of a plan: a table (one form, or rows that can be added) and a tree (a driver diagram
// as a nested list: the list is the source, the picture follows). widget.py puts this file before form.js.

function cell(at, column, value, onChange) {
  const id = unique();
  const label = make("label", { htmlFor: id, className: "eq-name", textContent: column.unit ? `${column.label}, in ${column.unit}` : column.label });
  const hint = column.hint ? make("span", { id: `${id}-hint`, className: "eq-hint", textContent: column.hint }) : null;
  let input;
  if (column.type === "choice") {
    input = make("select", { id, onchange: () => onChange(input.value || null) });
    input.append(make("option", { value: "", textContent: "Choose…" }));
    column.options.forEach(([code, textContent]) => input.append(make("option", { value: code, textContent })));
  } else if (column.type === "long") {
    input = make("textarea", { id, rows: 3, spellcheck: true, oninput: () => onChange(input.value, true) });
  } else {
    const kinds = { number: { inputMode: "decimal", size: 10 }, date: { size: 18, placeholder: "Day month year" }, text: { spellcheck: true } };
    input = make("input", { id, type: "text", autocomplete: "off", ...kinds[column.type], oninput: () => onChange(input.value, true) });
  }
  if (hint) input.setAttribute("aria-describedby", hint.id);
  input.dataset.at = at;
  const note = longNote(input);
  const paint = (now) => { if (input.value !== String(now ?? "")) input.value = now ?? ""; note.look(); };
  paint(value);
  return { node: make("div", { className: `eq-cell eq-${column.type}` }, label, ...(hint ? [hint] : []), input, note.node), paint };
}

function quiet(at, text, label, onclick, disabled = false) {
  const button = make("button", { type: "button", className: "eq-quiet", textContent: text, onclick, disabled });
  button.setAttribute("aria-label", label);
  button.dataset.at = at;
  return button;
}

function focusAt(box, ...places) {
  const found = places.map((at) => box.querySelector(`[data-at="${CSS.escape(at)}"]:not(:disabled)`)).find(Boolean);
  found?.focus({ preventScroll: true });
  found?.scrollIntoView({ block: "nearest" });
  return Boolean(found);
}

// Where a note on a field stands: just above it.
function atField(box, at) {
  const field = box.querySelector(`[data-at="${CSS.escape(at)}"]`);
  return field && { field, box: field, before: field };
}

// Draw anew without taking the person away from the field that they are in.
function keepingFocus(box, redraw) {
  const active = box.contains(document.activeElement) ? document.activeElement : null;
  const [at, start, end] = [active?.dataset.at, active?.selectionStart, active?.selectionEnd];
  redraw();
  if (at && focusAt(box, at) && start != null) document.activeElement.setSelectionRange?.(start, end);
}

// "Put it back" after a removal, until something else is changed.
function takingBack(restore) {
  const button = make("button", { type: "button", className: "eq-quiet", textContent: "Put it back", hidden: true, onclick: () => { button.hidden = true; restore(button.before); } });
  return { button, offer: (before) => { button.before = before; button.hidden = false; }, close: () => { button.hidden = true; } };
}

editors.table = (spec, name, changed, announce) => {
  const box = make("div");
  const adds = !spec.rows;
  const drafts = Object.fromEntries(spec.columns.filter(([, column]) => column.draft).map(([key, column]) => [key, column.draft]));
  let begun = false; // an answer is there, so no draft takes its place
  let rows = [];
  let drawn = [];
  const back = takingBack((before) => {
    rows = before;
    draw();
    announce(`${spec.row_name} put back.`);
    changed(rows);
    focusAt(box, `0:${spec.columns[0][0]}`);
  });
  const row = (index) => {
    const cells = spec.columns.map(([key, column]) => cell(`${index}:${key}`, column, rows[index][key], (value, typing = false) => {
      rows = rows.map((old, i) => (i === index ? { ...old, [key]: value } : old));
      begun = true;
      back.close();
      changed(rows, { typing });
    }));
    const fields = make("div", { className: "eq-fields" }, ...cells.map((part) => part.node));
    if (spec.rows === 1) return { node: fields, cells };
    const called = `${spec.row_name} ${index + 1}`;
    const node = make("fieldset", {}, make("legend", { textContent: called }), fields);
    if (adds) node.append(make("div", { className: "eq-foot" }, quiet(`${index}/remove`, "Remove", `Remove ${called}`, () => remove(index))));
    return { node, cells };
  };
  function draw() {
    drawn = rows.map((_, index) => row(index));
    box.replaceChildren(...drawn.map((part) => part.node));
    add.hidden = !adds || rows.length >= spec.most;
  }
  const remove = (index) => {
    const before = rows;
    rows = rows.length > 1 ? rows.filter((_, i) => i !== index) : [{}];
    draw();
    announce(`${spec.row_name} ${index + 1} removed. To undo, press “Put it back”.`);
    changed(rows);
    back.offer(before);
    focusAt(box, `${Math.min(index, rows.length - 1)}:${spec.columns[0][0]}`);
  };
  const add = make("button", {
    type: "button", className: "eq-quiet", textContent: `Add: ${spec.row_name.toLowerCase()}`,
    onclick: () => {
      rows = [...rows, {}];
      back.close();
      draw();
      announce(`${spec.row_name} ${rows.length} added.`);
      changed(rows);
      focusAt(box, `${rows.length - 1}:${spec.columns[0][0]}`);
    },
  });
  return {
    node: framed(spec.prompt, box, make("div", { className: "eq-foot" }, add, back.button)),
    paint(value) {
      const given = Array.isArray(value) ? value : [];
      const length = spec.rows || Math.max(1, given.length);
      begun = Array.isArray(value);
      rows = Array.from({ length }, (_, i) => ({ ...(given[i] ?? drafts) }));
      if (drawn.length !== length) keepingFocus(box, draw);
      else drawn.forEach((part, i) => part.cells.forEach((one, k) => one.paint(rows[i][spec.columns[k][0]])));
    },
    place: (at) => atField(box, at),
    draft() { // checked as it is, it becomes the answer, once
      if (begun || !Object.keys(drafts).length) return null;
      begun = true;
      return rows;
    },
  };
};

editors.tree = (spec, name, changed, announce) => {
  const root = make("ul", { className: "eq-list" });
  const picture = make("div", { className: "eq-picture" });
  const cards = Object.fromEntries(spec.deck);
  let nodes = []; // in reading order: {id, parent, level, text, perhaps card, and the level's own fields}
  let more = []; // links beside the one that a node is drawn under: kept as they are
  let numbers = 0;
  const named = (depth) => spec.levels[depth].label.toLowerCase();
  const one = (id) => nodes.find((node) => node.id === id);
  const children = (id) => nodes.filter((node) => node.parent === id);
  const called = (node) => node.text || `empty ${named(node.level)}`;
  const below = (id) => children(id).flatMap((child) => [child.id, ...below(child.id)]);
  // A box that hangs on itself would be drawn nowhere; it is drawn at the top, and its link is kept.
  const inCircle = (node) => {
    let above = one(node.parent);
    for (let steps = 0; above && above !== node && steps < nodes.length; steps += 1) above = one(above.parent);
    return above === node;
  };
  const value = () => ({
    nodes: nodes.map(({ parent, ...node }) => node),
    links: [...nodes.filter((node) => node.parent).map((node) => [node.parent, node.id]), ...more.filter((link) => link.every(one) && one(link[1]).parent !== link[0])],
  });

  // Each change of shape: the new nodes, what to say, and where the person goes on.
  const reshape = (next, words, ...places) => {
    nodes = next;
    back.close();
    draw();
    announce(words());
    changed(value());
    if (!focusAt(root, ...places)) addRoot.focus();
  };
  const back = takingBack((before) => reshape(before, () => "Put back.", `${before[0].id}:text`));
  const entry = (node) => [`${node.id}:text`, `${node.id}:card`];

  const addUnder = (parent, depth) => {
    if (nodes.length >= spec.most) {
      announce(`A diagram has room for ${spec.most} boxes, and this one is full. Delete a box to add another.`);
      return;
    }
    do numbers += 1; while (one(`n${numbers}`));
    const node = { id: `n${numbers}`, parent, level: depth, text: "" };
    reshape([...nodes, node], () => `New ${named(depth)}${parent ? ` under ${called(one(parent))}` : ""}.`, ...(spec.deck.length && depth ? [`${node.id}:card`] : entry(node)));
  };
  const remove = (node) => {
    const before = nodes;
    const gone = new Set([node.id, ...below(node.id)]);
    const siblings = children(node.parent);
    const place = siblings.findIndex((other) => other.id === node.id);
    const next = siblings[place + 1] ?? siblings[place - 1] ?? one(node.parent);
    const words = `${called(one(node.id))} removed${gone.size > 1 ? `, with ${gone.size - 1} below it` : ""}. To undo, press “Put it back”.`;
    reshape(nodes.filter((other) => !gone.has(other.id)), () => words, ...(next ? entry(next) : []));
    back.offer(before);
  };
  const shift = (node, way, at) => {
    const siblings = children(node.parent);
    const place = siblings.findIndex((other) => other.id === node.id);
    const a = nodes.findIndex((other) => other.id === node.id);
    const b = nodes.indexOf(siblings[place + way]);
    const next = [...nodes];
    [next[a], next[b]] = [next[b], next[a]];
    reshape(next, () => `${called(one(node.id))}: now ${place + way + 1} of ${siblings.length}.`, `${node.id}/${at}`, `${node.id}/${at === "up" ? "down" : "up"}`);
  };
  const moveTo = (node, parent) => {
    const moved = { ...one(node.id), parent };
    reshape([...nodes.filter((other) => other.id !== node.id), moved], () => `${called(moved)} is now under ${called(one(parent))}.`, ...entry(node));
  };
  const put = (node, entries, typing) => {
    nodes = nodes.map((other) => (other.id === node.id ? { ...other, ...entries } : other));
    back.close();
    changed(value(), { typing });
  };

  // The names of buttons and of places to move to follow what is typed.
  const rename = (id) => {
    const words = called(one(id));
    root.querySelectorAll(`[data-of="${CSS.escape(id)}"]`).forEach((part) => part.setAttribute("aria-label", part.dataset.says.replace("%", words)));
    root.querySelectorAll(`option[data-home="${CSS.escape(id)}"]`).forEach((part) => { part.textContent = words; });
  };
  const tool = (node, at, text, says, onclick, disabled) => {
    const button = quiet(`${node.id}/${at}`, text, says.replace("%", called(node)), onclick, disabled);
    Object.assign(button.dataset, { of: node.id, says });
    return button;
  };
  const mover = (node) => {
    const homes = node.level ? nodes.filter((other) => other.level === node.level - 1 && other.id !== node.parent) : [];
    if (!homes.length) return [];
    const select = make("select", {}, make("option", { value: "", textContent: "Move under…" }));
    homes.forEach((home) => {
      const option = make("option", { value: home.id, textContent: called(home) });
      option.dataset.home = home.id;
      select.append(option);
    });
    const says = `Move % under another ${named(node.level - 1)}`;
    select.setAttribute("aria-label", says.replace("%", called(node)));
    Object.assign(select.dataset, { of: node.id, says, at: `${node.id}/home` });
    return [select, tool(node, "move", "Move", "Move: %", () => (select.value ? moveTo(node, select.value) : announce("Choose first where it goes.")))];
  };
  const words = (node) => {
    const label = spec.levels[node.level].label;
    const typed = (title) => cell(`${node.id}:text`, { label: title, type: "text" }, node.text, (text) => { put(node, { text }, true); rename(node.id); }).node;
    if (!spec.deck.length || !node.level) return [typed(label)];
    const taken = new Set(nodes.filter((other) => other.id !== node.id).map((other) => other.card));
    const options = spec.deck.filter(([code, words]) => !taken.has(code) || words === "idea needed"); // one card for many gaps
    const choice = cell(`${node.id}:card`, { label: `${label}: a card`, type: "choice", options }, node.card, (code) => {
      put(node, { card: code ?? "", text: cards[code] ?? "" });
      keepingFocus(root, draw);
    }).node;
    return node.card ? [choice] : [choice, typed("or your own words")];
  };
  const item = (node, index, siblings) => {
    const next = node.level + 1;
    const extra = spec.levels[node.level].fields.map(([key, column]) => cell(`${node.id}:${key}`, column, node[key], (given, typing = false) => put(node, { [key]: given }, typing)).node);
    const tools = [
      ...(spec.levels[next] ? [tool(node, "add", `Add ${named(next)}`, `Add ${named(next)} under %`, () => addUnder(node.id, next))] : []),
      ...(siblings.length > 1 ? [
        tool(node, "up", "Up", "Up: %", () => shift(node, -1, "up"), index === 0),
        tool(node, "down", "Down", "Down: %", () => shift(node, 1, "down"), index === siblings.length - 1),
      ] : []),
      tool(node, "delete", "Delete", "Delete: %", () => remove(node)),
      ...mover(node),
    ];
    const held = children(node.id);
    return make("li", {},
      make("div", { className: "eq-node" }, make("div", { className: "eq-fields" }, ...words(node), ...extra), make("div", { className: "eq-foot" }, ...tools)),
      ...(held.length ? [make("ul", {}, ...held.map((child, i) => item(child, i, held)))] : []));
  };
  const addRoot = make("button", { type: "button", className: "eq-quiet", textContent: `Add ${named(0)}`, onclick: () => addUnder(null, 0) });
  function draw() {
    const tops = nodes.filter((node) => !node.parent);
    root.replaceChildren(...tops.map((node, i) => item(node, i, tops)));
    addRoot.hidden = nodes.some((node) => node.level === 0);
  }
  draw();
  return {
    node: framed(spec.prompt, root, make("div", { className: "eq-foot" }, addRoot, back.button), picture),
    paint(given) {
      if (JSON.stringify(given ?? null) === JSON.stringify(nodes.length ? value() : null)) return;
      const home = {};
      more = [];
      (given?.links ?? []).forEach((link) => { if (home[link[1]]) more.push(link); else home[link[1]] = link[0]; });
      nodes = (given?.nodes ?? []).map((node) => ({ ...node, level: spec.levels[node.level] ? node.level : 0, parent: home[node.id] ?? null }));
      nodes.filter(inCircle).forEach((node) => {
        if (!inCircle(node)) return; // opened already, further along
        more.push([node.parent, node.id]);
        node.parent = null;
      });
      keepingFocus(root, draw);
    },
    place: (at) => atField(root, at) ?? atField(root, at.replace(/:card$/, ":text")),
    picture: (html) => { picture.innerHTML = html; },
  };
};
