// A few fields, typed or chosen, and one button: the hand-in, the date of the session, the case, the files of a project.

const PATIENCE = 4000;

function render({ model, el }) {
  const inputs = {};
  const labels = model.get("fields").map(([key, text, value, options]) => {
    const label = document.createElement("label");
    inputs[key] = options
      ? document.createElement("select")
      : Object.assign(document.createElement("input"), { type: "text", value, autocomplete: "off", size: 24 });
    options?.forEach(([code, words]) => inputs[key].append(Object.assign(document.createElement("option"), { value: code, textContent: words, selected: code === value })));
    label.append(Object.assign(document.createElement("span"), { textContent: text }), inputs[key]);
    return label;
  });
  const status = Object.assign(document.createElement("p"), { className: "eq-status" });
  status.setAttribute("role", "status");
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: model.get("button") });
  const frame = document.createElement("fieldset");
  const title = Object.assign(document.createElement("legend"), { textContent: model.get("button") });
  const stack = Object.assign(document.createElement("div"), { className: "eq-stack" });
  stack.append(...labels);
  frame.append(title, stack, button, status);
  const root = Object.assign(document.createElement("div"), { className: "eq-form" });
  root.append(frame);
  el.append(root);

  let timer = null;
  const say = (words, warn) => { status.textContent = words; status.classList.toggle("eq-warn", warn); };
  button.onclick = () => {
    say(model.get("busy"), false);
    clearTimeout(timer);
    timer = setTimeout(() => say("No word yet from this page. If it is still running, wait; otherwise press “Start this page” at the top.", true), PATIENCE);
    try {
      model.send(Object.fromEntries(Object.entries(inputs).map(([key, input]) => [key, input.value])));
    } catch {
      clearTimeout(timer);
      say("Not connected. Press “Start this page” at the top, then try again.", true);
    }
  };
  const heard = ({ said, failed }) => { clearTimeout(timer); say(said ?? failed, Boolean(failed)); };
  model.on("msg:custom", heard);
  keepKeys(root);
  return () => { clearTimeout(timer); model.off("msg:custom", heard); };
}

export default { render };
