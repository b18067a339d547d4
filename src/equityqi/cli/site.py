"""``equityqi site``: the course as a folder of pages for any browser."""

from __future__ import annotations

import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from equityqi.cases.case_files import course_cases
from equityqi.cli.options import NoBrowser, OneCase, Out, Port, case_to_make, stop, to_write
from equityqi.cli.verbs import working
from equityqi.workfolder.prepare import work_place

if TYPE_CHECKING:
    from socketserver import TCPServer
    from types import ModuleType

Pyodide = Annotated[Path | None, typer.Option(help="A folder with Pyodide's core, if npm can't fetch it.")]
Serve = Annotated[bool, typer.Option("--serve", help="Show the site on this computer when it's ready.")]
All = Annotated[bool, typer.Option("--all", help="Put all cases into one site, with a first page to choose from.")]
Zip = Annotated[bool, typer.Option("--zip", help="Also put the site into one zip file beside the folder.")]
Scorm = Annotated[bool, typer.Option("--scorm", help="Make packages for a learning system: SCORM 1.2 and SCORM 2004.")]
Cmi5 = Annotated[bool, typer.Option("--cmi5", help="Make a package for a learning system with xAPI: cmi5.")]
DoneLessons = Annotated[
    str, typer.Option("--done-lessons", help="Which lessons a learner has to finish, such as 1-5,7. Otherwise all.")
]
DoneWhen = Annotated[
    str, typer.Option("--done-when", help="When a lesson is finished: once it's “opened”, or once it's “answered”.")
]
Score = Annotated[
    bool, typer.Option("--score", help="Also report a score out of 100: the share of answers checked and right.")
]

ANSWERED = "answered"
ONLY_PACKED = (
    "--done-lessons, --done-when and --score are for packages. To make one, add --scorm or --cmi5. For a plain site,"
    " leave them out."
)
ONE_CASE = (
    "A package for a learning system has one case in it and is a file already, so leave out --all, --zip and"
    " --serve. To choose the case, write --case."
)


def site(
    case: OneCase = None,
    every: All = False,
    out: Out = None,
    zipped: Zip = False,
    pyodide: Pyodide = None,
    serve: Serve = False,
    port: Port = None,
    no_browser: NoBrowser = False,
    scorm: Scorm = False,
    cmi5: Cmi5 = False,
    done_lessons: DoneLessons = "",
    done_when: DoneWhen = ANSWERED,
    score: Score = False,
) -> None:
    """Make the course as a site that runs in any browser, with nothing to install."""
    from equityqi.live import learning_system as lms  # lazy: nbconvert costs 0.2 s

    pages = lms.site
    if case and every:
        raise stop(ValueError("--case makes a site of one case, and --all a site of every case. Give one of the two."))
    if scorm or cmi5:
        if every or zipped or serve:
            raise stop(ValueError(ONE_CASE))
        systems = [name for name in lms.SYSTEMS if (cmi5 if name == "cmi5" else scorm)]
        said = (done_lessons, done_when, score)
        return _pack(
            lms, case_to_make(case), out or work_place(None).with_name("course-packages"), systems, said, pyodide
        )
    if done_lessons or score or done_when != ANSWERED:
        raise stop(ValueError(ONLY_PACKED))
    folder = to_write(out or work_place(None).with_name(pages.FOLDER))
    chosen = course_cases() if every else [case_to_make(case)]
    print("Making the pages. That takes a few seconds for each case.", flush=True)
    try:
        with working("Making the pages"):
            made = pages.make_live_site(folder, chosen, pyodide, zipped=zipped)
        print(f"Written: {len(made) - zipped} files in {folder}. Any web server can show them.")
        if zipped:
            print(f"All of it in one file: {made[-1]}")
        if serve:
            _show(pages.server(folder, port or 0), no_browser)
    except pages.REASONS as error:
        raise stop(error) from None


def _pack(
    lms: ModuleType, case: str, out: Path, systems: list[str], said: tuple[str, str, bool], pyodide: Path | None
) -> None:
    lessons, when, score = said
    folder = to_write(out)
    try:
        done = lms.Done(lms.read_lessons(lessons) if lessons else (), lms.read_when(when), score)
        with working("Making the packages"):
            made = lms.make_packages(folder, case, systems, done, pyodide)
    except lms.REASONS as error:
        raise stop(error) from None
    print("Written, for your learning system:", *made, sep="\n")


def _show(shown: TCPServer, no_browser: bool) -> None:
    address = f"http://127.0.0.1:{shown.server_port}/"
    print(f"The course is at {address}. Keep this window open; to stop, press Ctrl+C here.", flush=True)
    if not no_browser:
        webbrowser.open(address)
    with shown:
        try:
            shown.serve_forever()
        except KeyboardInterrupt:
            print("Stopped.")
