"""What the tests of every case share: each planted fact holds in the shipped tables, and reads as it is printed."""

from pathlib import Path

from equityqi.authoring.datasets import case_facts, planted
from equityqi.cases.case import Case, Tables
from equityqi.files import course_root


class Shipped:
    """One case as it is shipped: its tables, facts and how each fact is worked out."""

    def __init__(self, name: str):
        self.folder: Path = course_root() / "datasets" / name
        self.tables, self.case = Tables(self.folder), Case(self.folder)
        self.planted, self.facts = planted(self.folder), case_facts(self.folder)

    def check(self, id: str) -> None:
        """A fact lies within its tolerance, and is printed as the table gives it."""
        value, fact = float(self.planted[id](self.tables)), self.facts[id]
        low, high = fact.bounds
        assert low <= value <= high, f"{id}: {value:.4g} is not between {low:g} and {high:g}"
        decimals = len(str(fact.value).partition(".")[2])
        assert abs(value - fact.value) <= 0.5 * 10**-decimals + 1e-9, (
            f"{id}: the table gives {value:.4f}, printed is {fact.value}"
        )
