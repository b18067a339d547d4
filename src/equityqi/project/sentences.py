"""A project in sentences: ids become the words of its case, numbers become shares, small numbers stay hidden."""

from __future__ import annotations

import re
from typing import TypeVar

from pydantic import BaseModel

from equityqi.cases.case import Case, CaseError, load
from equityqi.cases.case_lookup import measure_of
from equityqi.pictures.words import number_in_words
from equityqi.plain_words import shortened, upper_first
from equityqi.privacy.hiding_rules import LARGEST_HIDDEN, RULES, as_passed_on
from equityqi.project.parts import Aim, Commitment, MeasureCard, PdsaCycle, Project, Reason
from equityqi.project.shares import BLANK, HIDDEN, aim_to_pass_on, baselines, floor_in_words, scale_of, targets
from equityqi.typed_fields import Typed
from equityqi.typed_input import date, in_words, number

NOT_A_COUNT = "not shown (not a number)"
COMPARED = ("fewer", "more", "as predicted")
Held = TypeVar("Held", bound=BaseModel)
_SPACE_BEFORE = re.compile(r"(?<=\d)[ \u00a0\u202f]+(?=%)")
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def printable(part: Held, most: int | None = None) -> Held:
    """Return a project, or a part of one, without the characters that no document can hold, such as a stray control
    character, and with each per cent sign close to its number.

    With ``most``, no text in it has more letters.

    >>> printable(Project(title="Reviews\\x00 for 52 % and all")).title
    'Reviews for 52% and all'
    """
    return type(part).model_validate(_printable(part.model_dump(exclude_defaults=True), most))


def _printable(value, most: int | None):
    if isinstance(value, str):
        plain = _SPACE_BEFORE.sub("", _NOT_IN_XML.sub("", value))
        return shortened(plain, most) if most else plain
    if isinstance(value, dict):
        return {_printable(key, most): _printable(item, most) for key, item in value.items()}
    return [_printable(item, most) for item in value] if isinstance(value, list) else value


def case_of(project: Project) -> Case | None:
    """Return the case that a project is on; None for a team's own data, or a case that is not here."""
    try:
        case = load(project.case) if project.case else None
        return case if case and not case.own and case.measures else None
    except CaseError:
        return None


def measure_words(measure: str, case: Case | None) -> str:
    """Return a measure's name: that of the case for an id of the case, else the words as they are."""
    id = measure_of(case, measure)
    return case.measures[id].name if case and id else measure


def group_words(group: str, case: Case | None) -> str:
    """Return what a group of the case is called in a sentence, else the words as they are.

    >>> group_words("interpreter needed", load("b-medication-reviews"))
    'people who need an interpreter'
    """
    if case:
        ends = case.groups[case.file.gap.by]
        for name, level in (("group", ends.worst), ("comparator", ends.best)):
            if group.casefold() in (level.casefold(), case.names[f"{name}_short"].casefold()):
                return case.names[name]
    return group


def aim_sentence(aim: Aim, case: Case | None = None) -> str:
    """Return the aim as one sentence, with "(not written yet)" where a field is empty.

    >>> aim = Aim(measure="completed reviews", place="our 24 practices", group="people who need an interpreter", comparator="others",
    ...           baseline_group=51, baseline_comparator=65, target_group=62, target_comparator=67, date="31 March 2027", floor="no group more than 2 points worse")
    >>> print(aim_sentence(aim))
    By 31 March 2027, in our 24 practices, take “completed reviews” from 51% to 62% for people who need an interpreter, and from 65% to \
67% for others, with no group more than 2 percentage points worse.
    """  # noqa: E501
    if aim == Aim():
        return BLANK
    group_now, comparator_now = baselines(aim, case)
    group_then, comparator_then = targets(aim, case)
    group, comparator = (group_words(name, case) or BLANK for name in (aim.group, aim.comparator))
    measure = measure_words(aim.measure, case) or BLANK
    scale = scale_of(aim, case)
    return (
        f"By {aim.date or BLANK}, {place_of(aim)}, take “{measure[:1].lower() + measure[1:]}”"
        f" {scale.span(group_now, group_then)} for {group}, and {scale.span(comparator_now, comparator_then)} for"
        f" {comparator}, {_floor(aim, case)}."
    )


def _floor(aim: Aim, case: Case | None) -> str:
    floor = floor_in_words(aim, case) or f"a floor {BLANK}"
    return floor if floor.casefold().startswith("with ") else f"with {floor}"


def place_of(aim: Aim) -> str:
    """Return where an aim is to be reached, as a sentence goes on."""
    place = aim.place or aim.population or BLANK
    return place if place.casefold().startswith(("in ", "at ", "for ", "across ")) else f"in {place}"


def measure_name(card: MeasureCard, case: Case | None) -> str:
    """Return the name on a measure card, else that of its measure in the case."""
    return card.name or measure_words(card.measure, case) or BLANK


def prediction(cycle: PdsaCycle) -> str:
    """Return what a test predicts, in words.

    >>> prediction(PdsaCycle(low=2, high="4", of=4)), prediction(PdsaCycle(low=3, high=3, n=3)), prediction(PdsaCycle())
    ('2 to 4 of 4', '3 of 3', '(not written yet)')
    """
    if cycle.low in (None, "") and cycle.high in (None, ""):
        return BLANK
    low, high = (str(end) if number(end) is None else number_in_words(number(end)) for end in (cycle.low, cycle.high))
    total = cycle.n if cycle.of in (None, "") else cycle.of
    return (low if low == high else f"{low} to {high}") + ("" if total in (None, "") else f" of {total}")


def observation(cycle: PdsaCycle) -> str:
    """Return what a test saw, in words.

    >>> observation(PdsaCycle(observed=1, observed_of=3)), observation(PdsaCycle())
    ('1 of 3', '(not written yet)')
    """
    if cycle.observed in (None, ""):
        return BLANK
    if number(cycle.observed) is None:
        return str(cycle.observed)
    total = _seen_of(cycle)
    return f"{cycle.observed}" + ("" if total is None else f" of {total}")


def _seen_of(cycle: PdsaCycle) -> Typed:
    return next((part for part in (cycle.observed_of, cycle.of, cycle.n) if part not in (None, "")), None)


def observation_shared(cycle: PdsaCycle) -> str:
    """Return what a test saw as it may leave the room: counts of 1 to 7 people hidden, on either side, the others
    rounded to 5. Of few people, it says only how they compare with the prediction, where no comparison could give
    the count away. What can't be read as a number isn't passed on.

    >>> observation_shared(PdsaCycle(observed=1, observed_of=5, low=2, high=3)), observation_shared(PdsaCycle())
    ('fewer', '(not written yet)')
    >>> observation_shared(PdsaCycle(observed=13, observed_of=23)), observation_shared(PdsaCycle(observed="2 of 3"))
    ('15 of 25', 'not shown (not a number)')
    >>> observation_shared(PdsaCycle(observed=3, observed_of=5, low=3, high=3))
    'hidden (small numbers)'
    """
    return observation(cycle_to_pass_on(cycle))


def cycle_to_pass_on(cycle: PdsaCycle) -> PdsaCycle:
    """Return a test as it may leave this computer, with what it saw as :func:`observation_shared` says.

    >>> told = cycle_to_pass_on(PdsaCycle(observed=1, observed_of=5, low=2, high=3))
    >>> told.observed, told.observed_of
    ('fewer', None)
    """
    if cycle.observed in (None, "") or cycle.observed in (*COMPARED, HIDDEN, NOT_A_COUNT):
        return cycle if cycle.observed_of in (None, "") else cycle.model_copy(update={"observed_of": None})
    typed = _seen_of(cycle)
    seen, of = number(cycle.observed), number(typed)
    if seen is None or seen < 0 or (typed is not None and (of is None or of < seen)):
        return cycle.model_copy(update={"observed": NOT_A_COUNT, "observed_of": None})
    told, told_of = as_passed_on(seen, 2 * seen if of is None else of)  # alone, a count is rounded by itself
    if told is None:
        return cycle.model_copy(update={"observed": _compared(cycle, seen, of), "observed_of": None})
    return cycle.model_copy(update={"observed": told, "observed_of": None if of is None else told_of})


def _compared(cycle: PdsaCycle, seen: float, of: float | None) -> str:
    """Return how a hidden count compares with the prediction, where that leaves at least two counts open; so must the
    answers that are hidden, taken together.
    """
    low, high = number(cycle.low), number(cycle.high)
    if low is None or high is None:
        return HIDDEN
    small = range(1, LARGEST_HIDDEN + 1)
    could = {*small} if of is None else {one for part in small for one in (part, int(of) - part) if 0 <= one <= of}

    def how(count: float) -> str:
        return "fewer" if count < min(low, high) else "more" if count > max(low, high) else "as predicted"

    answers = [how(count) for count in could]
    alone = {word for word in COMPARED if answers.count(word) == 1}
    if len(alone) == 1:  # hidden by itself, it would be the one count that is hidden
        alone |= {"as predicted"} if answers.count("as predicted") > 1 else {*COMPARED}
    return HIDDEN if how(seen) in alone else how(seen)


def reason_to_pass_on(reason: Reason) -> Reason:
    """Return a reason as it may leave this computer: its small counts are hidden, and what cannot be read as a number;
    the others are rounded, as the rule ``"hes"`` says. A blank stays blank.

    >>> reason_to_pass_on(Reason(reason="No car", counts={"carers": 4, "others": 18, "all": "4 of 12"})).counts
    {'carers': 'hidden (small numbers)', 'others': 20, 'all': 'hidden (small numbers)'}
    """
    return reason.model_copy(update={"counts": {group: _passed_on(count) for group, count in reason.counts.items()}})


def _passed_on(typed: Typed) -> Typed:
    if typed is None or not str(typed).strip():
        return typed
    count, how = number(typed), RULES["hes"]
    if count is None or count < 0 or 0 < count <= how.largest:
        return HIDDEN
    return how.nearest * round(count / how.nearest)


def project_to_pass_on(project: Project) -> Project:
    """Return a project as its file may leave this computer: counts of a team's own data and of reasons are rounded,
    small counts of tests and of reasons are hidden.
    """
    reasons = [reason_to_pass_on(reason) for reason in project.system.reasons]
    return project.model_copy(
        update={
            "aim": aim_to_pass_on(project.aim),
            "cycles": [cycle_to_pass_on(cycle) for cycle in project.cycles],
            "system": project.system.model_copy(update={"reasons": reasons}),
        }
    )


def dates(cycle: PdsaCycle) -> str:
    """Return when a test runs, in words.

    >>> (
    ...     dates(PdsaCycle(start="Tuesday 7 July 2026", end="7 July 2026")),
    ...     dates(PdsaCycle(start="7 July 2026", end="13 July 2026")),
    ... )
    ('Tuesday 7 July 2026', '7 July 2026 to 13 July 2026')
    """
    one_day = date(cycle.start) is not None and date(cycle.start) == date(cycle.end)
    return " to ".join(day for day in (cycle.start, "" if one_day else cycle.end) if day) or BLANK


def commitment_sentence(commitment: Commitment) -> str:
    """Return a commitment as people say it.

    >>> commitment_sentence(
    ...     Commitment(
    ...         verb="split", thing="our review completion", group="people who need an interpreter", date="14 July 2026"
    ...     )
    ... )
    'I will split our review completion for people who need an interpreter by 14 July 2026.'
    >>> commitment_sentence(
    ...     Commitment(
    ...         type="habit", place="each meeting", date="31 July 2026", verb="ask", thing="“for whom?”", checker="Tom"
    ...     )
    ... )
    'At each meeting until 31 July 2026 I will ask “for whom?”; Tom will ask me.'
    >>> commitment_sentence(Commitment(verb="ask", thing="for whom", date="2026-12-27"))
    'I will ask for whom by 27 December 2026.'
    """
    what = " ".join(part for part in (commitment.verb, commitment.thing) if part) or BLANK
    group = f" for {commitment.group}" if commitment.group else ""
    day = _as_people_write(commitment.date) or BLANK
    if commitment.type == "habit":
        sentence = f"At {commitment.place or BLANK} until {day} I will {what}{group}"
    else:
        sentence = f"I will {what}{group} by {day}"
    if commitment.issue:
        sentence += f", so that we can see or test {commitment.issue}"
    if commitment.checker:
        sentence += f"; {commitment.checker} will ask me" + (
            f" on {_as_people_write(commitment.check_date)}" if commitment.check_date else ""
        )
    return upper_first(sentence.rstrip(".")) + "."


def _as_people_write(day: str) -> str:
    """Return a date that is all digits, such as one from a calendar field, in words; another as it is."""
    return day if any(map(str.isalpha, day)) or not (found := date(day)) else in_words(found)
