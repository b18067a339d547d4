// Compile the Python files of a zip with the Python that will read them: node compile.mjs PYODIDE_FOLDER ZIP OUT KEEPS_DOCSTRINGS
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [folder, zip, out, docstrings] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${folder}/pyodide.js`));
const python = await loadPyodide({ indexURL: `${folder}/`, env: { PYTHONNODEBUGRANGES: "1" } }); // lines, and no columns: a fifth less
python.FS.writeFile("/given.zip", readFileSync(zip));
python.globals.set("optimize", docstrings === "yes" ? 0 : 2);
python.runPython(`
from importlib._bootstrap_external import _code_to_timestamp_pyc as as_pyc
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

with ZipFile("/given.zip") as given, ZipFile("/made.zip", "w", ZIP_DEFLATED) as made:
    for name in given.namelist():
        held = given.read(name)
        if name.endswith(".py"):
            held = bytes(as_pyc(compile(held, name, "exec", dont_inherit=True, optimize=optimize)))
            name += "c"
        if not name.endswith("/"):
            made.writestr(ZipInfo(name), held, ZIP_DEFLATED, 9)
`);
writeFileSync(out, python.FS.readFile("/made.zip"));
