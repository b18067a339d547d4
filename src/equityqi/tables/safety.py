"""Safety of tables: people's details are refused, small numbers are hidden."""

from .finding import Finding
from .people import PeopleInTable, find_people, refuse_people
from .small_numbers import CannotHide, hide_small

__all__ = ["CannotHide", "Finding", "PeopleInTable", "find_people", "hide_small", "refuse_people"]
