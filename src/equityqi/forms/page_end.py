"""The end of a lesson: what is answered and what is right, apart, what is still open, and the next page."""

from __future__ import annotations

from pathlib import Path

from IPython.display import HTML, display

from equityqi.forms.assets import together
from equityqi.forms.notebook import open_forms
from equityqi.html_tags import Html, join, tag
from equityqi.questions.kinds.base import AGAIN, RECEIVED, RIGHT, Question
from equityqi.questions.states import state_html
from equityqi.settings import work_folder
from equityqi.workfolder import answers_file as store
from equityqi.workfolder.find_question import read_exercise
from equityqi.workfolder.where_next import answered, core_of, go_on, pages_so_far, states_of

STYLE = Html(f"<style>{together('form.css')}</style>")
COURSE_DONE = "You’ve answered every question in both sessions."
NEXT_STEP = "You can read your own data for a gap, and you have a test to try. Start with one person this week."
_ends: dict[tuple, End] = {}  # the ends that are shown, one for each page: forms only know them weakly


def page_end(lesson: str, can: str = "") -> None:
    """Show the end of a lesson, which follows the answers on the page.

    ``lesson`` is its name, such as "01-what-is-inequity"; ``can`` says what a person can do now, once all is answered.
    Without a work folder nothing is shown: there are no answers to count.
    """
    work = work_folder(Path.cwd().resolve())
    if work is None:
        return
    end = _ends[Path.cwd(), lesson] = End(work, lesson, can)
    answers, _ = store.read_answers(end.path, lesson, keep_damaged=False)
    for question in end.core:
        open_forms[end.path, question.id].add(end)
    end.handle = display(HTML(end.html(answers)), display_id=True)


class End:
    """What one lesson ends with. It is told of each saved and each checked answer, as its forms are."""

    def __init__(self, work: Path, lesson: str, can: str):
        self.work, self.lesson, self.can = work, lesson, can
        self.path = work / "exercises" / lesson / store.answers_name(lesson)
        self.core = core_of(read_exercise(self.path.parent))
        self.handle = None

    def show_saved(self, answers: store.Answers) -> None:
        if self.handle is not None:
            self.handle.update(HTML(self.html(answers)))

    def html(self, answers: store.Answers) -> Html:
        done = answered(self.core, answers)
        states = states_of(self.core, answers, self.path.parent)
        left = [question for question in self.core if question not in done]
        again = [question for question in done if states.get(question.id) == AGAIN]
        head = tag("h3", f"You’ve answered {len(done)} of {len(self.core)}") if left else self._praise()
        count = list(states.values()).count
        sentences = [
            _say(count(RIGHT), "is right so far.", "are right so far."),
            _say(count(RECEIVED), "is with your trainer, who reads it.", "are with your trainer, who reads them."),
            self._named(again, "needs another look.", "need another look."),
            self._named(left, "is still open.", "are still open."),
            "You can come back to this page at any time." if left or again else None,
        ]
        words = tag("p", [(sentence, " ") for sentence in sentences if sentence])
        return join((STYLE, tag("section", head, words, class_="eq-end", aria_label="The end of this page")))

    def _named(self, questions: list[Question], one: str, several: str) -> Html | None:
        """Return "Questions 4 and 5 are still open.", each number a link to its question; of many, the first one."""
        numbers = {question.id: str(number) for number, question in enumerate(self.core, 1)}
        if not questions:
            return None
        first, *rest = questions
        link = _to(first.id, "Question ", numbers[first.id])
        if not rest:
            return join((link, f" {one}"))
        if len(rest) > 1:
            link = _to(first.id, "question ", numbers[first.id])
            return join((f"{len(questions)} questions {several.rstrip('.')}. The first is ", link, "."))
        other = _to(rest[0].id, tag("span", "question ", class_="eq-unseen"), numbers[rest[0].id])
        return join(("Questions ", _to(first.id, numbers[first.id]), " and ", other, f" {several}"))

    def _praise(self) -> Html:
        """Return a quiet word for a whole page, and a real one where both sessions are whole."""
        if (pages := pages_so_far(self.work)) and go_on(pages) is None:
            head, words = "You’ve done the whole course. Well done.", f"{COURSE_DONE} {NEXT_STEP}"
        else:
            head, words = "That’s this page done", self.can
        return tag("div", tag("h3", state_html(RIGHT, head)), tag("p", words) if words else None, class_="eq-praise")


def _say(number: int, one: str, several: str) -> str | None:
    return f"{number} {one if number == 1 else several}" if number else None


def _to(id: str, *words: str) -> Html:
    return tag("a", words, href=f"#question-{id}")
