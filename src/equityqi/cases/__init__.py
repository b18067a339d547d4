"""The course's cases, its facts and its places.

>>> from equityqi.cases import fact, places
"""

from equityqi.cases.facts import BadFacts, Fact, NoSuchFact, all_facts, fact, read_facts
from equityqi.cases.places import NotOnePeriod, one_period, places

__all__ = ["BadFacts", "Fact", "NoSuchFact", "NotOnePeriod", "all_facts", "fact", "one_period", "places", "read_facts"]
