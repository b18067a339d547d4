// Who works here: the name in the page's address, or nobody by name. Each person has a store of their own, and links carry the name along.

const MOST = 60; // letters of a name
const letters = (text) => [...text].slice(0, MOST).join("");

// A name as it was typed, without what no name has.
export const cleanName = (typed) => letters(typed.normalize("NFC").replace(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u{FEFF}\u{FFFE}\u{FFFF}]/gu, " ").replace(/\s+/g, " ").trim());

// What two spellings of one name have in common; "" where there is no letter and no number in it.
export const plainName = (typed) => {
  const plain = cleanName(typed).toLowerCase().replace(/[^\p{L}\p{N}\p{Mn}\p{Mc}]+/gu, "-").replace(/^-|-$/g, "");
  return /[\p{L}\p{N}]/u.test(plain) ? plain : "";
};

// The name in the settings of a work folder, as Python writes them.
export function nameIn(settings = "") {
  const written = /^name: *(.*)$/m.exec(settings)?.[1].trim() ?? "";
  if (written.startsWith("'")) return written.slice(1, -1).replaceAll("''", "'");
  try { return written.startsWith('"') ? JSON.parse(written) : written; } catch { return ""; }
}

// The person of this page: {name, store, settings, address(url, name)}. `root` is where the course stands, `course` what a page is told of it,
// `lms` what a learning system around it says of the learner: it knows people better than an address, and renews a package under a new one.
export function whoIsHere(root, course, lms = null) {
  if (lms) return learnerOf(course, lms);
  const memory = `equityqi person ${root.pathname}`; // of this window
  const recall = () => { try { return sessionStorage.getItem(memory) ?? ""; } catch { return ""; } };
  const asked = new URLSearchParams(location.search).get("name");
  const typed = cleanName(asked ?? recall()), key = plainName(typed), name = key ? typed : "";
  try { sessionStorage.setItem(memory, name); } catch { /* then the address alone says who it is */ }
  const store = (ofWhom) => ["equityqi", root.pathname, course.case, ofWhom].filter(Boolean).join(" ");

  function address(url, other = name) {
    const to = new URL(url, location.href);
    if (other || to.searchParams.has("name")) to.searchParams.set("name", other);
    return to.href;
  }
  if (name && asked === null) history.replaceState(history.state, "", address(location.href));

  // A link may be opened in a new window, which knows no more than its address.
  function carry({ target }) {
    const link = name && target instanceof Element ? target.closest("a[href]") : null;
    if (link?.origin !== location.origin || !link.pathname.startsWith(root.pathname) || !link.pathname.endsWith(".html")) return;
    if (!new URLSearchParams(link.search).has("name")) link.href = address(link.href);
  }
  for (const kind of ["pointerdown", "keydown", "contextmenu", "click"]) document.addEventListener(kind, carry, true);

  return {
    name, address,
    store: store(key),
    storeOf: (other) => store(plainName(other)),
    settings: name ? course.settings.replace(/^name:.*$/m, () => `name: ${JSON.stringify(name)}`) : course.settings,
    forget() { try { sessionStorage.removeItem(memory); } catch { /* nothing was kept */ } },
  };
}

function learnerOf(course, { learner, name, forget }) {
  const store = ["equityqi learning system", encodeURIComponent(learner), course.case].join(" ");
  const settings = name ? course.settings.replace(/^name:.*$/m, () => `name: ${JSON.stringify(cleanName(name))}`) : course.settings;
  return { name: cleanName(name), store, settings, storeOf: () => store, address: (url) => new URL(url, location.href).href, forget };
}
