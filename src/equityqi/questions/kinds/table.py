"""Rows with typed fields; one row is a plain form."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from typing import Any, Literal

from equityqi.html_tags import Html, table_of, tag
from equityqi.questions.kinds import paper
from equityqi.questions.kinds.base import BadPart, Change, Mark, fewest, option_list
from equityqi.questions.kinds.fields import Column, columns_from, for_browser, row_in_words, why_unfit, with_texts
from equityqi.questions.kinds.judged import JudgedQuestion

MOST_ACROSS = 5  # fields on A4; with more they are one below the other
BLANKS = 3  # rows on paper whose fields are one below the other
WIDE = 6  # more fields than this are shown one below the other, so that the page need not be wide


@dataclass(frozen=True, kw_only=True)
class Table(JudgedQuestion):
    """``rows: 1`` is a plain form; without ``rows`` a person adds up to ``most``, each called ``row_name``."""

    kind: Literal["table"] = "table"
    columns: dict[str, Column]
    rows: int | None = None
    most: int = 12
    row_name: str = "Row"
    model: list[list[dict[str, Any]]]

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Table:
        return cls(**{**data, "columns": columns_from(data["columns"])})

    def check(self) -> None:
        fewest(self.columns, 1, "columns")
        if self.rows is not None and self.rows < 1:
            raise BadPart("Input should be greater than or equal to 1", "rows")
        if self.drafts and self.rows != 1:
            raise BadPart("only a form of one row can begin with a draft", "columns")
        super().check()

    @property
    def drafts(self) -> dict[str, str]:
        """What the form begins with, by field; {} where it begins empty."""
        return {key: column.draft for key, column in self.columns.items() if column.draft}

    def mark(self, answer: Any, case=None, today: dt.date | None = None, own_measure: str = "") -> Mark:
        """Mark an answer; a draft that nobody has changed earns nothing, and its notes say what to change."""
        found = super().mark(answer, case, today, own_measure)
        untouched = self.drafts and answer and all(answer[0].get(key) == text for key, text in self.drafts.items())
        return replace(found, points=0.0, passed=False) if untouched else found

    def is_blank(self, answer: Any) -> bool:
        if super().is_blank(answer):
            return True
        return isinstance(answer, list) and all(
            isinstance(row, dict) and all(value in (None, "") for value in row.values()) for row in answer
        )

    def why_unreadable(self, answer: Any) -> str | None:
        if not isinstance(answer, list) or not all(isinstance(row, dict) for row in answer):
            return f"Please give a list of rows, such as [{ {next(iter(self.columns)): '...'} }]."
        most = self.rows or self.most
        if len(answer) > most:
            return f"Please give at most {most} row{'s' * (most != 1)}; there are {len(answer)}."
        for number, row in enumerate(answer, 1):
            if problem := why_unfit(self.columns, row):
                return f"Row {number}{problem}"
        return None

    def with_texts(self, answer: Any, change: Change) -> list[dict[str, Any]]:
        names = [f" of {self.row_name} {number}" if len(answer) > 1 else "" for number in range(1, len(answer) + 1)]
        return [with_texts(self.columns, row, change, name) for row, name in zip(answer, names, strict=True)]

    def field_of(self, rule: str, sentence: str, answer: list[dict[str, Any]]) -> str:
        named = [(sentence.find(f"“{column.label}”"), key) for key, column in self.columns.items()]
        named = [key for at, key in sorted(named) if at >= 0]
        keys = named or [key for key in self.columns if key == rule or key.startswith(f"{rule}_")]
        return f"{self._row_of(sentence, keys[0], answer)}:{keys[0]}" if keys else ""

    def _row_of(self, sentence: str, key: str, answer: list[dict[str, Any]]) -> int:
        """Return the row that a sentence names by its number or by what is in it; else the first without this field."""
        if number := re.search(rf"\b(?:row|{re.escape(self.row_name)}) (\d+)", sentence, re.IGNORECASE):
            return int(number[1]) - 1
        quoted = (at for at, row in enumerate(answer) if any(f"“{value}”" in sentence for value in row.values()))
        empty = (at for at, row in enumerate(answer) if row.get(key) in (None, ""))
        return next(quoted, next(empty, 0))

    def in_words(self, answer: Any) -> str:
        if not isinstance(answer, list):
            return str(answer)
        names = ("" if self.rows == 1 else f"{self.row_name} {number}: " for number in range(1, len(answer) + 1))
        return "; ".join(f"{name}{row_in_words(self.columns, row)}" for name, row in zip(names, answer, strict=True))

    def asked_html(self):
        return [option_list(column.asked() for column in self.columns.values())]

    def answer_html(self, answer: list[dict[str, Any]]) -> Html:
        """Return a form as a list, rows as a table. A field that nobody filled is left out."""
        filled = {
            key: column for key, column in self.columns.items() if any(row.get(key) not in (None, "") for row in answer)
        }
        names = [column.label for column in filled.values()]
        cells = [[_cell(column, row.get(key)) for row in answer] for key, column in filled.items()]
        if self.rows == 1:
            fields = zip(names, cells, strict=True)
            return tag("dl", [(tag("dt", name), tag("dd", line[0])) for name, line in fields])
        rows = [f"{self.row_name} {number}" for number in range(1, len(answer) + 1)]
        if len(names) <= WIDE:
            names, rows, cells = rows, names, list(zip(*cells, strict=False))
        head = tag("tr", tag("td"), [tag("th", row, scope="col") for row in rows])
        body = [
            tag("tr", tag("th", name, scope="row"), [tag("td", cell) for cell in line])
            for name, line in zip(names, cells, strict=False)
        ]
        caption = tag("caption", self.prompt.strip().split("\n")[0])
        return tag("table", caption, tag("thead", head), tag("tbody", body))

    def in_lines(self, answer: list[dict[str, Any]]) -> str:
        return "\n".join(line for number, row in enumerate(answer, 1) for line in self._lines(number, row))

    def _lines(self, number: int, row: dict[str, Any]) -> list[str]:
        filled = ((column, row.get(key)) for key, column in self.columns.items() if row.get(key) not in (None, ""))
        fields = [f"{column.label}: {column.in_words(value)}".replace(" %", "%") for column, value in filled]
        return fields if self.rows == 1 else [f"{self.row_name} {number}", *fields]

    def on_paper(self) -> Html:
        fields = [column.on_paper() for column in self.columns.values()]
        if self.rows == 1:
            return table_of("Write beside each", ("Field", "Write here"), [(field, "") for field in fields], "room")
        if len(fields) <= MOST_ACROSS:
            rows = paper.blank_rows(min(self.rows or paper.ROWS, self.most), len(fields))
            return table_of("Write in each row", (self.row_name, *fields), rows, "room")
        blanks = min(self.rows or BLANKS, self.most)
        heads = ("Field", *(f"{self.row_name} {number + 1}" for number in range(blanks)))
        return table_of("Write in each column", heads, [(field, *[""] * blanks) for field in fields], "room")

    def for_browser(self) -> dict[str, Any]:
        return {
            **super().for_browser(),
            "rows": self.rows or 0,
            "most": self.most,
            "row_name": self.row_name,
            "columns": for_browser(self.columns),
        }


def _cell(column: Column, value: Any) -> str:
    return "not yet" if value in (None, "") else column.in_words(value)
