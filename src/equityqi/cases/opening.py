"""The two places of lesson 1, with one number each: ``datasets/opening.yml``, which another organisation replaces."""

from __future__ import annotations

from typing import Any

from pydantic import Field, model_validator

from equityqi.checked_yaml import Part, read_checked
from equityqi.files import course_root

FILE = "opening.yml"


class Place(Part):
    """A place and its number, as its source prints it."""

    place: str = Field(min_length=1)
    value: float = Field(gt=0)


class Opening(Part):
    """Two places on one measure, in years: ``higher`` and ``lower``. ``story`` and ``read`` are Markdown for the
    lesson; ``right`` is the reply to the right gap.
    """

    higher: Place
    lower: Place
    people: str = Field(min_length=1)
    measure: str
    source: str
    not_found: list[str] = []
    story: str
    read: str
    right: str

    @model_validator(mode="after")
    def _is_a_gap(self) -> Opening:
        gap = round(self.gap, 1)
        if missing := [one.place for one in (self.higher, self.lower) if f"{one.value:.1f}" not in self.story]:
            raise ValueError(f"the story doesn't name the number of {missing[0]}. Write both numbers into it")
        if self.higher.value <= self.lower.value:
            raise ValueError("the higher place needs the larger number. Swap the two")
        if any(round(one.value, 1) != one.value for one in (self.higher, self.lower)):
            raise ValueError("give both numbers to one decimal place, since the question asks for the gap to one")
        if gap == round(gap) or gap < 1.2:
            raise ValueError(
                f"the gap is {gap:g}. The question needs one that isn't a whole number and is at least 1.2, so that a"
                " rounded answer and a percentage can be told from the right one. Choose another pair of places"
            )
        return self

    @property
    def gap(self) -> float:
        """The gap, unrounded."""
        return self.higher.value - self.lower.value


def opening() -> Opening:
    """Return the two places. Raises :class:`equityqi.checked_yaml.YamlError` with file, line and reason.

    >>> opening().higher.value > opening().lower.value
    True
    """
    return read_checked(course_root() / "datasets" / FILE, Opening)


def opening_figures() -> dict[str, Any]:
    """Return what questions may name of the two places, by the word in braces.

    >>> sorted(opening_figures())[:3]
    ['opening-gap', 'opening-gap-below', 'opening-gap-rounded']
    """
    held = opening()
    high, low, gap = held.higher.value, held.lower.value, round(held.gap, 1)
    people = held.people[0].upper() + held.people[1:]
    here = f"{people} in {held.higher.place} can expect {high:.1f} years in good health."
    found = {
        "higher-place": held.higher.place, "lower-place": held.lower.place, "people": held.people, "right": held.right,
        "said": f"{here} {people} in {held.lower.place} can expect {low:.1f} years.",
        "higher": f"{high:.1f}", "lower": f"{low:.1f}", "gap": gap, "gap-below": -gap, "gap-rounded": round(gap),
        "ratio": round(low / high, 2), "ratio-over": round(high / low, 2), "share": round(100 * gap / high),
    }  # fmt: skip
    return {f"opening-{name}": value for name, value in found.items()}
