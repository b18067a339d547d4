"""The runsheet on paper: every block for the trainer, and one page of agenda for learners; both as HTML."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from equityqi.checked_yaml import YamlError
from equityqi.documents.html import header
from equityqi.documents.html_frame import whole_page
from equityqi.files import write_atomically
from equityqi.html_tags import Child, Html, bullets, join, plain_table, scrolled, tag
from equityqi.lessons.runsheet import KINDS, Block, Runsheet, Session, read_runsheet
from equityqi.organisation import organisation
from equityqi.working_days import on_day

PAGES = {"runsheet.html": "the trainer's runsheet", "agenda.html": "the learners' agenda"}
HEADS = ("Time", "Block", "Say", "Do, and how you know", "Have ready")
LINE = "_" * 24  # to write on
ON_PAPER, SLIDES = "session.ipynb#On-paper", "session.ipynb#Slides"
TO_CHECK = "General knowledge: the course's pharmacist checks this line before release."
# Side by side on paper and on a laptop, one below the other on a phone.
ABREAST = (
    ".abreast { font-size: .9rem; }\n@media print, (min-width: 55rem) { .abreast { display: grid;"
    " grid-template-columns: 4fr 3fr 4fr; gap: 0 1.5rem; } }\n"
)
IN_LAB = (
    ".eq-runsheet.eq-runsheet :is(th, td, caption) { text-align: left; vertical-align: top; } .eq-sheets caption {"
    " padding-top: 1em; font-size: var(--size-l, 1.2em); font-weight: 600; }"
)


def runsheet_page(runsheet: Runsheet) -> Html:
    """Return both sessions, what to cut, and the rescue lines as HTML to print.

    >>> runsheet_page(read_runsheet()).count("<h2>")
    3
    """
    sessions = [
        tag(
            "section",
            tag("h2", f"Session {session.number}: {session.title}"),
            late(runsheet, session),
            scrolled(session_table(runsheet, session), f"Session {session.number}"),
        )
        for session in runsheet.sessions
    ]
    rescue = tag("section", tag("h2", "Rescue lines"), scrolled(rescue_table(runsheet), "Rescue lines"))
    about = f"{_starts(runsheet)} T, S, D, R: minutes for telling, showing, doing, reviewing."
    return whole_page(
        "Runsheet", (header("Runsheet", tag("p", about)), "\n", tag("main", join(sessions, "\n"), "\n", rescue))
    )


def _starts(runsheet: Runsheet) -> str:
    """Return when the sessions are, as far as it is known."""
    days, times = (organisation().date(1), organisation().date(2)), (runsheet.starts_at(1), runsheet.starts_at(2))
    if not any(days) and times[0] == times[1]:
        return f"Times are for a start at {times[0]}."
    said = [
        f"Session {number}{f', on {on_day(day)},' if day else ''} starts at {at}."
        for number, (day, at) in enumerate(zip(days, times, strict=True), 1)
    ]
    return " ".join(said)


def agenda_page(runsheet: Runsheet) -> Html:
    """Return what learners get: one page with the times of both sessions and the task between them.

    >>> agenda_page(read_runsheet()).count("Break")
    4
    """
    first, second = (_agenda(runsheet, session) for session in runsheet.sessions)
    minutes = sum(task.minutes for task in runsheet.between)
    held = organisation()
    about = (
        "You don't have to code. You can pass at any time, and nobody is timing you. If something would help you"
        f" take part, tell {held.contact or 'your trainer'}."
    )
    support = tag("p", tag("strong", "Support:"), f" {held.support_line}") if held.support_line else None
    between = tag(
        "div",
        tag("h2", f"In between: {minutes} minutes of work time"),
        between_list(runsheet),
        tag("p", "If you can't do it, come anyway and bring one question. Nobody will ask why."),
    )
    head = header("Using Quality Improvement to Tackle Inequity: agenda", (tag("p", about), support))
    return whole_page(
        "Agenda", (head, "\n", tag("main", tag("div", first, between, second, class_="abreast"))), ABREAST
    )


def _agenda(runsheet: Runsheet, session: Session) -> Html:
    rows = [(runsheet.time_of(session.number, block.start), block.agenda) for block in session.blocks]
    rows.append((runsheet.time_of(session.number, session.minutes), "End"))
    day = organisation().date(session.number)
    return tag(
        "div",
        tag("h2", f"Session {session.number}"),
        tag("p", f"Date: {on_day(day) if day else LINE}", " \u2003", f"Place:\N{NO-BREAK SPACE}{LINE}"),
        plain_table(session.title, ("Time", "What we do"), rows),
    )


def session_table(runsheet: Runsheet, session: Session, linked: bool = False, caption: str = "") -> Html:
    """Return the blocks of a session as a table; ``linked`` for the trainer's notebook, where the
    pages can be opened.
    """
    rows = [
        (
            (runsheet.time_of(session.number, block.start), tag("br"), f"({block.clock})"),
            _named(block, linked),
            _lines(*block.say),
            _lines(block.activity, block.check and f"Check: {block.check}"),
            _ready(block, linked),
        )
        for block in session.blocks
    ]
    return plain_table(caption or f"Session {session.number}, {session.minutes} minutes", HEADS, rows)


def late(runsheet: Runsheet, session: Session) -> Html:
    """Return what to cut in a session, in order, and what never."""
    cuts = ", then ".join(f"{cut.cut} (saves {cut.saves} minutes)" for cut in session.cuts)
    never = ", ".join(part.what for part in runsheet.never_cut)
    return join(
        (
            tag("p", tag("strong", "When you are late:"), f" {cuts}."),
            tag("p", tag("strong", "Never cut:"), f" {never}."),
        )
    )


def between_list(runsheet: Runsheet) -> Html:
    """Return the task between the sessions as a list."""
    return bullets((tag("strong", task.what), f" ({task.minutes} minutes). {task.how}") for task in runsheet.between)


def rescue_table(runsheet: Runsheet) -> Html:
    """Return the rescue lines as a table, with the blocks where each comes up most."""
    titles = {block.id: block.title for session in runsheet.sessions for block in session.blocks}
    rows = [
        (
            line.heard,
            _lines(line.answer, TO_CHECK if line.to_check else ""),
            _lines("; ".join(titles[id] for id in line.blocks)),
        )
        for line in runsheet.rescue
    ]
    return plain_table("What you may hear, and what helps", ("You hear", "What helps", "Most often in"), rows)


def make_pages(folder: Path) -> list[Path]:
    """Write both pages into a folder. Raises :class:`equityqi.files.CouldNotWrite`, in one sentence."""
    runsheet = read_runsheet()
    for name, page in zip(PAGES, (runsheet_page(runsheet), agenda_page(runsheet)), strict=True):
        write_atomically(folder / name, page)
    return [folder / name for name in PAGES]


def show_session(number: int) -> None:
    """Show one session in the trainer's notebook, with links to its pages."""

    def parts() -> Iterable[Html]:
        runsheet = read_runsheet()
        session = runsheet.session(number)
        return session_table(runsheet, session, linked=True), late(runsheet, session)

    show(parts)


def show_rescue_lines() -> None:
    """Show the rescue lines in a notebook."""
    show(lambda: [rescue_table(read_runsheet())])


def show(parts: Callable[[], Iterable[Html]], kind: str = "eq-runsheet") -> None:
    """Show parts of a trainer's page in a notebook; where a file they come from has a slip, the line it is in."""
    from IPython.display import HTML, display  # lazy: IPython costs 0.08 s

    try:
        display(HTML(tag("style", Html(IN_LAB)) + tag("div", parts(), class_=kind)))
    except YamlError as error:
        print(error)


def _named(block: Block, linked: bool) -> Html:
    shared = ", ".join(f"{kind[0].upper()} {block.parts[kind]}" for kind in KINDS)
    minutes = f"{block.minutes} minutes" + (f": {shared}" if block.kind == "work" else "")
    return join((tag("strong", block.title), tag("br"), minutes, _page(block, linked)))


def _page(block: Block, linked: bool) -> Child:
    if not block.notebook:
        return None
    words = f"{block.notebook.rsplit('/')[-1]}{f', “{block.section}”' if block.section else ''}"
    return tag("br"), f"Page {words}" if not linked else tag("a", f"Open {words}", href=page_link(block))


def page_link(block: Block) -> str:
    """Return where a block's page and section are, from a trainer's page."""
    return f"../{block.notebook}.ipynb" + (f"#{block.section.replace(' ', '-')}" if block.section else "")


def _ready(block: Block, linked: bool) -> Html:
    """Return what a block has ready; ``linked`` to where each set is printed, and to its exercise and slides."""
    bring = f"Bring: {'; '.join(block.bring)}" if block.bring else ""
    if not linked:
        return _lines("; ".join(block.materials), bring)
    links = [tag("a", name, href=ON_PAPER, data_print=name) for name in block.materials]
    if block.exercise:
        path = f"../../exercises/{block.exercise}/{block.exercise}.ipynb"
        links.append(tag("a", f"Exercise {int(block.exercise[:2])}", href=path))
    if block.kind == "work":
        links.append(tag("a", "Slides", href=SLIDES))
    return join((line for line in (*links, bring) if line), tag("br"))


def _lines(*texts: str) -> Html:
    return join((text for text in texts if text), tag("br"))
