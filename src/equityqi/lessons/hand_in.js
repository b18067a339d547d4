// A name, a partner if there is one, and a button that makes the hand-in file.

const PATIENCE = 4000;

function render({ model, el }) {
  const field = (text, value) => {
    const label = document.createElement("label");
    const input = Object.assign(document.createElement("input"), { type: "text", value, autocomplete: "off", size: 24 });
    const words = Object.assign(document.createElement("span"), { textContent: text });
    label.append(words, input);
    return [label, input];
  };
  const [who, name] = field("Your name or code:", model.get("name"));
  const [partner, pair] = field("Your partner's name or code, if you worked as a pair:", "");
  const status = Object.assign(document.createElement("p"), { className: "eq-status" });
  status.setAttribute("role", "status");
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: "Make my hand-in" });
  const frame = document.createElement("fieldset");
  const title = Object.assign(document.createElement("legend"), { textContent: "Make my hand-in" });
  const stack = Object.assign(document.createElement("div"), { className: "eq-stack" });
  stack.append(who, partner);
  frame.append(title, stack, button, status);
  const root = Object.assign(document.createElement("div"), { className: "eq-form" });
  root.append(frame);
  el.append(root);

  let timer = null;
  const say = (words, warn) => { status.textContent = words; status.classList.toggle("eq-warn", warn); };
  button.onclick = () => {
    say("Making your hand-in…", false);
    clearTimeout(timer);
    timer = setTimeout(() => say("No word yet from this page. If it is still running, wait; otherwise press “Start this page” at the top.", true), PATIENCE);
    try {
      model.send({ name: name.value, pair: pair.value });
    } catch {
      clearTimeout(timer);
      say("Not connected. Press “Start this page” at the top, then try again.", true);
    }
  };
  const heard = ({ said, failed }) => { clearTimeout(timer); say(said ?? failed, Boolean(failed)); };
  model.on("msg:custom", heard);
  const guard = (event) => { if (!event.ctrlKey && !event.metaKey && !event.altKey) event.stopPropagation(); };
  for (const kind of ["keydown", "keypress", "keyup"]) root.addEventListener(kind, guard);
  return () => { clearTimeout(timer); model.off("msg:custom", heard); };
}

export default { render };
