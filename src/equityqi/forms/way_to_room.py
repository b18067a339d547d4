"""The cards that lead to the room: its page, and whether a phone has joined."""

from __future__ import annotations

import json
import webbrowser
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import urlopen

from IPython.display import display

from equityqi.forms.button_forms import SmallForm, SmallForms
from equityqi.forms.notebook import has_browser
from equityqi.settings import work_folder
from equityqi.workfolder.prepare import work_place

ADDRESS = Path("room-files") / "address.txt"  # where the room's program says at which address it is open
SECONDS = 5
NOT_OPEN = "The room isn't open. In a second window, type: python start.py room. Then press this button again."
NO_PHONE = (
    "No phone has joined yet. On the room's page press “Let phones join”. Put your phone on the same Wi-Fi, and scan"
    " the QR code on the projector page. If it doesn't open, choose another network on the room's page. If none works,"
    " the Wi-Fi keeps devices apart: use lettered cards and the chat, which the room counts too."
)


def room_now(place: Path) -> tuple[str, int]:
    """Return the address of the trainer's page of the room in this folder, and how many phones have joined. Raises
    :class:`ValueError`, in a sentence, where no room is open.
    """
    try:
        address = (place / ADDRESS).read_text("utf-8").strip()
        at = urlsplit(address)
        with urlopen(f"{at.scheme}://{at.netloc}/health", timeout=SECONDS) as reply:
            return address, int(json.load(reply)["phones"])
    except (OSError, URLError, ValueError, KeyError, TypeError):
        raise ValueError(NOT_OPEN) from None


def in_phones(many: int) -> str:
    """Say how many phones have joined.

    >>> in_phones(1), in_phones(3)
    ('1 phone has joined.', '3 phones have joined.')
    """
    return f"{many} phone{' has' if many == 1 else 's have'} joined."


class TryPhone(SmallForm):
    """A button that says whether a phone reaches the room, and what to do where none does."""

    title = ""
    button = "Has a phone joined?"
    busy = "Looking…"

    @property
    def lead(self) -> list[str]:
        return [
            "Try this where you'll teach, on the Wi-Fi that people will use. Start the room with python start.py room,"
            " press “Let phones join”, and scan the QR code with your own phone. Then press the button here."
        ]

    def act(self, typed: dict[str, str]) -> str:
        _, many = room_now(self.work.parent)
        if not many:
            raise ValueError(NO_PHONE)
        return f"{in_phones(many)} Phones reach the room on this Wi-Fi."


class RoomPage(SmallForm):
    """A button that opens the trainer's page of the room."""

    title = "The room"
    button = "Open the room’s page"
    busy = "Looking…"

    @property
    def lead(self) -> list[str]:
        return [
            "Votes, walls and who is stuck, with phones or without. Start it in a second window with python start.py"
            " room. This button brings you back to its page."
        ]

    def act(self, typed: dict[str, str]) -> str:
        address, many = room_now(self.work.parent)
        webbrowser.open(address)
        return f"The room's page opens in your browser. {in_phones(many)}"


def room_page() -> None:
    """Show the card that opens the room's page; without a browser, the command that starts the room."""
    if not has_browser():
        print("Start the room with: python start.py room")
        return
    display(SmallForms(RoomPage(work_folder(Path.cwd()) or work_place(None))))
