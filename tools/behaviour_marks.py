"""What every answer earns on every case: points, sentence, notes; answers in words, questions as shown."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from behaviour_answers import answers, data_of
from behaviour_homes import home
from behaviour_texts import tree

OTHER_DAYS = (dt.date(2026, 12, 1), dt.date(2027, 8, 1))  # dates are judged against the day of the session
EACH_SHOWN = 5  # of so many answers one is shown as a page shows it; models always are


def marks(place) -> dict[str, str]:
    """Return the mark of each answer, by case, exercise, question and the name of the answer."""
    from equityqi import load

    found: dict[str, str] = {}
    first: dict[str, str] = {}  # a question that is the same on each case is recorded on the first
    cases = list(home("titles")())
    for name in cases:
        case = load(name)
        for exercise, held in home("all_exercises")(name).items():
            found[f"{name} {exercise}"] = f"{held.title}: {', '.join(question.id for question in held.questions)}"
            for question in held.questions:
                key, label = json.dumps(data_of(question)), f"{exercise} {question.id}"
                found[f"{name} {label}"] = _question(question)
                if first.setdefault(label, key) == key and name != cases[0] and not _judged(question):
                    found[f"{name} {label} answers"] = "the question is that of the first case, and so are its marks"
                    continue
                for number, (said, answer) in enumerate(answers(question, home("model_answer")(question))):
                    shown = number % EACH_SHOWN == 0 and question.kind != "tree"  # a picture takes its time
                    found[f"{name} {label}, {said}"] = _mark(question, answer, case, said, shown)
        print(f"  {name}: {len(found):,} so far", flush=True)
    return found


def _judged(question) -> bool:
    return question.kind in ("table", "tree")


def _question(question) -> str:
    """Return a question as a page shows it without an answer, asleep, and as the browser gets it."""
    parts = {
        "plain HTML": tree(home("plain_html")(question)),
        "asleep": tree(home("plain_html")(question, asleep=True, said="A sentence <above> it.")),
        "browser": json.dumps(home("for_browser")(question), indent=1, ensure_ascii=False, default=str),
    }
    return "\n".join(f"== {name}\n{text}" for name, text in parts.items())


def _mark(question, answer: Any, case, said: str, shown: bool) -> str:
    """Return a mark and the answer in words; a model plan is marked by other days and without a case too."""
    today = home("course_today")()
    whole = said.startswith("model ") and ":" not in said and "," not in said or said == "the model answer"
    tries = [("", case, today)]
    if _judged(question) and whole:
        tries += [(f" on {day}", case, day) for day in OTHER_DAYS] + [(" without a case", None, today)]
    lines = [f"answer: {_short(answer)}"]
    for where, on, day in tries:
        lines += [f"marked{where}: {_tried(lambda on=on, day=day: _told(home('mark')(question, answer, on, day)))}"]
    lines.append(f"in words: {_tried(lambda: home('in_words')(question, answer))}")
    if whole or shown:
        lines.append(f"shown: {_tried(lambda: tree(home('plain_html')(question, answer)))}")
    return "\n".join(lines)


def _told(mark) -> str:
    notes = "".join(f"\n  note {note.item!r} {note.right}: {note.sentence}" for note in mark.notes)
    earned = f"{mark.points!r} of {mark.out_of!r}, passed {mark.passed}, {mark.misconception!r}"
    return f"{earned}\n  {mark.in_words()}\n  {mark.sentence}{notes}"


def _tried(what) -> str:
    """Return what is said, or the error: some callers hand over nothing but answers that fit."""
    try:
        return what()
    except Exception as error:
        return f"raises {type(error).__name__}: {error}"


def _short(answer: Any) -> str:
    text = json.dumps(answer, ensure_ascii=False, sort_keys=True)
    return text if len(text) < 4000 else f"{text[:4000]}…"
