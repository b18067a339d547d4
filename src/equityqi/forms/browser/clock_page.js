// The trainer's clock. The time of day is read here; minutes since the start and the day are sent to Python. The browser remembers until
// the end of the day what was pressed, so that a page that is loaded again goes on. Until something is pressed, the clock goes by the plan.

const EVERY = 15000; // ms between two looks at the time
const PATIENCE = 4000;
const DAY = 24 * 60;
const GONE = "Not connected. Wait a few seconds, then load the page again.";

const inMinutes = (text) => { // NaN for what is no time
  const found = /^\s*(\d{1,2})[:.](\d\d)\s*$/.exec(text);
  return found ? Number(found[1]) * 60 + Number(found[2]) : NaN;
};
const inWords = (minutes) => [minutes / 60 % 24, minutes % 60].map((part) => String(Math.floor(part)).padStart(2, "0")).join(":");
const dayOf = (now) => [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
const timeOfDay = () => { const now = new Date(); return now.getHours() * 60 + now.getMinutes() + now.getSeconds() / 60; };

function render({ model, el }) {
  const blocks = model.get("blocks");
  const KEY = `equityqi:clock-${model.get("number")}`;
  let began = null; // when the present block began, if the trainer pressed the button
  let byPlan = true, timer = null;

  const start = make("input", { type: "text", value: model.get("starts"), size: 6, autocomplete: "off" });
  const now = make("button", { type: "button", className: "eq-quiet", textContent: "It begins now" });
  const present = make("select", {}, ...blocks.map(([id, title]) => make("option", { value: id, textContent: title })));
  const next = make("button", { type: "button", textContent: "The next block begins now" });
  const planned = make("p", { className: "eq-clock-planned" });
  const said = make("p", { className: "eq-clock-said" });
  said.setAttribute("role", "status");
  const root = make("div", { className: "eq-form eq-clock" }, make("fieldset", {},
    make("legend", { textContent: model.get("title") }),
    said, planned,
    make("div", { className: "eq-foot" }, make("label", {}, make("span", { textContent: "We are in" }), present), next),
    make("div", { className: "eq-foot" }, make("label", {}, make("span", { textContent: "The session began at" }), start), now)));
  el.append(root);

  // A screen reader hears only what is new; the first sentence is to be read in one glance.
  const say = (words) => {
    if (said.textContent === words) return;
    const end = words.search(/[.](?= |$)/) + 1 || words.length;
    said.replaceChildren(make("strong", { textContent: words.slice(0, end) }), words.slice(end));
  };
  const keep = () => {
    byPlan = false;
    try { localStorage.setItem(KEY, JSON.stringify({ on: dayOf(new Date()), start: start.value, block: present.value, began })); } catch { /* this browser keeps nothing */ }
  };
  const remember = () => {
    try {
      const held = JSON.parse(localStorage.getItem(KEY));
      if (held?.on !== dayOf(new Date()) || !blocks.some(([id]) => id === held.block)) return;
      start.value = held.start;
      present.value = held.block;
      began = held.began;
      byPlan = false;
    } catch { /* what it keeps is no clock of ours */ }
  };
  const sinceStart = () => { // a session may run past midnight; more than half a day means that it has not begun
    const gone = (timeOfDay() - inMinutes(start.value) + DAY) % DAY;
    return gone > DAY / 2 ? gone - DAY : gone;
  };

  function look() {
    clearTimeout(timer);
    const zero = inMinutes(start.value);
    if (byPlan && !Number.isNaN(zero)) {
      const minutes = sinceStart();
      present.selectedIndex = Math.max(0, blocks.findLastIndex(([, , from]) => from <= minutes));
    }
    const [block, , from, to] = blocks[present.selectedIndex];
    if (Number.isNaN(zero)) {
      planned.textContent = "";
      say("Type the time at which the session began, such as 09:30.");
      return;
    }
    planned.textContent = `Planned for this block: ${inWords(zero + from)} to ${inWords(zero + to)}.`;
    timer = setTimeout(() => say("We haven’t heard from the page yet. If it’s still busy, wait a moment. If not, load it again."), PATIENCE);
    try {
      model.send({ minutes: sinceStart(), began, block, by_plan: byPlan, day: dayOf(new Date()) });
    } catch {
      clearTimeout(timer);
      say(GONE);
    }
  }

  start.onchange = () => { began = null; keep(); look(); };
  now.onclick = () => { start.value = inWords(timeOfDay()); present.selectedIndex = 0; began = 0; keep(); look(); };
  present.onchange = () => { began = null; keep(); look(); };
  next.onclick = () => {
    if (present.selectedIndex < blocks.length - 1) {
      present.selectedIndex += 1;
      began = sinceStart();
    }
    keep();
    look();
  };
  const heard = (reply) => { clearTimeout(timer); say(reply.said); };
  model.on("msg:custom", heard);
  keepKeys(root);
  const again = setInterval(look, EVERY);
  remember();
  look();
  return () => { clearInterval(again); clearTimeout(timer); model.off("msg:custom", heard); };
}

export default { render };
