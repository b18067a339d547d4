"""Fields that hold what people typed, for pydantic: any text is valid, and a field that does not fit is left empty."""

from __future__ import annotations

from typing import Annotated, Any, TypeVar

from pydantic import BeforeValidator, ValidationError

from equityqi.checked_yaml import Part


def _as_text(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return (
        f"{value:g}"
        if isinstance(value, float)
        else str(value)
        if isinstance(value, int) and abs(value) < 10**18
        else value
    )


def _as_yes_or_no(value: Any) -> Any:
    return (
        {"yes": True, "no": False, "": None}.get(value.strip().casefold(), value) if isinstance(value, str) else value
    )


def _as_private(value: Any) -> bool:
    """Only a clear no opens it."""
    return _as_yes_or_no(value) is not False


Text = Annotated[str, BeforeValidator(_as_text)]  # never None: what nobody typed is ""
Typed = float | int | str | None  # a number, as it was typed; read it with number()
YesNo = Annotated[bool | None, BeforeValidator(_as_yes_or_no)]
Private = Annotated[bool, BeforeValidator(_as_private)]

Model = TypeVar("Model", bound=Part)


def read_part(model: type[Model], raw: Any) -> Model:
    """Return the part that an answer makes, whatever the answer is; a field that does not fit is left empty.

    >>> from equityqi.project.parts import Voice
    >>> read_part(Voice, {"who": "Two patients", "when": ["?"], "shoe size": 7})
    Voice(who='Two patients', how='', when='', said='')
    """
    given = {key: value for key, value in raw.items() if key in model.model_fields} if isinstance(raw, dict) else {}
    try:
        return model.model_validate(given)
    except ValidationError as fault:
        bad = {one["loc"][0] for one in fault.errors() if one["loc"]}
        return model.model_validate({key: value for key, value in given.items() if key not in bad})
