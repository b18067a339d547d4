"""Take a person's answers out of a hand-in as data, and leave everything else behind."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from equityqi.workfolder import answers_file as store
from equityqi.workfolder.answers_file import Answers, AnswersError
from equityqi.workfolder.hand_in import HandIn, about

MERGE = re.compile(rb"^(<<<<<<<|=======|>>>>>>>)", re.MULTILINE)
LONGEST_TEXT = 20_000  # letters: an answer of more is no answer of a course
DEEPEST = 40  # an honest answers file is nested six deep
ASK = "Ask for the file again."


@dataclass(frozen=True)
class Found:
    """The answers that count (None without), what is to be said, and why a person should look (or "")."""

    answers: Answers | None = None
    notes: tuple[str, ...] = ()
    look: str = ""
    trouble: str = ""


@dataclass(frozen=True)
class _Candidate:
    """An answers file: ``says`` is the exercise that it names inside, or nothing; ``size`` is in bytes."""

    path: str
    size: int
    answers: Answers | None
    trouble: str
    says: str

    def exact(self, exercise: str) -> bool:
        return self.path.rsplit("/", 1)[-1] == store.answers_name(exercise)

    @property
    def holds(self) -> tuple:
        """What makes two candidates the same."""
        found = self.answers
        return (found.case, found.session_date, json.dumps(found.answers, sort_keys=True)) if found else ()


def read(data: bytes, path: str, exercise: str) -> tuple[Answers | None, str]:
    """Return the answers of an answers file, or None and one sentence.

    A byte order mark and UTF-16 are read. Case and session date come from the file alone.
    """
    candidate = _candidate(path, data, exercise)
    return candidate.answers, candidate.trouble


def _candidate(path: str, data: bytes, exercise: str) -> _Candidate:
    content, trouble = _content(data, path)
    answers, trouble = (None, trouble) if trouble else _answers(content, path, exercise)
    named = content.get("exercise") if answers else None
    return _Candidate(path, len(data), answers, trouble, named if isinstance(named, str) else "")


def _content(data: bytes, path: str) -> tuple[Any, str]:
    if not data.strip(b"\0 \r\n\t"):
        return None, f"{path} is empty, so it holds no answers. {ASK}"
    if data.lstrip()[:1] == b"<" and not MERGE.match(data.lstrip()):
        return (None, f"{path} is a web page, not an answers file: perhaps a log-in page was saved in its place. {ASK}")
    try:
        content = json.loads(data)
    except RecursionError:
        content = None
    except ValueError:
        return None, _damaged(data, path)
    if not isinstance(content, dict) or not isinstance(content.get("answers"), dict) or not _shallow(content):
        return (
            None,
            f"{path} can be read, but it is not an answers file of this course: it has no answers by question. {ASK}",
        )
    return content, ""


def _answers(content: dict, path: str, exercise: str) -> tuple[Answers | None, str]:
    try:
        return store.from_json(content, Answers(exercise)), ""
    except AnswersError:
        return (
            None,
            f"{path} was saved by a newer version of this course. Update the course on this computer, then mark again.",
        )
    except TypeError:
        return None, f"{path} does not say which version of the answers file it is. {ASK}"


def _shallow(content: Any) -> bool:
    level = [content]
    for _ in range(DEEPEST):
        level = [
            item
            for value in level
            if isinstance(value, (dict, list))
            for item in (value.values() if isinstance(value, dict) else value)
        ]
    return not level


def _damaged(data: bytes, path: str) -> str:
    if MERGE.search(data):
        return (
            f"{path} holds two versions at once, with the marks of a merge (<<<<<<<) between them. Ask which one"
            " counts."
        )
    if data.startswith((b"PK", b"\xd0\xcf")):
        return f"{path} is an Excel or zip file under the name of an answers file. {ASK}"
    if re.search(rb'""schema""|^"?\{"?[,;\t]|^"\{"|"""', data.lstrip(b"\xef\xbb\xbf")):
        return f"{path} was saved by Excel, which breaks it. Ask for the file as the course made it."
    return f"{path} is damaged or was cut short. {ASK}"


def find(hand_ins: Iterable[HandIn], exercise: str) -> Found:
    """Return a person's answers to an exercise from all that they handed in.

    The file with the right name counts; else one with a name that is nearly right; else one that says inside
    which exercise it is of. Of two that differ, the later one counts if it can be told; else a person is to look.
    """
    hand_ins = list(hand_ins)
    files = [
        (path, data)
        for hand_in in hand_ins
        for path, data in hand_in.files
        if path.lower().endswith((".json", ".json.txt"))
    ]
    left_out = [
        (path, reason) for hand_in in hand_ins for path, reason in hand_in.left_out if _may_hold(path, exercise)
    ]
    found = [_candidate(path, data, exercise) for path, data in files if _named(path, exercise)]
    if not found:
        found = [one for path, data in files if (one := _candidate(path, data, exercise)).says == exercise]
    good, bad = [one for one in found if one.answers], [one for one in found if not one.answers]
    notes = tuple(f"{path} {reason}." for path, reason in left_out)
    if not good:
        return (
            Found(notes=notes[1:], trouble=bad[0].trouble)
            if bad
            else Found(notes=notes[1:], trouble=notes[0] if notes else "")
        )
    used, look = _chosen(good, exercise)
    said = list(notes)
    if not used.exact(exercise):
        said.append(f"The answers were found in {used.path}.")
    if bad and not look:
        look = (
            f"Two files hold answers to this exercise. {used.path} was marked; the other one cannot be read:"
            f" {bad[0].trouble}"
        )
    if used.says not in ("", exercise) and not look:
        look = f"{used.path} says that it belongs to the exercise {used.says}. Its answers were marked as they are."
    answers, cut = _without_books(used.answers) if used.size > LONGEST_TEXT else (used.answers, [])
    return Found(answers, (*said, *cut), look)


def _named(path: str, exercise: str) -> bool:
    """Tell whether a path is that of an answers file, as a download or a copy may have renamed it.

    >>> (
    ...     _named("exercises/04-aim/04-aim.answers (1).json", "04-aim"),
    ...     _named("04-aim/04-aim.answers.json.lock", "04-aim"),
    ... )
    (True, False)
    """
    name = path.rsplit("/", 1)[-1]
    return about(exercise, name) and "answers" in name.lower() and name.lower().endswith((".json", ".json.txt"))


def _may_hold(path: str, exercise: str) -> bool:
    """Tell whether answers may have been in something that was left out."""
    return path.lower().endswith(".zip") or (about(exercise, path) and path.lower().endswith((".json", ".json.txt")))


def _chosen(good: list[_Candidate], exercise: str) -> tuple[_Candidate, str]:
    """Return the candidate that is marked, and why a person should look, or nothing."""
    if len(good) == 1:
        return good[0], ""
    latest: dict[str, _Candidate] = {}  # how often an answer was changed counts between states of one file only
    for one in good:
        key = one.answers.id or one.path
        latest[key] = max(latest.get(key, one), one, key=lambda one: (_changes(one.answers), *_fuller(one, exercise)))
    used = max(latest.values(), key=lambda one: _fuller(one, exercise))
    others = [one for one in good if one.holds != used.holds and not _later(used.answers, one.answers)]
    if not others:
        return used, ""
    return (
        used,
        (
            f"Two files hold answers to this exercise, and they differ: {used.path} and {others[0].path}. The first one"
            " was marked. Please open both."
        ),
    )


def _fuller(one: _Candidate, exercise: str) -> tuple[int, bool]:
    """Return what puts one file before another: how much is answered, and the right name."""
    return sum(answer not in (None, "", [], {}) for answer in one.answers.answers.values()), one.exact(exercise)


def _changes(answers: Answers) -> int:
    return sum(answers.revisions.values())


def _later(one: Answers, other: Answers) -> bool:
    """Tell whether one file is surely a later state of the other: the same file once, and no
    answer changed less often.
    """
    same = one.id and one.id == other.id
    return bool(
        same
        and _changes(one) > _changes(other)
        and all(one.revision(id) >= count for id, count in other.revisions.items())
    )


def _without_books(answers: Answers) -> tuple[Answers, list[str]]:
    """Cut texts that nobody types, so that none can hold the marking up."""
    cut = []

    def short(value: Any, id: str) -> Any:
        if isinstance(value, str) and len(value) > LONGEST_TEXT:
            cut.append(f"The answer to {id} is longer than {LONGEST_TEXT:,} letters. We read no further than that.")
            return value[:LONGEST_TEXT]
        if isinstance(value, list):
            return [short(item, id) for item in value]
        return {key: short(item, id) for key, item in value.items()} if isinstance(value, dict) else value

    return replace(answers, answers={id: short(value, id) for id, value in answers.answers.items()}), cut
