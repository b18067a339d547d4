// Python as it is once the course is imported, kept by this browser with the course's files: a later visit begins there, with nothing to
// import or unpack. It holds nothing of a person, for it is made before their files are read. One is kept for each site, under the
// version that made it.

const FOLDER = "snapshots";

function open() {
  return new Promise((done, failed) => {
    const asked = indexedDB.open("equityqi python", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(FOLDER);
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });
}

async function within(mode, act) {
  const db = await open();
  try {
    return await new Promise((done, failed) => {
      const change = db.transaction(FOLDER, mode), asked = act(change.objectStore(FOLDER));
      change.oncomplete = () => done(asked.result);
      change.onabort = () => failed(change.error);
    });
  } finally {
    db.close();
  }
}

// The snapshot of this very version, {memory, files}, or nothing.
export const readSnapshot = (site, version) => within("readonly", (held) => held.get(site))
  .then((found) => (found?.version === version ? found : undefined)).catch(() => undefined);

// The files in a folder of Python's, by their path.
export function filesIn(FS, folder) {
  const found = new Map();
  for (const name of FS.readdir(folder).filter((one) => one !== "." && one !== "..")) {
    const path = `${folder}/${name}`;
    if (FS.isDir(FS.stat(path).mode)) for (const [inside, bytes] of filesIn(FS, path)) found.set(inside, bytes);
    else found.set(path, FS.readFile(path));
  }
  return found;
}

export function putFilesIn(FS, files) {
  for (const folder of new Set([...files.keys()].map((path) => path.replace(/\/[^/]*$/, "")))) FS.mkdirTree(folder);
  for (const [path, bytes] of files) FS.writeFile(path, bytes, { canOwn: true });
}

// Gives the memory of some bytes back at once, whoever still holds them.
export const release = ({ buffer }) => { buffer.transfer?.(0); };

// It may be kept or not.
export const keepSnapshot = (site, version, memory, files) => within("readwrite", (held) => held.put({ version, memory, files }, site)).catch((error) => console.info(String(error)));

export const dropSnapshots = () => within("readwrite", (held) => held.clear()).catch(() => {});
