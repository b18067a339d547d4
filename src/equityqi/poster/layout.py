"""Which words of the one page stand where and how large, so that all of it fits; what was cut goes to the appendix."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from equityqi.poster.fit import DOTS, LEAST, MM, Fitted, Place, fitted
from equityqi.poster.page import Driver, Poster
from equityqi.svg.text_widths import lines_of

SHEET = 306  # millimetres, by measures that are a little too wide for every font: in the widest it is 297
CHART = 51
# Smaller letters come first, and only then less room, in which text is cut: how much of each is left.
ROOMS = (*((1 - step / 32, 1) for step in range(9)), *((0.75, 1 - step / 8) for step in range(1, 8)))
# Millimetres of an A4 page with 12 at each side.
PLACES = {
    "organisation": Place(84, 4.2, 9, more=DOTS),
    "day": Place(32, 4.2, 9, more=DOTS),
    "title": Place(186, 19, 24, bold=True, leading=1.1),
    "problem": Place(125, 17.4, 12.5),
    "finding": Place(125, 5.2, 11.5, bold=True, more=DOTS),
    "note": Place(125, 13, 9, leading=1.35),
    "quotation": Place(43, 58, 14.5, bold=True),
    "speaker": Place(48, 8.6, 9.5, more=DOTS),
    "listened": Place(46, 26, 9, leading=1.35, more=DOTS),
    "aim": Place(162, 26, 20.5, bold=True, leading=1.18),
    "aim_about": Place(162, 14.8, 10, leading=1.38),
    "driver": Place(70, 9.6, 10.5, bold=True, leading=1.28, more=DOTS),
    "to_try": Place(70, 9, 9.5, leading=1.32, more=DOTS),
    "head": Place(18.4, 12.4, 9, leading=1.2, more=DOTS),
    "measure": Place(48, 9.6, 10.5, bold=True, leading=1.28, more=DOTS),
    "measure_about": Place(84, 9, 9.5, leading=1.32, more=DOTS),
    "number": Place(16.5, 6, 13, bold=True, more=DOTS),
    "question": Place(116, 9.6, 11, bold=True, leading=1.25, more=DOTS),
    "predicted": Place(32, 9.6, 14, bold=True, leading=1.2, more=DOTS),
    "saw": Place(32, 9.6, 14, bold=True, leading=1.2, more=DOTS),
    "learned": Place(48, 18.4, 10, leading=1.3, more=DOTS),
    "floor": Place(54, 15, 11, bold=True, leading=1.25, more=DOTS),
    "next_date": Place(84, 4.4, 10, bold=True, more=DOTS),
    "next_step": Place(118, 9, 10, leading=1.25, more=DOTS),
    "contact": Place(58, 17, 10, leading=1.25, more=DOTS),
}
LABELS = {
    "organisation": "Organisation",
    "day": "The day",
    "title": "Title",
    "problem": "The problem",
    "quotation": "What one person said",
    "speaker": "Who said it",
    "listened": "Who was listened to",
    "note": "About the chart",
    "finding": "The finding of the chart",
    "aim": "Our aim",
    "aim_about": "About the aim",
    "driver": "What must be true",
    "to_try": "To try",
    "head": "Groups",
    "measure": "Measure",
    "measure_about": "About the measure",
    "number": "Number",
    "question": "Question of the first test",
    "predicted": "Predicted",
    "saw": "Seen",
    "learned": "Learned",
    "floor": "Who must not lose",
    "next_date": "Next date",
    "next_step": "What happens next",
    "contact": "Talk to us",
}


class Layout:
    """The words of one page as their places hold them. Places are roomy at first, and grow smaller together until all
    of the page fits on one sheet, of so many millimetres.
    """

    def __init__(self, poster: Poster, sheet: float = SHEET):
        for letters, room in ROOMS:
            self._found = {key: fitted(key[1], _smaller(key[0], letters, room)) for key in texts_of(poster) if key[1]}
            if _height(poster, self) <= sheet:
                break

    def fit(self, name: str, text: str) -> Fitted:
        """Return a text as its place holds it."""
        return self._found.get((name, text), Fitted("", PLACES[name].most))

    def alike(self, name: str, texts: Iterable[str]) -> list[Fitted]:
        """Return texts that stand below each other, all in the size of the one that needs the smallest."""
        found = [self.fit(name, text) for text in texts]
        least = min((one.points for one in found), default=0)
        return [Fitted(one.text, least, one.cut) for one in found]

    def cut(self) -> list[tuple[str, str]]:
        """Return what has no room on the page, each with its label: the appendix holds it whole.

        >>> from equityqi.poster.page import poster_of
        >>> from equityqi.project.parts import Project
        >>> [
        ...     (label, len(words))
        ...     for label, words in Layout(poster_of(Project(problem="They wait too long. " * 99))).cut()
        ... ]
        [('The problem', 1979)]
        """
        return [(LABELS[name], text) for (name, text), found in self._found.items() if found.cut]

    def deep(self, name: str, *texts: str) -> float:
        """Return how many millimetres texts take below each other."""
        place = PLACES[name]
        found = self.alike(name, texts)
        lines = sum(len(lines_of(one.text, place.across * MM, one.points, place.bold)) for one in found if one.text)
        return lines * found[0].points * place.leading / MM if found else 0


def _smaller(name: str, letters: float, room: float) -> Place:
    """Return a place with smaller letters or less room, though at least one line of the smallest letters."""
    place = PLACES[name]
    most = max(LEAST, round(2 * place.most * letters) / 2)
    return replace(place, most=most, down=max(place.down * room, LEAST * place.leading / MM + 0.05))


def _height(poster: Poster, layout: Layout) -> float:
    """Return about how many millimetres the page takes."""
    return sum(parts_of(poster, layout))


def parts_of(poster: Poster, layout: Layout) -> tuple[float, ...]:
    """Return about how many millimetres each part of the page takes, by the margins in poster.css."""
    deep = layout.deep
    left = 12 + deep("problem", poster.problem.words) + deep("finding", poster.finding) + CHART * bool(poster.chart)
    right = 28 + deep("quotation", poster.quotation.words) + deep("speaker", poster.speaker)
    drivers = [deep("driver", one.text) + deep("to_try", to_try(one)) + 3.6 for one in poster.drivers]
    measures = [deep("measure", one.name) + deep("measure_about", one.about) + 3.6 for one in poster.measures]
    heads = max(deep("head", head) for head in poster.measure_heads[1:])
    test, learned = 0.0, 0.0
    if poster.test:
        test = deep("question", poster.test.question)
        learned = max(deep(name, getattr(poster.test, name)) for name in ("predicted", "saw", "learned"))
    return (
        17 + deep("title", poster.title) + 3,
        max(left + deep("note", poster.chart_note.words), right + deep("listened", poster.listened)),
        14 + deep("aim", poster.aim.words) + deep("aim_about", poster.aim_about),
        12 + max(sum(drivers), heads + sum(measures)),
        max(20 + test + learned, 26 + deep("floor", poster.floor.words)),
        16 + max(deep("next_step", poster.next_step) + 4.3, deep("contact", poster.contact.words)),
    )


def texts_of(poster: Poster) -> Iterable[tuple[str, str]]:
    """Yield each text of the page with the name of its place."""
    for name in (
        "organisation",
        "day",
        "title",
        "finding",
        "speaker",
        "listened",
        "aim_about",
        "next_date",
        "next_step",
    ):
        yield name, getattr(poster, name)
    for name in ("problem", "quotation", "aim", "floor", "contact"):
        yield name, getattr(poster, name).words
    yield "note", poster.chart_note.words
    for driver in poster.drivers:
        yield "driver", driver.text
        yield "to_try", to_try(driver)
    for measured in poster.measures:
        yield "measure", measured.name
        yield "measure_about", measured.about
        yield "number", measured.least
        yield "number", measured.best
    for head in poster.measure_heads[1:]:
        yield "head", head
    if poster.test:
        for name in ("question", "predicted", "saw", "learned"):
            yield name, getattr(poster.test, name)


def to_try(driver: Driver) -> str:
    """Return the change idea of a driver as the page says it."""
    return f"To try: {driver.to_try}" if driver.to_try else ""
