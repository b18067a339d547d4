"""The rule set of charts over time, in the words of a lesson: what it is, its false alarms, the gap, a trigger."""

from __future__ import annotations

from equityqi.cases.case import Case, load
from equityqi.cases.chart_words import alarms, alarms_said, rule_words
from equityqi.html_tags import Html, tag
from equityqi.settings import chart_rules

EXAMPLE = "b-medication-reviews"  # the case of the worked example in lesson 12


def rule(case: Case) -> str:
    """Return the steps of the rule set, under its name, with one link to what the rule sets mean."""
    words = rule_words(chart_rules())
    return (
        f"Here we judge charts by **{words['name']}** ([what each rule set"
        f" means](../00-glossary.ipynb#Chart-rules)), in three steps:\n\n{words['judge']}\n"
        "Other teams use other rules, so find out which ones your organisation uses and agree on them before you look."
    )


def false_alarms(case: Case) -> str:
    """Return how often the rule set gives a false alarm, and how often it finds a change that is there."""
    rules, of = chart_rules(), alarms()[chart_rules()]
    rows = (
        ("Nothing has changed: a false alarm on one chart", "one"),
        ("Nothing has changed: a false alarm on any of **five** charts", "five"),
        ("A real, lasting change of one standard deviation: found", "found"),
    )
    table = "\n".join(f"| {said} | {of[f'{key}-24']} | {of[f'{key}-30']} |" for said, key in rows)
    return (
        f"{rule_words(rules)['why']}\n"
        f"| Of 100 charts, or sets of five | 24 points | 30 points |\n|---|---|---|\n{table}"
        f"\n\n{alarms_said(rules)} So the more charts you look at, the more it matters to ask “what changed?” before"
        " you believe a signal.\n\n"
        "Source: the course's own simulation, of 20,000 charts for each length. The page “Charts by rule set” in the"
        " project's documents compares all four rule sets."
    )


def gap(case: Case) -> str:
    """Return what the gap's own chart says, folded."""
    return tag("details", tag("summary", "What the chart shows"), Html(f"\n\n{case.figures['chart-gap-why']}\n\n"))


def trigger_example(case: Case) -> str:
    """Return one good trigger rule, thought through aloud, on the case of lesson 12's worked example."""
    shown = load(EXAMPLE).figures
    line, run = f"{shown['trigger-line']:g}", shown["trigger-run"]
    middle = "mean" if rule_words(chart_rules())["line-short"] == "mean" else "middle"
    return (
        "**One good trigger rule.** A trigger is a reason to look, not a verdict. This is how we thought it"
        " through:\n\n"
        "- *Who do we watch?* People who need an interpreter. The aim is about them.\n"
        "- *What do we count?* The measure in the aim: completed reviews, of everyone eligible.\n"
        f"- *At what number?* The {middle} of their last 12 months is {line}%. If we set it above today's level, it"
        " would go off at once.\n"
        f"- *For how long?* Two or three low months come by chance. With {run} in a row, our chart rules give a"
        " signal.\n"
        "- *Who acts?* The named leader. Without a name, nobody does.\n\n"
        f"So we wrote: “If it's below {line}% for {run} months running, the named leader brings it to the next team"
        " meeting.” We still don't know why it would fall, so that's what the meeting asks."
    )


RULES = {"chart-rule": rule, "chart-alarms": false_alarms, "chart-gap": gap, "trigger-example": trigger_example}
