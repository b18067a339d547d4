"""Every file of the corpus, kind by kind."""

from math import ceil

from tests.tables.corpus import (
    kinds_books,
    kinds_columns,
    kinds_exports,
    kinds_hidden,
    kinds_layouts,
    kinds_no_gap,
    kinds_periods,
    kinds_published,
    kinds_words,
)
from tests.tables.corpus.case import dice

KINDS = (
    kinds_words,
    kinds_periods,
    kinds_layouts,
    kinds_books,
    kinds_columns,
    kinds_hidden,
    kinds_no_gap,
    kinds_published,
    kinds_exports,
)


def corpus():
    """Every case, in the same order and with the same counts each time."""
    return [case for kind in KINDS for case in kind.cases()]


def part_of(cases, share):
    """This share of the cases of each kind (at least one), the same each time: what there is time for in a test."""
    by_kind = {}
    for case in cases:
        by_kind.setdefault(case.kind, []).append(case)
    out = []
    for kind, of_kind in by_kind.items():
        out += dice("part", kind).sample(of_kind, ceil(share * len(of_kind)))
    return out
