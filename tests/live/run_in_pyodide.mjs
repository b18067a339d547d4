// Run a piece of Python in Pyodide with the site's own code: node run_in_pyodide.mjs PYODIDE_FOLDER CODE_ZIP SOURCE INPUT, which prints `told`.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [folder, zip, source, input] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${folder}/pyodide.js`));
const python = await loadPyodide({ indexURL: `${folder}/` });
python.unpackArchive(new Uint8Array(readFileSync(zip)), "zip", { extractDir: "/course" });
python.globals.set("given", readFileSync(input, "utf8"));
python.runPython(`import sys; sys.path.insert(0, "/course")\nfrom equityqi.live import kernel\nkernel.stand_in()\n${readFileSync(source, "utf8")}`);
console.log(python.globals.get("told"));
