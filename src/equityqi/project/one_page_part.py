"""What stands on the one page of a project besides its plan."""

from __future__ import annotations

from equityqi.checked_yaml import Part
from equityqi.typed_fields import Text


class OnePage(Part):
    """What people choose for their one page.

    ``quotation``: the words of one person who was asked; they are here only when that person said yes to printing them.
    """

    organisation: Text = ""
    contact: Text = ""
    next_date: Text = ""
    next_step: Text = ""
    quotation: Text = ""
