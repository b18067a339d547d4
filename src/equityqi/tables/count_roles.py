"""Which columns say how many, and out of how many: by their words, their values, and how they go together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from equityqi.tables.asks import Ask
from equityqi.tables.columns import DOUBTFUL, NUMBER, Column
from equityqi.tables.finding import and_more, count_of
from equityqi.tables.known_words import says_how_many, says_out_of
from equityqi.tables.opposites import is_negated


def counts_among(columns: Sequence[Column], choose: Mapping[str, str]) -> tuple[str, str, tuple[Ask, ...], str]:
    """Return the columns of how many and out of how many, what must be asked, and why there are none."""
    chosen = {choose.get("count"), choose.get("of")}
    able = [column for column in columns if column.could_count or (column.kind == NUMBER and column.name in chosen)]
    given = {role: next(c for c in columns if c.name == choose[role]) for role in ("count", "of") if choose.get(role)}
    if len(given) == 2:
        return choose["count"], choose["of"], (), _unfit(*given.values())
    if bad := next((column for column in able if column.odd), None):
        return "", "", (), _odd_cell(bad)
    if len(able) < 2:
        doubtful = [column for column in columns if column.why_not == DOUBTFUL and able and _is_part(column, able[0])]
        if len(doubtful) == 1 and not given:
            return "", able[0].name, (_number_or_percentage(doubtful[0].name),), ""
        return "", "", (), _lacking(columns, able)
    pairs = [(one, other) for one in able for other in able if one is not other and _is_part(one, other)]
    pairs = [(n, d) for n, d in pairs if given.get("count", n) is n and given.get("of", d) is d]
    sure = _sure(pairs, able, columns, bool(given))
    if sure:
        return sure[0].name, sure[1].name, (), _unfit(*sure)
    return _asked(able, pairs, given)


def _number_or_percentage(name: str) -> Ask:
    sentence = (
        f"Is “{name}” a number of people, or a percentage? Choose it only where it counts people. Where it is a"
        " percentage, ask for how many people instead."
    )
    return Ask("count", sentence, (name,))


def _is_part(one: Column, other: Column) -> bool:
    """Whether the numbers of one column are at most those of another, row by row (nearly: a slip is told later)."""
    if says_how_many(one.name) == 3 and says_out_of(other.name) == 3:
        return True
    with np.errstate(invalid="ignore"):
        above = one.numbers.value > other.numbers.value
        less = one.numbers.value < other.numbers.value
    return bool(above.mean() <= 0.05 and less.any()) and not (above.any() and len(above) < 20)


def _sure(pairs: list, able: list[Column], columns: Sequence[Column], given: bool) -> tuple[Column, Column] | None:
    """Return the one pair that fits and says so: by its own words, by a percentage beside it, or by out of how many."""
    own = [(n, d) for n, d in pairs if says_how_many(n.name) == 3 and says_out_of(d.name) == 3]
    if len(own) == 1:
        return own[0]
    shares = [column for column in columns if column.kind == NUMBER and column.why_not == "a percentage"]
    by_share = [(n, d) for n, d in pairs if any(_is_share(n, d, share) for share in shares)]
    if len(by_share) == 1:
        return by_share[0]
    if both := _parts_of_one_whole(pairs):
        return both
    said = [
        (n, d)
        for n, d in pairs
        if says_out_of(d.name) and (says_out_of(n.name) < 2 or says_how_many(n.name) or len(able) == 2)
    ]
    if len(said) == 1 and (len(able) == 2 or given):
        n, d = said[0]
        return (n, d) if says_out_of(d.name) > 1 or says_how_many(n.name) or given else None
    if len(able) > 2 and len(said) > 1:
        numerators = {n.name for n, d in said if says_how_many(n.name)}
        plain = [(n, d) for n, d in said if says_out_of(d.name) == 3 or says_how_many(n.name) == 3]
        return plain[0] if len(plain) == 1 and len(numerators) == 1 else None
    return said[0] if len(said) == 1 and says_how_many(said[0][0].name) and says_out_of(said[0][1].name) > 1 else None


def _parts_of_one_whole(pairs: list) -> tuple[Column, Column] | None:
    """Return the part that says it had something, and the whole, where two columns add up to a third throughout."""
    found = [
        (one, whole)
        for one, whole in pairs
        for other, same in pairs
        if whole is same
        and one is not other
        and np.array_equal(one.numbers.value + other.numbers.value, whole.numbers.value)
        and says_how_many(one.name)
        and not is_negated(one.name)
        and (is_negated(other.name) or not says_how_many(other.name))
    ]
    return found[0] if len(found) == 1 else None


def _is_share(count: Column, of: Column, share: Column) -> bool:
    """Whether a column of percentages is count ÷ of, to a whole per cent or finer (as 0 to 100 or 0 to 1)."""
    with np.errstate(invalid="ignore", divide="ignore"):
        real = 100 * count.numbers.value / of.numbers.value
    told = share.numbers.value
    known = np.isfinite(real) & np.isfinite(told)
    if not known.any():
        return False
    near = [np.abs(real - told * scale)[known].max() <= 0.51 * (1 if scale == 1 else 1.02) for scale in (1, 100)]
    return any(near)


def _asked(able: list[Column], pairs: list, given: Mapping[str, Column]) -> tuple[str, str, tuple[Ask, ...], str]:
    """Return questions on how many and out of how many; what is sure of the two is not asked."""
    names = tuple(column.name for column in able)
    wholes = {d.name for _, d in pairs if says_out_of(d.name)}
    of = given["of"].name if "of" in given else wholes.pop() if len(wholes) == 1 else ""
    count = given["count"].name if "count" in given else ""
    asks = []
    if not count:
        offered = tuple(name for name in names if name != of)
        asks.append(Ask("count", "Which column says how many?", offered))
    if not of:
        offered = tuple(name for name in names if name != count)
        asks.append(Ask("of", "Which column says out of how many?", offered))
    return count, of, tuple(asks), ""


def _unfit(count: Column, of: Column) -> str:
    """Return why two chosen columns are no counts; empty where they are."""
    for column in (count, of):
        if column.kind != NUMBER:
            return f"“{column.name}” isn't a column of numbers. Choose a column that counts people."
        if column.odd:
            return _odd_cell(column)
        if column.why_not in ("a percentage", "not in whole numbers", "a rate", "money", "below 0 in some rows"):
            return (
                f"“{column.name}” is {_why(column)}, so it can't be read as a count. Choose a column that counts"
                f" people."
            )
    if count.name == of.name:
        return f"You chose “{count.name}” for both. Choose one column for how many, and another for out of how many."
    return ""


def _odd_cell(column: Column) -> str:
    odd = np.flatnonzero(column.words.isin(column.odd))
    more = (
        f", and {count_of(len(odd) - 1, 'more row holds', 'more rows hold')} no number either" if len(odd) > 1 else ""
    )
    return (
        f"Column “{column.name}” is a column of counts, but in row {column.rows[odd[0]]} it says"
        f" “{column.words.iloc[odd[0]]}”{more}. Write a number there, or leave the cell blank, then try again."
    )


def _why(column: Column) -> str:
    """Why a column's numbers are no counts: with the first cell that shows it, where only some do."""
    value = column.numbers.value
    shown = {"below 0 in some rows": value < 0, "not in whole numbers": np.isfinite(value) & (value % 1 != 0)}
    odd = shown.get(column.why_not)
    if odd is None or not 0 < 2 * odd.sum() <= len(odd):
        return column.why_not
    place = int(np.flatnonzero(odd)[0])
    blank = "; leave such a cell blank if it means that there’s no count" if column.why_not[0] == "b" else ""
    return (
        f"{column.why_not}: row {column.rows[place]} says {column.words.iloc[place]}"
        f"{and_more(int(odd.sum()) - 1)}{blank}"
    )


def _lacking(columns: Sequence[Column], able: list[Column]) -> str:
    """Return what a table lacks to be read as counts."""
    others = [column for column in columns if column.kind == NUMBER and column.why_not]
    seen = ", ".join([f"“{column.name}” ({_why(column)})" for column in others[:4]])
    if not able and others:
        return (
            f"No column counts people. We found {seen}. Ask for the counts: how many people, out of how many, for each"
            " group."
        )
    if len(able) == 1:
        also = f" We left out {seen}." if others else ""
        return (
            f"“{able[0].name}” is the only column of counts, so we can’t read both how many and out of how many.{also}"
            " Add a column that says out of how many."
        )
    return (
        "The table has no counts, so there’s no numerator and no denominator. If each row is one person, count the"
        " people in each group first. Save it with the columns month, group, numerator and denominator."
    )
