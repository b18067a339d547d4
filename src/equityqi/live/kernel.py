"""A page's Python in a browser: the page's own cells run, and what they show goes to the page.

It stands in for IPython, anywidget, traitlets and pydantic, of which a page uses a few names, so no lesson and no form
differs from its twin in Jupyter. It runs in a web worker (``worker.js``).
"""

from __future__ import annotations

import json
import os
import sys
import types
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from importlib import import_module
from io import StringIO
from itertools import count
from pathlib import Path
from typing import Any

from equityqi.live.checked import NAMES

DEFAULTS = {"Dict": {}, "List": [], "Int": 0, "Unicode": "", "Bool": False, "Any": None}
WARM = ("forms.ask", "forms.question_form", "forms.page_end", "forms.button_forms", "workfolder.carry")
post: Callable[[str, str], None] = print  # (kind, JSON) to the page; the worker puts its own here
_numbers = count()  # of widgets, and of places that can be filled again
_widgets: dict[int, Widget] = {}  # of the page that is open
_handles: list[Handle] = []


class Trait:
    """A value of a widget that the page shows; a change of it is told once the widget is shown."""

    def __init__(self, default: Any = None, **_: Any):
        self.default = default

    def tag(self, **_: Any) -> Trait:
        """Return the trait itself: every one of them goes to the page."""
        return self

    def __set_name__(self, owner: type, name: str):
        self.name = name

    def __get__(self, widget: Widget | None, owner: type) -> Any:
        return self if widget is None else widget.__dict__.get(self.name, self.default)

    def __set__(self, widget: Widget, value: Any):
        if widget.__dict__.get(self.name, self.default) != value:
            widget.__dict__[self.name] = value
            if widget.is_shown:
                post("set", json.dumps([widget.number, self.name, value]))


class Widget:
    """What the forms need of ``anywidget.AnyWidget``."""

    def __init__(self, **state: Any):
        self.number, self.is_shown, self._hears = next(_numbers), False, []
        _widgets[self.number] = self
        for name, value in state.items():
            setattr(self, name, value)

    def on_msg(self, hears: Callable) -> None:
        """Call ``hears(widget, content, buffers)`` for each message of the page."""
        self._hears.append(hears)

    def hear(self, content: Any, buffers: list[bytes]) -> None:
        """Hand on a message of the page."""
        for hears in self._hears:
            hears(self, content, buffers)

    def send(self, content: Any, buffers: list[bytes] | None = None) -> None:
        """Send a message to the page, with files as bytes."""
        if not self.is_shown:
            return
        held = [b64encode(one).decode() for one in buffers or []]
        post("message", json.dumps([self.number, content, held]))

    @contextmanager
    def hold_sync(self) -> Iterator[None]:
        """Changes inside go to the page together: they do anyway, once the whole message is dealt with."""
        yield

    def state(self) -> dict[str, Any]:
        """Return all traits by name."""
        kinds = reversed(type(self).__mro__)
        names = {name for kind in kinds for name, trait in vars(kind).items() if isinstance(trait, Trait)}
        return {name: getattr(self, name) for name in sorted(names)}


class Shown:
    """What ``IPython.display.HTML`` and ``Markdown`` hold."""

    def __init__(self, data: str | None = None, **_: Any):
        self.data = data or ""


class Handle:
    """A place of the page that can be filled again."""

    def __init__(self):
        self._place, self.is_shown = next(_numbers), True
        _handles.append(self)

    def update(self, shown: Any) -> None:
        """Show something else there. A twin of a form that sleeps is of no use beside the form."""
        if self.is_shown and isinstance(shown, Shown) and "eq-asleep" not in shown.data:
            post("html", json.dumps([self._place, shown.data]))


def display(*shown: Any, display_id: Any = None, **_: Any) -> Handle:
    """Show widgets and HTML on the page, as ``IPython.display.display`` does."""
    handle = Handle()
    for one in shown:
        if isinstance(one, Widget):
            one.is_shown = True
            post("widget", json.dumps([one.number, type(one).__name__, one.state()]))
        else:
            handle.update(one)
    return handle


def stand_in() -> None:
    """Put the stand-ins where the course imports them from."""

    def module(name: str, **names: Any) -> None:
        sys.modules[name] = types.ModuleType(name)
        vars(sys.modules[name]).update(names)

    module("traitlets", **{name: _kind(default) for name, default in DEFAULTS.items()})
    module("anywidget", AnyWidget=Widget)
    module("pydantic", **NAMES)
    module("IPython")
    module("IPython.display", display=display, HTML=Shown, Markdown=Shown)


def warm_up() -> None:
    """Import what nearly every page asks for, so that a snapshot of Python's memory holds it."""
    for name in WARM:
        import_module(f"equityqi.{name}")


def _kind(default: Any) -> Callable[..., Trait]:
    return lambda value=default, **more: Trait(value, **more)


def open_work(work: str, settings: str, questions: str, lessons: list[str]) -> None:
    """Make what a work folder has besides a person's own files.

    ``settings`` is the text of the settings of somebody who is new here; ``questions`` the path of the JSON of all
    exercises. Of the ``lessons`` only their names are there: what counts how far a person is asks for no more.
    """
    place = Path(work)
    if not (place / "settings.yml").is_file():
        (place / "settings.yml").write_text(settings, encoding="utf-8")
    for name in json.loads(Path(questions).read_text(encoding="utf-8"))["exercises"]:
        (place / "exercises" / name).mkdir(parents=True, exist_ok=True)
        (place / "exercises" / name / "questions.yml").touch()
    for lesson in lessons:
        (place / lesson).parent.mkdir(parents=True, exist_ok=True)
        (place / lesson).touch()


def open_page(work: str, folder: str) -> None:
    """Go to the folder of a page. What the page before showed is shown no more, and hears nothing."""
    for shown in (*_widgets.values(), *_handles):
        shown.is_shown = False
    _widgets.clear()
    _handles.clear()
    (Path(work) / folder).mkdir(parents=True, exist_ok=True)
    os.chdir(Path(work) / folder)


def tell_right(work: str) -> None:
    """Tell the page how many answers of each lesson were checked and are right, which the bar above it says."""
    pages = import_module("equityqi.workfolder.where_next").pages_so_far(Path(work), marked=True)
    post("right", json.dumps({page.path: page.right for page in pages}))


def run(source: str) -> None:
    """Run one cell of the page; what it prints stands on the page as a paragraph each."""
    printed = StringIO()
    with redirect_stdout(printed):
        exec(compile(source, "<cell>", "exec"), {"__name__": "__main__"})
    if printed.getvalue().strip():
        post("said", json.dumps(printed.getvalue().strip()))


def hear(number: int, content: str, buffers: list[memoryview]) -> None:
    """Hand a message of the page to its widget, with the files that were chosen; one of a page that was left is
    nobody's.
    """
    if number in _widgets:
        _widgets[number].hear(json.loads(content), [bytes(one) for one in buffers])
