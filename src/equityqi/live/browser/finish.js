// "I have finished here": on a computer that others use, a person takes all of theirs out of the browser. Nothing goes by one click.
import { box, button, field, make } from "./boxes.js";
import { copyOf, counted, download, drafts, handIn } from "./copies.js";
import { nameIn, plainName } from "./person.js";
import { dropStore } from "./store.js";

const HELD = "Another window of the course still holds some of your work. Close all other windows of the course, then press the button again.";
const many = (number, noun) => `${number} ${noun}${number === 1 ? "" : "s"}`;
const listed = (answers, others) => [answers && many(answers, "answer"), others && many(others, "other file")].filter(Boolean).join(" and ");
const channel = (store) => ("BroadcastChannel" in globalThis ? new BroadcastChannel(`${store} finished`) : null);

function dropTyped(store) {
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(`${store}:`) || key.startsWith(`equityqi:${store}:`)) localStorage.removeItem(key);
  } catch { /* nothing was kept */ }
}

// The page ends: no form is left that could keep a word. `gone` is what was taken out, or null where another window did it.
function lastWords({ course, root }, name, gone) {
  const here = gone !== null, took = gone ? ` We took out ${gone}.` : "";
  const words = [
    make("h1", { tabIndex: -1, textContent: here ? "You have finished here" : "Somebody has finished here" }),
    make("p", { textContent: here ? `Nothing of ${name ? `${name}’s` : "yours"} is left in this browser.${took}` : "Someone finished in another window and took their work out of this browser. None of it is left here." }),
    make("p", { textContent: "Files you downloaded are still on this computer, usually in the folder Downloads. If others use it, move your hand-in and your copy somewhere that only you can open." }),
    course.lms ? make("p", { textContent: "Close this window, then log out of your learning system." })
      : make("p", {}, make("a", { href: new URL("index.html?name=", root).href, textContent: "Open the course for the next person" })),
  ];
  document.body.replaceChildren(make("main", { id: "main", className: "eq-site-main" }, make("div", { className: "eq-site-cell eq-site-text" }, ...words)));
  words[0].focus();
}

// Another window of this person's ends with this one.
export function hearTheEnd({ course, root, person, stop, db }) {
  const heard = channel(person.store);
  if (heard) heard.onmessage = () => { stop(); db?.close(); person.forget(); lastWords({ course, root }, person.name, null); dropTyped(person.store); };
}

export function finishBox({ course, root, person, db, stop, files, work }) {
  const about = make("p"), mine = field("Your name or code, for the hand-in:", person.name);
  const tick = make("input", { type: "checkbox" });
  const sure = make("label", { className: "eq-tick" }, tick, make("span", { textContent: "I have my hand-in or my copy, or I don’t need my answers any more." }));
  const hand = button("Make the hand-in file", async () => {
    const name = mine.input.value.trim();
    if (!plainName(name)) return status("Type your name or code first, then make your hand-in.", true);
    const made = handIn(await work(), course, name);
    download(made);
    return status(`Your hand-in is ready: ${made.name}. It’s with your downloads. Send it to your trainer before you go on.`);
  });
  const keep = button("Keep a copy for myself", async () => {
    const made = copyOf(await work(), course);
    download(made);
    status(`Your copy is ready: ${made.name}. It’s with your downloads. Put it somewhere that only you can open.`);
  });
  let held = null, loose = false; // what was there, should the first try not take all of it
  const end = button("Take my work out of this browser", async () => {
    if (!tick.checked) return status("First hand in or keep a copy, then tick the box above.", true);
    status("Taking your work out…");
    held ??= await files();
    loose ||= drafts(person.store).size > 0;
    const { answers, others } = counted(held), name = person.name || nameIn(held.get("settings.yml"));
    stop();
    db?.close();
    channel(person.store)?.postMessage("finished");
    dropTyped(person.store);
    if (!(await dropStore(person.store))) return status(HELD, true);
    person.forget();
    history.replaceState(null, "", person.address(location.href, ""));
    lastWords({ course, root }, name, listed(answers, others) || (loose ? "what was typed and not saved" : ""));
    dropTyped(person.store);
    return undefined;
  }, "");
  const { node, status } = box("I have finished here", about,
    make("h3", { textContent: "First: take your work with you" }), mine.node, make("div", { className: "eq-foot" }, hand, keep),
    make("h3", { textContent: "Then: leave nothing here" }), sure, make("div", { className: "eq-foot" }, end));
  return {
    node,
    async open() {
      const all = await work(), { answers, others } = counted(all);
      mine.input.value ||= nameIn(all.get("settings.yml"));
      tick.checked = false;
      status("");
      const yours = listed(answers, others);
      about.textContent = `Do this when other people use this computer too. ${yours ? `You have ${yours} in this browser. Once they’re gone, nobody can bring them back.` : "You have nothing in this browser yet."}`;
      node.showModal();
    },
  };
}
