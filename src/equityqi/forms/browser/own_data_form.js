// Own data: a table is pasted or a file chosen, the kernel looks at it, and what it says comes back below. Nothing leaves the computer.

const PATIENCE = 8000, LARGEST = 5_000_000; // ms, bytes: a table of counts is far smaller
const ROLES = [["", "not used"], ["group", "the group"], ["period", "the period"], ["count", "how many"], ["of", "out of how many"]];
const STALE = "The file was changed or moved after you chose it, so this is the older version. Choose it again to read it as it is now.";

function select(options, chosen, empty) {
  const node = make("select", {}, ...(empty ? [make("option", { value: "", textContent: empty })] : []));
  options.forEach(([value, textContent]) => node.append(make("option", { value, textContent })));
  node.value = chosen;
  return node;
}

function render({ model, el }) {
  const text = make("textarea", { rows: 6, spellcheck: false });
  const file = make("input", { type: "file", accept: ".csv,.xlsx,.xlsm,.ods,.xls,.txt,.tsv" });
  const name = make("input", { type: "text", autocomplete: "off", size: 30 });
  const called = make("input", { type: "text", autocomplete: "off", size: 46, value: model.get("called") });
  const better = select([["", "as its words say"], ["1", "better: more is good"], ["-1", "worse: less is good"]], model.get("better"));
  const status = line(), after = line();
  const { say, speakAt, post, show } = talk(model, status, PATIENCE);
  const chosen = make("div", { className: "eq-fields" });
  const result = make("div", { className: "eq-result" });
  const read = make("div", {});
  let fresh = false, selects = {}, changed = {}, held = null, stale = false;

  async function look(where) {
    speakAt(where);
    const choices = fresh ? {} : { ...Object.fromEntries(Object.entries(selects).map(([key, input]) => [key, input.value])), ...changed };
    const message = { do: "look", called: called.value, better: better.value, choices };
    // A browser refuses to read a file that is no longer as it was chosen.
    stale = !fresh && held !== null && await held.slice(0, 1).arrayBuffer().then(() => false, () => true);
    if (!fresh) return say("Looking at your table…"), post(message);
    const from = file.files[0];
    held = text.value.trim() || !from ? null : from;
    if (text.value.trim()) Object.assign(message, { text: text.value });
    else if (from && from.size > LARGEST) return say("This file is larger than 5 MB. Keep only the counts you need, then choose it again.", true);
    else if (from) message.name = from.name;
    else message.name = name.value;
    say("Looking at your table…");
    try { post(message, !text.value.trim() && from ? [await from.arrayBuffer()] : []); } catch { say("We couldn’t read the file. Close it in Excel, then choose it again.", true); }
  }
  const begin = make("button", { type: "button", textContent: "Look at my table", onclick: () => { fresh = Boolean(text.value.trim() || file.files.length || name.value.trim()); look(status); } });
  const again = make("button", { type: "button", className: "eq-quiet", textContent: "Look again with these", onclick: () => { fresh = false; look(after); } });
  const take = (what, words, wait) => make("button", { type: "button", textContent: words, onclick: () => { speakAt(after); say(wait); post({ do: what }); } });
  const word = take("word", "Make the Word file", "Making the Word file…");
  const project = take("project", "Make a project file", "Making the project file…");

  // A file that is dropped on the form is a file that is chosen.
  const drop = (event) => {
    if (!event.dataTransfer?.files.length) return;
    event.preventDefault();
    event.stopPropagation();
    file.files = event.dataTransfer.files;
    text.value = "";
    speakAt(status);
    say(`${file.files[0].name} is chosen. Press “Look at my table”.`);
  };
  const over = (event) => { if (event.dataTransfer?.types.includes("Files")) { event.preventDefault(); event.stopPropagation(); } };

  const table = make("fieldset", {}, make("legend", { textContent: "Your table" }),
    field("Paste your table here", text, "eq-long", "Copy the cells in Excel, headings too, then press Ctrl+V in this box."),
    field("Or choose a file", file, "eq-long", "An Excel file (.xlsx) or a CSV file. You can also drop it on this form."),
    make("details", {}, make("summary", { textContent: "Or name a file in your work folder" }), field("Name of the file", name, "eq-long", "Such as: counts.csv")),
    field("What is counted?", called, "eq-long", "A part of a whole, such as: reviews done, of those booked."),
    field("When the number goes up, that is", better),
    make("div", { className: "eq-foot" }, begin, status));
  const told = make("fieldset", {}, make("legend", { textContent: "What your table shows" }), read, chosen, result, make("div", { className: "eq-foot" }, again, word, project), after);
  const root = make("div", { className: "eq-form eq-own" }, table, told);

  // The table as it was read: a drop-down over each column says what it is for, those in use come first. Two columns never have one role.
  function asRead() {
    const order = (role) => ROLES.findIndex(([one]) => one === role) || ROLES.length;
    const columns = [...model.get("columns")].sort(([, one], [, other]) => order(one) - order(other)), heads = [];
    changed = {};
    columns.forEach(([name, role], place) => {
      const pick = select(ROLES, role);
      const label = make("label", { htmlFor: (pick.id = unique()), textContent: name });
      const cell = make("th", { scope: "col", className: `eq-own-${role || "unused"}` }, label, pick);
      pick.addEventListener("change", () => {
        if (pick.value) {
          changed[pick.value] = name;
          heads.forEach((other) => { if (other.pick !== pick && other.pick.value === pick.value) other.set(""); });
        }
        heads[place].set(pick.value);
        again.hidden = false;
      });
      heads.push({ pick, cell, set: (value) => { pick.value = value; cell.className = `eq-own-${value || "unused"}`; } });
    });
    const rows = (columns[0]?.[2] ?? []).map((_, row) => make("tr", {}, ...columns.map(([, , cells]) => make("td", { textContent: cells[row] }))));
    const table = make("table", {}, make("thead", {}, make("tr", {}, ...heads.map(({ cell }) => cell))), make("tbody", {}, ...rows));
    const about = make("p", { textContent: model.get("reading") });
    read.replaceChildren(make("h3", { textContent: "How we read it" }), about, ...(columns.length ? [make("div", { className: "eq-own-read", tabIndex: 0, role: "region", ariaLabel: "The first rows of your table" }, table)] : []));
  }

  function paint() {
    asRead();
    result.innerHTML = model.get("result"); // made by the kernel, with every word of the table escaped
    selects = {};
    const fields = model.get("choices").map(([key, label, options, now]) => {
      selects[key] = select(options.map((option) => [option, option]), now, "Choose…");
      return [key, field(label, selects[key])];
    });
    chosen.replaceChildren(...fields.map(([, node]) => node));
    again.hidden = !model.get("choices").length && !model.get("columns").length;
    word.hidden = project.hidden = !model.get("ready");
    told.hidden = !model.get("result");
    if (!called.value) called.value = model.get("called");
  }
  const heard = ({ said, failed, done, clear }) => {
    const old = done === "look" && stale;
    say(`${said ?? failed}${old ? ` ${STALE}` : ""}`, Boolean(failed) || old || (done === "look" && said.includes("Not yet")));
    if (done === "look" || clear) { text.value = ""; file.value = ""; name.value = ""; }
  };
  root.addEventListener("dragover", over);
  root.addEventListener("drop", drop);
  return show(el, root, { heard, paint, change: "change" });
}

export default { render };
