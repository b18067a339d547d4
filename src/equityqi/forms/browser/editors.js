// The editors of a form, one for each kind of question: a node, paint(value), and
// changed(value, {typing, patch}) on a change. widget.py puts this file before form.js.

const MOST_LETTERS = 4000; // of a text are read when it is checked
const TOO_LONG = "This text has more than 4,000 letters. All of it is saved, but Check reads the first 4,000 only. Can you say it more briefly?";

// Say beside a field when its text is longer than what is read; nothing is cut.
function longNote(input) {
  const note = make("p", { className: "eq-note eq-plain", hidden: true });
  note.setAttribute("role", "status");
  const look = () => {
    const long = input.value.length > MOST_LETTERS && [...input.value].length > MOST_LETTERS;
    if (note.hidden === long) { note.hidden = !long; note.textContent = long ? TOO_LONG : ""; }
  };
  input.addEventListener("input", look);
  return { node: note, look };
}

function radios(name, options, onPick, stacked) {
  const box = make("div", { className: stacked ? "eq-stack" : "" });
  const inputs = options.map(([code, text]) => {
    const input = make("input", { type: "radio", name, value: code, onchange: () => onPick(code) });
    box.append(option(input, text));
    return input;
  });
  return { node: box, paint: (value) => inputs.forEach((input) => { input.checked = input.value === value; }), place: atOption(inputs) };
}

// One option: the whole row is the target, and what is said of it stands in the row, outside its label.
const option = (input, text) => make("div", { className: "eq-option" }, make("label", {}, input, make("span", { textContent: text })));

const atOption = (inputs) => (code) => {
  const field = inputs.find((input) => input.value === code);
  return field && { field, box: field.closest(".eq-option"), after: field.parentElement };
};

function list(label, options, onPick) {
  const select = make("select", { onchange: () => onPick(select.value || null) });
  select.append(make("option", { value: "", textContent: "Choose…" }));
  options.forEach(([value, textContent]) => select.append(make("option", { value, textContent })));
  return {
    node: make("label", {}, make("span", { textContent: label }), select),
    paint: (value) => { select.value = value ?? ""; },
  };
}

const editors = {
  choice(spec, name, changed) {
    const group = radios(name, spec.options, (code) => changed(code), true);
    return { node: framed(spec.prompt, group.node), paint: group.paint, place: group.place };
  },

  multi(spec, name, changed) {
    const box = make("div", { className: "eq-stack" });
    const inputs = spec.options.map(([value, text]) => {
      const input = make("input", { type: "checkbox", value, onchange: () => changed(inputs.filter((i) => i.checked).map((i) => i.value)) });
      box.append(option(input, text));
      return input;
    });
    const paint = (value) => inputs.forEach((i) => { i.checked = (value ?? []).includes(i.value); });
    return { node: framed(spec.prompt, box), paint, place: atOption(inputs) };
  },

  rank(spec, name, changed, announce) {
    const ol = make("ol");
    const text = Object.fromEntries(spec.options);
    const start = [...spec.options].map(([code]) => code);
    let order = start;
    let dragged = null;
    const move = (code, place, focus) => {
      const next = order.filter((c) => c !== code);
      next.splice(Math.max(0, Math.min(place, next.length)), 0, code);
      order = next;
      draw();
      const row = ol.children[order.indexOf(code)];
      const wanted = row.querySelector(`[data-do="${focus}"]`);
      (wanted?.disabled ? row.querySelector("button:not([disabled])") : wanted)?.focus();
      announce(`${text[code]}: now ${order.indexOf(code) + 1} of ${order.length}.`);
      changed(order);
    };
    function draw() {
      ol.replaceChildren(...order.map((code, index) => {
        const button = (what, sign, place) => {
          const b = make("button", { type: "button", className: "eq-quiet", textContent: sign, disabled: place < 0 || place >= order.length, onclick: () => move(code, place, what) });
          b.dataset.do = what;
          b.setAttribute("aria-label", `${sign}: ${text[code]}`);
          return b;
        };
        const places = make("select", { onchange: () => move(code, Number(places.value), "place") });
        places.dataset.do = "place";
        places.setAttribute("aria-label", `Move to place: ${text[code]}`);
        order.forEach((_, i) => places.append(make("option", { value: i, textContent: i + 1, selected: i === index })));
        const row = make("li", { draggable: true }, make("span", { textContent: text[code] }), button("up", "Up", index - 1), button("down", "Down", index + 1), places);
        row.ondragstart = (event) => { dragged = code; event.dataTransfer.setData("text/plain", code); event.stopPropagation(); };
        row.ondragover = (event) => { if (dragged) { event.preventDefault(); event.stopPropagation(); } };
        row.ondrop = (event) => { event.preventDefault(); event.stopPropagation(); if (dragged) move(dragged, order.indexOf(code), "up"); dragged = null; };
        return row;
      }));
    }
    draw();
    const keep = make("button", { type: "button", className: "eq-quiet", textContent: "Keep this order", onclick: () => changed(order) });
    return {
      node: framed(spec.prompt, ol, keep),
      paint(value) { order = Array.isArray(value) && value.length === start.length ? [...value] : start; draw(); },
      place(code) {
        const row = ol.children[order.indexOf(code)];
        return row && { field: row, box: row, before: row.firstChild };
      },
    };
  },

  number(spec, name, changed) {
    const input = make("input", { type: "text", inputMode: "decimal", autocomplete: "off", size: 12, oninput: () => changed(input.value, { typing: true }) });
    return {
      node: framed(spec.prompt, make("label", {}, make("span", { textContent: `Your answer, in ${spec.unit}:` }), input)),
      paint: (value) => { input.value = value ?? ""; },
      place: () => ({ field: input, box: input, before: input.parentElement }),
    };
  },

  text(spec, name, changed) {
    const area = make("textarea", { rows: 4, spellcheck: true, oninput: () => changed(area.value, { typing: true }) });
    const label = make("label", {}, make("span", { textContent: "Your own words:" }));
    area.id = label.htmlFor = `${name}-text`;
    const note = longNote(area);
    return { node: framed(spec.prompt, label, area, note.node), paint: (value) => { area.value = value ?? ""; note.look(); }, place: () => ({ field: area, box: area, before: area }) };
  },
};

// What stands before the question, the question, and what stands after it. A prompt without a question mark begins with what to do.
const inSentences = (words) => words.replace(/([.?!][”"]?)\s+(?=[A-Z“"])/g, "$1\0").split("\0");
function inParts(prompt) {
  const sentences = prompt.trim().split(/\n\n+/).map(inSentences);
  const place = Math.max(0, sentences.findIndex((paragraph) => paragraph.some(isQuestion)));
  const here = sentences[place], first = Math.max(0, here.findIndex(isQuestion)), asked = Math.max(0, here.findLastIndex(isQuestion));
  const last = isTask(here[asked + 1] ?? "") ? asked + 1 : asked;
  const joined = (paragraphs) => paragraphs.map((paragraph) => paragraph.join(" ")).filter(Boolean);
  return [joined([...sentences.slice(0, place), here.slice(0, first)]), here.slice(first, last + 1).join(" "), joined([here.slice(last + 1), ...sentences.slice(place + 1)])];
}
const isTask = (sentence) => /^Put each\b/.test(sentence);
const isQuestion = (sentence) => /\?[”"]?$/.test(sentence);

function framed(prompt, ...inside) {
  const [before, question, after] = inParts(prompt);
  const legend = make("legend", {}, ...before.map((textContent) => make("span", { className: "eq-before-it", textContent })), make("h3", { className: "eq-prompt", textContent: question }));
  return make("fieldset", {}, legend, ...after.map((textContent) => make("p", { className: "eq-help", textContent })), ...inside);
}
