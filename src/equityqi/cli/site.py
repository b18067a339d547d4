"""``equityqi site``: the course as a folder of pages for any browser."""

from __future__ import annotations

import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from equityqi.cli.options import NoBrowser, OneCase, Out, Port, stop
from equityqi.workfolder.prepare import work_place

if TYPE_CHECKING:
    from socketserver import TCPServer

Pyodide = Annotated[
    Path | None, typer.Option(help="A folder with Pyodide's core, where it is not to be fetched through npm.")
]
Serve = Annotated[bool, typer.Option("--serve", help="Show the site on this computer once it is made.")]


def site(
    case: OneCase = None,
    out: Out = None,
    pyodide: Pyodide = None,
    serve: Serve = False,
    port: Port = None,
    no_browser: NoBrowser = False,
) -> None:
    """Make the course as a site: it runs in any browser, with nothing installed."""
    from equityqi.live import site as pages  # lazy: nbconvert costs 0.2 s

    folder = out or work_place(None).with_name(pages.FOLDER)
    print("The pages are run once. That takes a minute or two.", flush=True)
    try:
        made = pages.make_live_site(folder, case, pyodide)
        print(f"Written: {len(made)} files in {folder}. Any web server can show them.")
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
