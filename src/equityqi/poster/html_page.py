"""The one page as HTML: it loads nothing, prints on one sheet of A4, and folds into one column on a phone."""

from __future__ import annotations

from pathlib import Path

from equityqi.documents.html import sections_of
from equityqi.documents.html_frame import POLICY, page, style_of
from equityqi.files import write_atomically
from equityqi.html_tags import Child, Html, join, tag
from equityqi.poster.chart_svg import svg_of
from equityqi.poster.fit import Fitted
from equityqi.poster.layout import Layout, to_try
from equityqi.poster.page import FLOOR_RULE, HIDDEN, Driver, Measured, Poster, Said, poster_of
from equityqi.project.document import appendix, on_page, shared
from equityqi.project.parts import Project
from equityqi.project.sentences import case_of

REST = "The rest is in the appendix."
TOLD_US = "people told us so"


def sheet_of(poster: Poster) -> Html:
    """Return the one page as one element, with a heading for each of its parts; it needs the styles of poster.css."""
    layout = Layout(poster)
    parts = [part(poster, layout) for part in (_top, _title, _problem, _aim, _two, _bottom, _foot)]
    return tag("div", tag("div", join(parts, tag("div", class_="pp-gap")), class_="pp"), class_="pp-holder")


def to_html(project: Project, path: Path) -> None:
    """Write a project as one HTML file. Raises :class:`equityqi.files.CouldNotWrite`, in one sentence."""
    write_atomically(Path(path), page_of(project))


def page_of(project: Project) -> Html:
    """Return a project as one HTML page: the one sheet, then the appendix. No package beyond Python's own is needed."""
    case = case_of(project)
    poster = poster_of(project, case)
    rest = appendix(project, on_page(shared(project), case), Layout(poster).cut())
    about = [tag("p", line) for line in rest.about]
    following = tag("div", tag("h2", rest.title), about, sections_of(rest), class_="rest")
    css = style_of("equityqi.poster", "poster.css") + style_of("equityqi.poster", "appendix.css")
    policy = tag("meta", http_equiv="Content-Security-Policy", content=POLICY)
    return page(poster.title, tag("main", sheet_of(poster), "\n", following), css, policy)


def _fit(name: str, found: Fitted, kind: str = "", **more: str) -> Html:
    return tag(name, found.text, class_=f"{kind} fit".strip(), style=f"--pt:{found.points:g}", dir="auto", **more)


def _said(name: str, said: Said, layout: Layout, place: str, kind: str = "") -> Html:
    """Return words in their place; what is missing is said in small print."""
    if said.missing:
        return tag("p", said.words, class_="pp-none")
    return _fit(name, layout.fit(place, said.words), kind)


def _top(poster: Poster, layout: Layout) -> Html:
    day = f", {layout.fit('day', poster.day).text}" if poster.day else ""
    first = (
        tag("span", layout.fit("organisation", poster.organisation).text, dir="auto") if poster.organisation else None
    )
    return tag("div", first, tag("span", f"Our project on one page{day}. {REST}"), class_="pp-top")


def _title(poster: Poster, layout: Layout) -> Html:
    return _fit("h1", layout.fit("title", poster.title))


def _problem(poster: Poster, layout: Layout) -> Html:
    finding = _fit("p", layout.fit("finding", poster.finding), "pp-finding") if poster.finding else None
    chart = tag("div", svg_of(poster.chart), class_="pp-chart") if poster.chart else None
    left = [_said("h2", poster.problem, layout, "problem"), finding, chart]
    note = layout.fit("note", poster.chart_note.words) if poster.chart_note.words else None
    return tag(
        "section",
        tag("div", left, _fit("p", note, "pp-small") if note else None),
        _quotation(poster, layout),
        class_="pp-problem",
        aria_label="The problem",
    )


def _quotation(poster: Poster, layout: Layout) -> Html:
    listened = _fit("p", layout.fit("listened", poster.listened), "pp-small") if poster.listened else None
    if poster.quotation.missing:
        told = [listened, tag("p", poster.quotation.words, class_="pp-none")]
        return tag("aside", told, class_="pp-quote none", aria_label="Who was listened to")
    words = _fit("blockquote", layout.fit("quotation", poster.quotation.words))
    speaker = _fit("p", layout.fit("speaker", poster.speaker)) if poster.speaker else None
    return tag("aside", words, speaker, listened, class_="pp-quote", aria_label="Someone we listened to")


def _aim(poster: Poster, layout: Layout) -> Html:
    about = _fit("p", layout.fit("aim_about", poster.aim_about), "about") if poster.aim_about else None
    return tag("section", tag("h2", "Our aim"), _said("p", poster.aim, layout, "aim", "line"), about, class_="pp-aim")


def _two(poster: Poster, layout: Layout) -> Html:
    return tag("div", _drivers(poster, layout), _measures(poster, layout), class_="pp-two")


def _drivers(poster: Poster, layout: Layout) -> Html:
    shown, whole = len(poster.drivers), poster.of_drivers
    heading = "What must be true" + (f", {shown} of {whole}" if whole > shown else "")
    told = any(driver.told_us for driver in poster.drivers)
    key = tag("span", tag("i", "“", class_="pp-told", aria_hidden="true"), f" {TOLD_US}", class_="pp-key")
    texts = layout.alike("driver", [driver.text for driver in poster.drivers])
    tries = layout.alike("to_try", [to_try(driver) for driver in poster.drivers])
    items = [_driver(*row) for row in zip(poster.drivers, texts, tries, strict=True)]
    content = tag("ol", items, class_="pp-drivers") if items else tag("p", poster.no_drivers, class_="pp-none")
    return tag("section", tag("h2", heading, key if told else None), content)


def _driver(driver: Driver, text: Fitted, idea: Fitted) -> Html:
    told = tag("i", "“", class_="pp-told", role="img", aria_label=TOLD_US) if driver.told_us else None
    words = [_fit("b", text), _fit("span", idea) if idea.text else None]
    return tag("li", tag("div", words), told)


def _measures(poster: Poster, layout: Layout) -> Html:
    heading = tag("h2", "How we'll know")
    if not poster.measures:
        return tag("section", heading, tag("p", poster.no_measures, class_="pp-none"))
    period, *groups = poster.measure_heads
    known = any(measured.least or measured.best for measured in poster.measures)
    heads = [tag("th", f"Latest: {period}" if known and period else None, scope="col", class_="pp-small")]
    heads += [
        _fit("th", head, scope="col") if known else tag("th", scope="col") for head in layout.alike("head", groups)
    ]
    names = layout.alike("measure", [measured.name for measured in poster.measures])
    about = layout.alike("measure_about", [measured.about for measured in poster.measures])
    rows = [_measured(*row, layout) for row in zip(poster.measures, names, about, strict=True)]
    head = tag("thead", tag("tr", heads)) if known else None
    table = tag("table", tag("caption", "Measures"), head, tag("tbody", rows), class_="pp-measures")
    return tag("section", heading, table)


def _measured(measured: Measured, name: Fitted, about: Fitted, layout: Layout) -> Html:
    numbers: Child = tag("td", "no number yet", colspan=2, class_="pp-small")
    if measured.least or measured.best:
        numbers = [
            tag("td", words, class_="pp-small")
            if words == HIDDEN
            else _fit("td", layout.fit("number", words), f"number {kind}")
            for words, kind in ((measured.least, "least"), (measured.best, "best"))
        ]
    first = tag("tr", tag("th", _fit("b", name), scope="row"), numbers, class_="named")
    return Html(first + tag("tr", tag("td", _fit("span", about, "about"), colspan=3), class_="told"))


def _bottom(poster: Poster, layout: Layout) -> Html:
    lead = _said("p", poster.floor, layout, "floor", "lead")
    rule = None if poster.floor.missing else tag("p", FLOOR_RULE, class_="pp-small")
    floor = tag("section", tag("h2", "Who must not lose"), lead, rule, class_="pp-floor")
    return tag("div", _test(poster, layout), floor, class_="pp-bottom")


def _test(poster: Poster, layout: Layout) -> Html:
    heading = tag("h2", "Our first test")
    if not poster.test:
        return tag("section", heading, tag("p", poster.no_test, class_="pp-none"), class_="pp-test")
    test = poster.test
    question = _fit("p", layout.fit("question", test.question), "question") if test.question else None
    flow = [
        tag("div", tag("dt", label), tag("dd", _known(name, words, layout)), class_=name)
        for label, name, words in (
            ("We predicted", "predicted", test.predicted),
            ("We saw", "saw", test.saw),
            ("We learned", "learned", test.learned),
        )
    ]
    return tag("section", heading, question, tag("dl", flow, class_="pp-flow"), class_="pp-test")


def _known(name: str, words: str, layout: Layout) -> Html:
    if not words:
        return tag("span", "not yet", class_="pp-none")
    return _fit("span", layout.fit(name, words), "" if name == "learned" else "big")


def _foot(poster: Poster, layout: Layout) -> Html:
    date = layout.fit("next_date", poster.next_date).text if poster.next_date else "not set yet"
    step = _fit("p", layout.fit("next_step", poster.next_step)) if poster.next_step else None
    left = tag("div", tag("h2", f"Next date: {date}"), step, tag("p", poster.small_print, class_="pp-small"))
    contact = _said("p", poster.contact, layout, "contact")
    return tag("footer", left, tag("div", tag("h2", "Talk to us"), contact), class_="pp-foot")
