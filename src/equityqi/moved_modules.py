"""Modules that pages of version 1 import, by the names that they had there.

Such pages are in people's work folders and in hand-ins, so the old names go on working, without a word: text on
stderr would cost marks in nbgrader.
"""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.machinery import ModuleSpec

MOVED = {
    "equityqi.lessons.clock_page": "equityqi.forms.session_clock",
    "equityqi.lessons.game_view": "equityqi.game.view",
    "equityqi.lessons.own_data_form": "equityqi.forms.own_data_form",
    "equityqi.pictures.game": "equityqi.svg.game_board",
    "equityqi.pictures.plans": "equityqi.pictures.two_by_two_and_ramp",
    "equityqi.tables.case_figures": "equityqi.cases.case_figures",
}


class MovedModules:
    """A finder and loader for ``sys.meta_path``: an old name is the new module."""

    def find_spec(self, name, path=None, target=None):
        return ModuleSpec(name, self) if name in MOVED else None

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        sys.modules[module.__name__] = import_module(MOVED[module.__name__])
