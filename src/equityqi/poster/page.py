"""The one page of a project as plain data: what it says, in the order in which it says it. Writers make it a page."""

from __future__ import annotations

import re
from dataclasses import dataclass

from equityqi.cases.case import Case
from equityqi.cases.case_lookup import measure_of
from equityqi.plain_words import as_sentences, listed, upper_first
from equityqi.poster.gap_chart import GapChart, chart_of
from equityqi.poster.latest import Pair, pair_of_aim, pairs_of
from equityqi.poster.short_names import short_name
from equityqi.project import sentences, shares
from equityqi.project.canvas import three_measures
from equityqi.project.parts import IDEA_NEEDED, MeasureCard, Node, Project
from equityqi.project.shares import BLANK, Scale

HIDDEN = "hidden"
INVENTED = "Invented figures: please don't cite."
HIDES = "We hide counts of 1 to 7 people."
ARTICLES = frozenset("a an the one two three some people".split())
FLOOR_RULE = "Each group kept its level, got worse, or we can't tell yet. “Can't tell” isn't a pass: we ask that group."


@dataclass(frozen=True)
class Said:
    """Words of a part of the page; ``missing``: they say, in small print, what is not written yet and where it is."""

    words: str = ""
    missing: bool = False


@dataclass(frozen=True)
class Driver:
    """A primary driver, a change idea under it, and whether people who live with the problem told us of it."""

    text: str
    to_try: str
    told_us: bool


@dataclass(frozen=True)
class Measured:
    """A measure: its name, what kind it is, how often and by whom, and the latest number of both groups ("" if none is
    known).
    """

    name: str
    about: str
    least: str
    best: str


@dataclass(frozen=True)
class Test:
    """The first test: its question, what was predicted, seen and learned; "" for what is not known yet."""

    question: str
    predicted: str
    saw: str
    learned: str


@dataclass(frozen=True)
class Poster:
    """All that stands on the one page. Words that nobody wrote are missing, never made up."""

    organisation: str
    day: str
    title: str
    problem: Said
    finding: str
    chart: GapChart | None
    chart_note: Said
    quotation: Said
    speaker: str
    listened: str
    aim: Said
    aim_about: str
    drivers: tuple[Driver, ...]
    of_drivers: int
    no_drivers: str
    measures: tuple[Measured, ...]
    measure_heads: tuple[str, str, str]
    no_measures: str
    test: Test | None
    no_test: str
    floor: Said
    next_date: str
    next_step: str
    contact: Said
    small_print: str


def poster_of(project: Project, case: Case | None = None) -> Poster:
    """Return the one page of a project. Its case, if it has one, gives the numbers; None for a team's own data.

    >>> page = poster_of(Project(title="Reviews for all", problem="Some people miss theirs."))
    >>> page.title, page.problem.words, page.aim.words
    ('Reviews for all', 'Some people miss theirs.', 'No aim yet. You write it in exercise 4.')
    """
    project = sentences.printable(project)
    project = project.model_copy(update={"aim": shares.aim_to_pass_on(project.aim)})
    aim, page = project.aim, project.page
    now, scale = pair_of_aim(aim, case), shares.scale_of(aim, case)
    reading = chart_of(project, case, now)
    drivers = [node for node in project.drivers.at(1) if node.text]
    quotation, speaker = _quotation(project)
    return Poster(
        page.organisation,
        project.day,
        project.title or "Our project",
        _said(project.problem, "No problem yet. You write it in exercise 3."),
        reading.finding,
        reading.chart,
        Said(reading.note, missing=not reading.chart),
        quotation,
        speaker,
        _listened(project),
        _aim(project, case),
        _aim_about(project, case),
        tuple(_driver(node, project) for node in drivers[:3]),
        len(drivers),
        "" if drivers else "No drivers yet. You draw them in exercise 5.",
        tuple(_measured(card, project, case, now, scale) for card in three_measures(project)),
        (_period(project, case, now), *_group_heads(project, case)),
        "" if project.measures else "No measures yet. You write them in exercise 7.",
        _test(project),
        "" if project.cycles else "No test yet. You plan the first one in exercise 9.",
        _floor(project, case),
        *_next(project),
        _said(page.contact, "No contact yet. You write one where you make this file."),
        as_sentences(HIDES, INVENTED if case else ""),
    )


def _said(words: str, missing: str) -> Said:
    return Said(words.strip()) if words.strip() else Said(missing, missing=True)


def _quotation(project: Project) -> tuple[Said, str]:
    """Return the words that their speaker said yes to, and who it was; never others."""
    words = project.page.quotation.strip()
    speaker = next((voice for voice in project.asked if words and voice.said.strip() == words), None)
    if speaker:  # words that were changed since are not those that somebody said yes to
        return Said(words), speaker.who
    if any(voice.said.strip() for voice in project.asked):
        return Said("No quotation here yet: nobody has been asked whether we may print their words.", missing=True), ""
    return Said("No quotation yet. In exercise 6 you write down what people told you.", missing=True), ""


def _listened(project: Project) -> str:
    """Return who was listened to, in one sentence."""
    voices = [voice.who.strip() for voice in project.asked if voice.who.strip() and voice.said.strip()]
    return f"We listened to {listed(map(_within_a_sentence, dict.fromkeys(voices)))}." if voices else ""


def _within_a_sentence(who: str) -> str:
    """Return who was asked with a small first letter, unless it may be a name.

    >>> _within_a_sentence("A health visitor"), _within_a_sentence("Joan, at the front desk")
    ('a health visitor', 'Joan, at the front desk')
    """
    return who[:1].lower() + who[1:] if who.split()[0].casefold() in ARTICLES else who


def _aim(project: Project, case: Case | None) -> Said:
    aim = project.aim
    (now, _), (then, _) = shares.baselines(aim, case), shares.targets(aim, case)
    group = sentences.group_words(aim.group, case)
    if not (aim.measure.strip() and group.strip()):
        return Said("No aim yet. You write it in exercise 4.", missing=True)
    name = _measure_in_aim(project, case)
    numbers = shares.scale_of(aim, case).span(now, then) if BLANK not in (now, then) else "numbers not written yet"
    return Said(f"{name}: {numbers} for {group}{f' by {aim.date}' if aim.date.strip() else ''}")


def _measure_in_aim(project: Project, case: Case | None) -> str:
    """Return the words for the aim's measure: the case's own in a sentence where it is the case's main one."""
    id = measure_of(case, project.aim.measure)
    if case and id == case.file.gap.right:
        return upper_first(case.names["measure"])
    return upper_first(sentences.measure_words(project.aim.measure, case))


def _aim_about(project: Project, case: Case | None) -> str:
    """Return whom the aim is about, where, what the comparison shall have, and how far the gap would narrow."""
    aim = project.aim
    if aim == type(aim)():
        return ""
    (_, now), (_, then) = shares.baselines(aim, case), shares.targets(aim, case)
    comparator = sentences.group_words(aim.comparator, case)
    where = " ".join(
        part for part in (aim.population.strip(), sentences.place_of(aim) if aim.place.strip() else "") if part
    )
    gap_now, gap_then = shares.gaps_in_words(aim, case)
    unit = " percentage points" if "percentage point" in gap_now else f" {shares.unit_of(aim, case)}"
    narrow = f"That would take the gap from {gap_now.removesuffix(unit)} to {gap_then}" if gap_now else ""
    return as_sentences(
        f"For {where}" if aim.population.strip() else upper_first(where),
        f"For {comparator}, {shares.scale_of(aim, case).span(now, then)}"
        if comparator and BLANK not in (now, then)
        else "",
        narrow,
    )


def _driver(node: Node, project: Project) -> Driver:
    """Return a primary driver with the first change idea below it."""
    below = project.drivers.under(node.id)
    ideas = [idea.text for one in below for idea in project.drivers.under(one.id) if idea.text]
    told = any(one.source == "lived_experience" for one in (node, *below))
    return Driver(node.text, next((text for text in ideas if text.casefold() != IDEA_NEEDED), ""), told)


def _measured(card: MeasureCard, project: Project, case: Case | None, now: Pair | None, scale: Scale) -> Measured:
    owner, often = (part.strip() for part in (card.owner, card.frequency))
    about = ", ".join(part for part in (card.type or "kind not written yet", often) if part)
    least, best, unit = _numbers(card, project, case, now, scale)
    if unit:
        about = f"{about}, {unit}"
    return Measured(sentences.measure_name(card, case), f"{upper_first(about)}: {owner or 'no owner yet'}", least, best)


def _numbers(card: MeasureCard, project: Project, case: Case | None, now: Pair | None, scale: Scale):
    """Return the latest numbers of both groups in a measure, those of the aim's as the aim writes them, and their unit
    where it is no per cent.
    """
    aim = project.aim
    same = measure_of(case, card.measure) == measure_of(case, aim.measure) if case else _same(card, project)
    if same and card.type != "balancing" and BLANK not in (found := shares.baselines(aim, case)):
        unit = "" if scale.unit == "%" else scale.unit
        return *(words.removesuffix(f" {unit}") for words in found), unit
    pairs = [pair for pair in pairs_of(case, card.measure, aim) if not now or pair.period == now.period] if case else []
    if not pairs:
        return "", "", ""
    one, other = pairs[0].shares
    own = Scale("%" if pairs[0].per == 100 else f"per {pairs[0].per:,}", shares.places_for(one, other))
    numbers = (HIDDEN if small else own.share(value) for small, value in zip(pairs[0].small, (one, other), strict=True))
    unit = "" if own.unit == "%" else own.unit
    return *(words.removesuffix(f" {unit}") for words in numbers), unit


def _same(card: MeasureCard, project: Project) -> bool:
    names = {card.name.casefold().strip(), card.measure.casefold().strip()} - {""}
    return project.aim.measure.casefold().strip() in names


def _period(project: Project, case: Case | None, now: Pair | None) -> str:
    return now.period if now else ""


def _group_heads(project: Project, case: Case | None) -> tuple[str, str]:
    aim = project.aim
    return tuple(
        short_name(sentences.group_words(name, case) or other)
        for name, other in ((aim.group, "the group"), (aim.comparator, "compared with"))
    )


def _test(project: Project) -> Test | None:
    if not project.cycles:
        return None
    first = project.cycles[0]
    known = (sentences.prediction(first), sentences.observation_shared(first))
    predicted, saw = ("" if words == BLANK else words for words in known)
    return Test(first.question, predicted, saw, first.learning)


def _floor(project: Project, case: Case | None) -> Said:
    words = shares.floor_in_words(project.aim, case)
    if not words:
        return Said("No floor yet. You write it into your aim, in exercise 4.", missing=True)
    return Said(as_sentences(upper_first(re.sub(r"(?i)^no group more than", "no group gets more than", words))))


def _next(project: Project) -> tuple[str, str]:
    """Return the next date and what happens on it: what was typed, else what the plan says comes next."""
    if project.page.next_date.strip():
        return project.page.next_date.strip(), project.page.next_step.strip()
    waiting = next((cycle for cycle in project.cycles if cycle.start.strip() and cycle.observed in (None, "")), None)
    if waiting:
        return waiting.start.strip(), waiting.question
    asked = next((node for node in project.drivers.nodes if node.source == "to_ask" and node.when.strip()), None)
    if asked:
        return asked.when.strip(), f"We ask {asked.whom}." if asked.whom.strip() else ""
    return (project.aim.date.strip(), "We look back on our aim.") if project.aim.date.strip() else ("", "")
