"""The command line: the same verbs as start.py, for after set-up."""

from __future__ import annotations

import sys
from collections import Counter
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Annotated

import typer

from equityqi import __version__
from equityqi.cli.check import check
from equityqi.cli.commitments import commitments, team_projects
from equityqi.cli.evaluate import evaluate
from equityqi.cli.hub_server import SETTINGS, hub_server
from equityqi.cli.look import look
from equityqi.cli.make_for_people import make
from equityqi.cli.options import Case, Name, NoBrowser, Port, SessionDate, TakeUp, stop, to_write
from equityqi.cli.room import room
from equityqi.cli.site import site
from equityqi.cli.verbs import Verbs, command_name, working
from equityqi.files import CouldNotWrite, course_root
from equityqi.lab import launch, running
from equityqi.lab.last_marking import remember_marking
from equityqi.lessons.in_the_room import make_trainers_pages
from equityqi.organisation import OrganisationError, moved
from equityqi.reading import marks, together
from equityqi.workfolder.answers_file import AnswersError
from equityqi.workfolder.copies import MOST_PACKED, CopyError, keep_copy
from equityqi.workfolder.prepare import WorkError, pages, prepare, work_place
from equityqi.workfolder.take_up import take_up

MOST_LINES = 30  # on what is no hand-in
ALREADY_OPEN = "The course is already open, so it comes up again. You can close this window. Its address: {address}"
SETTINGS_STAY = (
    "The course is already open, so its case and session date stay the same. Change them on the start page, or close"
    " the course and start again."
)

app = typer.Typer(
    cls=Verbs,
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Using Quality Improvement to Tackle Inequity.",
)
app.add_typer(make, name="make")
app.add_typer(check, name="check")
app.command()(evaluate)
app.command()(commitments)
app.command()(team_projects)
app.command()(look)
app.command()(room)
app.command()(site)
app.command("hub-server", context_settings=SETTINGS)(hub_server)


@app.command()
def learn(
    name: Name = None,
    case: Case = None,
    session_date: SessionDate = None,
    port: Port = None,
    no_browser: NoBrowser = False,
    take_up: TakeUp = None,
) -> None:
    """Open the course on your own copy."""
    if take_up:
        _take_up(take_up, name)
    _open("learner", name, case, session_date, port, no_browser)


@app.command()
def teach(
    name: Name = None,
    case: Case = None,
    session_date: SessionDate = None,
    port: Port = None,
    no_browser: NoBrowser = False,
) -> None:
    """Open the course for trainers: your home, the clock, and what you need to prepare, run, collect and follow up."""
    _open("trainer", name, case, session_date, port, no_browser)


@app.command("hand-in")
def hand_in(
    name: Name = None, pair: Annotated[str | None, typer.Option(help="The name or code of your partner.")] = None
) -> None:
    """Make hand-in-NAME.zip from your work."""
    from equityqi.workfolder import make_hand_in, people_in_hand_in  # lazy: what a hand-in is made of costs 0.1 s

    try:
        with working("Making your hand-in"):
            place = make_hand_in.work_of(name)
            made, notes = make_hand_in.hand_in(place, name, pair), people_in_hand_in.people_in_hand_in(place)
    except (WorkError, OSError) as error:
        raise stop(error) from None
    print("\n".join([f"Your hand-in is ready: {made}", *notes]))


@app.command("keep-copy")
def make_copy(name: Name = None) -> None:
    """Make my-copy-NAME.zip, to carry on with your work on another computer. It's for you, not for your trainer."""
    try:
        with working("Packing your copy"):
            made = keep_copy(work_place(name))
    except (WorkError, CopyError, OSError) as error:
        raise stop(error) from None
    print(
        f"Your copy is ready: {made}\nIt's for you, not for your trainer: your private sheets are in it. On the other"
        f" computer, type: python start.py learn --take-up {made.name}"
    )


@app.command()
def mark(
    hand_ins: Annotated[
        str, typer.Argument(help="The folder with the hand-ins: zip files or folders, or nbgrader's submitted/.")
    ],
    roll: Annotated[
        str, typer.Option(help="A CSV file of who is on the course: id, and if you like name, email, pair, team.")
    ],
    out: Annotated[
        Path, typer.Option(callback=to_write, help="The folder for verdicts, marks and feedback pages.")
    ] = Path("results"),
    course: Annotated[str | None, typer.Option(help="Another course's folder, with its solutions.")] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, help="How many processes to use. Otherwise one for each core.")
    ] = None,
    trust: Annotated[
        bool, typer.Option("--trust", help="Run code without the sandbox. Only for hand-ins that you wrote yourself.")
    ] = False,
    scheduler: Annotated[
        str | None, typer.Option(help="The address of a Dask cluster to mark on, such as tcp://10.0.0.5:8786.")
    ] = None,
) -> None:
    """Mark a cohort's hand-ins. Code in them runs in a sandbox. Run it again at any time: it marks only what changed.

    It ends with 0 when everyone's work is here and marked, 1 when somebody or something is missing, 2 when nothing
    could be marked.
    """
    from equityqi.marking import STATUS, MarkingError, mark_hand_ins  # lazy: marking costs 0.1 s

    try:
        found = mark_hand_ins(hand_ins, roll, out, course or course_root(), workers, trust, scheduler)
    except KeyboardInterrupt:
        raise stop(
            RuntimeError("Stopped. Everything marked so far is saved. Run the same command to carry on."), 2
        ) from None
    except (MarkingError, OSError) as error:
        raise stop(error, 2) from None
    for status, count in Counter(verdict.status for verdict in found.verdicts if verdict.handed_in).items():
        print(f"{STATUS[status]}: {count}")
    for line in found.lines[:MOST_LINES]:
        print(line.sentence)
    if len(found.lines) > MOST_LINES:
        print(f"… and {len(found.lines) - MOST_LINES} more files that aren't hand-ins.")
    print(f"Open {out}/cohort.html first; marks are in {out}/marks.xlsx, feedback pages in {out}/feedback.")
    _about_texts(out)
    print(found.in_short)
    if not found.complete:
        raise typer.Exit(1)


def _about_texts(out: Path) -> None:
    """Print how many texts a person is to read, what is amiss in their sheet, and the two ways to mark them."""
    with suppress(OSError):  # a trainer's Lab then has no button for it; the sheet is there all the same
        remember_marking(work_place(None).parent, out / "gradebook")
    for sentence in marks.read_kept(out)[0].in_words(out / together.SHEET):
        print(sentence)


def _take_up(file: Path, name: str | None) -> None:
    """Merge a copy into a person's work folder before it opens, and say what came of it."""
    try:
        with file.open("rb") as held:
            data = held.read(MOST_PACKED + 1)
        print("\n".join(take_up(work_place(name), data, name).in_words()))
    except CouldNotWrite as error:
        raise stop(error) from None
    except OSError as error:
        words = f"{file} couldn't be read ({error.strerror}). Check its name and where it is, then try again."
        raise stop(RuntimeError(words)) from None
    except (WorkError, CopyError, AnswersError) as error:
        raise stop(error) from None


def _open(
    profile: str, name: str | None, case: str | None, session_date: str | None, port: int | None, no_browser: bool
) -> None:
    """Open Lab on a person's work folder, prepared unless the course runs on it; where this profile runs, show that."""
    try:
        place = work_place(name)
        root = course_root() if profile == "trainer" and place.is_relative_to(course_root()) else place
        page = (place / launch.START_PAGES[profile]).relative_to(root).as_posix()
        with ExitStack() as alone:
            alone.enter_context(running.one_start(place))
            now = _those_of_this_version(running.find_running(place))
            if now and (case or session_date):
                print(SETTINGS_STAY)
            if same := next((server for server in now if server.profile == profile), None):
                print(ALREADY_OPEN.format(address=same.address(page)), flush=True)
                return None if no_browser else same.show(page)
            port = port if port is None else launch.free_port(port)
            if not now and (changes := prepare(place, name, case, session_date).in_words()):
                print(changes)
            if profile == "trainer" and not now:
                make_trainers_pages(place / "course" / "trainer")  # with the organisation as it is now
            print("The course opens in your browser. Keep this window open; to stop, press Ctrl+C here.", flush=True)

            def ready() -> None:
                alone.close()
                if not no_browser:
                    running.show_running(place, profile, page)

            raise typer.Exit(launch.open_lab(profile, root, place, pages(place), port=port, ready=ready))
    except (WorkError, CouldNotWrite, launch.CouldNotStart) as error:
        raise stop(error) from None


def _those_of_this_version(servers: list[running.Running]) -> list[running.Running]:
    """Close each server of another version of the course, and say so; return the others."""
    for server in servers:
        if server.version != __version__:
            print(f"Another version of the course was still open. We're closing it and opening version {__version__}.")
            server.close()
    return [server for server in servers if server.version == __version__]


def main() -> None:
    """Run the command line; a console that lacks a letter shows a question mark instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")
    if said := moved():
        print(said, file=sys.stderr)
    try:
        app(prog_name=command_name())
    except OrganisationError as error:
        print(error, file=sys.stderr)
        raise SystemExit(1) from None
