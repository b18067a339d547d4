"""Make the learner's exercises from the solutions, with nbgrader."""

from __future__ import annotations

import filecmp
import logging
import os
import shutil
import sys
import tempfile
from pathlib import Path

from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader


def nbgrader_api(course: Path):
    """Return nbgrader's API on a course folder, with the folder's own settings.

    nbgrader runs the program ``alembic`` from PATH, so the environment's folder is put there.
    """
    from nbgrader.apps import NbGraderAPI  # lazy: nbgrader costs 2 s

    programs = str(Path(sys.executable).parent)
    if programs not in os.environ.get("PATH", "").split(os.pathsep):
        os.environ["PATH"] = os.pathsep.join([programs, os.environ.get("PATH", "")])
    config = Config(PyFileConfigLoader("nbgrader_config.py", path=str(course)).load_config())
    config.CourseDirectory.root = str(course)
    config.CourseDirectory.db_url = f"sqlite:///{course / 'gradebook.db'}"
    api = NbGraderAPI(config=config)
    api.log.setLevel(logging.ERROR)
    return api


def make_exercises(course: Path, out: Path) -> list[str]:
    """Generate every exercise of ``course/solutions`` into ``out``; return their names.

    It runs in a throw-away copy of the course, so no gradebook is left behind. Raises RuntimeError
    with nbgrader's own words when an exercise cannot be made.
    """
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch)
        shutil.copytree(
            course / "solutions", copy / "solutions", ignore=shutil.ignore_patterns(".*", "*.answers.json*")
        )
        shutil.copy(course / "nbgrader_config.py", copy)
        names = sorted(path.name for path in (copy / "solutions").iterdir() if path.is_dir())
        api = nbgrader_api(copy)
        for name in names:
            result = api.generate_assignment(name)
            if not result["success"]:
                raise RuntimeError(
                    f"The exercise {name} couldn't be made. nbgrader says: {result.get('error') or result.get('log')}"
                )
        shutil.rmtree(out, ignore_errors=True)
        shutil.copytree(copy / "exercises", out)
    return names


def differences(course: Path) -> list[str]:
    """Return the files of ``exercises/`` that are not, to the byte, what ``solutions/`` makes."""
    with tempfile.TemporaryDirectory() as scratch:
        made = Path(scratch) / "exercises"
        make_exercises(course, made)
        wanted, found = _files(made), _files(course / "exercises")
        changed = [
            path for path in wanted & found if not filecmp.cmp(made / path, course / "exercises" / path, shallow=False)
        ]
        return sorted(map(str, changed + list(wanted ^ found)))


def _files(root: Path) -> set[Path]:
    return {
        path.relative_to(root) for path in root.rglob("*") if path.is_file() and ".ipynb_checkpoints" not in path.parts
    }
