"""Tables and facts: what the course reads, and where each figure comes from."""

from equityqi.tables.facts import BadFacts, Fact, NoSuchFact, all_facts, fact, read_facts
from equityqi.tables.places import NotOnePeriod, one_period, places

__all__ = [
    "BadFacts",
    "Fact",
    "NoSuchFact",
    "NotOnePeriod",
    "all_facts",
    "fact",
    "one_period",
    "places",
    "read_facts",
]
