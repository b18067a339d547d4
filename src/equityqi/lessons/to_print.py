"""What can be printed, by name: the files of a session, then each set that the runsheet has under *Have ready*."""

from __future__ import annotations

from equityqi.lessons.runsheet import Runsheet

FOLDER = "to-print"  # beside the work folder
PEOPLE = 16
LEAST, AFTERWARDS, KEY, IN_WORD = "the minimum", "to read afterwards", "answer key", "large print in Word"
LARGE_PRINT = {f"large print {points}": points for points in (18, 24)}  # and their points


def files_to_print(runsheet: Runsheet) -> list[str]:
    """Return the names of the files that hold more than one set.

    >>> from equityqi.lessons.runsheet import read_runsheet
    >>> files_to_print(read_runsheet())[:3]
    ['session 1', 'session 1, the minimum', 'session 1, large print 18']
    """
    more = ("", *(f", {what}" for what in (LEAST, *LARGE_PRINT, IN_WORD, AFTERWARDS)))
    return [f"session {session.number}{what}" for session in runsheet.sessions for what in more] + [KEY]


def sets_to_print(runsheet: Runsheet) -> list[str]:
    """Return the names of all materials, in the order in which the sessions need them.

    >>> from equityqi.lessons.runsheet import read_runsheet
    >>> sets_to_print(read_runsheet())[0]
    'name tents'
    """
    blocks = [block for session in runsheet.sessions for block in session.blocks]
    return list(dict.fromkeys(name for block in blocks for name in block.materials))


def file_name(name: str) -> str:
    """Return the name of the file of a set, without the ending.

    >>> file_name("cards lettered D, I and ?"), file_name("2 by 2 grid")
    ('cards-lettered-d-i-and', '2-by-2-grid')
    """
    kept = "".join(letter if letter.isalnum() else " " for letter in name.lower())
    return "-".join(kept.split())
