"""A project with every part filled in, and changed copies of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from equityqi.project import Project

FULL = Path(__file__).with_name("full-project.json")


@pytest.fixture
def full() -> Project:
    return Project.read(FULL)


@pytest.fixture
def changed():
    """Return the full project with some parts written anew: ``changed(spread={"risk": "..."})``."""
    return lambda **parts: Project.from_data({**json.loads(FULL.read_text(encoding="utf-8")), **parts})
