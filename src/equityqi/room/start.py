"""Set up the course and open it. The only thing you need first is Python 3.11 or newer.

  python start.py               open the course (on Windows: py start.py)
  python start.py teach         open it for a trainer
  python start.py room          run the room: vote, talk, vote again; hands, cards or phones
  python start.py site          make the course as a folder of pages that runs in any browser
  python start.py test          run every test (further words go to pytest)
  python start.py bundle        make the folder 'wheels', to install on a computer without a network
  python start.py hand-in       any other word goes to the course's own command, equityqi

  --name asha                   a second person on the same computer
  --no-browser, --port 8899     don't open a browser; use another port

The first start downloads about 250 MB and takes a few minutes. Later starts install nothing.
"""
# An old Python must be able to read this file and answer in one sentence, not with a SyntaxError. So it keeps to
# what Python 2.7 can parse (no f-strings, annotations or keyword-only arguments), and src/starting/, which need not,
# is imported after the version has been checked.
import contextlib
import os
import signal
import subprocess
import sys

ENDS_WITH = "EQUITYQI_ENDS_WITH"
HERE = os.path.dirname(os.path.realpath(__file__))


def too_old(version):
    if tuple(version[:2]) < (3, 11):
        return ("The course needs Python 3.11 or newer, but this is Python %d.%d. Install a newer Python (from "
                "python.org or your organisation's software list), then start again." % tuple(version[:2]))


def incomplete(folder):
    if not os.path.exists(os.path.join(folder, "src", "starting", "set_up.py")):
        return ("The other files of the course aren't beside start.py. If you opened it inside a zip file, choose "
                "'Extract all' first, then start the start.py in the new folder.")


def leave(code):
    # A window that a double-click opened would close before its last sentence can be read.
    if code and sys.platform == "win32" and len(sys.argv) == 1 and sys.stdin.isatty():
        print("Press Enter to close this window.")
        sys.stdin.readline()
    sys.exit(code)


if too_old(sys.version_info) or incomplete(HERE):
    print(too_old(sys.version_info) or incomplete(HERE))
    leave(1)
sys.path.insert(0, os.path.join(HERE, "src"))
from starting import refusals  # noqa: E402
from starting.refusals import Refusal, refuse  # noqa: E402
from starting.set_up import SetUp, say, set_up  # noqa: E402
from starting.venv import LOCK, TEST_LOCK, environment, forget, program  # noqa: E402


def hand_over(command, env, cwd=None):
    """Run the course in the foreground and return its exit code. It answers Ctrl-C itself.

    With ENDS_WITH it has a pipe from here, on which nothing comes: it ends when this program does, even if killed.
    """
    process = subprocess.Popen(command, env=env, cwd=cwd, stdin=subprocess.PIPE if ENDS_WITH in env else None)
    signal.signal(signal.SIGTERM, lambda *_: process.terminate())
    while True:
        with contextlib.suppress(KeyboardInterrupt):
            code = process.wait()
            return code if code >= 0 else 128 - code
        if process.stdin:
            process.stdin.close()


def start(args, folder):
    verb, rest = (args[0], args[1:]) if args and not args[0].startswith("-") else ("learn", args)
    refuse(refusals.in_onedrive(folder, os.environ, sys.platform))
    refuse(refusals.too_long(folder, sys.platform, refusals.long_paths_allowed()))
    set_up(folder, TEST_LOCK if verb == "test" else LOCK)
    if verb == "bundle":
        return SetUp(folder, LOCK).bundle() or 0
    command, cwd = [program(folder, "python"), "-m", "equityqi", verb] + rest, None
    env = environment(folder, os.environ)
    if verb in ("learn", "teach"):
        env[ENDS_WITH] = "stdin"
    if verb == "test":
        command[2:], cwd = ["pytest"] + (rest or ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]), folder
    try:
        return hand_over(command, env, cwd)
    except OSError:
        forget(folder)
        raise Refusal(refusals.SENTENCES["not started"])


def main(args, folder):
    if args[:1] in (["--help"], ["-h"], ["help"]) or (args[:1] == ["bundle"] and {"--help", "-h"} & set(args)):
        say(__doc__)
        return 0
    try:
        return start(args, folder)
    except Refusal as refusal:
        say(str(refusal))
    except KeyboardInterrupt:
        say("Stopped. You haven't lost anything. Start again, and the set-up begins again.")
        return 130
    except Exception as error:
        say("%s\nDetails: %s: %s" % (refusals.SENTENCES[refusals.kind_of(str(error))], type(error).__name__, error))
    return 1


if __name__ == "__main__":
    leave(main(sys.argv[1:], HERE))
