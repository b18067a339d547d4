"""Using Quality Improvement to Tackle Inequity: the names that a notebook needs.

>>> from equityqi import ask, answer, score
"""

__version__ = "1.0.0"

# Each name and where it lives. They are fetched on first use, so that `import equityqi` stays quick.
_NAMES = {
    "ask": "lessons.forms",
    "answer": "lessons.forms",
    "score": "lessons.forms",
    "hand_in_form": "lessons.forms",
    "where_am_i": "lessons.forms",
    "fact": "tables.facts",
    "load": "tables.cases",
    "say": "lessons.say",
    "view": "lessons.views",
    "sheet_form": "lessons.person_forms",
    "my_project": "lessons.project_page",
    "case_form": "lessons.case_choice",
    "survey_file_form": "lessons.person_forms",
    "session_form": "lessons.session",
    "look": "lessons.look",
    "show": "pictures.style",
    "draw": "pictures.draw",
}
__all__ = sorted(_NAMES)


def __getattr__(name):
    if name not in _NAMES:
        raise AttributeError(f"equityqi has no name {name!r}. It has: {', '.join(__all__)}.")
    from importlib import import_module

    value = getattr(import_module(f"equityqi.{_NAMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__():
    return [*globals(), *__all__]
