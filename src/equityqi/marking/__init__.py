"""A cohort's hand-ins, marked safely: intake, graft, marks, one verdict for everyone, results. Nothing of a hand-in is
run here.
"""

from equityqi.marking.cohort import mark_cohort
from equityqi.marking.verdict import STATUS, MarkingError, Verdict

__all__ = ["STATUS", "MarkingError", "Verdict", "mark_cohort"]
