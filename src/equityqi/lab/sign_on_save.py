"""For learners: a saved page is signed where its code is the course's own, so that nobody is asked to trust it."""

from __future__ import annotations

from typing import Any

from jupyter_server.services.contents.largefilemanager import AsyncLargeFileManager

from equityqi.lab.own_pages import is_own


class SignedPages(AsyncLargeFileManager):
    """The files that Lab shows a learner: as Jupyter keeps them, but which pages are signed goes by their code.

    Jupyter itself signs any page that has no outputs yet, whoever wrote its code. Here a page of the course is signed
    while its code is as it was delivered, and any other only if it was trusted when it was opened, or has been run.
    """

    def check_and_sign(self, nb: Any, path: str = "", **retrying: Any) -> None:
        code = [cell for cell in nb.cells if cell.cell_type == "code"]
        trusted = [cell.metadata.pop("trusted", False) for cell in code]  # Lab's own note, which no file holds
        own = is_own(nb, path.strip("/"))
        if all(trusted) if own is None else own:
            for cell in code:
                cell.metadata["trusted"] = True  # Jupyter takes it out again, and signs
            super().check_and_sign(nb, path, **retrying)
