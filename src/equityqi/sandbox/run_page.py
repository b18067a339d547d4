"""Run the cells of one page. Started as a script inside the sandbox: it takes one request on its input and tells each
cell's result.

It knows nothing of hand-ins and marks, and imports nothing else of this package. What it tells goes through a pipe of
its own, each line with a secret word, so what a page prints is not taken for a result. Tests are compiled before any
other cell has run, and plain Python runs them.

A page's code runs in the same Python as this script, so code that means to can reach all of it: the secret, the tests,
the functions below. Changes are noticed, not prevented: what tests rest on is compared after each one
(``tamper_check.py``), and tests whose results are known run by the same way before and after it. Who marks also looks
for words that no honest page needs (:mod:`equityqi.code_cells.inner_workings`).
"""

from __future__ import annotations

import base64
import builtins
import json
import os
import re
import signal
import sys
from pathlib import Path
from time import monotonic

from IPython.core.error import StdinNotImplementedError
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Type
from traitlets.config import Config

sys.path.insert(0, os.path.dirname(__file__))
from tamper_check import Test, Tools  # noqa: E402  beside this script
from what_cells_show import SHOWN, Hook, Printed, Publisher  # noqa: E402

sys.path.pop(0)
del sys.modules["tamper_check"], sys.modules["what_cells_show"]  # the names are free for a page

SHARE = 3  # one cell may use a third of the time that is left, so there is always time for the rest


CELL = re.compile(r"<ipython-input-(\d{1,9})-")  # how IPython names the code of a cell


class OutOfTime(BaseException):
    """A cell has had its time; no ``except Exception`` of the cell may hold it."""


class ZMQInteractiveShell(InteractiveShell):
    """IPython as a notebook has it, without a kernel around it; pandas and others know a notebook by this name and by
    its kernel.
    """

    kernel = None

    displayhook_class = Type(Hook)
    display_pub_class = Type(Publisher)

    def showtraceback(self, *args, **more):
        pass

    showsyntaxerror = _showtraceback = showtraceback

    def ask_exit(self):
        pass


def new_shell():
    """Return IPython as a notebook has it, without a history."""
    config = Config()
    config.HistoryManager.enabled = False
    return ZMQInteractiveShell.instance(config=config)


def limited(memory, processes, file_size, cpu):
    """Hold this process and all that it starts within limits; Windows has none."""
    try:
        import resource  # lazy: Windows has none
    except ImportError:
        return
    limits = {
        "RLIMIT_AS": memory,
        "RLIMIT_NPROC": processes,
        "RLIMIT_FSIZE": file_size,
        "RLIMIT_CPU": cpu,
        "RLIMIT_NOFILE": 256,
        "RLIMIT_CORE": 0,
    }
    for name, limit in limits.items():
        if limit is not None:
            resource.setrlimit(getattr(resource, name), (limit, limit))


def run(shell, request, tell):
    """Run the cells in order in one namespace and tell each result."""
    cells = request["cells"]
    sys.stdout, sys.stderr = Printed("stdout"), Printed("stderr")
    builtins.input = shell.raw_input = _no_keyboard
    tests = {place: Test(cell["source"]) for place, cell in enumerate(cells) if cell["role"] == "test"}
    ours, tools = [cell["source"] for cell in cells if cell["role"] != "learner"], None
    before, end = set(shell.user_ns), monotonic() + request["seconds"]
    cells_by_number, canaries = {}, [Test(source) for source in request["canaries"]]
    codes = {code: place for place, test in tests.items() for code in test.codes()}
    timed = hasattr(signal, "setitimer")
    if timed:
        signal.signal(signal.SIGALRM, _out_of_time)
    for place, cell in enumerate(cells):
        limit = max((end - monotonic()) / SHARE, 0.05)
        tell(cell=place, limit=limit)
        if place not in tests:
            cells_by_number[shell.execution_count] = place
        if tools is None and cell["role"] == "learner":
            tools = Tools(
                ours,
                {
                    name: value
                    for name, value in shell.user_ns.items()
                    if name not in before and not name.startswith("_")
                },
                list(tests.values()),
            )
        proof = [_proof(shell, canaries)] if place in tests else []
        SHOWN.begin()
        try:
            try:
                if timed:
                    signal.setitimer(signal.ITIMER_REAL, limit, 1)
                error, value = _tested(shell, tests[place]) if place in tests else (_ran(shell, cell["source"]), None)
                if place in tests and error is None:
                    _show(shell, value)
            finally:
                if timed:
                    signal.setitimer(signal.ITIMER_REAL, 0)
        except OutOfTime as late:
            error, value = late, None
        outputs = SHOWN.all()
        proof += [_proof(shell, canaries)] if place in tests else []
        odd = place in tests and tools is not None and tools.changed(shell.user_ns)
        tell(
            cell=place,
            error=error if error is None else [_name(error), _text(error)],
            late=isinstance(error, OutOfTime),
            points=_points(value),
            asked=SHOWN.asked,
            odd=odd,
            at=_where(error, codes, cells_by_number),
            proof=proof,
            outputs=outputs,
        )


def _ran(shell, source):
    """Run a cell as a notebook does; return what stopped it, or None."""
    try:
        result = shell.run_cell(source, store_history=True)
        return result.error_before_exec or result.error_in_exec
    except OutOfTime:
        raise
    except BaseException as error:  # a cell has broken IPython itself
        return error


def _tested(shell, test):
    """Run a test; return what stopped it, or None, and the value of its last line."""
    sys.settrace(None)
    sys.setprofile(None)
    try:
        return None, test.run(shell.user_ns)
    except OutOfTime:
        raise
    except BaseException as error:
        return error, None


def _show(shell, value):
    """Show what a test gives. The test itself has passed: only what it shows is lost where that fails."""
    try:
        if value is not None:
            shell.displayhook(value)
        shell.events.trigger("post_execute")
    except OutOfTime:
        raise
    except BaseException:
        pass


def _proof(shell, canaries):
    """Run tests whose results are known, as every other one is run; who marks compares."""
    told = []
    for canary in canaries:
        try:
            error, value = _tested(shell, canary)
        except BaseException as late:
            error, value = late, None
        told.append([error if error is None else _text(error), _points(value)])
    return told


def _where(error, codes, cells_by_number):
    """Return the cell and its line that an error came from: the last of the page's own on its way; or None."""
    if error is None:
        return None
    number = CELL.match(str(error.filename)) if isinstance(error, SyntaxError) else None
    if number:
        return [cells_by_number.get(int(number[1])), error.lineno]
    found, trace = None, BaseException.__traceback__.__get__(error)
    while trace:
        code = trace.tb_frame.f_code
        number = CELL.match(code.co_filename)
        place = codes.get(code, cells_by_number.get(int(number[1])) if number else None)
        found, trace = [place, trace.tb_lineno] if place is not None else found, trace.tb_next
    return found


def _points(value):
    """Return a number that a test gave, or None where it gave another thing."""
    try:
        return float(value) if type(value) in (int, float) else None
    except OverflowError:
        return float("inf")


def _name(error):
    return type.__dict__["__name__"].__get__(type(error))[:100]  # a class may say something else


def _text(error):
    try:
        return str.__str__(str(error))[:2000]
    except BaseException:
        return ""


def _no_keyboard(*_):
    SHOWN.asked = True
    raise StdinNotImplementedError("Nobody is at the keyboard while the page is marked.")


def _out_of_time(*_):
    raise OutOfTime


def main(shell=None):
    """Take the request, close every way out but the pipe, run. The results go through what was standard error."""
    pipe, request = os.dup(2), json.loads(_line())
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nothing, stream)
    limited(**request["limits"])
    for name, data in request["files"].items():
        place = Path(name)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(base64.b64decode(data))
    sys.path.insert(0, "")
    secret = request["secret"]

    def tell(**what):
        data = json.dumps({"secret": secret, **what}).encode() + b"\n"
        while data:
            data = data[os.write(pipe, data) :]

    tell(ready=True)
    run(shell or new_shell(), request, tell)
    tell(done=True)
    os._exit(0)  # no thread or hook of a cell holds it up


def _line():
    """Read one line and not a byte more."""
    parts = []
    while not parts or not parts[-1].endswith(b"\n"):
        parts.append(os.read(0, 2**20))
        if not parts[-1]:
            os._exit(1)
    return b"".join(parts)


if __name__ == "__main__":
    main()
