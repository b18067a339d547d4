// Python as it is once the course is imported, kept by this browser: a later visit begins there. It holds nothing of a person, for it is
// made before their files are read. One is kept for each site, under the version that made it.

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

// The snapshot of this very version, or nothing.
export const readSnapshot = (site, version) => within("readonly", (held) => held.get(site))
  .then((found) => (found?.version === version ? found.memory : undefined)).catch(() => undefined);

// Gives the memory of some bytes back at once, whoever still holds them.
export const release = ({ buffer }) => { buffer.transfer?.(0); };

// It may be kept later or not at all: nobody waits for it.
export const keepSnapshot = (site, version, memory) => within("readwrite", (held) => held.put({ version, memory }, site)).catch((error) => console.info(String(error)))
  .finally(() => release(memory));

export const dropSnapshots = () => within("readwrite", (held) => held.clear()).catch(() => {});
