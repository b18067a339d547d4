"""equityqi.tables: its names are there, and importing the room alone loads nothing heavy."""

import subprocess
import sys

import equityqi.tables as room

HEAVY = ("numpy", "pandas", "scipy", "matplotlib", "pydantic", "yaml")


def test_each_name_that_is_offered_is_there():
    assert room.__all__ and all(getattr(room, name) is not None for name in room.__all__)
    assert set(room.__all__) <= set(dir(room))


def test_the_room_alone_loads_nothing_heavy():
    code = f"import sys, equityqi.tables; print([name for name in {HEAVY} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
