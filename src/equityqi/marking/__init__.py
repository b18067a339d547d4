"""A cohort's hand-ins, marked safely: read, checked, marked, with one verdict for everyone. Nothing of a hand-in is
run here.
"""

from equityqi.marking.cohort import mark_cohort, mark_hand_ins
from equityqi.marking.verdict import STATUS, MarkingError, Verdict

__all__ = ["STATUS", "MarkingError", "Verdict", "mark_cohort", "mark_hand_ins"]
