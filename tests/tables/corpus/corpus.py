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
