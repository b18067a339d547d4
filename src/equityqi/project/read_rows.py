"""The rows of an answer to a table or a form, whatever the answers file holds."""

from __future__ import annotations

from typing import Any

from equityqi.typed_fields import Model, read_part


def dicts_of(answer: Any) -> list[dict]:
    """Return the rows of an answer; what is not a row is left out.

    >>> dicts_of([{"why": "Few come"}, "?"]), dicts_of(None)
    ([{'why': 'Few come'}], [])
    """
    return [row for row in answer if isinstance(row, dict)] if isinstance(answer, list) else []


def rows_of(model: type[Model], answer: Any) -> list[Model]:
    """Return the rows of an answer as parts of a project; a field that does not fit is left empty.

    >>> from equityqi.project.parts import Voice
    >>> rows_of(Voice, [{"who": "Two patients", "when": ["?"]}])[0].who
    'Two patients'
    """
    return [read_part(model, row) for row in dicts_of(answer)]


def text_of(answer: Any, field: str) -> str:
    """Return one field of a plain form, the first row of the answer, as text; "" where there is none.

    >>> text_of([{"problem": "Few come"}], "problem"), text_of([{"problem": 3}], "problem")
    ('Few come', '')
    """
    value = next(iter(dicts_of(answer)), {}).get(field)
    return value if isinstance(value, str) else ""
