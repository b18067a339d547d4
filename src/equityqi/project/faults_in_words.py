"""What is wrong with a project file, in one sentence."""

from __future__ import annotations


def fault_in_words(errors: list) -> str:
    """Return the first fault that pydantic found as a sentence that names the place and what to do."""
    odd = next((one for one in errors if one["type"] == "extra_forbidden"), None)
    where = ".".join(
        str(step + 1) if isinstance(step, int) else step
        for step in (odd or errors[0])["loc"]
        if step not in ("float", "int", "str")
    )
    if odd:
        return f"we don't know the key “{where}”. Take it out, or update the course if a newer version wrote it."
    return f"“{where}” has a value that doesn't belong there. Put in words or a number, or use an earlier copy."
