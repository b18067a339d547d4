"""What a team writes down month by month: the words of its story boards, and its check-ins."""

from __future__ import annotations

from equityqi.project.numbers import Board, CheckIn, Numbers, day_of
from equityqi.working_days import DAYS


def with_board(numbers: Numbers, month: str, field: str, text: str) -> Numbers:
    """Return the numbers with one field of a month's story board."""
    held = next((one for one in numbers.boards if one.month == month), Board(month=f"{day_of(month):%Y-%m}"))
    if field not in Board.model_fields:
        return numbers
    others = [one for one in numbers.boards if one.month != held.month]
    boards = sorted([*others, held.model_copy(update={field: text})], key=lambda one: one.month)
    return numbers.model_copy(update={"boards": boards})


def with_check_in(numbers: Numbers, day: int, field: str, text: str) -> Numbers:
    """Return the numbers with one field of the check-in of a day."""
    held = next((one for one in numbers.check_ins if one.day == day), CheckIn(day=day))
    if field not in CheckIn.model_fields or day not in DAYS:
        return numbers
    others = [one for one in numbers.check_ins if one.day != day]
    check_ins = sorted([*others, held.model_copy(update={field: text})], key=lambda one: one.day)
    return numbers.model_copy(update={"check_ins": check_ins})
