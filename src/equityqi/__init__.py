"""Using Quality Improvement to Tackle Inequity: the names that a notebook needs.

>>> from equityqi import ask, answer, score
"""

import sys
from importlib import import_module

from equityqi.moved_modules import MovedModules

__version__ = "1.0.0"
sys.meta_path.append(MovedModules())

# Each name and where it lives. They are fetched on first use, so that `import equityqi` stays quick.
_NAMES = {
    "ask": "forms.ask",
    "answer": "forms.ask",
    "score": "forms.ask",
    "copy_forms": "forms.copy_forms",
    "hand_in_form": "forms.button_forms",
    "page_end": "forms.page_end",
    "where_am_i": "forms.progress_page",
    "fact": "cases.facts",
    "load": "cases.case",
    "say": "lessons.say",
    "view": "lessons.views",
    "start_page": "forms.start_page",
    "sheet_form": "forms.sheet_form",
    "my_project": "forms.project_page",
    "case_form": "forms.button_forms",
    "case_line": "forms.case_line",
    "survey_file_form": "forms.button_forms",
    "session_form": "forms.button_forms",
    "take_home": "forms.take_home",
    "look": "owndata.look",
    "show": "pictures.style",
    "draw": "pictures.draw",
}
__all__ = sorted(_NAMES)


def __getattr__(name: str) -> object:
    if name not in _NAMES:
        raise AttributeError(f"equityqi has no name {name!r}. It has: {', '.join(__all__)}.")
    value = getattr(import_module(f"equityqi.{_NAMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return [*globals(), *__all__]
