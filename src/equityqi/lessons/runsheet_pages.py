"""The runsheet on paper: every block for the trainer, and one page of agenda for learners; both as HTML."""

from __future__ import annotations

from html import escape
from pathlib import Path

from equityqi.documents.html_frame import scrolled, whole_page
from equityqi.files import write_atomically
from equityqi.lessons.runsheet import KINDS, Block, Runsheet, Session, read_runsheet

PAGES = {"runsheet.html": "the trainer's runsheet", "agenda.html": "the learners' agenda"}
HEADS = ("Time", "Block", "Say", "Do, and how you know", "Have ready")
TO_CHECK = "General knowledge: the course's pharmacist checks this line before release."
# Side by side on paper and on a laptop, one below the other on a phone.
ABREAST = (
    ".abreast { font-size: .9rem; }\n@media print, (min-width: 55rem) { .abreast { display: grid;"
    " grid-template-columns: 4fr 3fr 4fr; gap: 0 1.5rem; } }\n"
)
IN_LAB = "<style>.eq-runsheet.eq-runsheet :is(th, td, caption) { text-align: left; vertical-align: top; }</style>"


def runsheet_page(runsheet: Runsheet) -> str:
    """Return both sessions, what to cut, and the rescue lines as HTML to print.

    >>> runsheet_page(read_runsheet()).count("<h2>")
    3
    """
    sessions = "".join(
        f"<section><h2>Session {session.number}:"
        f" {escape(session.title)}</h2>{late(runsheet, session)}{scrolled(session_table(runsheet, session), f'Session {session.number}')}</section>\n"  # noqa: E501
        for session in runsheet.sessions
    )
    rescue = f"<section><h2>Rescue lines</h2>{scrolled(rescue_table(runsheet), 'Rescue lines')}</section>"
    about = f"Times are for a start at {runsheet.starts}. T, S, D, R: minutes of tell, show, do, review."
    return whole_page("Runsheet", f"<header><h1>Runsheet</h1><p>{about}</p></header>\n<main>{sessions}{rescue}</main>")


def agenda_page(runsheet: Runsheet) -> str:
    """Return what learners get: one page with the times of both sessions and the task between them.

    >>> agenda_page(read_runsheet()).count("Break")
    4
    """
    first, second = (_agenda(runsheet, session) for session in runsheet.sessions)
    minutes = sum(task.minutes for task in runsheet.between)
    return whole_page(
        "Agenda",
        "<header><h1>Using Quality Improvement to Tackle Inequity: agenda</h1>"
        "<p>You need no code. You may pass at any time, and there is no clock to beat. What would help you take part?"
        " Tell your trainer.</p></header>\n"
        f'<main><div class="abreast"><div>{first}</div>'
        f"<div><h2>In between: {minutes} minutes of work time</h2>{between_list(runsheet)}"
        "<p>Could not do it? Come all the same, with one question. Nobody asks why.</p></div>"
        f"<div>{second}</div></div></main>",
        ABREAST,
    )


def _agenda(runsheet: Runsheet, session: Session) -> str:
    rows = [(runsheet.time_of(block.start), escape(block.agenda)) for block in session.blocks] + [
        (runsheet.time_of(session.minutes), "End")
    ]
    return (
        f"<h2>Session {session.number}</h2><p>Date: __________ Place:"
        f" __________</p>{_table(session.title, ('Time', 'What we do'), rows)}"
    )


def session_table(runsheet: Runsheet, session: Session, linked: bool = False) -> str:
    """Return the blocks of a session as a table; ``linked`` for the trainer's notebook, where the
    pages can be opened.
    """
    rows = [
        (
            f"{runsheet.time_of(block.start)}<br>({block.clock})",
            _named(block, linked),
            _lines(*block.say),
            _lines(block.activity, block.check and f"Check: {block.check}"),
            _lines("; ".join(block.materials)),
        )
        for block in session.blocks
    ]
    return _table(f"Session {session.number}, {session.minutes} minutes", HEADS, rows)


def late(runsheet: Runsheet, session: Session) -> str:
    """Return what to cut in a session, in order, and what never."""
    cuts = ", then ".join(f"{cut.cut} (saves {cut.saves} minutes)" for cut in session.cuts)
    never = ", ".join(part.what for part in runsheet.never_cut)
    return (
        f"<p><strong>When you are late:</strong> {escape(cuts)}.</p><p><strong>Never cut:</strong> {escape(never)}.</p>"
    )


def between_list(runsheet: Runsheet) -> str:
    """Return the task between the sessions as a list."""
    return (
        "<ul>"
        + "".join(
            f"<li><strong>{escape(task.what)}</strong> ({task.minutes} minutes). {escape(task.how)}</li>"
            for task in runsheet.between
        )
        + "</ul>"
    )


def rescue_table(runsheet: Runsheet) -> str:
    """Return the rescue lines as a table, with the blocks where each comes up most."""
    titles = {block.id: block.title for session in runsheet.sessions for block in session.blocks}
    rows = [
        (
            escape(line.heard),
            _lines(line.answer, TO_CHECK if line.to_check else ""),
            _lines("; ".join(titles[id] for id in line.blocks)),
        )
        for line in runsheet.rescue
    ]
    return _table("What you may hear, and what helps", ("You hear", "What helps", "Most often in"), rows)


def make_pages(folder: Path) -> list[Path]:
    """Write both pages into a folder. Raises :class:`equityqi.files.CouldNotWrite`, in one sentence."""
    runsheet = read_runsheet()
    for name, page in zip(PAGES, (runsheet_page(runsheet), agenda_page(runsheet)), strict=True):
        write_atomically(folder / name, page)
    return [folder / name for name in PAGES]


def show_session(number: int) -> None:
    """Show one session in the trainer's notebook, with links to its pages."""
    runsheet = read_runsheet()
    session = runsheet.session(number)
    _show(session_table(runsheet, session, linked=True) + late(runsheet, session))


def show_rescue_lines() -> None:
    """Show the rescue lines in a notebook."""
    _show(rescue_table(read_runsheet()))


def _show(html: str) -> None:
    from IPython.display import HTML, display

    display(HTML(f'{IN_LAB}<div class="eq-runsheet">{html}</div>'))


def _named(block: Block, linked: bool) -> str:
    shared = ", ".join(f"{kind[0].upper()} {block.parts[kind]}" for kind in KINDS)
    minutes = f"{block.minutes} minutes" + (f": {shared}" if block.kind == "work" else "")
    return f"<strong>{escape(block.title)}</strong><br>{minutes}{_page(block, linked)}"


def _page(block: Block, linked: bool) -> str:
    if not block.notebook:
        return ""
    words = escape(f"{block.notebook.rsplit('/')[-1]}{f', “{block.section}”' if block.section else ''}")
    if not linked:
        return f"<br>Page {words}"
    anchor = f"#{block.section.replace(' ', '-')}" if block.section else ""
    return f'<br><a href="../{block.notebook}.ipynb{escape(anchor)}">Open {words}</a>'


def _lines(*texts: str) -> str:
    return "<br>".join(escape(text) for text in texts if text)


def _table(caption: str, heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """Return a table; its cells are HTML."""
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in heads)
    body = "".join(
        f'<tr><th scope="row">{row[0]}</th>{"".join(f"<td>{cell}</td>" for cell in row[1:])}</tr>\n' for row in rows
    )
    return f"<table><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>\n{body}</tbody></table>"
