"""Ask, answer, score: what a notebook calls. The widget is thin; answers live in the answers file."""

from __future__ import annotations

import os
from collections import defaultdict
from html import escape
from pathlib import Path
from typing import Any
from weakref import WeakSet

from equityqi.files import CouldNotWrite
from equityqi.lessons import answers as store
from equityqi.lessons.marks import mark_saved
from equityqi.lessons.shapes import read_number, shape_problem
from equityqi.lessons.twin import STYLE, in_words, twin
from equityqi.settings import read_settings, work_folder

_live: dict[tuple, WeakSet] = defaultdict(WeakSet)  # the forms of one question in this kernel


def ask(id: str, read: bool = False) -> None:
    """Show the form of a question; without a browser, its plain HTML twin.

    The answer is saved at each change, beside the exercise. Where nothing may be saved (the
    course's own copy, a page that is being marked) the twin says so. With ``read`` there is no form:
    what a person looks for in this text, below the answer that they are to read.
    """
    from IPython.display import HTML, display

    found = _find(id)
    if found is None:
        return
    if read:
        display(HTML(_to_read(found)))
        return
    browser = has_browser()
    try:
        if browser and not found.refusal:
            answers, said = store.begin(found)
        else:
            answers, said = store.read_answers(found.path, found.exercise, keep_damaged=False)
    except (store.AnswersError, CouldNotWrite) as error:
        display(HTML(twin(found.question, said=str(error))))
        return
    value = answers.answers.get(id)
    live = browser and not found.refusal
    notice = said or (found.refusal if browser else None)
    if live and found.question.kind == "game":
        from equityqi.lessons.game_form import play

        return play(found, answers, _live[found.path, id], said)
    note = display(HTML(twin(found.question, value, asleep=live, said=notice)), display_id=True)
    if live:
        from equityqi.lessons.widget import Form

        form = Form(
            spec=_spec(found.question),
            saved=value,
            revision=answers.revision(id),
            words=in_words(found.question, value),
            key=f"{answers.id}:{id}",
            notice=said or "",
        )
        form.attach(found, note, _live[found.path, id])
        display(form)


def _to_read(found) -> str:
    """Return a text's rubric as HTML, below its answer; in a browser without, since the form above holds it and may be newer."""
    levels = "".join(f'<tr><td>{points}</td><td style="text-align:left">{escape(line)}</td></tr>' for points, line in enumerate(found.question.rubric))
    rubric = (
        '<div class="eq-twin"><table><caption>A person reads this answer and gives 0 to 3 points</caption><thead><tr><th scope="col">Points</th>'
        f'<th scope="col">What the answer looks like</th></tr></thead><tbody>{levels}</tbody></table></div>'
    )
    if has_browser():
        return f"{STYLE}{rubric}"
    try:
        answers, said = store.read_answers(found.path, found.exercise, keep_damaged=False)
    except store.AnswersError as error:
        return twin(found.question, said=str(error)) + rubric
    return twin(found.question, answers.answers.get(found.question.id), said=said) + rubric


def answer(id: str, value: Any) -> None:
    """Save a typed answer and print the same sentence as *Check*.

    A value of the wrong shape is not saved: one sentence says what was expected.
    """
    found = _find(id)
    if found is None:
        return
    value = as_kept(found.question, value)
    problem = shape_problem(found.question, value)
    if problem:
        print(f"Not saved. {problem}")
        return
    try:
        answers, said = store.save_answer(found, value)
    except (store.AnswersError, CouldNotWrite) as error:
        print(f"Not saved. {error}")
        return
    if said:
        print(said)
    repaint(_live[found.path, id], answers, id)
    print(mark_saved(found.question, answers, found.path.parent).in_words())


def score(id: str) -> float:
    """Return the points of the saved answer, a plain float from 0 to the question's points.

    It is the last line of a locked test cell. nbgrader gives full marks for a value that it cannot
    read, so this is never anything but a float; unanswered it is 0.0, and nothing is printed.
    """
    found = store.find(id)
    try:
        answers, _ = store.read_answers(found.path, found.exercise, keep_damaged=False)
    except store.AnswersError:
        return 0.0
    return mark_saved(found.question, answers, found.path.parent).points


def hand_in_form() -> None:
    """Show a form that makes the hand-in file; without a browser, the command that does."""
    work = work_folder(Path.cwd())
    if work is None or not has_browser():
        print("Make your hand-in with start.py, for example: python start.py hand-in --name asha")
        return
    from IPython.display import display

    from equityqi.lessons.small_forms import HandIn

    name = str(read_settings(work).get("name") or "")
    form = HandIn(fields=[["name", "Your name or code:", name], ["pair", "Your partner's name or code, if you worked as a pair:", ""]])
    form.attach(work)
    display(form)


def where_am_i() -> None:
    """Show how many questions of each exercise have an answer, as a picture and as links."""
    from IPython.display import HTML, display

    from equityqi.pictures.progress import progress
    from equityqi.pictures.style import show

    work = work_folder(Path.cwd())
    if work is None:
        print("Start the course with start.py to see how far you are: this page is the course's own copy.")
        return
    rows, parts = [], []
    up = "../" * len(Path.cwd().relative_to(work).parts)
    left = 'style="text-align:left"'
    for name, exercise in store.exercises_in(work / "exercises").items():
        try:
            answers, _ = store.read_answers(work / "exercises" / name / store.answers_name(name), name, keep_damaged=False)
            done = sum(question.id in answers.answers for question in exercise.questions)
            words = f"{done} of {len(exercise.questions)} questions answered"
            parts.append((exercise.title, done, len(exercise.questions)))
        except store.AnswersError as error:
            words = str(error)
        link = f'<a href="{up}exercises/{name}/{name}.ipynb">{escape(exercise.title)}</a>'
        rows.append(f"<tr><td {left}>{link}</td><td {left}>{escape(words)}</td></tr>")
    head = f'<tr><th scope="col" {left}>Exercise</th><th scope="col" {left}>How far you are</th></tr>'
    if parts:
        show(progress(parts))
    display(HTML(f"<table><caption>Where am I?</caption><thead>{head}</thead><tbody>{''.join(rows)}</tbody></table>"))


def as_kept(question, value: Any) -> Any:
    """Return a typed or clicked value in the shape that the answers file keeps.

    A number that can be read becomes one; what cannot be read stays as it was typed.
    """
    if question.kind == "number":
        number = read_number(value)
        return value if number is None else number
    if isinstance(value, (set, frozenset)) and question.kind == "multi":
        return [code for code in question.options if code in value] + sorted(map(str, value - set(question.options)))
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, dict):
        return {str(key): list(item) if isinstance(item, tuple) else item for key, item in value.items()}
    return value


def repaint(forms, answers, id: str) -> None:
    """Show a saved answer in every form of its question in this kernel."""
    for form in list(forms):
        form.show_saved(answers.answers.get(id), answers.revision(id))


def _find(id: str):
    try:
        return store.find(id)
    except (store.AnswersError, ValueError) as error:
        print(error)
        return None


def has_browser() -> bool:
    """Tell whether Lab or Notebook started this kernel: they name its session, nbclient does not."""
    return bool(os.environ.get("JPY_SESSION_NAME"))


def _spec(question) -> dict[str, Any]:
    """Return what the browser needs to draw a form: no key, no hint."""
    spec = {name: getattr(question, name) for name in ("id", "kind", "prompt")}
    for name in ("options", "unit"):
        if hasattr(question, name):
            spec[name] = getattr(question, name)
    if question.kind == "sort":
        spec["items"] = {key: item.text for key, item in question.items.items()}
        if question.then:
            spec["then"] = {name: getattr(question.then, name) for name in ("prompt", "options", "after")}
    if question.kind == "table":
        spec |= {"rows": question.rows or 0, "most": question.most, "row_name": question.row_name, "columns": _fields(question.columns)}
    if question.kind == "tree":
        levels = [{"label": level.name, "fields": _fields(level.fields)} for level in question.levels]
        spec |= {"levels": levels, "deck": list(question.deck.items())}
    # An object does not keep the order of keys such as "1" and "2": lists do.
    return {name: list(part.items()) if name in ("options", "items") else part for name, part in _listed(spec).items()}


def _fields(columns) -> list:
    return [[key, {**column.model_dump(), "options": list(column.options.items())}] for key, column in columns.items()]


def _listed(spec):
    if "then" in spec:
        spec["then"] = {**spec["then"], "options": list(spec["then"]["options"].items())}
    return spec
