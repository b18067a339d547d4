"""The settings of a work folder: whose it is, which case, which day."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

SETTINGS = "settings.yml"
FIRST_CASE = "a-blood-pressure"
OWN = "own"  # a team's own case: its words are the team's, the marked numbers stay those of FIRST_CASE


def work_folder(folder: Path) -> Path | None:
    """Return the work folder that holds ``folder``, known by its settings file, or None."""
    for place in (folder, *folder.parents):
        if (place / SETTINGS).is_file() and (place / "exercises").is_dir():
            return place
    return None


def read_settings(work: Path | None) -> dict[str, Any]:
    """Return the settings of a work folder (case, name, session date); {} without one."""
    if work is None:
        return {}
    try:
        settings = yaml.safe_load((work / SETTINGS).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        return {}
    return settings if isinstance(settings, dict) else {}


def chosen_case(folder: Path | None = None) -> str:
    """Return the case that the work folder around ``folder`` has chosen, or the course's first."""
    return str(read_settings(work_folder(Path(folder or Path.cwd()).resolve())).get("case") or FIRST_CASE)
