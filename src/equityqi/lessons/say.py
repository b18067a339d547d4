"""Say: the words of the chosen case, with its names and figures filled in."""

from __future__ import annotations

import re

from equityqi.cases.case import Case, CaseError, load
from equityqi.cases.opening import opening
from equityqi.html_tags import Html, tag
from equityqi.lessons.rules_in_words import RULES
from equityqi.lessons.who import who

OF_ANOTHER_CASE = (
    "*You’re working on your own case. The words and numbers here are from the example, {title}. Put yours next to"
    " them.*"
)
OF_ALL = {**RULES, "who": who, "opening": lambda _: opening().story, "opening-read": lambda _: opening().read}
PART = re.compile(r"(step|reveal)-([1-6])")


def say(id: str) -> None:
    """Show the chosen case's words.

    ``id``: ``"story"``, ``"safety"``, ``"case"`` (both, folded), ``"card"``, ``"step-1"`` to ``"step-6"``,
    ``"reveal-1"`` to ``"reveal-4"``, one of the ids under ``words`` in ``story.yml``, such as ``"headline"``, or
    a part of the case's model project, folded: ``"model-aim"``, ``"model-measures"``, ``"model-test"``,
    ``"model-trigger"``, ``"model-floor"``; or words that are the same for every case: ``"who"`` runs the course,
    ``"opening"`` and ``"opening-read"`` on the two places of lesson 1, and on the rule set of charts ``"chart-rule"``,
    ``"chart-alarms"``, ``"chart-gap"``, ``"trigger-example"``.
    """
    from IPython.display import Markdown, display  # lazy: IPython costs 0.08 s

    try:
        display(Markdown(words_of(load(), id)))
    except CaseError as error:
        print(error)


def words_of(case: Case, id: str) -> str:
    """Return what :func:`say` shows, as Markdown.

    >>> words_of(load("a-blood-pressure"), "safety").startswith("**Safety.**")
    True
    """
    words = _words(case, id)
    return f"{OF_ANOTHER_CASE.format(title=case.title)}\n\n{words}" if case.own else words


def _words(case: Case, id: str) -> str:
    if id == "safety":
        return "\n".join(
            [
                "**Safety.** Data are invented. Nothing here is advice about a patient.",
                "",
                *(f"- {line}" for line in [*FOR_ALL, *case.file.safety]),
            ]
        )
    if id == "case":
        words = Html("\n\n".join(["", _words(case, "story"), _words(case, "safety"), ""]))
        return tag("details", tag("summary", f"The story of your case: {case.title}"), words)
    if id == "card":
        return case.card
    if id == "story":
        return case.story.story
    found = PART.fullmatch(id)
    if found and found[1] == "step":
        step = case.story.steps[int(found[2]) - 1]
        return f"**{step.title}.** {step.do}\n\n*Look for:* {step.look_for}"
    if found and int(found[2]) <= 4:
        reveal = case.story.reveals[int(found[2]) - 1]
        return f"**{reveal.title}.** {reveal.seen}\n\n{reveal.shown}\n\n*Ask:* {reveal.ask}"
    if id.startswith("model-"):
        from equityqi.lessons.model_answers import MODEL  # lazy: the parts of a project cost 0.07 s

        if id in MODEL:
            return tag("details", tag("summary", "Show one good answer"), Html(f"\n\n{MODEL[id](case)}\n\n"))
    if id in OF_ALL:
        return OF_ALL[id](case)
    if id in case.story.words:
        return case.story.words[id]
    raise CaseError(
        f"{case.folder.name} has no words called “{id}”. It has: story, safety, case, card, step-1 to step-6,"
        f" reveal-1 to reveal-4, {', '.join(case.story.words)}."
    )


FOR_ALL = (
    "If go-and-see shows a risk to someone, stop, and use your usual clinical or safeguarding route.",
    "A PDSA that changes care needs the clinical lead's agreement, a stop rule, and local governance.",
)
