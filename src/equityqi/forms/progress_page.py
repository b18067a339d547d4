"""Where am I: how many questions of each exercise have an answer."""

from __future__ import annotations

from html import escape
from pathlib import Path

from equityqi.settings import work_folder
from equityqi.workfolder import answers_file as store


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
            answers, _ = store.read_answers(
                work / "exercises" / name / store.answers_name(name), name, keep_damaged=False
            )
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
