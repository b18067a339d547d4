"""What every page of the site shares: the course's code for the browser, its forms and its look."""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path

import yaml

import equityqi
from equityqi.cases.case_figures import FILE as FIGURES
from equityqi.files import course_root, stable_zip
from equityqi.forms.assets import together
from equityqi.organisation import FILE as ORGANISATION
from equityqi.organisation import organisation, organisation_path
from equityqi.settings import chart_rules, organisation_as_used

PACKAGE = Path(equityqi.__file__).parent
BROWSER = Path(__file__).with_name("browser")
ROOM = PACKAGE / "lab/profiles/both/data/labextensions/equityqi/static"  # the bar, the list and the parts know no Lab
OF_THE_ROOM = ("bar.js", "fold.js", "on_page.js", "parts.js")
OF_A_PAGE = (
    "boxes.js", "copies.js", "door.js", "early.js", "finish.js", "foot.js", "go.js", "keep.js", "link_days.js",
    "lms.js", "offline.js", "page.js", "person.js", "plainly.js", "snapshot.js", "store.js", "trainers_link.js",
    "worker.js", "zip.js",
)  # fmt: skip
FORMS = {
    "BoardForm": "board_form", "Form": "question_form", "GameForm": "game_form", "NumbersForm": "numbers_form",
    "PersonForm": "sheet_form", "RecordForm": "record_form", "SmallForms": "button_forms", "TestsForm": "tests_form",
    "TwoGroupsForm": "two_groups_form",
}  # fmt: skip
STYLES, OF_THE_GAME = ("form.css", "numbers_form.css", "start.css"), ("game.css", "game_cards.css")
WITHOUT = {"authoring", "cli", "evaluation", "handouts", "lab", "marking", "reading", "sandbox", "shipped"}
TO_MAKE = {
    "byte_code.py", "icon.py", "learning_system.py", "manifests.py", "offline.py", "pages.py", "parts.py", "pyodide.py",
    "renew.py", "serve.py", "site.py", "trainers_page.py",
}  # fmt: skip  # of this room: what makes the site


def shared_files() -> dict[str, bytes]:
    """Return the files that all pages load, by their path in the folder of this version."""
    read = {name: (ROOM / name).read_bytes() for name in OF_THE_ROOM}
    read |= {name: (BROWSER / name).read_bytes() for name in OF_A_PAGE}
    for name, module in FORMS.items():
        form = getattr(import_module(f"equityqi.forms.{module}"), name)
        read[f"forms/{name}.js"] = str(form._esm).encode()
    look = [(ROOM / "room.css").read_text(encoding="utf-8"), together(*STYLES)]
    look += [
        (folder / name).read_text(encoding="utf-8")
        for folder, name in ((ROOM, "parts.css"), (BROWSER, "page.css"), (BROWSER, "foot.css"))
    ]
    return {**read, "page.css": "\n".join(look).encode(), "game.css": together(*OF_THE_GAME).encode()}


def code() -> bytes:
    """Return a zip of all that Python needs in the browser: the course's own modules, the words of all cases, and
    PyYAML as it is installed here. What it needs of pydantic is in ``checked.py``.
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
        found[f"equityqi/shipped/{path.relative_to(course_root()).as_posix()}"] = _as_used(path)
    found[f"equityqi/shipped/{ORGANISATION}"] = organisation_as_used()
    logo = organisation_path().parent / organisation().logo
    if logo.is_file():
        found[f"equityqi/shipped/{logo.name}"] = logo.read_bytes()
    plain = Path(yaml.__file__).parent
    found |= {f"yaml/{path.name}": path.read_bytes() for path in sorted(plain.glob("*.py"))}
    return stable_zip(found)


def _as_used(path: Path) -> str | bytes:
    """Return a file of the course's words: figures only for the rule set of charts that is in use."""
    if path.name != FIGURES:
        return path.read_bytes()
    figures = json.loads(path.read_bytes())
    rules = {name: says for name, says in figures["rules"].items() if name == chart_rules()}
    return json.dumps({**figures, "rules": rules}, ensure_ascii=False, separators=(",", ":"))


def _words() -> list[Path]:
    """Return what the course's own words are made of: of each case all but its tables, since a question may be about
    another case than the chosen one.
    """
    root = course_root()
    folders = [root / "datasets", *sorted(path.parent for path in (root / "datasets").glob("*/case.yml"))]
    words = [path for folder in folders for path in sorted(folder.iterdir()) if path.suffix in (".yml", ".json")]
    course = [root / name for name in ("course.yml", "course/survey.yml", "course/trainer/runsheet.yml")]
    return [*course, *words]
