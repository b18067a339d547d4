"""For trainers and authors: what they run in the course's own pages is never stored in them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jupyter_server.services.contents.largefilemanager import AsyncLargeFileManager

from equityqi.files import course_root

OURS = ("course", "exercises", "solutions")


def without_outputs(model: dict[str, Any], path: str, contents_manager: Any, **_: Any) -> None:
    """Take outputs, run numbers and Lab's own notes out of a page of the course that is about to be saved.

    Jupyter calls it before each save, with the page as ``model["content"]``; pages elsewhere, a work folder's too, are
    left as they are.
    """
    place = Path(contents_manager.root_dir, path.strip("/")).resolve()
    if model.get("type") != "notebook" or not any(course_root() / folder in place.parents for folder in OURS):
        return
    page = model["content"]
    page["metadata"].pop("widgets", None)
    language = page["metadata"].get("language_info", {})
    page["metadata"]["language_info"] = {"name": language.get("name", "python")}
    for cell in page["cells"]:
        for note in ("execution", "trusted", "collapsed", "scrolled"):
            cell["metadata"].pop(note, None)
        if cell["cell_type"] == "code":
            cell["outputs"], cell["execution_count"] = [], None


class CleanPages(AsyncLargeFileManager):
    """The files that Lab shows a trainer: as Jupyter keeps them, but the course's own pages stay without outputs."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.register_pre_save_hook(without_outputs)
