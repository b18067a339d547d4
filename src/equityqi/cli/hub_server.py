"""``equityqi hub-server``: what a JupyterHub starts for each person."""

from __future__ import annotations

import typer

from equityqi.cli.options import stop
from equityqi.files import CouldNotWrite
from equityqi.lab.hub_server import run_hub_server
from equityqi.lab.launch import CouldNotStart
from equityqi.workfolder.prepare import WorkError

SETTINGS = {"allow_extra_args": True, "ignore_unknown_options": True}  # the Hub adds words of its own


def hub_server(context: typer.Context) -> None:
    """Run one person's server on a JupyterHub. The Hub starts it, as deploy/README.md says."""
    try:
        run_hub_server(context.args)
    except (CouldNotStart, WorkError, CouldNotWrite) as error:
        raise stop(error) from None
