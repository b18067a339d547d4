// A person's files, in this browser: the very files of a work folder, by their path in it. The page reads them, the worker writes.

export function openStore(name) {
  return new Promise((done, failed) => {
    const asked = indexedDB.open(name, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("files");
    asked.onsuccess = () => {
      asked.result.onversionchange = () => asked.result.close(); // its person has finished here
      done(asked.result);
    };
    asked.onerror = () => failed(asked.error);
  });
}

// Takes a store away, and tells whether it is gone: a window that still holds it may not let go. A busy disk has more time than a window.
export const dropStore = (name) => new Promise((done) => {
  const asked = indexedDB.deleteDatabase(name);
  asked.onsuccess = () => done(true);
  asked.onerror = () => done(false);
  asked.onblocked = () => setTimeout(() => done(false), 5000);
  setTimeout(() => done(false), 30_000); // a window that sleeps says nothing at all
});

const answer = (asked) => new Promise((done, failed) => { asked.onsuccess = () => done(asked.result); asked.onerror = () => failed(asked.error); });

// All files: a map from path to text.
export async function allFiles(db) {
  const store = db.transaction("files").objectStore("files");
  const [paths, texts] = await Promise.all([answer(store.getAllKeys()), answer(store.getAll())]);
  return new Map(paths.map((path, at) => [path, texts[at]]));
}

// Writes files, and comes back when the browser has them for good; a null takes one away.
export function putFiles(db, files) {
  return new Promise((done, failed) => {
    const change = db.transaction("files", "readwrite", { durability: "strict" });
    change.oncomplete = done;
    change.onerror = change.onabort = () => failed(change.error);
    for (const [path, text] of files) {
      if (text === null) change.objectStore("files").delete(path);
      else change.objectStore("files").put(text, path);
    }
  });
}
