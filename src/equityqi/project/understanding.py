"""The checks of what a team understood: the problem by group, who was asked, and the five whys.

Source of the rules: the course's module M6. What a fishbone or a process map holds is for people to judge.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from equityqi.project.check_result import Check
from equityqi.project.labels import ASKED, quoted
from equityqi.project.parts import Voice
from equityqi.typed_input import words

FEWEST_WHYS, MOST_WHYS = 3, 6
PROBLEM_WORDS, DIFFERENT = 8, 5
_PEOPLE = frozenset(
    "person people patient patients staff nurse nurses doctor doctors gp gps receptionist receptionists pharmacist"
    " pharmacists manager managers clinician clinicians parent parents family families carer carers they he she someone"
    " somebody".split()
)
# Figures that name a group or a whole, and say nothing of its size: IMD 5, of 100.
_NO_SIZE = re.compile(r"\b(?:imd|quintile|fifth|month|year)\s*\d+|\b(?:out )?of (?:every )?\d[\d,]*", re.I)


def check_problem(text: str) -> list[Check]:
    """Return the checks of a one-line problem: long enough to say something, with a number for each of two groups.

    >>> [
    ...     check.passed
    ...     for check in check_problem(
    ...         "Where an interpreter is needed, 51 of 100 booked reviews are completed; for others 65."
    ...     )
    ... ]
    [True, True]
    """
    typed = words(text)
    enough = len(typed) >= PROBLEM_WORDS and len(set(typed)) >= DIFFERENT
    figures = re.findall(r"\d+(?:[.,]\d+)*", _NO_SIZE.sub(" ", text))
    return [
        Check.of(
            "words",
            enough,
            "It says what is wrong.",
            f"Say in one line what happens, and to whom. Use at least {PROBLEM_WORDS} words.",
        ),
        Check.of(
            "numbers",
            len(figures) >= 2,
            "It has a number for each of two groups.",
            "How big is it? Add two numbers: one for the group, and one for the others.",
        ),
    ]


def check_asked(voices: Sequence[Voice]) -> list[Check]:
    """Return the checks of who was asked, or will be.

    >>> [
    ...     check.passed
    ...     for check in check_asked(
    ...         [Voice(who="two patients", how="at the pharmacy", when="3 June 2026", said="The call was too short.")]
    ...     )
    ... ]
    [True, True, True]
    """
    voices = [voice for voice in voices if any(voice.model_dump().values())]
    absent = next(
        (field for voice in voices for field in ("who", "how", "when") if not words(getattr(voice, field))), None
    )
    open_ends = bool(voices) and all(words(voice.said) or words(voice.when) for voice in voices)
    return [
        Check.of(
            "who",
            any(words(voice.who) for voice in voices),
            "It names somebody.",
            "Who did you ask, or who will you ask? Start with somebody who lives with this.",
        ),
        Check.of(
            "filled",
            voices and absent is None,
            "It says who, how and when.",
            f"Fill in {quoted(ASKED, [absent or 'who'])} for each person.",
        ),
        Check.of(
            "said",
            open_ends,
            "It says what they told you, or when you will ask.",
            "Write what they said in their own words, or the day when you'll ask.",
        ),
    ]


def check_whys(whys: Sequence[str]) -> list[Check]:
    """Return the checks of a chain of whys, and a hint where its last link looks like a person.

    >>> [
    ...     check.rule
    ...     for check in check_whys(
    ...         ["Few come", "They did not read the letter", "It came in English", "The staff forgot"]
    ...     )
    ... ]
    ['length', 'different', 'person']
    """
    links = [why for why in whys if words(why)]
    many = len(links)
    different = many > 1 and len({" ".join(words(why)) for why in links}) == many
    checks = [
        Check.of(
            "length",
            FEWEST_WHYS <= many <= MOST_WHYS,
            f"You asked {many} times.",
            f"You have {many} why{'s' * (many != 1)}. Ask {FEWEST_WHYS} to {MOST_WHYS} times, and stop at something"
            " that you can change.",
        ),
        Check.of(
            "different",
            different,
            "Each why goes deeper.",
            "Each why should go one step deeper. Ask “why?” about the line above it.",
        ),
    ]
    if links and set(words(links[-1])[:3]) & _PEOPLE:
        checks.append(
            Check(
                "person",
                False,
                "Did you end with a person? Ask once more: what around them makes it happen?",
                hint=True,
            )
        )
    return checks
