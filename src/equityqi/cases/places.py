"""Published figures of Bedford, Central Bedfordshire, Luton and Milton Keynes, as tidy tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equityqi.files import course_root

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("place", "area_code", "measure", "group", "value", "unit", "period", "source", "status")
NOT_STATED = "not stated"


class NotOnePeriod(ValueError):
    """Rows that must not share a chart were about to; ``str()`` says which and what to do."""


def places(topic: str) -> pd.DataFrame:
    """Return one table of ``datasets/places/``, one row a figure.

    ``topic`` is a file's name without its ending, such as ``"healthy-life-expectancy"``. ``value`` is
    a number, and empty (NaN) where ``status`` is ``not-found``; every other column is text.
    Raises LookupError, naming the topics there are, when there is no such table.

    >>> places("healthy-life-expectancy").query("place == 'Luton' and group == 'Men'")["value"].item()
    59.2
    """
    import pandas as pd  # lazy: pandas costs 0.4 s

    folder = course_root() / "datasets" / "places"
    topics = sorted(path.stem for path in folder.glob("*.csv"))
    if topic not in topics:
        raise LookupError(f"There is no table of places called '{topic}'. There are: {', '.join(topics)}.")
    text = {column: "string" for column in COLUMNS if column != "value"}
    kinds = {**text, "value": "float64"}
    return pd.read_csv(folder / f"{topic}.csv", dtype=kinds, keep_default_na=False, na_values={"value": [""]})


def one_period(frame: pd.DataFrame) -> pd.DataFrame:
    """Return ``frame`` unchanged if its rows may share a chart; otherwise say why they may not.

    Every row must have a figure, and all must be of one measure, one unit and one period. Where a
    source does not state its period, rows may share a chart only when that one source gives them all.
    Raises :class:`NotOnePeriod`.

    >>> table = places("healthy-life-expectancy").query("group == 'Men'")
    >>> one_period(table[table["status"] == "published"])["place"].tolist()
    ['Central Bedfordshire', 'Luton']
    >>> one_period(table)
    Traceback (most recent call last):
    equityqi.cases.places.NotOnePeriod: No figure was found for Bedford, Milton Keynes. Leave \
these rows out of the chart, and say beside it that they were not found.
    """
    if frame.empty:
        raise NotOnePeriod("There is no row to draw. Check the names of the place, measure and group.")
    missing = frame[frame["value"].isna() | ~frame["status"].isin(["published", "computed", "planted"])]
    if len(missing):
        raise NotOnePeriod(
            f"No figure was found for {_list(missing['place'])}. Leave these rows out of the chart, "
            "and say beside it that they were not found."
        )
    for column, name in (("measure", "measures"), ("unit", "units"), ("period", "periods")):
        if frame[column].nunique() > 1:
            raise NotOnePeriod(
                f"These rows are of different {name} ({_list(frame[column], '; ')}), so they must not share "
                "a chart. Draw each on its own, or keep the rows of one."
            )
    if frame["period"].iloc[0] == NOT_STATED and frame["source"].nunique() > 1:
        raise NotOnePeriod(
            f"The period is not stated, and the figures come from different sources ({_list(frame['source'], '; ')}), "
            "so they may be of different years. Keep the rows of one source."
        )
    return frame


def _list(column: pd.Series, between: str = ", ") -> str:
    return between.join(str(value) for value in column.unique())
