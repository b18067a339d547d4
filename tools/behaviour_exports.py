"""What analysts and teams take away: projects in every form, pictures, words and tables of cases, facts."""

from __future__ import annotations

import inspect
import json
from pathlib import Path

from behaviour_homes import home
from behaviour_people import CASES
from behaviour_texts import files_in, hashed, tree

VIEWS = (
    "dashboard", "all", "split", "shown-split", "groups", "worst", "best", "gap", "two-gaps", "drivers",
    "steps", "reasons", "fishbone", "ideas", "ramp", "none",
)  # fmt: skip


def exports(place) -> dict[str, str]:
    """Return each case's project in every form, its pictures, words and tables; public names; facts."""
    found = _public() | _facts(place)
    for case in CASES:
        found |= _project(place, case, place.copy / "datasets" / case / "project.json", case)
        found |= _case(case)
        print(f"  {case}", flush=True)
    return found | _project(
        place, "a whole project of tests/", place.copy / "tests" / "project" / "full-project.json", CASES[0]
    )


def _public() -> dict[str, str]:
    import equityqi

    found = {"equityqi.__all__": " ".join(equityqi.__all__), "equityqi.__version__": equityqi.__version__}
    for name in equityqi.__all__:
        parameters = inspect.signature(getattr(equityqi, name)).parameters.values()
        found[f"equityqi.{name}"] = ", ".join(
            f"{one.kind.description} {one.name} {one.default!r}" for one in parameters
        )
    return found


def _facts(place) -> dict[str, str]:
    import yaml

    from equityqi import fact

    ids = yaml.safe_load((place.copy / "datasets" / "facts.yml").read_text(encoding="utf-8"))
    return {f"fact {id}": f"{fact(id)}\n{vars(fact(id))}\n{tree(fact(id)._repr_html_())}" for id in ids} | {
        "fact of no such id": tried(lambda: fact("hle-gap"))
    }


def _project(place, label: str, path: Path, case: str) -> dict[str, str]:
    from equityqi import load

    project, folder = home("Project").read(path), place.folder(f"project of {label[:12]}")
    home("to_word")(project, folder / "project.docx")
    home("to_html")(project, folder / "project.html")
    home("to_picture")(project, folder)
    (folder / "project.txt").write_text(home("to_text")(project), encoding="utf-8")
    project.write(folder / "project.json")
    found = files_in(folder, f"{label}, exported/")
    for name, on in (("on its case", load(case)), ("without a case", None)):
        checks = home("check_all")(project, home("course_today")(), on)
        found[f"{label}, checks {name}"] = "\n".join(
            f"{one.rule} {one.passed} {one.hint}: {one.sentence}" for one in checks
        )
    return found


def _case(name: str) -> dict[str, str]:
    from equityqi import load, view

    case = load(name)
    found = {f"{name}, view {kind}": tried(lambda kind=kind: _picture(view(kind, case))) for kind in VIEWS}
    found[f"{name}, names"] = json.dumps(
        {"title": case.title, "names": case.names, "figures": case.figures, "plan": case.plan}, indent=1, default=str
    )
    found[f"{name}, card"] = case.card
    found[f"{name}, story"] = json.dumps(case.story.model_dump(), indent=1, ensure_ascii=False)
    found[f"{name}, facts"] = "\n".join(f"{id}: {fact}" for id, fact in case.facts.items())
    for table in case.tables:
        frame = case.tables[table]
        found[f"{name}, table {table}"] = (
            f"{frame.dtypes}\n{frame.shape}\n{hashed(frame.to_csv().encode())}\n{frame.head(3).to_csv()}"
        )
    for id, measure in case.measures.items():
        for by in measure.by:
            counts = case.counts(id, by)
            found[f"{name}, counts {id} by {by}"] = (
                f"{counts.dtypes}\n{hashed(counts.to_csv().encode())}\n{counts.head(3).to_csv()}"
            )
    return found


def _picture(picture) -> str:
    return f"{picture.alt}\n{picture.sentence}\n{tree(picture._repr_html_())}"


def tried(what) -> str:
    try:
        return str(what())
    except Exception as error:
        return f"{type(error).__name__}: {error}"
