// SCORM 1.2 and 2004: the learning system puts an object into a window above this one. All calls answer at once.
const NORMAL = "normal";
const MODELS = {
  "scorm-1.2": {
    object: "API", open: "LMSInitialize", close: "LMSFinish", get: "LMSGetValue", set: "LMSSetValue", save: "LMSCommit",
    learner: "cmi.core.student_id", name: "cmi.core.student_name", place: "cmi.core.lesson_location", mode: "cmi.core.lesson_mode",
    status: "cmi.core.lesson_status", exit: "cmi.core.exit", time: "cmi.core.session_time",
    score: (score) => ({ "cmi.core.score.min": 0, "cmi.core.score.max": 100, "cmi.core.score.raw": score }),
    far: () => ({}),
    clock: (all) => [Math.floor(all / 3600), Math.floor(all / 60) % 60, all % 60].map((part) => String(part).padStart(2, "0")).join(":").padStart(10, "0"), // HHHH:MM:SS
  },
  "scorm-2004": {
    object: "API_1484_11", open: "Initialize", close: "Terminate", get: "GetValue", set: "SetValue", save: "Commit",
    learner: "cmi.learner_id", name: "cmi.learner_name", place: "cmi.location", mode: "cmi.mode",
    status: "cmi.completion_status", exit: "cmi.exit", time: "cmi.session_time",
    score: (score) => ({ "cmi.score.min": 0, "cmi.score.max": 100, "cmi.score.raw": score, "cmi.score.scaled": score / 100 }),
    far: (share) => ({ "cmi.progress_measure": Math.round(share * 100) / 100 }),
    clock: (all) => `PT${all}S`,
  },
};

// The object, in the windows around this one or around the one that opened it.
function found(name) {
  const look = (start) => {
    for (let here = start; ; here = here.parent) {
      try { if (here[name]) return here[name]; } catch { return null; } // a window of another address
      if (here.parent === here) return null;
    }
  };
  return look(window) ?? (top.opener ? look(top.opener) : null) ?? (opener ? look(opener) : null);
}

// "Khan, Asha", as SCORM writes a name, in the order in which it is said.
const said = (name) => name.split(",").map((part) => part.trim()).reverse().join(" ").trim();

// Opens the visit; null where no learning system answers, {over: true} where the visit has ended.
export async function openScorm(version) {
  const model = MODELS[version], api = found(model.object);
  if (!api) return null;
  if (String(api[model.open]("")) !== "true") return { over: true }; // it opens a visit once
  const get = (name) => String(api[model.get](name) ?? "");
  const set = (values) => Object.entries(values).map(([name, value]) => String(api[model.set](name, String(value))) === "true").every(Boolean);
  const counts = [NORMAL, ""].includes(get(model.mode)); // somebody who only looks again changes nothing
  const write = ({ place, held, isDone, share, score, seconds }) => {
    const status = isDone || get(model.status) === "completed" ? "completed" : "incomplete";
    const all = { [model.place]: place, "cmi.suspend_data": held, [model.time]: model.clock(seconds), [model.exit]: "suspend" };
    const taken = set({ ...all, ...(counts && { [model.status]: status, ...model.far(share), ...(score !== null && model.score(score)) }) });
    return String(api[model.save]("")) === "true" && taken;
  };
  return {
    learner: get(model.learner), name: said(get(model.name)), place: get(model.place), held: get("cmi.suspend_data"),
    async note(state) { return write(state); },
    async leave(state) { write(state); api[model.close](""); },
  };
}
