"""The end of a lesson: what is answered and what is right, apart, what is still open, and the next page."""

from __future__ import annotations

from pathlib import Path

from IPython.display import HTML, display

from equityqi.forms.assets import together
from equityqi.forms.notebook import open_forms
from equityqi.html_tags import Html, join, tag
from equityqi.plain_words import shortened
from equityqi.questions.states import OPEN, RIGHT, SAVED, state_html
from equityqi.settings import work_folder
from equityqi.workfolder import answers_file as store
from equityqi.workfolder.find_question import read_exercise
from equityqi.workfolder.where_next import answered, core_of, go_on, pages_so_far, right

STYLE = Html(f"<style>{together('form.css')}</style>")
COURSE_DONE = "You’ve answered every question of both sessions."
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
        left = [question for question in self.core if question not in done]
        good = right(self.core, answers, self.path.parent)
        counts = tag(
            "p",
            state_html(SAVED if done else OPEN, f"{len(done)} of {len(self.core)} answered"),
            " ",
            state_html(RIGHT, f"{good} right so far") if good else None,
            class_="eq-counts",
        )
        rows = [tag("li", tag("a", shortened(question.prompt), href=f"#question-{question.id}")) for question in left]
        still = (tag("p", "Still open on this page:"), tag("ul", rows)) if rows else None
        praise = None if left else self._praise()
        return join((STYLE, tag("section", praise, counts, still, class_="eq-end", aria_label="The end of this page")))

    def _praise(self) -> Html:
        """Return a quiet word for a whole page, and a real one where both sessions are whole."""
        if (pages := pages_so_far(self.work)) and go_on(pages) is None:
            head, words = "You’ve done the whole course. Well done.", f"{COURSE_DONE} {NEXT_STEP}"
        else:
            head, words = "That’s this page done", self.can
        return tag("div", tag("h3", state_html(RIGHT, head)), tag("p", words) if words else None, class_="eq-praise")
