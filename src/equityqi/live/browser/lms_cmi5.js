// cmi5: the learning system says in the address where its record store is, and xAPI statements go there.
const VERBS = "http://adlnet.gov/expapi/verbs/", CATEGORIES = "https://w3id.org/xapi/cmi5/context/categories/";
const MINE = "equityqi", MEMORY = "equityqi cmi5"; // the state document, and what this window knows of the visit

const lasted = (seconds) => `PT${seconds}S`;
function whose(actor) { // an actor has one of four things that say who it is
  const { account, mbox, mbox_sha1sum: sum, openid } = actor;
  return account ? `${account.homePage} ${account.name}` : mbox ?? sum ?? openid ?? "";
}

// A token can be fetched once only. null: the visit has ended, since this page was loaded again.
async function tokenOf(address) {
  const key = `${MEMORY} ${address}`;
  try { if (sessionStorage.getItem(key)) return null; } catch { /* then the system says so */ }
  const got = await fetch(address, { method: "POST", credentials: "omit" }).then((answer) => answer.json());
  if (!got["auth-token"]) throw new Error(`cmi5: ${got["error-text"] ?? "no token"}`);
  try { sessionStorage.setItem(key, "used"); } catch { /* nothing to remember it by */ }
  return got["auth-token"];
}

export async function openCmi5() {
  const asked = Object.fromEntries(new URLSearchParams(location.search));
  if (!asked.endpoint || !asked.fetch || !asked.actor) return null;
  const token = await tokenOf(asked.fetch);
  if (!token) return { over: true };
  const actor = JSON.parse(asked.actor), { registration, activityId } = asked, agent = JSON.stringify(actor);

  async function call(path, query, more = {}) {
    const address = `${asked.endpoint.replace(/\/?$/, "/")}${path}${query ? `?${new URLSearchParams(query)}` : ""}`;
    const headers = { Authorization: `Basic ${token}`, "X-Experience-API-Version": "1.0.3", ...(more.body && { "Content-Type": "application/json" }) };
    const answer = await fetch(address, { ...more, headers, credentials: "omit" });
    if (!answer.ok && answer.status !== 404) throw new Error(`${path}: ${answer.status}`);
    return answer;
  }
  const stateOf = (stateId) => ({ stateId, activityId, agent, registration });
  const read = (path, query) => call(path, query).then((answer) => (answer.status === 200 ? answer.json() : {}));
  const launch = await read("activities/state", stateOf("LMS.LaunchData"));
  await read("agents/profile", { profileId: "cmi5LearnerPreferences", agent }); // cmi5 asks for it; there is one language and no sound here
  const held = await read("activities/state", stateOf(MINE));
  const counts = (launch.launchMode ?? "Normal") === "Normal";

  const statement = (verb, result = null, keepalive = false) => {
    const template = launch.contextTemplate ?? {}, around = template.contextActivities ?? {};
    const category = [...(around.category ?? []).filter(({ id }) => !id.startsWith(CATEGORIES)), { id: `${CATEGORIES}cmi5` }, ...(result?.completion ? [{ id: `${CATEGORIES}moveon` }] : [])];
    const body = {
      id: crypto.randomUUID(), actor, verb: { id: `${VERBS}${verb}`, display: { en: verb } }, object: { objectType: "Activity", id: activityId },
      context: { ...template, registration, contextActivities: { ...around, category } }, timestamp: new Date().toISOString(), ...(result && { result }),
    };
    return call("statements", null, { method: "POST", body: JSON.stringify(body), keepalive });
  };
  const keep = (place, text, keepalive = false) => call("activities/state", stateOf(MINE), { method: "PUT", body: JSON.stringify({ place, held: text, completed }), keepalive });
  let completed = held.completed === true, last = Promise.resolve();
  async function complete(isDone, seconds) { // once in a registration
    if (!isDone || !counts || completed) return;
    completed = true;
    await statement("completed", { completion: true, duration: lasted(seconds) }, true).catch((error) => { completed = false; throw error; });
  }
  await statement("initialized");
  return {
    learner: whose(actor), name: actor.name ?? "", place: held.place ?? "", held: held.held ?? "", back: launch.returnURL,
    note({ place, held: text, isDone, seconds }) { // one after the other, so that an older state never comes last
      const noted = last.catch(() => {}).then(async () => {
        await complete(isDone, seconds);
        await keep(place, text);
        return true;
      });
      last = noted;
      return noted;
    },
    async leave({ place, held: text, isDone, seconds }, hurried) { // after "terminated", nothing more may come
      const all = [() => complete(isDone, seconds), () => keep(place, text, true), () => statement("terminated", { duration: lasted(seconds) }, true)];
      if (hurried) return Promise.allSettled(all.map((send) => send())); // the page goes: there is no time to wait for answers
      await last.catch(() => {});
      for (const send of all) await send().catch((error) => console.error(error));
      return undefined;
    },
  };
}
