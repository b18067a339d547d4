"""The projects that the one page is tried with: the model of each case, one at its longest, and one almost empty."""

from __future__ import annotations

from typing import Any

from equityqi.cases.case import load, titles
from equityqi.project.model_project import model_project
from equityqi.project.parts import Project
from equityqi.settings import OWN

SENTENCE = "Mae pobl yn aros yn rhy hir am adolygiad o’u meddyginiaeth, and nobody asked them why <b>that</b> is. "
WORD = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch" * 3
LONG = {
    "words": SENTENCE * 33,  # about 600 words
    "one word": WORD * 4,
    "right to left": "نحن نصغي إلى الناس الذين نخدمهم أقل من غيرهم. " * 70,
    "emoji": "👩🏽‍⚕️🏴󠁧󠁢󠁷󠁬󠁳󠁿💊 asked us, <script>alert(1)</script> & we listened; " * 60,
}


def longest(kind: str) -> Project:
    """Return a project whose every text is as long as people can make it."""
    text = LONG[kind]
    data = _longer(model_project(load("b-medication-reviews")).to_data(), text)
    data["page"] = dict.fromkeys(("organisation", "contact", "next_date", "next_step", "quotation"), text)
    data["asked"][0]["said"] = text
    return Project.from_data(data)


KEPT = frozenset(
    "schema case id level kind source effect strength act type direction checklist links shares counts".split()
)
KEPT |= frozenset("baseline_group baseline_comparator target_group target_comparator n low high of observed".split())
KEPT |= frozenset("measure group comparator observed_of told lead_yes private metric".split())


def _longer(value: Any, text: str) -> Any:
    if isinstance(value, dict):
        return {key: item if key in KEPT else _longer(item, text) for key, item in value.items()}
    if isinstance(value, list):
        return [_longer(item, text) for item in value]
    return text if isinstance(value, str) else value


def own_and_long() -> Project:
    """Return a project on a team's own data, whose measure and groups are long as well."""
    data = longest("words").to_data()
    aim = {"measure": SENTENCE * 4, "group": SENTENCE * 2, "comparator": SENTENCE * 2}
    aim |= {
        "baseline_group_n": 204,
        "baseline_group_of": 400,
        "baseline_comparator_n": 260,
        "baseline_comparator_of": 400,
    }
    return Project.from_data({**data, "case": OWN, "aim": {**data["aim"], **aim}})


def every() -> dict[str, Project]:
    """Return all of them, each by a name that may be a file's."""
    found = {name: model_project(load(name)) for name in titles() if name != OWN}
    found |= {f"longest-{kind.replace(' ', '-')}": longest(kind) for kind in LONG}
    found["longest-own-data"] = own_and_long()
    found["almost-empty"] = Project(problem="Some people miss their review.")
    found["empty"] = Project()
    return found
