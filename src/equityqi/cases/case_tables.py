"""The tables of a case, with the types that ``datapackage.json`` gives their columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from equityqi.cases.case_files import CaseError, Resource, read_package
from equityqi.files import course_root

if TYPE_CHECKING:
    import pandas as pd


class Tables(Mapping):
    """The tables of a folder by name, each read once, as ``datapackage.json`` describes them."""

    def __init__(self, folder: Path):
        self._folder = folder
        # practices and events stand beside the cases and belong to each of them
        shared = folder.parent if (folder.parent / "datapackage.json").is_file() else course_root() / "datasets"
        places = [folder] if folder == shared else [folder, shared]
        self._resources = {
            resource.name: (place, resource) for place in reversed(places) for resource in read_package(place).resources
        }
        self._read: dict[str, pd.DataFrame] = {}

    @property
    def files(self) -> list[Path]:
        """The files that the tables and their types come from."""
        places = dict.fromkeys(place / "datapackage.json" for place, _ in self._resources.values())
        return [*places, *(place / resource.path for place, resource in self._resources.values())]

    def __getitem__(self, name: str) -> pd.DataFrame:
        if name not in self._resources:
            raise KeyError(f"{self._folder.name} has no table “{name}”. It has: {', '.join(self._resources)}.")
        if name not in self._read:
            place, resource = self._resources[name]
            self._read[name] = read_resource(place / resource.path, resource)
        return self._read[name].copy()

    def __iter__(self) -> Iterator[str]:
        return iter(self._resources)

    def __len__(self) -> int:
        return len(self._resources)


def read_resource(path: Path, resource: Resource) -> pd.DataFrame:
    """Read one CSV file with the types its descriptor gives.

    A column that must be filled is a plain int, float or bool; one that may be blank is pandas' own kind that
    knows what is missing. Months are the first day of the month.
    Raises :class:`CaseError` when columns or values are not as described.
    """
    import pandas as pd  # lazy: pandas costs 0.4 s

    where = f"{path.parent.name}/{path.name}"
    try:
        text = pd.read_csv(path, dtype="string", keep_default_na=False, encoding="utf-8")
    except FileNotFoundError:
        raise CaseError(f"{where} is missing, though datapackage.json names it.") from None
    except (ValueError, UnicodeDecodeError) as error:
        raise CaseError(f"{where} cannot be read: {error}.") from None
    fields = resource.table_schema.fields
    if list(text.columns) != [field.name for field in fields]:
        raise CaseError(
            f"{where} has the columns {', '.join(text.columns)}; datapackage.json says"
            f" {', '.join(field.name for field in fields)}."
        )
    read = {}
    for field in fields:
        missing = field.missingValues if field.missingValues is not None else resource.table_schema.missingValues
        column = text[field.name].mask(text[field.name].isin(missing))
        if field.required and column.isna().any():
            raise CaseError(
                f"{where}, column {field.name}, row {int(column.isna().argmax()) + 2}: it is blank, but it must be"
                " filled."
            )
        try:
            read[field.name] = _typed(column, field)
        except (ValueError, TypeError) as error:
            raise CaseError(f"{where}, column {field.name}: it should hold the type {field.type}. {error}.") from None
    return pd.DataFrame(read)


def _typed(column: pd.Series, field) -> pd.Series:
    import pandas as pd  # lazy: pandas costs 0.4 s

    if field.type == "integer":
        return column.astype("Int64").astype("int64" if field.required else "Int64")
    if field.type == "number":
        return column.astype("Float64").astype("float64")
    if field.type == "boolean":
        if unknown := set(column.dropna()) - {"yes", "no"}:
            raise ValueError(f"It has {sorted(unknown)[0]!r}, not yes or no")
        return column.map({"yes": True, "no": False}).astype("bool" if field.required else "boolean")
    if field.type in ("date", "yearmonth"):
        return pd.to_datetime(column, format="%Y-%m-%d" if field.type == "date" else "%Y-%m")
    return column.astype("str") if field.required else column
