"""The API pages: every module of the package with its docstrings, as HTML: ``python -m tools.api_pages api``.

pdoc leaves out modules that a package's ``__all__`` does not name, so all are named here.
"""

from __future__ import annotations

import sys
import warnings
from importlib import import_module
from pathlib import Path

from pdoc import doc, render

PACKAGE = Path(__file__).resolve().parents[1] / "src" / "equityqi"
SCRIPTS = ("__main__.py", "fork_server.py")  # they run when they are imported


def module_names() -> list[str]:
    """Return every module of the package that can be imported, packages before what is in them."""
    paths = (path.relative_to(PACKAGE.parent) for path in sorted(PACKAGE.rglob("*.py")) if path.name not in SCRIPTS)
    names = (".".join(path.with_suffix("").parts).removesuffix(".__init__") for path in paths)
    return sorted(names)


def documented() -> dict[str, doc.Module]:
    """Return every module by its name, imported and ready to be written as a page.

    A docstring or a name that pdoc cannot read is a warning, which a test makes an error.
    """
    render.configure(docformat="restructuredtext", show_source=False)
    warnings.filterwarnings("ignore", "Error parsing type annotation")  # a type that names itself is shown as written
    for name in module_names():
        module = import_module(name)
        for public in getattr(module, "__all__", ()):  # those of a lazy package too
            setattr(module, public, getattr(module, public))
    return {name: doc.Module.from_name(name) for name in module_names()}


def make_api_pages(out: Path) -> list[Path]:
    """Write a page for each module, an index and a search index into a folder; return the pages."""
    modules, made = documented(), []
    for name, module in modules.items():
        made.append(out / f"{name.replace('.', '/')}.html")
        made[-1].parent.mkdir(parents=True, exist_ok=True)
        made[-1].write_text(render.html_module(module, modules), encoding="utf-8")
    (out / "index.html").write_text(render.html_index(modules), encoding="utf-8")
    (out / "search.js").write_text(render.search_index(modules), encoding="utf-8")
    return made


if __name__ == "__main__":
    print(f"Written: {len(make_api_pages(Path(sys.argv[1] if len(sys.argv) > 1 else 'api')))} pages.")
