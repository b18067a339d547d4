"""A story board as HTML: one sheet of A4 on its side, which loads nothing and is one column on a phone."""

from __future__ import annotations

from collections.abc import Sequence

from equityqi.documents.html_frame import POLICY, logo_of, page, style_of
from equityqi.html_tags import Child, Html, tag
from equityqi.organisation import organisation
from equityqi.poster.story_board import HEADS, TOO_SMALL, StoryBoard


def board_page(board: StoryBoard) -> Html:
    """Return a story board as a whole page, to print or to send."""
    css = "@page { size: A4 landscape; margin: 0; } body { margin: 0; }\n" + style_of("equityqi.poster", "board.css")
    policy = tag("meta", http_equiv="Content-Security-Policy", content=POLICY)
    return page(f"Story board, {board.month}: {board.title}", tag("main", sheet_of(board)), css, policy)


def sheet_of(board: StoryBoard) -> Html:
    """Return a story board as one element, with a heading for each of its parts; it needs the styles of board.css."""
    top = tag(
        "div",
        tag("h1", board.title, dir="auto"),
        tag("p", logo_of(organisation()), tag("b", board.month), f"Story board {board.place}"),
        class_="sb-top",
    )
    columns = [
        tag("div", _aim(board), _tried(board)),
        tag("div", _saw(board)),
        tag(
            "div",
            _learned(board),
            _part(4, _list(board.next)),
            _part(5, _list(board.need), _line(board.help), "sb-need"),
        ),
    ]
    foot = tag("div", tag("span", board.contact), tag("span", board.small_print), class_="sb-foot")
    return tag("div", tag("div", top, tag("div", columns, class_="sb-columns"), foot, class_="sb"), class_="sb-holder")


def _part(place: int, content: Child, more: Child = None, kind: str | None = None) -> Html:
    number = tag("i", str(place + 1), aria_hidden="true")
    return tag("section", tag("h2", number, HEADS[place]), content, more, class_=kind)


def _line(words: str, kind: str | None = None) -> Html | None:
    return tag("p", words, class_=kind) if words else None


def _list(lines: Sequence[str]) -> Html:
    return tag("ul", [tag("li", line, dir="auto") for line in lines]) if lines else _none()


def _none(words: str = "Nothing yet.") -> Html:
    return tag("p", words, class_="sb-none")


def _aim(board: StoryBoard) -> Html:
    return _part(0, _line(board.aim, "sb-goal"), _line(board.about), "sb-aim")


def _tried(board: StoryBoard) -> Html:
    tests = [
        tag("li", tag("span", one.when), tag("div", tag("b", one.what), tag("p", one.result)), dir="auto")
        for one in board.tried
    ]
    return _part(1, tag("ol", tests, class_="sb-tried") if tests else _none())


def _saw(board: StoryBoard) -> Html:
    chart = board.chart._repr_html_() if board.chart else _none(TOO_SMALL) if board.found and board.floor else None
    floor = [
        _line(board.floor, "sb-floor"),
        tag("ul", [tag("li", one) for one in board.floor_groups], class_="sb-groups"),
    ]
    said = [tag("p", one, class_="sb-stop", role="note") for one in board.stop]
    said += [tag("p", one, class_="sb-found") for one in board.found]
    return _part(2, [said, _line(board.gap), chart, floor if board.floor else None])


def _learned(board: StoryBoard) -> Html:
    who = tag("figcaption", board.speaker) if board.speaker else None
    voice = (
        tag("figure", tag("blockquote", f"“{board.quotation}”"), who, class_="sb-voice") if board.quotation else None
    )
    return _part(3, _list(board.learned), voice)
