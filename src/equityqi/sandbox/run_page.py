"""Run the cells of one page. Started as a script inside the sandbox: it takes one request on its input and tells each
cell's result.

It knows nothing of hand-ins and marks, and imports nothing else of this package. What it tells goes through a pipe of
its own, each line with a secret word, so that nothing that is printed can pass for a result. Tests are compiled before
any other cell has run, and are run by plain Python, so that no change to IPython touches them.
"""

from __future__ import annotations

import base64
import builtins
import io
import json
import os
import signal
import sys
from pathlib import Path
from time import monotonic

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.error import StdinNotImplementedError
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Type
from traitlets.config import Config

sys.path.insert(0, os.path.dirname(__file__))
from tamper_check import Test, Tools  # noqa: E402  beside this script

sys.path.pop(0)
del sys.modules["tamper_check"]  # the name is free for a page

MOST_OUTPUT = 2**20  # bytes kept of what one cell shows
SHARE = 3  # one cell may use a third of the time that is left, so there is always time for the rest


class OutOfTime(BaseException):
    """A cell has had its time; no ``except Exception`` of the cell may hold it."""


class Shown:
    """What the cell that runs has shown so far, cut where it is too much."""

    def __init__(self):
        self.begin()

    def begin(self):
        self.outputs, self.left, self.asked = [], MOST_OUTPUT, False

    def printed(self, name, text):
        last = self.outputs[-1] if self.outputs else {}
        kept, self.left = text[: max(self.left, 0)], self.left - len(text)
        if not kept:
            return
        if last.get("name") != name:
            self.outputs.append(last := {"output_type": "stream", "name": name, "parts": []})
        last["parts"].append(kept)

    def add(self, kind, data, metadata):
        """Keep of an output what JSON can hold: an honest chart may show numbers of numpy's."""
        told = {mime: text for mime, value in data.items() if isinstance(mime, str) and (text := _as_json(value))}
        self.left -= sum(map(len, told.values()))
        if self.left >= 0 and told:
            output = {"data": {mime: json.loads(text) for mime, text in told.items()}}
            output["metadata"] = json.loads(_as_json(metadata) or "{}")
            self.outputs.append({"output_type": kind, **output})

    def all(self):
        return [
            {"output_type": "stream", "name": one["name"], "text": "".join(one["parts"])} if "parts" in one else one
            for one in self.outputs
        ]


def _as_json(value):
    """Return a value as JSON, or nothing where JSON cannot hold it."""
    try:
        return json.dumps(base64.b64encode(value).decode() if isinstance(value, bytes) else value, skipkeys=True)
    except Exception:
        return ""


SHOWN = Shown()


class Printed(io.TextIOBase):
    """A standard stream that goes into what the cell shows."""

    encoding = "utf-8"

    def __init__(self, name):
        self._name = name

    def writable(self):
        return True

    def write(self, text):
        text = str.__str__(text)  # a class of a learner's may answer otherwise than a text does
        SHOWN.printed(self._name, text)
        return len(text)


class Hook(DisplayHook):
    def write_output_prompt(self):
        pass

    def write_format_data(self, format_dict, md_dict=None):
        SHOWN.add("execute_result", format_dict, md_dict or {})

    def finish_displayhook(self):
        pass


class Publisher(DisplayPublisher):
    def publish(self, data, metadata=None, source=None, *, transient=None, update=False, **more):
        if not update:
            SHOWN.add("display_data", data, metadata or {})

    def clear_output(self, wait=False):
        SHOWN.outputs.clear()


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
    timed = hasattr(signal, "setitimer")
    if timed:
        signal.signal(signal.SIGALRM, _out_of_time)
    for place, cell in enumerate(cells):
        limit = max((end - monotonic()) / SHARE, 0.05)
        tell(cell=place, limit=limit)
        SHOWN.begin()
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
        try:
            try:
                if timed:
                    signal.setitimer(signal.ITIMER_REAL, limit, 1)
                error, value = _tested(shell, tests[place]) if place in tests else (_ran(shell, cell["source"]), None)
            finally:
                if timed:
                    signal.setitimer(signal.ITIMER_REAL, 0)
        except OutOfTime as late:
            error, value = late, None
        odd = place in tests and tools is not None and tools.changed(shell.user_ns)
        tell(
            cell=place,
            error=error if error is None else [_name(error), _text(error)],
            late=isinstance(error, OutOfTime),
            points=_points(value),
            asked=SHOWN.asked,
            odd=odd,
            outputs=SHOWN.all(),
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
        value = test.run(shell.user_ns)
    except OutOfTime:
        raise
    except BaseException as error:
        return error, None
    try:
        if value is not None:
            shell.displayhook(value)
        shell.events.trigger("post_execute")
    except OutOfTime:
        raise
    except BaseException:
        pass  # the test itself has passed; only what it shows is lost
    return None, value


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
