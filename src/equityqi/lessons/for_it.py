"""The page for IT: what runs, what leaves the computer, what to allow; with whom to ask in the organisation."""

from __future__ import annotations

from pathlib import Path

import mistune

from equityqi.documents.html import header
from equityqi.documents.html_frame import whole_page
from equityqi.files import course_root, make_folder, write_atomically
from equityqi.html_tags import Html, bullets, tag
from equityqi.lessons.who import when
from equityqi.organisation import organisation

FILE, WORDS = "for-it.html", "course/trainer/for-it.md"
TITLE = "For IT: a training course in the browser or on a laptop"
NO_CONTACT = "Who to ask about the course: the person who sent you this page."
UPRIGHT = "@page { size: A4 portrait; }\nmain p { max-width: 50rem; }\ncode { overflow-wrap: anywhere; }\n"
_html = mistune.create_markdown(plugins=["table"])


def for_it() -> Html:
    """Return the page, with the organisation's contacts and dates where they are known.

    >>> "127.0.0.1" in for_it()
    True
    """
    held = organisation()
    days = " and ".join(day for number in (1, 2) if (day := when(held, number)))
    known = [
        f"Who to ask about the course: {held.contact}." if held.contact else NO_CONTACT,
        f"Who to ask about data protection: {held.privacy_contact}." if held.privacy_contact else "",
        f"It's needed on {days}." if days else "",
    ]
    words = (course_root() / WORDS).read_text(encoding="utf-8")
    return whole_page(TITLE, (header(TITLE, bullets(filter(None, known))), tag("main", Html(_html(words)))), UPRIGHT)


def make_for_it(folder: Path) -> Path:
    """Write the page into a folder and return the file. Raises :class:`equityqi.files.CouldNotWrite`."""
    path = folder / FILE
    make_folder(folder)
    write_atomically(path, for_it())
    return path
