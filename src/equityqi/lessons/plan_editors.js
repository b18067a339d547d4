// The editors of a plan: a table (one form, or rows that can be added) and a tree (a driver diagram
// as a nested list: the list is the source, the picture follows). widget.py puts this file before form.js.

function cell(name, column, onChange) {
  const id = `${name}-${++forms}`;
  const label = make("label", { htmlFor: id, className: "eq-name", textContent: column.unit ? `${column.label}, in ${column.unit}` : column.label });
  const hint = column.hint ? make("span", { id: `${id}-hint`, className: "eq-hint", textContent: column.hint }) : null;
  let input;
  if (column.type === "choice") {
    input = make("select", { id, onchange: () => onChange(input.value || null) });
    input.append(make("option", { value: "", textContent: "Choose…" }));
    column.options.forEach(([value, textContent]) => input.append(make("option", { value, textContent })));
  } else if (column.type === "long") {
    input = make("textarea", { id, rows: 3, spellcheck: true, oninput: () => onChange(input.value, true) });
  } else {
    const kinds = { number: { inputMode: "decimal", size: 10 }, date: { size: 18, placeholder: "31 March 2027" }, text: { size: 46, spellcheck: true } };
    input = make("input", { id, type: "text", autocomplete: "off", ...kinds[column.type], oninput: () => onChange(input.value, true) });
  }
  if (hint) input.setAttribute("aria-describedby", hint.id);
  return {
    node: make("div", { className: "eq-cell" }, label, ...(hint ? [hint] : []), input),
    paint: (value) => { if (input.value !== String(value ?? "")) input.value = value ?? ""; },
    focus: () => input.focus(),
  };
}

function quiet(text, label, onclick, disabled = false) {
  const button = make("button", { type: "button", className: "eq-quiet", textContent: text, onclick, disabled });
  button.setAttribute("aria-label", label);
  return button;
}

editors.table = (spec, name, changed, announce) => {
  const box = make("div");
  const one = spec.rows === 1;
  let rows = [];
  const row = (index) => {
    const cells = spec.columns.map(([key, column]) => {
      const part = cell(`${name}-${key}`, column, (value, typing = false) => {
        rows = rows.map((old, i) => (i === index ? { ...old, [key]: value } : old));
        changed(rows, { typing });
      });
      part.paint(rows[index][key]);
      return part;
    });
    const tools = spec.rows ? [] : [make("div", { className: "eq-foot" }, quiet("Remove", `Remove ${spec.row_name} ${index + 1}`, () => remove(index)))];
    const node = one ? make("div") : make("fieldset", {}, make("legend", { textContent: `${spec.row_name} ${index + 1}` }));
    node.append(...cells.map((part) => part.node), ...tools);
    return { node, cells };
  };
  let drawn = [];
  const draw = () => {
    drawn = rows.map((_, index) => row(index));
    box.replaceChildren(...drawn.map((part) => part.node));
    add.hidden = Boolean(spec.rows) || rows.length >= spec.most;
  };
  const remove = (index) => {
    rows = rows.filter((_, i) => i !== index);
    draw();
    announce(`${spec.row_name} ${index + 1} removed; ${rows.length} left.`);
    changed(rows);
    (drawn[Math.min(index, rows.length - 1)]?.cells[0] ?? { focus: () => add.focus() }).focus();
  };
  const add = make("button", {
    type: "button", className: "eq-quiet", textContent: `Add: ${spec.row_name.toLowerCase()}`,
    onclick: () => { rows = [...rows, {}]; draw(); changed(rows); drawn.at(-1).cells[0].focus(); },
  });
  return {
    node: framed(spec.prompt, box, add),
    paint(value) {
      const given = Array.isArray(value) ? value : [];
      const length = spec.rows || Math.max(1, given.length);
      const next = Array.from({ length }, (_, i) => ({ ...(given[i] ?? {}) }));
      const same = next.length === rows.length && drawn.length === rows.length;
      rows = next;
      if (!same) return draw();
      drawn.forEach((part, i) => part.cells.forEach((c, k) => { if (!part.node.contains(document.activeElement)) c.paint(rows[i][spec.columns[k][0]]); }));
    },
  };
};

editors.tree = (spec, name, changed, announce) => {
  const root = make("ul", { className: "eq-tree" });
  const picture = make("div", { className: "eq-picture" });
  let nodes = []; // in reading order: {id, parent, level, text or card, and the level's own fields}
  let numbers = 0;
  const level = (node) => spec.levels[node.level];
  const children = (id) => nodes.filter((node) => node.parent === id);
  const called = (node) => (node.card ? spec.deck.find(([code]) => code === node.card)?.[1] : node.text) || `empty ${level(node).name.toLowerCase()}`;
  const below = (id) => children(id).flatMap((child) => [child.id, ...below(child.id)]);
  const value = () => ({
    nodes: nodes.map(({ parent, ...node }) => node),
    links: nodes.filter((node) => node.parent).map((node) => [node.parent, node.id]),
  });
  const keep = (typing = false) => changed(value(), { typing });
  const focusOn = (id) => root.querySelector(`[data-node="${CSS.escape(id)}"] input, [data-node="${CSS.escape(id)}"] select`)?.focus();

  const addUnder = (parent, depth) => {
    const used = new Set(nodes.map((node) => node.id));
    do numbers += 1; while (used.has(`n${numbers}`));
    const node = { id: `n${numbers}`, parent, level: depth, text: "" };
    nodes = [...nodes, node];
    draw();
    announce(`A new ${level(node).name.toLowerCase()} stands ${parent ? `under ${called(nodes.find((n) => n.id === parent))}` : "in the list"}.`);
    keep();
    focusOn(node.id);
  };
  const remove = (node) => {
    const gone = new Set([node.id, ...below(node.id)]);
    const siblings = children(node.parent);
    const next = siblings[siblings.findIndex((s) => s.id === node.id) + 1] ?? siblings[siblings.findIndex((s) => s.id === node.id) - 1];
    nodes = nodes.filter((n) => !gone.has(n.id));
    draw();
    announce(`${called(node)} removed${gone.size > 1 ? `, with ${gone.size - 1} below it` : ""}.`);
    keep();
    if (next) focusOn(next.id);
    else if (node.parent) focusOn(node.parent);
    else addRoot.focus();
  };
  const shift = (node, way) => {
    const siblings = children(node.parent);
    const other = siblings[siblings.findIndex((s) => s.id === node.id) + way];
    if (!other) return;
    const a = nodes.indexOf(node), b = nodes.indexOf(other);
    nodes = nodes.map((n, i) => (i === a ? other : i === b ? node : n));
    draw();
    announce(`${called(node)}: now ${children(node.parent).findIndex((s) => s.id === node.id) + 1} of ${siblings.length}.`);
    keep();
    focusOn(node.id);
  };
  const moveTo = (node, parent) => {
    nodes = [...nodes.filter((n) => n !== node), { ...node, parent }];
    draw();
    announce(`${called(node)} now stands under ${called(nodes.find((n) => n.id === parent))}.`);
    keep();
    focusOn(node.id);
  };
  const put = (node, key, entry, typing) => {
    nodes = nodes.map((n) => (n.id === node.id ? { ...n, [key]: entry } : n));
    keep(typing);
  };

  const words = (node) => {
    if (!spec.deck.length) {
      const part = cell(`${name}-t`, { label: level(node).name, type: "text" }, (entry, typing) => put(node, "text", entry, typing));
      part.paint(node.text);
      return part.node;
    }
    const taken = new Set(nodes.filter((n) => n.id !== node.id).map((n) => n.card));
    const options = spec.deck.filter(([code]) => !taken.has(code));
    const part = cell(`${name}-t`, { label: level(node).name, type: "choice", options }, (code) => {
      nodes = nodes.map((n) => (n.id === node.id ? { ...n, card: code, text: spec.deck.find(([c]) => c === code)?.[1] ?? "" } : n));
      draw();
      keep();
      focusOn(node.id);
    });
    part.paint(node.card);
    return part.node;
  };
  const item = (node, index, siblings) => {
    const next = spec.levels[node.level + 1];
    const extra = level(node).fields.map(([key, column]) => {
      const part = cell(`${name}-${key}`, column, (entry, typing = false) => put(node, key, entry, typing));
      part.paint(node[key]);
      return part.node;
    });
    const tools = [
      ...(next ? [quiet(`Add ${next.name.toLowerCase()}`, `Add ${next.name.toLowerCase()} under ${called(node)}`, () => addUnder(node.id, node.level + 1))] : []),
      quiet("Up", `Up: ${called(node)}`, () => shift(node, -1), index === 0),
      quiet("Down", `Down: ${called(node)}`, () => shift(node, 1), index === siblings.length - 1),
      quiet("Delete", `Delete: ${called(node)}`, () => remove(node)),
    ];
    const homes = node.level ? nodes.filter((n) => n.level === node.level - 1 && n.id !== node.parent) : [];
    if (homes.length) {
      const select = make("select", { onchange: () => select.value && moveTo(nodes.find((n) => n.id === node.id), select.value) });
      select.setAttribute("aria-label", `Move ${called(node)} under another ${spec.levels[node.level - 1].name.toLowerCase()}`);
      select.append(make("option", { value: "", textContent: "Move under…" }), ...homes.map((home) => make("option", { value: home.id, textContent: called(home) })));
      tools.push(select);
    }
    const li = make("li", {}, make("div", { className: "eq-node" }, words(node), ...extra, make("div", { className: "eq-foot" }, ...tools)));
    li.dataset.node = node.id;
    const held = children(node.id);
    if (held.length) li.append(make("ul", {}, ...held.map((child, i) => item(child, i, held))));
    return li;
  };
  const addRoot = quiet(`Add ${spec.levels[0].name.toLowerCase()}`, `Add ${spec.levels[0].name.toLowerCase()}`, () => addUnder(null, 0));
  function draw() {
    const tops = nodes.filter((node) => !node.parent);
    root.replaceChildren(...tops.map((node, i) => item(node, i, tops)));
    addRoot.hidden = tops.some((node) => node.level === 0);
  }
  draw();
  return {
    node: framed(spec.prompt, root, addRoot, picture),
    paint(given) {
      if (JSON.stringify(given ?? null) === JSON.stringify(nodes.length ? value() : null)) return;
      const home = Object.fromEntries((given?.links ?? []).map(([from, to]) => [to, from]));
      nodes = (given?.nodes ?? []).map((node) => ({ ...node, parent: home[node.id] ?? null }));
      draw();
    },
    picture: (html) => { picture.innerHTML = html; },
  };
};
