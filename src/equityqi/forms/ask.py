"""Ask, answer, score: what a notebook calls. The widget is thin; answers live in the answers file."""

from __future__ import annotations

from typing import Any

from equityqi.files import CouldNotWrite
from equityqi.forms.notebook import has_browser, open_forms, repaint
from equityqi.html_tags import tag
from equityqi.questions.mark import mark_saved
from equityqi.questions.note_on_people import note_on_people
from equityqi.questions.plain_html import in_words, plain_html
from equityqi.workfolder import answers_file as store
from equityqi.workfolder.find_question import find


def ask(id: str, read: bool = False) -> None:
    """Show the form of a question; without a browser, its plain HTML twin.

    The answer is saved at each change, beside the exercise. Where nothing may be saved (the
    course's own copy, a page that is being marked) the twin says so. With ``read`` there is no form:
    what a person looks for in this text, below the answer that they are to read.
    """
    from IPython.display import HTML, display  # lazy: IPython costs 0.2 s

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
        display(HTML(plain_html(found.question, said=str(error))))
        return
    value = answers.answers.get(id)
    live = browser and not found.refusal
    notice = said or (found.refusal if browser else None)
    if live and found.question.kind == "game":
        from equityqi.forms.game_form import play  # lazy: anywidget costs 0.2 s

        return play(found, answers, open_forms[found.path, id], said)
    note = display(HTML(plain_html(found.question, value, asleep=live, said=notice)), display_id=True)
    if live:
        from equityqi.forms.question_form import Form, result_now  # lazy: anywidget costs 0.2 s

        form = Form(
            spec={**found.question.for_browser(), "number": found.number, "of": found.of},
            saved=value,
            revision=answers.revision(id),
            words=in_words(found.question, value),
            key=f"{answers.id}:{id}",
            notice=said or "",
            result=result_now(found, answers),
        )
        form.bind(found, note, open_forms[found.path, id])
        display(form)


def _to_read(found) -> str:
    """Return a text's rubric as HTML, below its answer; in a browser folded and without, since the form above holds the
    answer and it may be newer.
    """
    heads = tag("tr", tag("th", "Marks", scope="col"), tag("th", "What the answer looks like", scope="col"))
    levels = [
        tag("tr", tag("td", str(points)), tag("td", line, style="text-align:left"))
        for points, line in enumerate(found.question.rubric)
    ]
    caption = tag("caption", "A person reads this answer and gives it 0 to 3 marks")
    rows = tag("thead", heads), tag("tbody", levels)
    if has_browser():
        summary = tag("summary", "How your trainer marks this answer, from 0 to 3")
        return tag("details", summary, tag("table", rows), class_="eq-part-fold eq-part-trainer")
    table = tag("table", caption, rows)
    rubric = tag("div", table, class_="eq-twin")
    try:
        answers, said = store.read_answers(found.path, found.exercise, keep_damaged=False)
    except store.AnswersError as error:
        return plain_html(found.question, said=str(error)) + rubric
    return plain_html(found.question, answers.answers.get(found.question.id), said=said) + rubric


def answer(id: str, value: Any) -> None:
    """Save a typed answer and print the same sentence as *Check*.

    A value of the wrong shape is not saved: one sentence says what was expected.
    """
    found = _find(id)
    if found is None:
        return
    value = found.question.as_saved(value)
    problem = found.question.why_unreadable(value)
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
    repaint(open_forms[found.path, id], answers)
    print(mark_saved(found.question, answers, found.path.parent).in_words())
    if note := note_on_people(found.question, value):
        print(note)


def score(id: str) -> float:
    """Return the points of the saved answer, a plain float from 0 to the question's points.

    It is the last line of a locked test cell. nbgrader gives full marks for a value that it cannot
    read, so this is never anything but a float; unanswered it is 0.0, and nothing is printed.
    """
    found = find(id)
    try:
        answers, _ = store.read_answers(found.path, found.exercise, keep_damaged=False)
    except store.AnswersError:
        return 0.0
    return mark_saved(found.question, answers, found.path.parent).points


def _find(id: str):
    try:
        return find(id)
    except (store.AnswersError, ValueError) as error:
        print(error)
        return None
