// A card: a few fields, typed or chosen, and one button (the hand-in, the dates of the sessions, the case, the files of a project).

const CHOSEN = { file: ".zip", picture: ".png,.jpg,.jpeg,.svg", roll: ".csv", projects: ".json" }; // what a file may be
const PATIENCE = 4000, LARGEST = 50 * 2 ** 20; // ms, bytes
const GONE = "Not connected. Wait a few seconds, load the page again, then try once more.";
const TOO_LARGE = { // by the kind of file that is asked for
  file: "This file is far larger than a copy of your work. Choose the file whose name begins with my-copy, just as the course made it.",
  picture: "This picture is far too large. Save a smaller copy of your logo, under half a megabyte, and choose that.",
  projects: "One of these files is far larger than a project. Choose only the files that “A copy for my leader” made.",
  roll: "This file is far too large for a roll. Choose the CSV file with the columns id, name and sessions.",
};
const AT_FIELDS = "Not saved yet. Each marked field shows what to change.";
const UNREAD = "The file could not be read. Choose it again.";
const WAITING = "We haven’t heard from the page yet. If it’s still busy, wait a moment. If not, load it again.";

function field([key, text, value, options]) {
  if (options === "tick") {
    const input = make("input", { type: "checkbox", checked: Boolean(value) });
    return { key, input, node: make("label", { className: "eq-tick" }, input, make("span", { textContent: text })) };
  }
  const input = CHOSEN[options] ? make("input", { type: "file", accept: CHOSEN[options], multiple: options === "projects" }) : options
    ? make("select", {}, ...options.map(([code, textContent]) => make("option", { value: code, textContent, selected: code === value })))
    : make("input", { type: "text", value, autocomplete: "off", size: 24 });
  return { key, input, kind: options, node: make("label", {}, make("span", { textContent: text }), input) };
}

function card(spec, number, post) {
  const { title, lead, facts, fold, fields, button, busy } = spec;
  const name = make("p", { className: "eq-card-title", id: unique(), textContent: title });
  const words = make("div", { className: facts ? "eq-facts" : "" });
  const tell = (lines) => words.replaceChildren(...lines.map((textContent) => make("p", { textContent })));
  tell(lead);
  const inputs = fields.map(field);
  const status = make("p", { className: "eq-status" });
  status.setAttribute("role", "status");
  const made = fileShelf();
  const act = make("button", { type: "button", className: "eq-quiet", textContent: button });
  const stack = make("div", { className: "eq-stack" }, ...inputs.map(({ node }) => node));
  const asks = make("div", {}, stack, act);
  const node = make("div", { className: title ? "eq-card" : "eq-bare" }, ...(title ? [name] : []), words, fold ? make("details", {}, make("summary", { textContent: fold }), asks) : asks, status, made.node);
  if (title) {
    node.setAttribute("role", "group");
    node.setAttribute("aria-labelledby", name.id);
  }

  const mark = (at) => inputs.forEach(({ key, input, node: label }) => {
    if (label.nextElementSibling?.classList.contains("eq-at-field")) label.nextElementSibling.remove();
    input.removeAttribute("aria-invalid");
    input.removeAttribute("aria-describedby");
    if (!at[key]) return;
    const told = make("p", { className: "eq-at-field", id: unique(), textContent: at[key] });
    label.after(told);
    input.setAttribute("aria-invalid", "true");
    input.setAttribute("aria-describedby", told.id);
  });

  let timer = null;
  const say = (text, warn) => { status.textContent = text; status.classList.toggle("eq-warn", warn); };
  const files = inputs.filter(({ input }) => input.type === "file");
  act.onclick = async () => {
    const chosen = files.flatMap(({ input }) => [...input.files]);
    const large = files.find(({ input }) => [...input.files].some(({ size }) => size > LARGEST));
    if (large) return say(TOO_LARGE[large.kind], true);
    say(busy, false);
    mark({});
    made.clear();
    clearTimeout(timer);
    timer = setTimeout(() => say(WAITING, true), PATIENCE);
    let buffers;
    try {
      buffers = await Promise.all(chosen.map((file) => file.arrayBuffer()));
    } catch {
      clearTimeout(timer);
      return say(UNREAD, true);
    }
    try {
      const typed = inputs.filter(({ input }) => input.type !== "file").map(({ key, input }) => [key, input.type === "checkbox" ? (input.checked ? "yes" : "") : input.value]);
      post({ card: number, typed: Object.fromEntries(typed), names: chosen.map((file) => file.name) }, buffers);
    } catch {
      clearTimeout(timer);
      say(GONE, true);
    }
    return undefined;
  };
  return {
    node,
    heard(reply, buffers) {
      clearTimeout(timer);
      const at = reply.at ?? {}, wrong = inputs.filter(({ key }) => at[key]);
      mark(at);
      say(reply.said ?? (wrong.length ? AT_FIELDS : reply.failed), Boolean(reply.failed));
      wrong[0]?.input.focus();
      if (reply.lead) tell(reply.lead);
      made.put(reply, buffers);
    },
    end() { clearTimeout(timer); made.clear(); },
  };
}
