"""Where a recording works: a copy of the tree that may be written to, commands whose words name no path."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ALWAYS = {  # so that words are broken, sorted and coloured in one way
    "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1", "PYTHONWARNINGS": "ignore",
    "COLUMNS": "100", "LINES": "50", "TERM": "dumb", "NO_COLOR": "1", "LANG": "C.UTF-8", "TZ": "UTC",
    "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1",
}  # fmt: skip
NOT_COPIED = (
    ".venv",
    ".git",
    "my-work*",
    "__pycache__",
    "*.answers.json*",
    "test-artefacts",
    "wheels",
    ".ipynb_checkpoints",
    ".hypothesis",
    ".pytest_cache",
)


def environment(source: Path, scratch: Path) -> dict[str, str]:
    """Return the environment in which the package of ``source`` runs, without this person's own Jupyter."""
    kept = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("JUPYTER", "JPY_", "IPYTHON", "PYTHON", "EQUITYQI"))
    }
    places = {
        name: str(scratch / folder)
        for name, folder in (
            ("IPYTHONDIR", "ipython"),
            ("JUPYTER_CONFIG_DIR", "config"),
            ("JUPYTER_DATA_DIR", "data"),
            ("JUPYTER_RUNTIME_DIR", "runtime"),
            ("TMPDIR", "tmp"),
        )
    }
    for folder in places.values():
        os.makedirs(folder, exist_ok=True)
    return {**kept, **ALWAYS, **places, "JUPYTER_PREFER_ENV_PATH": "1", "PYTHONPATH": str(source / "src")}


@dataclass(frozen=True)
class Place:
    """What is recorded (``tree``, only read), a ``copy`` of it, a ``scratch`` folder, and ``hand_ins``."""

    tree: Path
    copy: Path
    scratch: Path
    hand_ins: Path | None = None

    def folder(self, name: str) -> Path:
        """Return a new folder in the scratch space."""
        made = self.scratch / name
        made.mkdir(parents=True)
        return made

    def run(self, *words: object, cwd: Path | None = None, in_tree: bool = False) -> str:
        """Run ``python WORDS`` on the copy, or on the tree for a sandbox, and return what it says."""
        done = subprocess.run(
            [sys.executable, *map(str, words)], cwd=cwd or self.scratch,
            env=environment(self.tree if in_tree else self.copy, self.scratch), stdin=subprocess.DEVNULL,
            capture_output=True, text=True, encoding="utf-8", check=False,
        )  # fmt: skip
        return self.clean(f"exit {done.returncode}\n-- out\n{done.stdout}-- err\n{done.stderr}")

    def equityqi(self, *words: object, **more) -> str:
        """Run ``equityqi WORDS``."""
        return self.run("-m", "equityqi", *words, **more)

    def clean(self, text: str) -> str:
        """Take the paths of this computer out of a text."""
        named = [(self.copy, "TREE"), (self.scratch, "SCRATCH"), (self.tree, "TREE"), (Path(sys.executable), "PYTHON")]
        if self.hand_ins:
            named.append((self.hand_ins, "HAND-INS"))
        for path, name in sorted(named, key=lambda pair: -len(str(pair[0]))):
            text = text.replace(str(path), name)
        return re.sub(r"/tmp[a-z0-9_]{8}\b", "/tmp…", text)

    def cleaned(self, found: dict[str, str]) -> dict[str, str]:
        return {key: self.clean(text) for key, text in found.items()}
