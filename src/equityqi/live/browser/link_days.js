// The days in a trainer's link: "?case=c-asthma&session-1=2026-12-08&session-2=2026-12-15". The person confirms them and types nothing.
import { button, make } from "./boxes.js";
import { putFiles } from "./store.js";

const KEYS = { "session-1": "session_date", "session-2": "second_date" }; // in the address, and in the settings
const CARD = "Your sessions";

// A day such as 2026-12-08, or null.
export function dayOf(text) {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text ?? "") ? new Date(`${text}T12:00:00Z`) : null;
  return day && day.toISOString().startsWith(text) ? day : null;
}

export const inWords = (day, weekday = "long") => new Intl.DateTimeFormat("en-GB", { ...(weekday && { weekday }), day: "numeric", month: "long", year: "numeric", timeZone: "UTC" }).format(day).replace(",", "");

// What is wrong with two days, in a sentence, or "".
export const wrongDays = (first, second) => (first && second && second < first ? `Session 2, on ${inWords(second, "")}, would be before session 1, on ${inWords(first, "")}.` : "");

// What a link says: {case, days: [[number, key in the settings, Date]], wrong: sentence or ""}; null without a word of it.
export function readLink(search) {
  const said = new URLSearchParams(search), given = Object.keys(KEYS).filter((key) => said.get(key));
  if (!given.length && !said.get("case")) return null;
  const days = given.map((key) => [key.at(-1), KEYS[key], dayOf(said.get(key))]);
  const bad = given.find((key) => !dayOf(said.get(key))), day = (number) => days.find(([one]) => one === number)?.[2];
  return { case: said.get("case") ?? "", days, wrong: bad ? `“${said.get(bad).slice(0, 40)}” is not a date.` : wrongDays(day("1"), day("2")) };
}

const withLine = (settings, key, value) => (new RegExp(`^${key}:.*$`, "m").test(settings) ? settings.replace(new RegExp(`^${key}:.*$`, "m"), `${key}: ${value}`) : `${settings.trimEnd()}\n${key}: ${value}\n`);
const iso = (day) => day.toISOString().slice(0, 10);
const cardOf = () => [...document.querySelectorAll(".eq-card")].find((card) => card.querySelector(".eq-card-title")?.textContent === CARD);

// Shows what the link says above the start page, until the person has said yes or no. `python()` tells whether Python can start.
export function offerDays({ course, person, db, held, python }) {
  const link = readLink(location.search), main = document.querySelector("main");
  if (!link || !main.dataset.path.endsWith("00-start.ipynb")) return;
  const settings = held.get("settings.yml") ?? person.settings;
  const words = [], news = link.days.filter(([, key, day]) => day && !settings.includes(`${key}: ${iso(day)}`));
  if (link.case && link.case !== course.case) words.push(`Your trainer’s link is for another case (${link.case}) than these pages (${course.case}). Ask your trainer which one your group is using.`);
  if (link.wrong) words.push(`Your trainer’s link has a slip in its dates: ${link.wrong} Ask your trainer for the dates, and type them under “${CARD}” below.`);
  else if (news.length) words.push(`Your trainer’s link says: ${link.days.map(([number, , day]) => `session ${number} is on ${inWords(day)}`).join(", and ")}. Is that right?`);
  if (!words.length) return done();

  const status = make("p", { className: "eq-status" });
  status.setAttribute("role", "status");
  const yes = button("Yes, use these dates", confirm, ""), no = button(link.wrong || !news.length ? "Close" : "No, I’ll set them myself", close);
  const node = make("section", { className: "eq-site-news eq-form" }, ...words.map((textContent) => make("p", { textContent })),
    make("div", { className: "eq-foot" }, ...(link.wrong || !news.length ? [no] : [yes, no])), status);
  node.setAttribute("aria-label", "Your trainer’s link");
  main.before(node);

  function done() {
    const to = new URL(location.href);
    for (const key of ["case", ...Object.keys(KEYS)]) to.searchParams.delete(key);
    history.replaceState(history.state, "", to);
  }
  function close() { node.remove(); done(); }
  async function confirm() {
    yes.disabled = true;
    status.textContent = "One moment: the page is getting ready.";
    while (python() && !cardOf()) await new Promise((again) => setTimeout(again, 100));
    const card = cardOf();
    if (!card) { // no Python in this browser: the hand-in takes the dates from here
      await putFiles(db, new Map([["settings.yml", link.days.reduce((text, [, key, day]) => withLine(text, key, iso(day)), settings)]])).catch(() => {});
      return close();
    }
    const fields = card.querySelectorAll("input");
    for (const [number, , day] of link.days) fields[number - 1].value = inWords(day, "");
    card.querySelector("details")?.setAttribute("open", "");
    card.querySelector("button").click(); // the card says what came of it
    card.scrollIntoView({ block: "nearest" });
    return close();
  }
}
