"""The checks of a driver diagram: a theory on one page, with things that must be true, and somebody's voice in it.

Source of the rules: the course's module M8.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import combinations
from typing import Any

from equityqi.alike import is_alike
from equityqi.plain_words import shortened
from equityqi.project.check_result import Check
from equityqi.project.parts import IDEA_NEEDED, LEVELS, Drivers, Node
from equityqi.typed_fields import read_part
from equityqi.typed_input import words

NEAR_COPY, SHORT, READ = 0.85, 160, 1000  # letters compared block by block, and at all
JOB_WORDS = frozenset("send train introduce implement launch hire buy educate run give".split())
# Cards that look like drivers and are none: their code in a deck, their words in the course's deck, and what helps.
DECOYS = {
    "decoy-job": (
        "Send leaflets",
        "is something to do. Ask what should be true for people once they have them, and write that.",
    ),
    "decoy-aim": ("Get completion to 16%", "is the aim again. Ask what must be true before you reach it."),
    "decoy-measure": (
        "Percentage completed within 90 days",
        "is a measure. Keep it for the measures, and write what would move it.",
    ),
    "decoy-beyond": (
        "End poverty",
        "is true, but it's bigger than this project. Write the part that this team can change.",
    ),
    "decoy-blame": (
        "Patients should try harder",
        "blames people. Ask what makes it hard for them, and write what you could change.",
    ),
}
NO_LINK = "Nothing is linked yet. Link each driver to the box that it would move."
_DECOY_OF = {tuple(words(text)): kind for kind, (text, _) in DECOYS.items()}
_IDEA_NEEDED = words(IDEA_NEEDED)


def drivers_of(answer: Any, deck: Mapping[str, str] | None = None) -> Drivers:
    """Return the diagram in an answer, whatever the answer is; a card of the deck brings its own words.

    >>> drivers_of({"nodes": [{"id": "aim", "level": 0, "text": "Close the gap"}, "?"], "links": [["aim", 7]]}).nodes[
    ...     0
    ... ].text
    'Close the gap'
    """
    given = answer if isinstance(answer, dict) else {}
    nodes, links = (given.get(key) if isinstance(given.get(key), list) else [] for key in ("nodes", "links"))
    read = [read_part(Node, node) for node in nodes if _is_node(node)]
    read = [node.model_copy(update={"text": deck[node.card]}) if deck and node.card in deck else node for node in read]
    return Drivers(
        nodes=read,
        links=[
            link
            for link in links
            if isinstance(link, list) and len(link) == 2 and all(isinstance(end, str) for end in link)
        ],
    )


def _is_node(node: Any) -> bool:
    return (
        isinstance(node, dict)
        and isinstance(node.get("id"), str)
        and type(node.get("level")) is int
        and 0 <= node["level"] < len(LEVELS)
    )


def check_drivers(drivers: Drivers) -> list[Check]:
    """Return the ten checks of a whole diagram, and a hint for each driver that starts like a job.

    >>> [
    ...     check.rule
    ...     for check in check_drivers(Drivers(nodes=[Node(id="a", level=0, text="Close the gap")]))
    ...     if check.passed
    ... ]
    ['aim']
    """
    rules = (one_aim, primary, secondary, ideas, links, orphans, loops, copies, voice, kinds)
    return _checked(drivers, rules)


def check_first_drivers(drivers: Drivers) -> list[Check]:
    """Return the checks of the first half of a diagram: the aim and its primary drivers."""
    return _checked(drivers, (one_aim, primary, links, orphans, copies))


def _checked(drivers: Drivers, rules: Iterable) -> list[Check]:
    if not any(node.text.strip() for node in drivers.nodes):
        return [
            Check(
                rule(drivers).rule,
                False,
                "Your diagram is empty. Write the aim first, then three to five things that must be true.",
            )
            for rule in rules
        ]
    return [rule(drivers) for rule in rules] + job_words(drivers)


def one_aim(drivers: Drivers) -> Check:
    """Whether the diagram has exactly one aim."""
    many = len([node for node in drivers.at(0) if node.text.strip()])
    return Check.of(
        "aim", many == 1, "There's one aim.", f"A diagram needs one aim, and you have {many}. Write one on the left."
    )


def primary(drivers: Drivers) -> Check:
    """Whether there are three to five primary drivers."""
    many = len(_written(drivers, 1))
    not_yet = f"You have {many} primary driver{'s' * (many != 1)}. Write three to five big things that must be true."
    return Check.of(
        "primary", 3 <= many <= 5, f"You have {many} primary drivers. That's enough, and not too many.", not_yet
    )


def secondary(drivers: Drivers) -> Check:
    """Whether each primary driver has two secondary drivers or more."""
    first = _written(drivers, 1)
    short = next(
        (
            node
            for node in first
            if len({one.id for one in drivers.under(node.id) if one.level == 2 and one.text.strip()}) < 2
        ),
        None,
    )
    if not first:
        return Check(
            "secondary",
            False,
            "Secondary drivers are parts of primary ones. Write three to five primary drivers first.",
        )
    return Check.of(
        "secondary",
        short is None,
        "Each primary driver has two or more parts.",
        f"“{_name(short)}” needs two parts that you can work on. Add a secondary driver to it.",
    )


def ideas(drivers: Drivers) -> Check:
    """Whether each secondary driver has a change idea, or says that one is needed."""
    second = _written(drivers, 2)
    bare = next(
        (node for node in second if not any(one.level == 3 and one.text.strip() for one in drivers.under(node.id))),
        None,
    )
    if not second:
        return Check(
            "ideas",
            False,
            "Each idea goes with a secondary driver. Write two secondary drivers for each primary one first.",
        )
    return Check.of(
        "ideas",
        bare is None,
        "Each secondary driver has an idea, or says that you need one.",
        f"“{_name(bare)}” has no idea yet. Add one, or write “{IDEA_NEEDED}”.",
    )


def links(drivers: Drivers) -> Check:
    """Whether each link joins two boxes, each of its own id, from one level to the next."""
    twice = next((id for id, many in Counter(node.id for node in drivers.nodes).items() if many > 1), None)
    if twice is not None:
        return Check("links", False, f"Two boxes have the same id, {twice}. Delete one of them and write it again.")
    if not _any_link(drivers):
        return Check("links", False, NO_LINK)
    level = {node.id: node for node in drivers.nodes}
    for start, end in (link for link in drivers.links if len(link) == 2):
        if start not in level or end not in level:
            return Check("links", False, "One link goes to a box that isn't there. Delete the link, or write the box.")
        if level[end].level != level[start].level + 1:
            return Check(
                "links",
                False,
                f"You linked “{_name(level[start])}” and “{_name(level[end])}”, and there's a level between them. Link"
                " each box only to the level next to it.",
            )
    return Check("links", True, "Each link goes to the next level.")


def orphans(drivers: Drivers) -> Check:
    """Whether every box is linked to one on its left."""
    ids = {
        node.id for node in drivers.nodes if node.text.strip() or node.level == 0
    }  # nothing hangs on an empty driver
    linked = {link[1] for link in drivers.links if len(link) == 2 and link[0] in ids and link[0] != link[1]}
    if not any(_written(drivers, level) for level in (1, 2, 3)):
        return Check("orphans", False, "There is no driver yet. Write one, and link it to the aim.")
    alone = next((node for node in drivers.nodes if node.level > 0 and node.id not in linked), None)
    return Check.of(
        "orphans",
        alone is None,
        "Every box is linked.",
        f"“{_name(alone)}” isn't linked to anything on its left. Say what it would move, or delete it.",
    )


def loops(drivers: Drivers) -> Check:
    """Whether no chain of links comes back to its start: boxes that lead nowhere are taken away until none is left."""
    if not _any_link(drivers):
        return Check("loops", False, NO_LINK)
    left = {(link[0], link[1]) for link in drivers.links if len(link) == 2}
    while left:
        starts = {start for start, _ in left}
        rest = {(start, end) for start, end in left if end in starts}
        if rest == left:
            return Check("loops", False, "Some links go round in a circle. Delete the one that goes back to the left.")
        left = rest
    return Check("loops", True, "No links go round in a circle.")


def copies(drivers: Drivers) -> Check:
    """Whether no two boxes of a person's own say nearly the same; given cards and "idea needed" may."""
    own = [node for node in drivers.nodes if node.text.strip() and not node.card and words(node.text) != _IDEA_NEEDED]
    if len([node for node in drivers.nodes if node.text.strip()]) < 2:
        return Check("copies", False, "You only have one box so far. Write the next one.")
    for one, other in combinations(own, 2):
        if is_alike(one.text.casefold()[:READ], other.text.casefold()[:READ], NEAR_COPY, SHORT):
            return Check(
                "copies",
                False,
                f"“{_name(one)}” and “{_name(other)}” say nearly the same. Keep one, or say how they differ.",
            )
    return Check("copies", True, "No two boxes say the same.")


def voice(drivers: Drivers) -> Check:
    """Whether people with lived experience are behind a driver, or it is planned whom to ask and when."""
    for node in _written(drivers, 1) + _written(drivers, 2):
        if node.source == "lived_experience" or (node.source == "to_ask" and node.whom.strip() and node.when.strip()):
            return Check("voice", True, "It has the voice of somebody who lives with this, or says who you'll ask.")
    not_yet = (
        "Whose voice is in here? Mark a driver that people with lived experience told you about. If you haven't asked"
        " yet, say who you'll ask and by when."
    )
    return Check("voice", False, not_yet)


def kinds(drivers: Drivers) -> Check:
    """Whether at least one idea is targeted or proportionate."""
    met = any(node.kind in ("targeted", "proportionate") for node in _written(drivers, 3))
    return Check.of(
        "kinds",
        met,
        "At least one idea gives more to people who need more.",
        "Every idea is the same for all. Mark or add one for one group, or with more for people who need more.",
    )


def decoys(drivers: Drivers) -> list[Check]:
    """Return one unmet check for each card that looks like a driver and is none; each takes one point away."""
    found = [(node, kind) for node in drivers.nodes if node.level > 0 and (kind := _decoy(node))]
    return [Check(kind, False, f"“{_name(node)}” {DECOYS[kind][1]}") for node, kind in found]


def _decoy(node: Node) -> str | None:
    if node.card in DECOYS:
        return node.card
    return _DECOY_OF.get(tuple(words(node.text)))


def job_words(drivers: Drivers) -> list[Check]:
    """Return a hint for each driver that begins like a job; many good drivers do, so it takes no mark."""
    found = [
        node
        for node in _written(drivers, 1) + _written(drivers, 2)
        if set(words(node.text)[:1]) & JOB_WORDS or words(node.text)[:2] == ["roll", "out"]
    ]
    return [
        Check("job-word", False, f"“{_name(node)}” starts like a task. Is it something that must be true?", hint=True)
        for node in found
    ]


def _any_link(drivers: Drivers) -> bool:
    """Return whether a link leads to a box with words; one to a box that is not there is a fault to name first."""
    ids = {node.id for node in drivers.nodes}
    words = {node.id for node in drivers.nodes if node.text.strip()}
    return any(link[1] in words or not set(link) <= ids for link in drivers.links if len(link) == 2)


def _written(drivers: Drivers, level: int) -> list[Node]:
    return [node for node in drivers.at(level) if node.text.strip()]


def _name(node: Node | None) -> str:
    return shortened(" ".join(node.text.split()) if node else "") or "A box without words"
