"""Every file of the corpus, kind by kind."""

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


def spread(cases, most):
    """At most so many cases of each kind, evenly from its first to its last: what there is time for in a test."""
    by_kind = {}
    for case in cases:
        by_kind.setdefault(case.kind, []).append(case)
    out = []
    for kind in by_kind.values():
        count = min(most, len(kind))
        out += [kind[at * len(kind) // count] for at in range(count)]
    return out
