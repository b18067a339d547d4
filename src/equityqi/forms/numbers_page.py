"""What a project's numbers say on its page: harm first, then the charts of one measure, then the tests."""

from __future__ import annotations

from equityqi.html_tags import Html, join, tag
from equityqi.project.next_test import predicted_and_seen
from equityqi.project.numbers import Count, Numbers
from equityqi.project.numbers_told import Told, told
from equityqi.project.parts import FLOOR, Project
from equityqi.project.sentences import case_of
from equityqi.project.shares import floor_in_words
from equityqi.settings import chart_rules
from equityqi.tables.hidden_counts import LARGEST_HIDDEN

NOT_PRINTED = (
    "These charts hold counts of 1 to 7 people, so they aren’t printed: on paper they could point to a person. The"
    " story board further down hides them, so print that."
)
TESTS_NOT_PRINTED = "What a test with few people found isn’t printed: on paper it could point to a person."


def page(numbers: Numbers, chosen: str, project: Project) -> Html:
    """Return what the numbers of one measure say, what harm any balancing measure shows first, and the tests."""
    floor = floor_in_words(project.aim, case_of(project)) or FLOOR
    by_measure = {one.id: told(numbers, one, chart_rules(), floor) for one in numbers.measures}
    stops = [part for parts in by_measure.values() for part in parts if part.stop]
    shown = [*stops, *(part for part in by_measure[chosen] if not part.stop)]
    charts, tried = join(map(_part, shown)), tests(numbers)
    if any(_is_small(one) for measure in numbers.measures for one in measure.counts):
        return _on_screen(NOT_PRINTED, join([charts, tried]))
    return join([charts, _on_screen(TESTS_NOT_PRINTED, tried) if numbers.cycles else tried])


def _on_screen(instead: str, shown: Html) -> Html:
    return join([tag("p", instead, class_="eq-numbers-in-print"), tag("div", shown, class_="eq-numbers-few")])


def _is_small(count: Count) -> bool:
    """Return whether a count, or those left of it, is one of 1 to 7 people."""
    found = count.numbers
    return found is not None and any(1 <= part <= LARGEST_HIDDEN for part in (found[0], found[1] - found[0]))


def _part(part: Told) -> Html:
    said = [tag("p", one) for one in part.sentences]
    drawn = Html(part.picture._repr_html_()) if part.picture else None
    kind = "eq-numbers-stop" if part.stop else None
    return tag("section", tag("h3", part.heading), said, drawn, class_=kind, role="alert" if part.stop else None)


def tests(numbers: Numbers) -> Html:
    """Return what was predicted for each test beside what happened."""
    rows = predicted_and_seen(numbers.cycles)
    if not rows:
        return tag("p", "No test yet. Once you log one with its days, the charts show when it ran.")
    heads = tag("tr", [tag("th", head, scope="col") for head in ("Test", "We predicted", "What happened")])
    body = [tag("tr", tag("th", row[0], scope="row"), [tag("td", cell) for cell in row[1:]]) for row in rows]
    return tag("section", tag("h3", "What we predicted, and what happened"), tag("table", heads, body))
