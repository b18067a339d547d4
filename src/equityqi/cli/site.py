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

Pyodide = Annotated[Path | None, typer.Option(help="A folder with Pyodide's core, if npm can't fetch it.")]
Serve = Annotated[bool, typer.Option("--serve", help="Show the site on this computer when it's ready.")]
All = Annotated[bool, typer.Option("--all", help="Put all cases into one site, with a first page to choose from.")]
Zip = Annotated[bool, typer.Option("--zip", help="Also put the site into one zip file beside the folder.")]


def site(
    case: OneCase = None,
    every: All = False,
    out: Out = None,
    zipped: Zip = False,
    pyodide: Pyodide = None,
    serve: Serve = False,
    port: Port = None,
    no_browser: NoBrowser = False,
) -> None:
    """Make the course as a site that runs in any browser, with nothing to install."""
    from equityqi.live import site as pages  # lazy: nbconvert costs 0.2 s

    if case and every:
        raise stop(ValueError("--case makes a site of one case, and --all a site of every case. Give one of the two."))
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
