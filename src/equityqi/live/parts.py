"""What every page of the site shares: the course's code for the browser, its forms and its look."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import equityqi
from equityqi.files import course_root, stable_zip
from equityqi.forms.assets import together

PACKAGE = Path(equityqi.__file__).parent
BROWSER = Path(__file__).with_name("browser")
ROOM = PACKAGE / "lab/profiles/both/data/labextensions/equityqi/static"  # the bar, the list and the parts know no Lab
OF_THE_ROOM = ("bar.js", "fold.js", "on_page.js", "parts.js")
OF_A_PAGE = ("early.js", "page.js", "store.js", "worker.js")
FORMS = {
    "Form": "question_form", "GameForm": "game_form", "PersonForm": "sheet_form", "RecordForm": "record_form",
    "SmallForms": "button_forms",
}  # fmt: skip
PLAIN = ("yaml", "pydantic", "annotated_types", "typing_inspection", "typing_extensions")  # needed, and plain Python
UNUSED = ("v1/", "_internal/_mypy", "mypy.py", "deprecated/")
STYLES = ("form.css", "start.css", "game.css", "game_cards.css")
WITHOUT = {"authoring", "cli", "evaluation", "handouts", "lab", "marking", "reading", "sandbox", "shipped"}
TO_MAKE = {"parts.py", "pyodide.py", "site.py", "serve.py", "pages.py"}  # of this room: what makes the site


def shared_files() -> dict[str, bytes]:
    """Return the files that all pages load, by their path in the folder of this version."""
    read = {name: (ROOM / name).read_bytes() for name in OF_THE_ROOM}
    read |= {name: (BROWSER / name).read_bytes() for name in OF_A_PAGE}
    for name, module in FORMS.items():
        form = getattr(import_module(f"equityqi.forms.{module}"), name)
        read[f"forms/{name}.js"] = str(form._esm).encode()
    look = [(ROOM / "room.css").read_text(encoding="utf-8"), together(*STYLES)]
    look += [
        (folder / name).read_text(encoding="utf-8") for folder, name in ((ROOM, "parts.css"), (BROWSER, "page.css"))
    ]
    return {**read, "page.css": "\n".join(look).encode()}


def code(wheel: bytes) -> bytes:
    """Return a zip of all that Python needs in the browser: the course's own modules, the words of all cases, PyYAML
    and pydantic as they are installed here, and the ``wheel`` of pydantic_core for browsers.
    """
    found: dict[str, str | bytes] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        inside = path.relative_to(PACKAGE)
        if inside.parts[0] not in WITHOUT and not (inside.parts[0] == "live" and inside.name in TO_MAKE):
            found[f"equityqi/{inside.as_posix()}"] = path.read_bytes()
    for path in sorted((PACKAGE / "forms/browser").iterdir()):
        found[f"equityqi/forms/browser/{path.name}"] = ""  # the page has them
    for path in sorted(PACKAGE.glob("*/*.css")):
        if path.parent.name not in WITHOUT:
            found[f"equityqi/{path.relative_to(PACKAGE).as_posix()}"] = path.read_bytes()
    for path in _words():
        found[f"equityqi/shipped/{path.relative_to(course_root()).as_posix()}"] = path.read_bytes()
    for name in PLAIN:
        found |= _plain(name)
    with ZipFile(BytesIO(wheel)) as held:
        found |= {name: held.read(name) for name in held.namelist() if name.startswith("pydantic_core/")}
    return stable_zip({name: content for name, content in found.items() if not name.endswith((".pyi", "/"))})


def _plain(name: str) -> dict[str, bytes]:
    """Return the modules of a package that is installed here, without those that only old code or type checkers use,
    and what it says of its version.
    """
    spec = find_spec(name)
    if not spec.submodule_search_locations:
        return {f"{name}.py": Path(spec.origin).read_bytes()}
    folder = Path(next(iter(spec.submodule_search_locations)))
    paths = [
        path for path in sorted(folder.rglob("*.py")) if not path.relative_to(folder).as_posix().startswith(UNUSED)
    ]
    return {f"{name}/{path.relative_to(folder).as_posix()}": path.read_bytes() for path in paths}


def _words() -> list[Path]:
    """Return what the course's own words are made of: of each case all but its tables, since a question may be about
    another case than the chosen one.
    """
    root = course_root()
    folders = [root / "datasets", *sorted(path.parent for path in (root / "datasets").glob("*/case.yml"))]
    words = [path for folder in folders for path in sorted(folder.iterdir()) if path.suffix in (".yml", ".json")]
    course = [root / name for name in ("course.yml", "course/survey.yml", "course/trainer/runsheet.yml")]
    return [*course, *words]
