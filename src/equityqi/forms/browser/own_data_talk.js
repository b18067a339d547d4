// What the two forms of own data share: a field with its hint, lines that speak, and the talk with Python.

const GONE = "Not connected. Wait a few seconds, load the page again, then try once more.";
const WAITING = "We haven’t heard from the page yet. If it’s still busy, wait a moment. If not, load it again.";

function field(text, input, kind = "eq-long", hint = "") {
  input.id = unique();
  input.autocomplete = "off";
  const note = hint ? [make("span", { className: "eq-hint", id: unique(), textContent: hint })] : [];
  if (hint) input.setAttribute("aria-describedby", note[0].id);
  return make("div", { className: `eq-cell ${kind}` }, make("label", { htmlFor: input.id, textContent: text }), ...note, input);
}

function line() {
  const node = make("p", { className: "eq-status" });
  node.setAttribute("role", "status");
  return node;
}

// What is said stands in one line, the first until another is named. `patience`: ms until a missing word is told.
function talk(model, first, patience) {
  let at = first, timer = null;
  const say = (words, warn = false) => { at.textContent = words; at.classList.toggle("eq-warn", warn); };
  return {
    say,
    speakAt(other) { if (other !== at) say(""); at = other; }, // what was said before is no longer so
    post(message, buffers = []) {
      clearTimeout(timer);
      timer = setTimeout(() => say(WAITING, true), patience);
      try { model.send(message, undefined, buffers); } catch { clearTimeout(timer); say(GONE, true); }
    },
    // Puts the form on the page, painted again at each `change` of the model; what comes back takes it away.
    show(el, root, { heard, paint, change }) {
      const hears = (reply, buffers) => { clearTimeout(timer); heard(reply, buffers); };
      model.on("msg:custom", hears);
      model.on(change, paint);
      keepKeys(root);
      for (const kind of ["paste", "copy", "cut"]) root.addEventListener(kind, (event) => event.stopPropagation());
      el.append(root);
      paint();
      const leave = settle(root);
      return () => {
        clearTimeout(timer);
        model.off("msg:custom", hears);
        model.off(change, paint);
        leave();
      };
    },
  };
}
