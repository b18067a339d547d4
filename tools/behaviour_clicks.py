"""What the forms show and reply in a browser: each is opened in a work folder and told what people click."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from behaviour_answers import answers
from behaviour_homes import home
from behaviour_people import CASES, save
from behaviour_texts import DATA, bundle, embedded, files_in, tree

ID = re.compile(r"\b(?:[0-9a-f]{16}|[0-9a-f]{32})\b")  # what is drawn by chance; hashes here have 24 digits
HTML = re.compile(r"</?[a-z][^<>]*>")
OF_THE_WIDGET = ("layout", "tabbable", "tooltip")
TABLE = """month,group,numerator,denominator
2024-01,Most deprived,104,200
2024-01,Least deprived,132,200
2024-01,Not recorded,60,100
"""
PEOPLE = "name,nhs_number\nAnn Smith,943 476 5919\n"
TURN = {"changes": {"interpreter": 5}, "group": "A", "low": 20, "high": 45}
SHEETS = ("pre", "post", "sliders", "exit", "commitment", "none")
WRONG_EACH = 4  # answers of a question that are saved besides the model, evenly chosen


def forms(place) -> dict[str, str]:
    """Return what every form of a work folder shows and replies, and the files that it leaves."""
    os.environ["JPY_SESSION_NAME"] = "page.ipynb"  # as Lab sets it: now there is a browser
    from IPython.core.interactiveshell import InteractiveShell

    InteractiveShell.instance()
    work = place.scratch / "my-work-asha"
    home("prepare")(work, "asha", CASES[0], "1 July 2026")
    found = {}
    for exercise in home("all_exercises")().values():
        save(work, exercise.exercise, CASES[0], {})
        os.chdir(work / "exercises" / exercise.exercise)
        for question in exercise.questions:
            found |= _question(exercise.exercise, question)
    os.chdir(work / "course")
    found |= _small(work)
    left = files_in(work, "left: ")
    pages = re.compile(r"left: (course/|exercises/.*(\.ipynb|questions\.yml|\.lock)|\.delivered)")
    found |= {key: ID.sub("…", text) for key, text in left.items() if not pages.match(key)}
    return {ID.sub("…", key): text for key, text in found.items()}


def _question(exercise: str, question) -> dict[str, str]:
    """Open one question, save some answers and check each; then open it again, and score it."""
    from equityqi import ask, score

    label, id = f"{exercise} {question.id}", question.id
    shown, widgets = _opened(lambda: ask(id))
    lines, say = [shown], _ear(widgets)
    listed = [(name, answer) for name, answer in answers(question, home("model_answer")(question)) if answer == answer]
    some = [*listed[:: max(1, len(listed) // WRONG_EACH)][:WRONG_EACH], listed[0]]
    turn = {"do": "turn", "at": [0, 0, False], "given": TURN}
    if question.kind == "game":
        for do in (
            {"do": "look"}, {"do": "load", "changes": {"interpreter": 100}},
            {**turn, "given": {}}, turn, turn, {"do": "study", "at": [0, 1, False]},
            {"do": "turn", "at": [0, 1, True], "given": {**TURN, "low": "x"}},
            {"do": "turn", "at": [0, 1, True], "given": {**TURN, "changes": {}}},
            {"do": "look", "kind": "true"}, {"do": "again", "at": [0, 2, False]}, {"do": "nothing"},
        ):  # fmt: skip
            lines.append(say(do))
    else:
        for name, answer in some:
            lines += [f"== {name}", say({"do": "save", "value": answer}), say({"do": "check"})]
        lines += ["== older than the file", say({"do": "save", "value": some[0][1], "base": 0, "replay": True})]
    lines += ["== opened again", _opened(lambda: ask(id))[0], f"score {score(id)}"]
    return {label: "\n".join(lines), f"browser side of {question.kind}": _scripts(widgets)}


def _small(work: Path) -> dict[str, str]:
    """Open the forms that are no question, and press their buttons."""
    from equityqi import case_form, hand_in_form, my_project, session_form, sheet_form, survey_file_form, where_am_i

    given = {"pre_read_a_gap": "7", "code": " mi07 ", "verb": "split", "private": "share", "date": "5 July 2026"}
    sheet = {"do": "save", "record": "0123456789abcdef", "answers": given}
    sheets = (sheet, {**sheet, "do": "check"}, {**sheet, "record": "x"})
    late = {"minutes": 66, "block": "m2", "began": None}
    tried: list[tuple[str, Callable[[], None], tuple[dict, ...]]] = [
        ("session_form", session_form, ({"day": "soon"}, {"day": "2 July 2026"})),
        ("where_am_i", where_am_i, ()),
        *((f"sheet_form {name}", lambda name=name: sheet_form(name), sheets) for name in SHEETS),
        ("survey_file_form", survey_file_form, ({},)),
        ("my_project", my_project, ({"title": "Reviews for <all>"},)),
        ("own_data_form", home("own_data_form"), (
            {"do": "look"}, {"do": "word"}, {"do": "look", "text": TABLE, "called": "reviews"},
            {"do": "look", "better": "-1"}, {"do": "word"}, {"do": "project"},
            {"do": "look", "name": "../x.csv"}, {"do": "look", "text": PEOPLE},
        )),
        ("clock 1", lambda: home("clock")(1), (late, {**late, "minutes": 50, "began": 45})),
        ("case_form", case_form, ({"case": "none"}, {"case": "c-asthma"})),
        ("hand_in_form", hand_in_form, ({"name": "!!!", "pair": ""}, {"name": "asha", "pair": "tom"})),
    ]  # fmt: skip
    found = {}
    for name, show, messages in tried:
        shown, widgets = _opened(show)
        say = _ear(widgets)
        found[name] = "\n".join([shown, *map(say, messages), _states(widgets)])
        found[f"browser side of {name}"] = _scripts(widgets)
    return found


def _opened(show: Callable[[], None]) -> tuple[str, list]:
    """Call what displays something; return what it showed as lines, and the widgets in it."""
    from IPython.utils.capture import capture_output
    from ipywidgets.widgets.widget import _instances

    with capture_output() as seen:
        try:
            show()
        except Exception as error:
            print(f"raises {type(error).__name__}: {error}")
    lines, widgets = [seen.stdout], []
    for output in seen.outputs:
        view = output.data.get("application/vnd.jupyter.widget-view+json")
        if view is None:
            lines.append(bundle({kind: part for kind, part in output.data.items() if kind != "text/plain"}))
        else:
            widgets.append(_instances[view["model_id"]])
            lines.append(_states(widgets[-1:]))
    return ID.sub("…", "\n".join(lines)), widgets


def _states(widgets: list) -> str:
    """Return what the browser gets of each widget, but for its scripts, styles and ids."""
    shown = [
        {key: value for key, value in one.get_state().items() if key[0] != "_" and key not in OF_THE_WIDGET}
        for one in widgets
    ]
    return _plain(shown)


def _scripts(widgets: list) -> str:
    """Return what the browser runs for each widget, and its styles."""
    return "\n".join(f"{one._esm}\n{one._css}" for one in widgets)


def _plain(data: Any) -> str:
    """Return what is sent as JSON, HTML in it as a tree, pictures as their pixels."""
    text = json.dumps(_parsed(data), indent=1, ensure_ascii=False, sort_keys=True, default=str)
    return ID.sub("…", DATA.sub(lambda found: embedded(found[1], found[2]), text))


def _parsed(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _parsed(value) for key, value in data.items()}
    if isinstance(data, (list, tuple)):
        return [_parsed(value) for value in data]
    return tree(data).split("\n") if isinstance(data, str) and HTML.search(data) else data


def _ear(widgets: list) -> Callable[[dict], str]:
    """Return what tells the first widget a message, as the browser would, and gives back all its replies."""
    count = 0

    def say(content: dict) -> str:
        nonlocal count
        if not widgets:
            return "there is no form to tell"
        count += 1
        replies: list = []
        widgets[0].send = lambda reply, buffers=None: replies.append(reply)
        try:
            widgets[0]._handle_custom_msg({**content, "token": f"copy-{count}"}, [])
        except Exception as error:
            replies.append(f"raises {type(error).__name__}: {error}")
        return f"told {_plain(content)[:400]}\nreplies {_plain(replies)}"

    return say
