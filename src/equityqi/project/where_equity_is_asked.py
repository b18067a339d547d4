"""An equity check in the four stages of the Health Equity Assessment Tool (prepare, assess, refine and apply, review).

The questions are in the course's own words. A person answers them; this only shows what the project says already.
"""

from __future__ import annotations

from dataclasses import dataclass

from equityqi.cases.case import Case
from equityqi.plain_words import as_sentences, listed
from equityqi.project import sentences, shares
from equityqi.project.aim import same_group
from equityqi.project.parts import IDEA_NEEDED, Project, System
from equityqi.project.shares import BLANK


@dataclass(frozen=True)
class Stage:
    """One stage: its name, what it asks, what the project says already, and what is still open."""

    name: str
    asks: str
    says: tuple[str, ...]
    open: tuple[str, ...]


def stages(project: Project, case: Case | None = None) -> tuple[Stage, ...]:
    """Return the four stages for a project.

    >>> first = stages(Project(problem="Fewer people with an interpreter need complete their review."))[0]
    >>> first.name, first.says
    ('Prepare', ('The problem: Fewer people with an interpreter need complete their review.',))
    >>> first.open[0]
    'Write who you asked: people who live with the problem, and how you asked them.'
    """
    asked = (
        ("Prepare", "What is the problem, who has it, and who helps us to see it?", _prepare),
        ("Assess", "Where is the gap, how wide is it, and what causes it?", _assess),
        ("Refine and apply", "What will we change, so that the gap gets narrower and nobody loses?", _refine),
        ("Review", "How will we know who it worked for, and what will we do then?", _review),
    )
    return tuple(Stage(name, asks, *_sorted(answers(project, case))) for name, asks, answers in asked)


def _sorted(answers) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Part answers, each of what the project says ("" for nothing) and what to do when it says nothing."""
    return tuple(says for says, _ in answers if says), tuple(todo for says, todo in answers if not says)


def _prepare(project: Project, case) -> list[tuple[str, str]]:
    aim, voices = project.aim, [voice.who for voice in project.asked if voice.who]
    in_the_room = project.system.in_the_room
    groups = (
        f"The groups: {sentences.group_words(aim.group, case)}, compared with"
        f" {sentences.group_words(aim.comparator, case)}."
    )
    return [
        (
            as_sentences(f"The problem: {project.problem}") if project.problem else "",
            "Write the problem in one sentence, and say which group it's worst for.",
        ),
        (
            f"Who helped: {'; '.join(voices)}." if voices else "",
            "Write who you asked: people who live with the problem, and how you asked them.",
        ),
        *([(as_sentences(f"Who must be in the room: {in_the_room}"), "")] if in_the_room else []),
        (
            groups if aim.group and aim.comparator else "",
            "Choose the group that you serve least well, and who you compare it with.",
        ),
    ]


def _assess(project: Project, case) -> list[tuple[str, str]]:
    aim, system, drivers = project.aim, project.system, project.drivers
    now, other = shares.baselines(aim, case)
    looked = _looked_at(system)
    voices = [node.text for node in drivers.nodes if node.source == "lived_experience" and node.text]
    to_ask = [node.whom for node in drivers.nodes if node.source == "to_ask" and node.whom]
    with_unknown = [card for card in project.measures if "not recorded" in card.stratify.casefold()]
    return [
        (
            f"Now: {now} for the group, {other} for the people we compare with." if BLANK not in (now, other) else "",
            "Write where both groups are now.",
        ),
        (
            f"What we looked at: {listed(looked)}." if looked else "",
            "Map the steps, or write down causes by theme, together with people who live with them.",
        ),
        (
            (
                f"Known from lived experience: {'; '.join(voices)}."
                if voices
                else f"Still to ask: {'; '.join(to_ask)}."
                if to_ask
                else ""
            ),
            "Name one driver that comes from lived experience, or say who you'll ask and when.",
        ),
        (
            "We keep people whose group isn't recorded." if with_unknown else "",
            "Keep “not recorded” as a group, so nobody is left out of the count.",
        ),
    ]


def _looked_at(system: System) -> list[str]:
    """Return what the team did to understand the system, leaving out what it did not do.

    >>> _looked_at(System(steps_in_words="A letter. A call.", whys=["They do not come"]))
    ['the steps (in our own words)', '“why?” (asked once)']
    """
    causes = sum(len(causes) for causes in system.causes.values()) + len(system.reasons)
    steps, whys = len(system.steps), len(system.whys)
    found = (
        (steps, f"{steps} steps" if steps > 1 else "one step"),
        (system.steps_in_words and not steps, "the steps (in our own words)"),
        (causes, f"{causes} causes" if causes > 1 else "one cause"),
        (system.causes_in_words and not causes, "the causes (in our own words)"),
        (whys, f"“why?” (asked {'once' if whys == 1 else f'{whys} times'})"),
    )
    return [words for there, words in found if there]


def _refine(project: Project, case) -> list[tuple[str, str]]:
    aim, drivers = project.aim, project.drivers
    ideas = [node for node in drivers.at(3) if node.text and node.text != IDEA_NEEDED]
    shaped = [node.text for node in ideas if node.kind in ("targeted", "proportionate")] + [
        idea.idea for idea in project.ideas if idea.kind in ("targeted", "proportionate")
    ]
    widens = [idea.idea for idea in project.ideas if idea.effect == "widens" and idea.idea]
    balancing = [sentences.measure_name(card, case) for card in project.measures if card.type == "balancing"]
    tested = [cycle for cycle in project.cycles if cycle.group and same_group(cycle.group, aim, case)]
    answers = [
        (shares.gap_sentence(aim, case), "Write a target for both groups that narrows the gap."),
        (
            f"The floor: {shares.floor_in_words(aim, case)}." if aim.floor else "",
            "Add the floor, so that you don't close the gap by making things worse for somebody.",
        ),
        (
            f"Shaped to need: {'; '.join(dict.fromkeys(shaped))}." if shaped else "",
            "Add one idea for one group, or for everyone with more for people who need more.",
        ),
        (
            f"What we watch for harm: {'; '.join(balancing)}." if balancing else "",
            "Add a balancing measure, and split it by group, to see harm.",
        ),
        (
            f"{len(tested)} of {len(project.cycles)} tests are with the group itself." if tested else "",
            "Start testing with the group that you serve least well.",
        ),
    ]
    if widens:
        answers.append(
            ("", f"These ideas may make the gap wider: {'; '.join(widens)}. Change them, or leave them out.")
        )
    return answers


def _review(project: Project, case) -> list[tuple[str, str]]:
    spread, aim = project.spread, project.aim
    by_group = [card for card in project.measures if card.stratify]
    learned = [cycle.learning.rstrip(".") for cycle in project.cycles if cycle.learning]
    return [
        (
            f"{len(by_group)} of {len(project.measures)} measures are split by group." if by_group else "",
            "Split every measure by group, and look each month.",
        ),
        (
            f"Learned so far: {learned[-1]}." if learned else "",
            "After each test, write what you learned and who it worked for.",
        ),
        (
            as_sentences(f"How the gap could get wider: {spread.risk}") if spread.risk else "",
            "Write how the gap could get wider if others copy the change.",
        ),
        (
            as_sentences(f"The trigger: {spread.trigger}") if spread.trigger else "",
            "Write a trigger: which group, what number, for how long, and who acts.",
        ),
        (
            f"We look back on the aim on {aim.date}." if aim.date else "",
            "Give the aim a date, and look back on it then.",
        ),
    ]
