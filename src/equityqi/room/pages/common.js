// What all three pages share: elements made of words only, messages, and the newest picture.

export const el = (name, props = {}, ...children) => {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (key === "class") made.className = value;
    else if (key in made && key !== "list") made[key] = value;
    else made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return made;
};

export const randomId = () => [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

export const letter = (text) => el("span", { class: "letter", "aria-hidden": "true" }, text);

// From 500 on nobody answered for the room: a proxy says so while the program restarts. No status means that it is away, as without a proxy.
const statusOf = (reply) => (reply.status >= 500 ? undefined : reply.status);

export async function send(path, body, method = "POST") {
  const reply = await fetch(path, { method, credentials: "same-origin", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body), signal: AbortSignal.timeout?.(15000) });
  const held = await reply.json().catch(() => ({}));
  if (!reply.ok) throw Object.assign(new Error(held.said || "Something went wrong. Load the page again."), { status: statusOf(reply) });
  return held;
}

export async function get(path) {
  const reply = await fetch(path, { credentials: "same-origin" });
  const held = await reply.json().catch(() => ({}));
  if (!reply.ok) throw Object.assign(new Error(held.said || ""), { status: statusOf(reply) });
  return held;
}

// Calls `seen` with each new picture. Something on the way may hold the stream back, or cut it off: where nothing has come through it for a
// while, not even its sign of life, the page asks by itself. `gone` says whether we're cut off, `refused` that we're not in the room.
export function listen(at, seen, gone = () => {}, refused = () => {}) {
  const SILENT = 8000, QUIET = 15000, ASK = 3000; // ms; the server gives a sign of life every ten seconds
  let heard = 0, streamed = 0, text = "", stopped = false, events = null;
  const take = (data) => {
    heard = Date.now();
    gone(false);
    if (data === text) return;
    text = data;
    seen(JSON.parse(data));
  };
  const open = () => {
    events = new EventSource(`${at}events`);
    events.onmessage = (event) => { streamed = Date.now(); take(event.data); };
    events.addEventListener("here", () => { streamed = heard = Date.now(); });
  };
  const ask = async () => {
    if (stopped) return;
    if (Date.now() - streamed > QUIET || events.readyState !== EventSource.OPEN) {
      try {
        const reply = await fetch(`${at}state`, { credentials: "same-origin" });
        if (reply.status === 403) { stop(); refused(); return; }
        if (!statusOf(reply)) throw new Error("away");
        if (reply.ok) {
          take(await reply.text());
          if (events.readyState === EventSource.CLOSED) open(); // the server was away, and is back
        }
      } catch {
        if (Date.now() - heard > SILENT) gone(true);
      }
    }
    setTimeout(ask, ASK * (0.8 + Math.random() * 0.4));
  };
  const stop = () => { stopped = true; events.close(); };
  open();
  setTimeout(ask, SILENT / 4);
  return stop;
}

// A key after the # goes to the server once, then leaves the address.
export async function enter(at, kind) {
  const key = location.hash.slice(1);
  if (!key) return;
  await send(`${at}${kind}/enter`, { key });
  history.replaceState(null, "", location.pathname);
}

// The trainer's address with the key, to copy: once the page is open, the key is no longer in the browser's own line.
export function wayBack(address, tell, kind) {
  const field = el("input", { id: "way-back", type: "text", class: "address", readOnly: true, value: address, "aria-label": "Your way back in", onfocus: () => field.select() });
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(address);
      tell("Copied. Paste it where only you can see it.");
    } catch {
      field.focus();
      tell("This browser doesn’t let us copy. The address is marked, so you can copy it yourself: press Ctrl+C, or ⌘+C on a Mac.");
    }
  };
  return [field, el("div", { class: "row" }, el("button", { type: "button", class: kind, id: "copy-way-back", onclick: copy }, "Copy my way back in"))];
}

export const two = (number) => String(number).padStart(2, "0");
export const clockOf = (minutes) => `${two(Math.floor(((minutes % 1440) + 1440) % 1440 / 60))}:${two(Math.floor(((minutes % 60) + 60) % 60))}`;
export const timeOfDay = () => { const now = new Date(); return now.getHours() * 60 + now.getMinutes() + now.getSeconds() / 60; };

// The bars of all rounds that are shown: hollow for the first vote, solid for the second.
export function bars(vote) {
  const shown = vote.rounds.filter((round) => round.result?.bars);
  const most = Math.max(1, ...shown.flatMap((round) => Object.values(round.result.bars)));
  return el("ul", { class: "bars" }, vote.question.options.map((option) => el("li", {},
    el("span", { class: "name" }, letter(option.letter), el("span", {}, option.words)),
    el("span", {}, shown.map((round) => {
      const n = round.result.bars[option.code] ?? 0, fill = el("i");
      fill.style.width = `${n / most * 85}%`;
      return el("span", { class: `bar ${round.round === 2 ? "two" : "one"}` }, fill,
        el("b", {}, shown.length > 1 ? el("span", { class: "unseen" }, round.round === 2 ? "second vote " : "first vote ") : "", String(n)));
    })))));
}
