// The states of an answer, the same on every form: ICONS and WORDS come from questions/states.py. in_lab.js stands before it.

// A shape and its words; readers pass over the shape.
function stateNode(name, words = WORDS[name]) {
  const node = make("span", { className: `eq-state eq-is-${name}`, innerHTML: ICONS[name] });
  node.append(make("span", { textContent: words }));
  return node;
}

// A result: its heading, what helps, and a link to the field that needs it.
function resultNode(name, heading, sentence, ...more) {
  const node = make("div", { className: `eq-verdict eq-is-${name}`, innerHTML: ICONS[name] });
  node.append(make("div", {}, make("strong", { textContent: heading }), " ", make("p", { textContent: sentence }), ...more));
  return node;
}

// What is said at single fields: each note stands beside its field and describes it, until it is cleared.
function fieldNotes() {
  let set = [];
  return {
    put({ field, box, before, after }, right, words, heading = right ? "Right." : "Look again.") {
      const name = right ? "right" : "again";
      const note = make("p", { id: unique(), className: `eq-note eq-is-${name}`, innerHTML: ICONS[name] });
      note.append(make("span", {}, make("strong", { textContent: heading }), words ? ` ${words}` : ""));
      if (before) before.before(note); else after.after(note);
      const described = field.getAttribute("aria-describedby");
      field.setAttribute("aria-describedby", [described, note.id].filter(Boolean).join(" "));
      box.classList.add(`eq-at-${name}`);
      set.push(() => {
        note.remove();
        box.classList.remove(`eq-at-${name}`);
        if (described) field.setAttribute("aria-describedby", described); else field.removeAttribute("aria-describedby");
      });
      return field;
    },
    clear() { set.forEach((undo) => undo()); set = []; },
  };
}

// What leads to a field of this form: it moves the focus and never the page's address, so it is a button that looks like a link.
function linkTo(field, textContent) {
  const target = field.matches("fieldset, li") ? field.querySelector("input, select, button") ?? field : field;
  const onclick = () => {
    target.focus({ preventScroll: true });
    field.scrollIntoView({ block: "center" });
  };
  return make("button", { type: "button", className: "eq-link", textContent, onclick });
}

// The checks of a plan. What stands at its field is not told again here, but in one line that leads there; it comes back
// once the answer has changed, when the notes at the fields go (eq-before). `field` gives the field of a place, if any.
function listChecks(box, notes, placed, field) {
  const item = (name, ...words) => {
    const li = make("li", { className: `eq-is-${name}`, innerHTML: ICONS[name] ?? "" });
    li.append(make("span", {}, ...words));
    return li;
  };
  const line = (note) => {
    const [, met, sentence, at] = note;
    const there = !met && field(at);
    const named = make("strong", { textContent: met === null ? "Tip: " : met ? "Met: " : "Not yet: " });
    const li = item(met === null ? "tip" : met ? "right" : "again", named, sentence, ...(there ? [" ", linkTo(there, "Go there")] : []));
    li.classList.toggle("eq-at-field", placed.includes(note));
    return li;
  };
  const inShort = () => {
    const many = placed.length > 1;
    const words = make("strong", { textContent: many ? `${placed.length} things to change: shown at their fields.` : "1 thing to change: shown at its field." });
    const [first] = placed.map(([, , , at]) => field(at)).sort((a, b) => (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1));
    const li = item("again", words, " ", linkTo(first, many ? "Go to the first" : "Go there"));
    li.classList.add("eq-in-short");
    return li;
  };
  const inOrder = [false, null, true].flatMap((met) => notes.filter((note) => note[1] === met));
  box.replaceChildren(make("p", { textContent: "From your last check:" }), make("ul", {}, ...(placed.length ? [inShort()] : []), ...inOrder.map(line)));
  box.hidden = !notes.length;
}
