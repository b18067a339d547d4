"""What is let in: numbers of the right kind, and one sentence for each that is not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

SMALLEST, LARGEST = 1e-30, 1e15  # beyond these a number is a slip, and arithmetic on it would overflow


class CannotMeasure(ValueError):
    """The numbers given cannot be measured; ``str()`` says what is wrong, where, and what to do."""


def numbers(
    values: object,
    name: str,
    *,
    least: float | None = None,
    above: float | None = None,
    most: float | None = None,
    missing: bool = False,
    ndim: int | tuple[int, ...] | None = None,
) -> np.ndarray:
    """Return ``values`` as floats, or refuse the first that is not a number of the right kind.

    ``least`` and ``most`` are limits that may be reached, ``above`` one that may not. With
    ``missing`` an empty value is kept as NaN.
    """
    column = getattr(values, "name", None)
    if isinstance(column, str) and column != name:
        name = f"{name} (column '{column}')"
    array = _as_floats(values, name)
    if ndim is not None and array.ndim not in np.atleast_1d(ndim):
        raise CannotMeasure(f"{name} should be one list of numbers. Give one column, one number for each row.")
    if array.size == 0:
        raise CannotMeasure(f"{name} is empty. Give at least one number.")
    _refuse(array, name, np.isinf(array), "is infinite", "Look for a division by 0, correct it, then try again.")
    size = np.abs(array)
    _refuse(array, name, size > LARGEST, "is too large to be right", "Correct it, then try again.")
    _refuse(array, name, (size > 0) & (size < SMALLEST), "is too close to 0 to be right", "Write 0, or correct it.")
    if not missing:
        _refuse(array, name, np.isnan(array), "is missing", "Fill it in, or leave that row out and say that you did.")
    if least is not None:
        _refuse(array, name, array < least, f"is below {least:g}", "Correct it, then try again.")
    if above is not None:
        _refuse(array, name, array <= above, f"is not more than {above:g}", "Correct it, or leave that row out.")
    if most is not None:
        _refuse(array, name, array > most, f"is more than {most:g}", "Correct it, then try again.")
    return array


def counts(numerator: object, denominator: object, *, within: bool = False) -> tuple[np.ndarray, np.ndarray]:
    """Return counts and the denominators they belong to; with ``within`` no count is above its own.

    A missing count or denominator is kept as NaN, so that its rate is missing too.
    """
    x = numbers(numerator, "numerator", least=0, missing=True)
    n = numbers(denominator, "denominator", above=0, missing=True)
    x, n = together(numerator=x, denominator=n)
    if within:
        remedy = "Were the two columns swapped? Correct it, then try again."
        _refuse(x, "numerator", x > n, "is more than its denominator", remedy)
    return x, n


def together(**arrays: np.ndarray) -> tuple[np.ndarray, ...]:
    """Return arrays of one shape: one number for each row, or a plain number for all."""
    try:
        if len({array.shape[-1] for array in arrays.values() if array.ndim}) > 1:
            raise ValueError
        return np.broadcast_arrays(*arrays.values())
    except ValueError:
        sizes = " and ".join(f"{name} has {_size(array)}" for name, array in arrays.items())
        raise CannotMeasure(f"The lists differ in length: {sizes}. Give one number for each row.") from None


def one_number(
    value: object, name: str, *, least: float | None = None, above: float | None = None, most: float | None = None
) -> float:
    """Return one float within the limits."""
    return float(numbers(value, name, ndim=0, least=least, above=above, most=most))


def one_of(value: object, name: str, allowed: Sequence[str]) -> None:
    """Refuse a word that is not on the list."""
    if not isinstance(value, str) or value not in allowed:
        words = ", ".join(f"'{word}'" for word in allowed)
        raise CannotMeasure(f"{name} is {value!r}, which is not known. Choose one of {words}.")


def confidence_levels(confidence: object) -> np.ndarray:
    """Return one confidence level, or several, each between 0 and 1."""
    levels = numbers(confidence, "confidence", above=0, ndim=(0, 1))
    _refuse(levels, "confidence", levels >= 1, "is not below 1", "Write 95% as 0.95.")
    return levels


def rank_order(groups: Any, size: int) -> np.ndarray:
    """Return the order of rows from the first group to the last, or refuse groups with no clear order.

    Numbers, and text that holds only numbers, go by size; an ordered categorical by its own order.
    Other text is refused: it would be sorted by letters, and '10' would come before '2'.
    """
    if groups is None:
        return np.arange(size)
    if getattr(getattr(groups, "dtype", None), "ordered", False):
        codes = np.asarray(getattr(groups, "cat", groups).codes, float)
        ranks = numbers(np.where(codes < 0, np.nan, codes), "groups", ndim=1)
    else:
        try:
            ranks = numbers(np.asarray(groups, dtype=object), "groups", ndim=1)
        except CannotMeasure as refused:
            if "not a number" not in str(refused):
                raise
            raise CannotMeasure(
                f"{refused} Text has no order of its own: '10' sorts before '2'. "
                "Number the groups from 1, or make the column an ordered categorical."
            ) from None
    if ranks.size != size:
        raise CannotMeasure(f"groups has {ranks.size} names and there are {size} values. Give one name for each.")
    once, times = np.unique(ranks, return_counts=True)
    if (times > 1).any():
        row = np.flatnonzero(ranks == once[times > 1][0])[1]
        label = np.asarray(groups, dtype=object)[row]
        raise CannotMeasure(f"Group {label!r} stands twice, again in row {row + 1}. Add its rows together first.")
    return np.argsort(ranks, kind="stable")


def _as_floats(values: Any, name: str) -> np.ndarray:
    try:
        if isinstance(values, np.ma.MaskedArray):
            values = np.ma.filled(values.astype(float), np.nan)
        array = np.asarray(values)
        if array.dtype.kind in "biuf":
            return array.astype(float)
        flat = array.astype(object)
    except (ValueError, TypeError, OverflowError):
        raise CannotMeasure(f"{name} is not a plain list of numbers. Give one number for each row.") from None
    result = np.empty(flat.shape)
    for place, value in np.ndenumerate(flat):
        try:
            empty = value is None or type(value).__name__ in ("NAType", "NaTType") or value == ""
            result[place] = np.nan if empty else float(value)  # pyright: ignore[reportArgumentType]
        except (ValueError, TypeError, OverflowError):
            found = f"{name} is {_short(value)}{_where(place, flat.ndim)}, which is not a number"
            raise CannotMeasure(f"{found}. Correct it, then try again.") from None
    return result


def _refuse(array, name, wrong, what, remedy):
    if wrong.any():
        place = tuple(np.argwhere(wrong)[0])
        where, value = _where(place, array.ndim), array[place]
        found = f"{name}{where} {what}" if not np.isfinite(value) else f"{name} is {value:g}{where}, which {what}"
        raise CannotMeasure(f"{found}. {remedy}")


def _where(place, ndim):
    if ndim == 0:
        return ""
    return " in row " + ", column ".join(str(index + 1) for index in place)


def _short(value):
    text = repr(value)
    return text if len(text) <= 40 else text[:37] + "..."


def _size(array):
    if array.size == 1:
        return "one number"
    return " rows of ".join(map(str, array.shape)) + " numbers"
