"""Set up `.venv` from the lock: uv where it can be had, pip where not; over the network or from the folder wheels."""

import contextlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from importlib.util import find_spec

from starting import refusals
from starting.refusals import Refusal, refuse
from starting.venv import (
    LOCK,
    alive,
    environment,
    fits,
    forget,
    in_venv,
    program,
    read,
    read_stamp,
    same_place,
    stamp_for,
    write_stamp,
)


def say(text):
    """Print at once, and never fail over a letter that this console lacks."""
    encoding = getattr(sys.stdout, "encoding", None) or "ascii"
    print(text.encode(encoding, "replace").decode(encoding), flush=True)


def split_lock(text, name):
    """The block of one package in a lock, and the lock without it."""
    blocks = re.split(r"(?m)^(?=[A-Za-z0-9])", text)
    ours = [block for block in blocks if re.match(re.escape(name) + r"\s*==", block)]
    return "".join(ours), "".join(block for block in blocks if block not in ours)


def wait_aloud(process, every=30):
    """Wait for a program; say every half minute that it is still working."""
    waited = 0
    try:
        while True:
            try:
                return process.wait(timeout=every)
            except subprocess.TimeoutExpired:
                waited += every
                say(f"  still working, {waited} seconds")
    except KeyboardInterrupt:
        process.terminate()
        process.wait()
        raise


def run_logged(command, env, folder):
    """Run a program with its output in the log; return its exit code and that output."""
    with open(in_venv(folder, "set-up.log"), "ab+") as log:
        log.write(("\n> " + " ".join(command) + "\n").encode("utf-8", "replace"))
        log.flush()
        begin = log.tell()
        try:
            code = wait_aloud(
                subprocess.Popen(
                    command, env=env, cwd=folder, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT
                )
            )
        except OSError as error:  # the program is not there, or the computer's policy forbids it
            return 127, str(error)
        log.seek(begin)
        return code, log.read().decode("utf-8", "replace")


class SetUp:
    """The steps of one set-up: in which folder, from which lock, and how programs are run."""

    def __init__(self, folder, lock, run=run_logged):
        self.folder, self.lock, self.wheels = folder, lock, os.path.join(folder, "wheels")
        self.python, self.env = program(folder, "python"), environment(folder, os.environ)
        self.offline = lock == LOCK and os.path.isdir(self.wheels)
        self.run = lambda *command: run(list(command), self.env, folder)

    def pip(self, *words):
        """Run .venv's pip. Where a certificate is refused, an older pip (23.3 to 24.1) may ask the system's store."""
        options = (self.python, "-m", "pip", "--disable-pip-version-check", "--no-input")
        code, text = self.run(*options, *words)
        if code and refusals.kind_of(text) == "certificate":
            again, _ = self.run(*options, *words, "--use-feature=truststore")
            code = again and code
        return code, text

    def must(self, code, text):
        """Refuse, in one sentence, if a program failed."""
        kind = refusals.kind_of(text)
        if code and shutil.disk_usage(self.folder).free < 10_000_000:  # then the log may be cut short too
            kind = "disk"
        elif self.offline and kind in ("missing", "network", "changed", "unknown"):
            kind = "wheels"
        refuse(code and f"{refusals.SENTENCES[kind]}\nDetails: {in_venv(self.folder, 'set-up.log')}")

    def part(self, name, text):
        with open(in_venv(self.folder, name), "w") as handle:
            handle.write(text)
        return handle.name

    def make_venv(self):
        say("Step 1 of 4: making the folder .venv for the packages")
        venv = in_venv(self.folder, "")[:-1]
        if os.path.lexists(venv):
            shutil.rmtree(venv)
        refuse(refusals.no_room(shutil.disk_usage(self.folder).free))
        os.mkdir(venv)
        # The Python that runs this file may be .venv's own, which has just gone: use the one below it.
        code, text = self.run(getattr(sys, "_base_executable", None) or sys.executable, "-m", "venv", venv)
        if code and "ensurepip" in text and refusals.kind_of(text) == "unknown":
            refuse(refusals.without_venv(lambda name: name != "ensurepip", sys.version_info))
        self.must(code, text)

    def install_packages(self):
        uv, others = split_lock(read(os.path.join(self.folder, self.lock)).decode("utf-8"), "uv")
        doing = "installing" if self.offline else "downloading"
        hashed = ("install", "--require-hashes", "--only-binary", ":all:")
        hashed += ("--no-index", "--find-links", self.wheels) if self.offline else ()
        say(f"Step 2 of 4: {doing} the installer (uv)")
        code, text = self.pip(*hashed, "-r", self.part("uv.txt", uv))
        if code and refusals.kind_of(text) in ("disk", "certificate", "changed", "network"):
            self.must(code, text)
        say(f"Step 3 of 4: {doing} the packages (one to five minutes)")
        if code == 0:
            asked = ("--python", self.python, "--system-certs", "-r", self.lock)
            asked += ("--offline",) if self.offline else ()
            code, text = self.run(program(self.folder, "uv"), "pip", *hashed, *asked)
        if code and refusals.kind_of(text) not in ("disk", "changed"):
            say("  the fast installer doesn't work here, so we're using pip, which takes longer")
            code, text = self.pip(*hashed, "-r", self.part("without-uv.txt", others))
        self.must(code, text)

    def install_project(self):
        say("Step 4 of 4: installing the course itself")
        self.must(*self.pip("install", "--no-index", "--no-deps", "--no-build-isolation", "-e", self.folder))

    def bundle(self):
        """Put a wheel of every package for this system and Python in the folder wheels."""
        say("Collecting the packages (a few minutes)")
        fetched = in_venv(self.folder, "wheels")
        shutil.rmtree(fetched, ignore_errors=True)
        self.offline = False
        self.must(
            *self.pip(
                "download",
                "--require-hashes",
                "--no-deps",
                "--only-binary",
                ":all:",
                "-d",
                fetched,
                "-r",
                os.path.join(self.folder, self.lock),
            )
        )
        if os.path.isdir(self.wheels):
            shutil.rmtree(self.wheels)
        os.rename(fetched, self.wheels)
        say(
            f"Done: {len(os.listdir(self.wheels))} packages in {self.wheels}. Copy the course's folder, without .venv,"
            f" to a computer of the same kind with Python {sys.version_info[0]}.{sys.version_info[1]}, and start it"
            " there."
        )


@contextlib.contextmanager
def only_one(folder):
    """Hold a lock on start.py itself, so that a second double-click does not disturb a set-up."""
    with open(os.path.join(folder, "start.py"), "rb") as handle:
        try:
            if sys.platform == "win32":
                import msvcrt

                handle.seek(1 << 30)  # a byte far behind the end, so that the file can still be read
                msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)
            else:
                import fcntl

                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except (BlockingIOError, PermissionError):
            raise Refusal(refusals.SENTENCES["busy"]) from None
        except OSError:
            pass  # a network drive without locks
        yield


def set_up(folder, lock, run=run_logged):
    """Make .venv fit the lock and the project; do nothing where it does."""
    wanted, stamp = stamp_for(folder, lock), read_stamp(folder)
    if alive(folder) and fits(stamp, wanted):
        return
    refuse(refusals.without_venv(find_spec, sys.version_info))
    try:
        tempfile.TemporaryFile(dir=folder).close()
    except OSError as error:
        refuse(refusals.cannot_write(folder, error, sys.platform))
    with only_one(folder):
        stamp, task = read_stamp(folder), SetUp(folder, lock, run)
        forget(folder)
        # Without a stamp an earlier set-up was interrupted; what it left may be half a package, so it goes.
        if not (alive(folder) and same_place(stamp, wanted)):
            task.make_venv()
        task.install_packages()
        task.install_project()
        write_stamp(folder, wanted)
    say("The course is set up.")
