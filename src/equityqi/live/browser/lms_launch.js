// The page that a learning system opens: the course in a frame, and above it one line on what the system has noted.
// What goes to the system is which pages are done, the page that was open last, the time, and a score if the organisation wants one.
const told = JSON.parse(document.querySelector("#eq-lms").textContent); // {system, pages, open, start, done, score}
const frame = document.querySelector("iframe"), status = document.querySelector(".eq-lms-status"), leave = document.querySelector(".eq-lms button");
const NOBODY = "No learning system answered, so nothing is noted there. You can use the course all the same.";
const OVER = "This visit has ended, so nothing more is noted. Open the course from your learning system again to go on. Your answers are safe in this browser.";
const NOT_TAKEN = "Your learning system didn’t take the last note. Your answers are safe in this browser.";
const LEFT = "You have left the course. Your answers are saved in this browser. You can close this window.";
const MEMORY = "equityqi learner"; // of this window, for a page that its learner loads again

const parsed = (text) => { try { return JSON.parse(text) ?? {}; } catch { return {}; } };
const recall = () => { try { return parsed(sessionStorage.getItem(MEMORY)); } catch { return {}; } };
const forget = () => { try { sessionStorage.removeItem(MEMORY); } catch { /* nothing was kept */ } };
const remember = (learner) => { try { sessionStorage.setItem(MEMORY, JSON.stringify(learner)); } catch { /* then only the system knows */ } };
const say = (words, warn = false) => { status.textContent = words; status.classList.toggle("eq-lms-warn", warn); };

const again = performance.getEntriesByType("navigation")[0]?.type === "reload";
const before = again ? recall() : {};
if (!again) forget();
const connect = told.system === "cmi5" ? () => import("./lms_cmi5.js").then(({ openCmi5 }) => openCmi5()) : () => import("./lms_scorm.js").then(({ openScorm }) => openScorm(told.system));
const answer = await connect().catch((error) => { console.error(error); return null; });
const system = answer?.over ? null : answer;
const learner = system ?? (before.learner ? before : null);
if (system) remember({ learner: system.learner, name: system.name });

const held = parsed(system?.held), done = new Set(held.done ?? []);
let now = { place: system?.place ?? "", score: held.score ?? null }, noted = "", ended = false;
const seconds = () => Math.round(performance.now() / 1000);
const number = () => told.pages.filter((path) => done.has(path)).length;
const isDone = () => number() === told.pages.length;
const progress = () => (isDone() ? `Done: your learning system has noted all ${told.pages.length} pages.` : `Your learning system has noted ${number()} of ${told.pages.length} pages.`);
const state = () => ({ ...now, held: JSON.stringify({ done: [...done], score: now.score }), isDone: isDone(), share: number() / told.pages.length, seconds: seconds() });

async function note() {
  const about = JSON.stringify([now, [...done]]);
  if (!system || ended || about === noted) return;
  noted = about;
  if (await system.note(state()).catch((error) => { console.error(error); return false; })) say(progress());
  else { noted = ""; say(NOT_TAKEN, true); }
}

if (learner) {
  window.equityqiLms = {
    learner: learner.learner,
    name: learner.name,
    forget,
    tell({ path, pages }) {
      const counted = pages.filter((page) => told.pages.includes(page.path));
      for (const page of counted) {
        const answered = told.done === "opened" || !page.asked ? page.path === path : page.answered >= page.asked;
        if (answered) done.add(page.path);
      }
      const sum = (name) => counted.reduce((all, page) => all + page[name], 0);
      const score = told.score && sum("asked") ? Math.round((100 * sum("right")) / sum("asked")) : null;
      now = { place: path, score: score === null ? now.score : Math.max(score, now.score ?? 0) };
      note();
    },
  };
}
const page = now.place.replace(/\.ipynb$/, ".html");
frame.src = told.open.includes(now.place) ? page : told.start;
say(system ? progress() : answer?.over ? OVER : NOBODY, !system);

async function end(hurried) {
  if (!system || ended) return;
  ended = true;
  await system.leave(state(), hurried);
}
addEventListener("pagehide", () => end(true));
addEventListener("pageshow", ({ persisted }) => { if (persisted) location.reload(); });
leave.addEventListener("click", async () => {
  frame.remove(); // its forms save what was typed last
  leave.remove();
  await end(false).catch((error) => console.error(error));
  forget();
  say(LEFT);
  status.tabIndex = -1;
  status.focus();
  if (system?.back) location.href = system.back; else if (opener) close();
});
