"""The kinds of question: one class each, registered here. CONTRIBUTING.md says how to add one."""

from __future__ import annotations

from equityqi.questions.kinds.base import Question
from equityqi.questions.kinds.choice import Choice
from equityqi.questions.kinds.game import Game
from equityqi.questions.kinds.multi import Multi
from equityqi.questions.kinds.number import Number
from equityqi.questions.kinds.rank import Rank
from equityqi.questions.kinds.sort import Sort
from equityqi.questions.kinds.table import Table
from equityqi.questions.kinds.text import Text
from equityqi.questions.kinds.tree import Tree

KINDS: dict[str, type[Question]] = {
    "choice": Choice,
    "multi": Multi,
    "sort": Sort,
    "rank": Rank,
    "number": Number,
    "text": Text,
    "table": Table,
    "tree": Tree,
    "game": Game,
}
