"""A commitment that its person shares."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from equityqi.project.parts import Commitment
from equityqi.project.sentences import commitment_sentence
from equityqi.safe_text import file_name


@dataclass(frozen=True)
class SharedCommitment:
    """One commitment that its person shares: the random name of its file, the day of its session, and what it says."""

    record: str
    day: dt.date
    promise: Commitment

    @property
    def sentence(self) -> str:
        """What the person will do, as one sentence."""
        return commitment_sentence(self.promise)

    @property
    def who(self) -> str:
        """The name, or words that say that there is none."""
        return self.promise.name or "No name given"

    @property
    def file(self) -> str:
        """How the name of this person's file begins: it suits every computer, and nobody shares it."""
        return f"{file_name(self.promise.name or 'no name').rpartition('-')[0]}-{self.record}"
