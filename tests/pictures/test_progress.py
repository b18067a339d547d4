"""pictures.progress: how far a person is, as a picture that says it in words too."""

import importlib.util
from pathlib import Path

import pytest

from equityqi.pictures.progress import progress

_spec = importlib.util.spec_from_file_location("_times", Path(__file__).with_name("test_over_time.py"))
_others = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_others)


def test_each_exercise_is_told_with_its_count_and_nothing_is_cut():
    parts = [("What is inequity?", 5, 10), ("One page, and what happens next", 0, 5), ("Understand the system", 17, 17)]
    picture = progress(parts)
    _others.check_nothing_is_cut_or_lies_on_another(picture)
    assert all(f"{name.rstrip('?')}" in picture.alt and f"{done} of {of}" in picture.alt for name, done, of in parts)
    widths = [patch.get_width() for patch in picture.figure.axes[0].patches]
    assert [round(filled / whole, 3) for whole, filled in zip(widths[::2], widths[1::2], strict=False)] == [0.5, 0, 1]


@pytest.mark.parametrize(
    "parts, words",
    [
        ([], "There is no exercise"),
        ([("Drivers", 6, 5)], "more answers than questions"),
        ([("Drivers", 0, 0)], "no question"),
    ],
)
def test_what_cannot_be_is_said(parts, words):
    with pytest.raises(ValueError, match=words):
        progress(parts)
