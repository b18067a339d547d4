// The foot of every page: whose answers these are, the way to somebody else's, the end on this computer, and what there is to say once.
import { download, drafts, handIn, withDrafts } from "./copies.js";
import { box, button, field, make } from "./boxes.js";
import { finishBox, hearTheEnd } from "./finish.js";
import { offerDays } from "./link_days.js";
import { nameIn, plainName } from "./person.js";
import { allFiles } from "./store.js";

// Is there anything of this person in the browser? Where it cannot tell, it does not ask twice.
const isKnown = async (store) => !indexedDB.databases || (await indexedDB.databases()).some(({ name }) => name === store);

function personBox(person) {
  const { input, node: label } = field("Your name or a code, such as asha or p17:");
  const open = button("Open my pages", go, "");
  let asked = "";
  const { node, status } = box("Somebody else?",
    make("p", { textContent: "Each person’s answers are kept apart in this browser. Type your name to go to yours." }), label,
    make("div", { className: "eq-foot" }, open, person.name ? button("Pages without a name", () => { location.href = person.address(location.pathname, ""); }) : null));
  input.addEventListener("input", () => { asked = ""; open.textContent = "Open my pages"; status(""); });
  input.addEventListener("keydown", (event) => { if (event.key === "Enter") go(); });
  async function go() {
    const name = input.value.trim(), key = plainName(name);
    if (!key) return status("Type a name or a code with at least one letter or number in it.", true);
    if (key === plainName(person.name)) return node.close();
    if (asked !== key && !(await isKnown(person.storeOf(name)))) {
      asked = key;
      open.textContent = "Start with this name";
      return status(`Nobody called “${name}” has worked in this browser yet. Is the name right? Then press the button again to start.`);
    }
    location.href = person.address(location.pathname, name);
    return undefined;
  }
  return node;
}

function handInBox(context) {
  const mine = field("Your name or code:", context.person.name), pair = field("Your partner’s name or code, if you worked as a pair:");
  const { node, status } = box("Make my hand-in",
    make("p", { textContent: "One file with your answers, for your trainer. It never holds your survey answers or private commitments." }),
    make("p", { textContent: "It’s as you typed it. If you used real counts, take out any of 1 to 7 people first." }), mine.node, pair.node,
    make("div", { className: "eq-foot" }, button("Make the file", async () => {
      const name = mine.input.value.trim();
      if (!plainName(name)) return status("Type your name or code first.", true);
      const made = handIn(await context.work(), context.course, name, pair.input.value.trim());
      download(made);
      return status(`Your hand-in is ready: ${made.name}. Your browser saves it with your downloads. Send it to your trainer.`);
    }, "")));
  return node;
}

// Stands by on every page of a visit. What comes back: `news(words)` says something once, `withoutPython()` offers what then is left.
export function standBy({ course, root, person, db, bar, stop }) {
  const files = async () => (db ? allFiles(db).catch(() => new Map()) : new Map());
  const context = { course, root, person, db, stop, files, work: async () => withDrafts(await files(), drafts(person.store), course) };
  const words = make("p"), buttons = make("div", { className: "eq-site-foot-buttons" });
  const foot = make("section", { className: "eq-site-foot", ariaLabel: "Your answers" }, words, buttons);
  const who = make("span", { className: "eq-site-who" });
  const somebody = personBox(person), finished = finishBox(context);
  const asks = (node) => () => node.showModal();
  const finish = button("I have finished here", finished.open, "eq-bar-link"), another = () => button("Somebody else?", asks(somebody), "eq-bar-link");
  if (course.lms) buttons.append(finish); // a learning system knows who is there, and has its own way in
  else buttons.append(another(), finish, make("a", { className: "eq-bar-link eq-site-trainers", href: new URL("for-trainers.html", root).href, textContent: "For trainers: a link for your group" }));
  if (course.choice) buttons.append(make("a", { className: "eq-bar-link", href: new URL(course.choice, root).href, textContent: "Choose another case" }));
  document.querySelector("main").after(foot, somebody, finished.node);
  bar.querySelector(".eq-bar-end").before(who);
  files().then((held) => {
    const name = person.name || nameIn(held.get("settings.yml"));
    words.textContent = name ? `${name}’s answers are saved in this browser, on this device only.` : "Your answers are saved in this browser, on this device only.";
    who.replaceChildren(...(name ? [make("span", { textContent: name }), course.lms ? "" : another()] : []));
    offerDays({ course, person, db, held, python: () => !buttons.querySelector(".eq-site-hand-in") });
  });
  hearTheEnd(context);

  return {
    news(said) {
      const close = button("Close", () => node.remove());
      const node = make("div", { className: "eq-site-news eq-form" }, make("p", { textContent: said }), close);
      node.setAttribute("role", "status");
      document.querySelector("main").before(node);
    },
    withoutPython() {
      if (buttons.querySelector(".eq-site-hand-in")) return;
      const node = handInBox(context);
      foot.after(node);
      buttons.prepend(button("Make my hand-in", asks(node), "eq-bar-link eq-site-hand-in"));
      words.after(make("p", { textContent: "You can still hand in what you type: make the file here." }));
    },
  };
}
