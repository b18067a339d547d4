"""Do the files of one case work together? Every fault of them at once, each with its file and line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from equityqi.cases.case import Case
from equityqi.cases.case_counts import counts_of
from equityqi.cases.case_figures import figures_of
from equityqi.cases.case_files import CaseError, read_package, read_story
from equityqi.cases.case_losses import losses_not_in_project
from equityqi.cases.facts import BadFacts, facts_path, read_facts
from equityqi.checked_yaml import YamlError, line_in, read_tree
from equityqi.project.agreement import check_all
from equityqi.project.model_project import model_project
from equityqi.project.parts import ProjectError
from equityqi.settings import course_today

INVENTED = "Synthetic: never cite."
TO_DO = re.compile(r"TO DO\b:? *([^\"\n]*)")
ENDS = " |*'"  # what a table, a bold line or a quote leaves behind
WRITTEN = ("*.yml", "*.json", "*.md")  # what a person writes in a case's folder; figures.json holds none of it
PART_OF = {"whys": ("system", "whys"), "whole": ()}  # where the checks of a project look, if not below their own name


def case_problems(folder: Path) -> list[str]:
    """Return one sentence for each thing that keeps a case's files from working together."""
    case = Case(folder)
    words = [*_faults(lambda: case.file), *_faults(lambda: read_package(folder)), *facts_problems(folder)]
    found = [*words, *(_faults(lambda: case.card) or _not_invented(case)), *to_do(folder)]
    if words:  # the story's words cannot be filled in yet, and nothing can be counted
        found += _faults(lambda: read_story(folder))
        found.append(f"{folder.name}: we can check its figures and its project once these files can be read.")
        return list(dict.fromkeys(found))
    found += [*_faults(lambda: case.story), *_faults(lambda: case.filled(case.file.answers))]
    tables = [fault for it in read_package(folder).resources for fault in _faults(lambda it=it: case.tables[it.name])]
    found += tables or [*_uncounted(case), *_in_project(case)]
    return list(dict.fromkeys(found))


def facts_problems(folder: Path) -> list[str]:
    """Return one sentence for each fault of a folder's facts; those of a case begin with its letter."""
    path, letter = folder / "facts.yml", f"{folder.name.partition('-')[0]}-"
    if not path.is_file():
        return []
    try:
        facts = read_facts(path)
    except BadFacts as error:
        return [_with_line(sentence, path) for sentence in str(error).splitlines()]
    return [
        f"{place_of_fact(path, id)}: the ids of this case begin with {letter}, so that no other case has them. Put it"
        " right."
        for id in facts
        if path != facts_path() and folder.name != "datasets" and not id.startswith(letter)
    ]


def place_of_fact(path: Path, id: str) -> str:
    """Return the file, the line and the name of a fact."""
    return f"{path.parent.name}/{path.name}, line {line_in(read_tree(path), id)}, {id}"


def _with_line(sentence: str, path: Path) -> str:
    """Return what is said of a fact, with the folder and the line that it begins in."""
    said = f"{path.parent.name}/{sentence}"
    if (named := re.search(r"facts\.yml(?:, fact)?:? '([^']+)'", sentence)) is None:
        return said
    lines = path.read_text(encoding="utf-8").splitlines()
    line = next((at for at, text in enumerate(lines, 1) if text.partition(":")[0].strip("'\" ") == named[1]), 1)
    return said.replace("facts.yml", f"facts.yml, line {line}", 1)


def _not_invented(case: Case) -> list[str]:
    if INVENTED in case.card:
        return []
    return [
        f"{case.folder.name}/card.md, line 1: the title isn't followed by “{INVENTED}”. Pages, slides and paper tell"
        " people that the data of a case are invented. Change the figures so that it's true, and write it there. Real"
        " counts belong on the page “Your own data”."
    ]


def to_do(folder: Path) -> list[str]:
    """Return one sentence for each place that a draft left open."""
    return [
        f"{folder.name}/{path.name}, line {number}: still to do: {open_still[1].strip(ENDS) or 'fill this in'}"
        for pattern in WRITTEN
        for path in sorted(folder.glob(pattern))
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1)
        for open_still in TO_DO.finditer(line)
    ]


def _uncounted(case: Case) -> Iterator[str]:
    """Yield a sentence for each measure that cannot be counted by one of its groups, and for the main gap."""
    tree, before = read_tree(case.folder / "case.yml", CaseError), len(case.measures)
    file = f"{case.folder.name}/case.yml"
    for id, measure in case.measures.items():
        wrong = [fault for by in measure.by for fault in _faults(lambda id=id, by=by: counts_of(case, id, by))]
        for fault in dict.fromkeys(wrong):
            yield f"{file}, line {line_in(tree, 'measures', id)}, {id}: {fault.replace(f'{file} counts', 'it counts')}"
        before -= bool(wrong)
    if before == len(case.measures):  # else it would be said again
        yield from (
            f"{file}, line {line_in(tree, 'gap')}: the figures of the gap can't be worked out. {fault}"
            for fault in _faults(lambda: figures_of(case))
        )


def _in_project(case: Case) -> Iterator[str]:
    """Yield a sentence for each check that the model project does not meet, and where it differs from the tables."""
    file = f"{case.folder.name}/project.json"
    if found := _faults(lambda: case.plan):
        yield from found
        return
    if not case.plan:
        yield f"{file} is missing. Exercises show it as a model answer."
        return
    tree = read_tree(case.folder / "project.json", CaseError)
    if found := _faults(lambda: model_project(case)):
        yield from found
        return
    told = set()
    for check in check_all(model_project(case), course_today(), case):
        part, _, rule = check.rule.partition(".")
        if not check.passed and not check.hint and (part, check.sentence) not in told:  # an empty part fails every rule
            told.add((part, check.sentence))
            yield f"{file}, line {line_in(tree, *PART_OF.get(part, (part,)), rule)}, {check.rule}: {check.sentence}"
    for said in _faults(lambda: _hold(losses_not_in_project(case))):
        part = "steps" if f"{file}, steps" in said else "reasons"
        yield said.replace(f"{file}, ", f"{file}, line {line_in(tree, 'system', part)}, ", 1)


def _hold(sentence: str) -> None:
    if sentence:
        raise CaseError(sentence)


def _faults(use: Callable[[], Any]) -> Iterable[str]:
    """Return what is wrong when something of a case is used, a sentence each."""
    try:
        use()
    except YamlError as error:
        return error.faults
    except (BadFacts, ProjectError, OSError) as error:
        return str(error).splitlines()
    except (LookupError, ArithmeticError, TypeError, ValueError) as error:
        return [f"Something in the tables doesn't fit ({type(error).__name__}: {error}). Compare groups and columns."]
    return ()
