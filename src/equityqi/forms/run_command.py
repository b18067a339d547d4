"""Run a command of the course in a process of its own, for what is heavy to import or belongs to a higher floor."""

from __future__ import annotations

import subprocess
import sys


def run_command(*words: str, otherwise: str) -> str:
    """Run ``equityqi`` with these words and return what it printed.

    Raises ValueError with the last line of its errors, or with ``otherwise`` where it gave none.
    """
    done = subprocess.run(
        [sys.executable, "-m", "equityqi", *words], capture_output=True, text=True, encoding="utf-8", check=False
    )
    if done.returncode:
        said = done.stderr.strip().splitlines()
        raise ValueError(said[-1] if said else otherwise)
    return done.stdout
