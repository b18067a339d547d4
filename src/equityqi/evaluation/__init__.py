"""After the session: what people said of the course, and what became of their commitments, with every count and
interval.
"""

from equityqi.evaluation.feedback_report import report
from equityqi.evaluation.follow_up import commitments

__all__ = ["commitments", "report"]
