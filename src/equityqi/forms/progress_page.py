"""Where am I: how many questions of each exercise have an answer."""

from __future__ import annotations

from pathlib import Path

from IPython.display import HTML, display

from equityqi.html_tags import tag
from equityqi.pictures.progress import progress
from equityqi.pictures.style import show
from equityqi.settings import work_folder
from equityqi.workfolder import answers_file as store
from equityqi.workfolder.find_question import exercises_in


def where_am_i() -> None:
    """Show how many questions of each exercise have an answer, as a picture and as links."""
    work = work_folder(Path.cwd())
    if work is None:
        print("Start the course with start.py to see how far you are: this page is the course's own copy.")
        return
    rows, parts = [], []
    up = "../" * len(Path.cwd().relative_to(work).parts)
    left = {"style": "text-align:left"}
    for name, exercise in exercises_in(work / "exercises").items():
        try:
            answers, _ = store.read_answers(
                work / "exercises" / name / store.answers_name(name), name, keep_damaged=False
            )
            done = sum(question.id in answers.answers for question in exercise.questions)
            words = f"{done} of {len(exercise.questions)} questions answered"
            parts.append((exercise.title, done, len(exercise.questions)))
        except store.AnswersError as error:
            words = str(error)
        link = tag("a", exercise.title, href=f"{up}exercises/{name}/{name}.ipynb")
        rows.append(tag("tr", tag("td", link, **left), tag("td", words, **left)))
    head = tag("tr", [tag("th", name, scope="col", **left) for name in ("Exercise", "How far you are")])
    if parts:
        show(progress(parts))
    display(HTML(tag("table", tag("caption", "Where am I?"), tag("thead", head), tag("tbody", rows))))
