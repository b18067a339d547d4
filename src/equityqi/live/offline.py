"""The site without a connection: its service worker, what a device keeps of a case, and what makes it an app."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path

from equityqi.html_tags import Html, tag
from equityqi.live.icon import SIZES
from equityqi.live.pages import framed

WORKER = Path(__file__).with_name("browser") / "sw.js"
PICTURE = re.compile(r"pictures/[0-9a-f]+\.\w+")
NAME, SHORT = "Using Quality Improvement to Tackle Inequity", "Tackle inequity"
AWAY = (
    "This page isn’t on this device yet",
    "There’s no connection just now. Pages that you’ve opened before still open, and your answers are safe.",
)


def with_offline(files: Mapping[str, str | bytes], cases: Mapping[str, str], live: str) -> dict[str, str | bytes]:
    """Return the site's files with what it needs to open without a connection.

    ``cases`` says where the pages of each case stand ("" or "b-asthma/"), ``live`` the folder of what all pages load.
    """
    made = {**files, "offline.html": _away(live)}
    for inside in cases.values():
        made[f"{inside}manifest.json"] = _manifest("../" * inside.count("/") + live)
    for case, inside in cases.items():
        made[f"{inside}offline.json"] = _kept(made, case, inside, live)
    found = hashlib.sha256()
    for name, content in sorted(made.items()):
        found.update(name.encode() + b"\0" + _bytes(content))
    needs = [name for name in made if name.startswith((f"{live}/", "pyodide-", "questions-"))]
    lines = (
        f"// {found.hexdigest()}",
        f"const FILES = new Set({json.dumps(list(made))});",
        f"const LIVE = {json.dumps(live)}, NEEDS = {json.dumps(needs)};",
    )
    return {**made, "sw.js": "\n".join(lines) + "\n" + WORKER.read_text(encoding="utf-8")}


def _kept(made: Mapping[str, str | bytes], case: str, inside: str, live: str) -> str:
    """Return the list of all files that a case is made of, seen from its folder, with their sizes."""
    up = "../" * inside.count("/")
    own = [name for name in made if name.startswith(inside) and name.endswith((".html", "manifest.json"))]
    pictures = {found for name in own for found in PICTURE.findall(_bytes(made[name]).decode())}
    shared = [name for name in made if name.startswith((f"{live}/", "pyodide-")) or name in pictures]
    shared += [name for name in made if name.startswith("questions-") and name.endswith(f"/{case}.json")]
    sizes = {up + name: len(_bytes(made[name])) for name in shared}
    sizes |= {name.removeprefix(inside): len(_bytes(made[name])) for name in own}
    return json.dumps({"version": live, "files": sizes})


def _bytes(content: str | bytes) -> bytes:
    return content.encode() if isinstance(content, str) else content


def _away(live: str) -> Html:
    """Return what stands in the place of a page that is not kept."""
    words = (tag("h1", AWAY[0]), tag("p", AWAY[1]), tag("p", "Use your browser’s Back button, or try again later."))
    body = tag("main", tag("div", words, class_="eq-site-cell eq-site-text"), id="main", class_="eq-site-main")
    return framed(AWAY[0], body, live)


def _manifest(live: str) -> str:
    icons = [{"src": f"{live}/icon-{side}.png", "sizes": f"{side}x{side}", "type": "image/png"} for side in SIZES]
    colours = dict.fromkeys(("background_color", "theme_color"), "#fffdf8")
    about = {"name": NAME, "short_name": SHORT, "lang": "en-GB", "start_url": "./", "scope": "./"}
    return json.dumps({**about, "display": "standalone", **colours, "icons": icons})
