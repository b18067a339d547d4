"""Names that say a thing is not so, and pairs of a thing and its opposite."""

from __future__ import annotations

import re

from equityqi.tables.known_words import folded

_NEGATED = re.compile(r"^(?:not?|non|did not|didn t|without|never|un)\b[ -]?|^un(?=[a-z]{4})")


def is_negated(name: object) -> bool:
    """Whether a name says that something is not so: did not attend."""
    return bool(_NEGATED.search(folded(name)))


def are_opposites(one: object, other: object) -> bool:
    """Whether two names are a thing and its opposite, so that both are parts of one whole.

    >>> are_opposites("Attended", "Did not attend"), are_opposites("Disabled", "Not disabled"), are_opposites("A", "B")
    (True, True, False)
    """
    for positive, negative in ((folded(one), folded(other)), (folded(other), folded(one))):
        rest = _NEGATED.sub("", negative)
        if {positive, negative} == {"yes", "no"} or (rest != negative and rest[:5] == positive[:5]):
            return True
    return False
