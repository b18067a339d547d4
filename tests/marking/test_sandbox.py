"""sandbox.sandbox, command, runner, run_page, fork_server, tamper_check: code that misbehaves costs nobody else."""

import ast
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import pytest

from equityqi.code_cells.what_stopped import NOT_YET
from equityqi.marking import mark_code, mark_exercise
from equityqi.sandbox import command, runner, sandbox
from tools.marking_kills import GONE_SECONDS

pytestmark = pytest.mark.skipif(not sandbox.works(), reason="this computer has no working bubblewrap")

NAME = "ps1"
TESTS = {
    "double": 'assert float(double(2)) == 4.0, "Two times two is four."\nassert float(double(-1)) == -2.0',
    "frame": 'import pandas as pd\npd.testing.assert_frame_equal(frame(), pd.DataFrame({"a": [1, 2]}))',
    "part": "3.0 if float(part(1)) == 2.0 else 1.0",
}
RIGHT = {
    "double": "def double(x):\n    return 2 * x",
    "frame": 'def frame():\n    import pandas as pd\n    return pd.read_csv("data.csv")',
    "part": "def part(x):\n    return x + 1",
}
SIZE = 64 * 2**20 + os.getpid()  # bytes of scratch space, and a mark on all that this test run starts
FULL, NONE = (
    9,
    {
        "double": "def double(x):\n    return 0",
        "frame": "def frame():\n    return 0",
        "part": "def part(x):\n    raise ValueError('not yet')",
    },
)
INSIDE = "uses Python's inner workings"
LOOK_AT_IT = "Something that the tests rely on changed"


def page(code, first="", last="", label=True):
    """A page of the small course with code in its cells, one more cell before them and one after."""
    cells = [cell("from helper import near", None)]
    if first:
        cells.append(cell(first, None))
    for name, test in TESTS.items():
        cells += [
            cell(
                code.get(name, f"def {name}(x):\n    # Write your code here"),
                {"grade_id": name, "solution": True, "grade": False} if label else None,
            ),
            cell(test, {"grade_id": f"{name}-test", "grade": True, "solution": False, "points": 3} if label else None),
        ]
    if last:
        cells.append(cell(last, None))
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


def cell(source, label):
    return {
        "cell_type": "code",
        "metadata": {"nbgrader": label} if label else {},
        "source": source,
        "outputs": [],
        "execution_count": None,
    }


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    root = tmp_path_factory.mktemp("nbgrader course")
    for part, held in (("source", page(RIGHT)), ("release", page({}))):
        (root / part / NAME).mkdir(parents=True)
        (root / part / NAME / f"{NAME}.ipynb").write_bytes(held)
        (root / part / NAME / "data.csv").write_text("a\n1\n2\n")
        (root / part / NAME / "helper.py").write_text("def near(a, b):\n    return abs(a - b) < 0.1\n")
    (root / "gradebook.db").write_text("all scores")
    return root


BLOCKED = (
    "\nimport os\nfor path in {paths!r}:\n    try:\n        open(path, 'a').write('x')\n    except OSError:\n       "
    " continue\n    raise SystemExit\n" + RIGHT["double"]
)


def cases(course, out, port):
    """{id: (page, status, points, words in the sentence or notes)}; points as rule R4 allows them."""
    loop = "while True:\n    pass"
    swallow = "import signal\nsignal.signal(signal.SIGALRM, signal.SIG_IGN)\nwhile True:\n    pass"
    asserts = (
        "import ast\nclass Drop(ast.NodeTransformer):\n    def visit_Assert(self, node):\n        return"
        " ast.Pass()\nget_ipython().ast_transformers.append(Drop())"
    )
    patched = (
        "type(get_ipython()).run_cell = lambda *a, **k: None\nget_ipython().set_custom_exc((BaseException,), lambda *a,"
        " **k: None)"
    )
    equal = (
        "class Yes:\n    def __eq__(self, other):\n        return True\n    __ne__ = __eq__\n    def __float__(self):\n"
        "        raise TypeError\n"
    )
    secrets = [
        str(course / "source" / NAME / f"{NAME}.ipynb"),
        str(course / "gradebook.db"),
        str(out / "verdicts" / "x.json"),
        str(Path.home() / ".ipython/startup.py"),
        "/etc/x",
        mark_code.__file__,
    ]
    steal = (
        f"import json\nfor cell in json.load(open({secrets[0]!r}))['cells']:\n    if 'def ' in cell['source']:\n       "
        " exec(cell['source'])"
    )
    fill = (
        "wrote = 0\ntry:\n    for number in range(20):\n        open(f'/tmp/{number}', 'wb').write(b'x' * 15_000_000)\n"
        "        wrote += 1\nexcept OSError as error:\n    print(error)\nassert wrote < 6"
    )
    forks = (
        "import os, time\nmade = 0\ntry:\n    for number in range(300):\n        if not os.fork():\n           "
        " time.sleep(60)\n            os._exit(0)\n        made += 1\nexcept OSError:\n    pass\nassert 0 < made < 70,"
        " made"
    )
    daemon = f"import subprocess\nsubprocess.Popen(['sh', '-c', 'sleep 37; touch /tmp/{SIZE}'], start_new_session=True)"
    connect = (
        f"import socket\ntry:\n    socket.create_connection(('127.0.0.1', {port}), timeout=1).send(b'here')\nexcept"
        " OSError:\n    pass"
    )
    kill = (
        "import os, signal\nfor pid in (os.getppid(), 1):\n    for how in (signal.SIGSTOP, signal.SIGKILL):\n       "
        " try:\n            os.kill(pid, how)\n        except OSError:\n            pass"
    )
    tests = "import gc\nfor name in ('source', 'release'):\n    print(name)\nopen('tests.txt', 'w').write('hidden')"
    walk = (
        "import sys\n{0}frame = sys._getframe()\n{0}while 'cells' not in frame.f_locals:\n{0}    frame ="
        " frame.f_back\n{0}"
    )
    forge = (
        "def double(x):\n    " + walk.format("    ") + "told = dict(error=None, late=False, points=None, asked=False,"
        " odd=False, outputs=[], at=None)\n    for place in range(len(frame.f_locals['cells'])):\n       "
        " frame.f_locals['tell'](cell=place, **told)\n    frame.f_locals['tell'](done=True)\n    import os\n   "
        " os._exit(0)"
    )
    once = (
        "import pandas as pd\nfrom pandas import testing\ndef frame():\n    real = testing.assert_frame_equal\n    def"
        " yes(*a, **k):\n        testing.assert_frame_equal = real\n    testing.assert_frame_equal = yes\n    return 0"
    )
    tricks = {
        "h40_runner_replaced": (
            page(NONE, "vars(type(get_ipython()))['showtraceback'].__globals__['_tested'] = lambda *a: (None, None)"),
            "look",
            None,
            LOOK_AT_IT,
        ),
        "h41_forged_by_its_secret": (page(NONE | {"double": forge}), "look", None, ""),
        "h42_check_replaced_for_a_moment": (page(NONE | {"frame": once}), "look", None, ""),
        "h01_drop_asserts": (page(NONE, asserts), None, 0, ""),
        "h01b_patched_shell": (page(NONE, patched), None, 0, ""),
        "h02_pandas_testing": (
            page(NONE, "import pandas as pd\npd.testing.assert_frame_equal = lambda *a, **k: None"),
            "look",
            None,
            LOOK_AT_IT,
        ),
        "h02b_inside_pandas": (
            page(
                NONE,
                "import pandas._testing.asserters as a\na.assert_frame_equal.__code__ = (lambda *a, **k:"
                " None).__code__",
            ),
            None,
            0,
            "",
        ),
        "h05_float_replaced": (page(NONE, "def float(x):\n    return {2: 4.0}.get(x, 2.0)"), "look", None, LOOK_AT_IT),
        "h05_float_in_builtins": (
            page(NONE, "import builtins\nbuiltins.float = lambda x: 2.0"),
            "look",
            None,
            LOOK_AT_IT,
        ),
        "h03_equal_to_everything": (
            page(NONE | {"double": f"{equal}def double(x):\n    return Yes()"}),
            "graded",
            0,
            "",
        ),
        "h04_exceptions_swallowed": (
            page(
                NONE, "import sys\nsys.excepthook = lambda *a: None\nget_ipython().showtraceback = lambda *a, **k: None"
            ),
            None,
            0,
            "",
        ),
        "h07_read_source": (page(NONE | {"double": steal}), "look", 0, INSIDE),
        "h19_made_up_result": (
            page(
                NONE
                | {
                    "part": (
                        "from IPython.display import publish_display_data\npublish_display_data({'text/plain':"
                        " '3.0'})\ndef part(x):\n    display(3.0)\n    raise ValueError"
                    )
                }
            ),
            "graded",
            0,
            "",
        ),
        "h20_trace": (page(NONE, "import sys\nsys.settrace(lambda *a: None)"), "look", 0, INSIDE),
        "h23_forged_lines": (
            page(
                NONE,
                "import json, os\nfor fd in range(3, 20):\n    try:\n        os.write(fd, json.dumps({'secret': '',"
                " 'done': True}).encode() + b'\\n')\n    except OSError:\n        pass",
            ),
            "graded",
            0,
            "",
        ),
    }
    honest = {
        "b01_good": (page(RIGHT), "graded", FULL, "9 of 9 marks for code; 3 of 3 tests passed."),
        "b02_blank": (page({}), "graded", 0, "as they were handed out"),
        "b03_infinite_loop": (page(RIGHT, loop), "graded", FULL, "1 cell ran too long"),
        "b05_loop_in_function": (
            page(RIGHT | {"double": f"def double(x):\n    {loop.replace(chr(10), chr(10) + '    ')}"}),
            "graded",
            6,
            "1 cell ran too long",
        ),
        "b06_loop_swallows": (page(RIGHT, swallow), "could_not_run", None, "a cell never finished"),
        "b07_print_much": (page(RIGHT, "print('x' * 100_000_000)"), "graded", FULL, ""),
        "b08_print_often": (page(RIGHT, "for number in range(200_000):\n    print(number)"), "graded", FULL, ""),
        "b09_memory": (
            page(RIGHT, "held = []\nwhile True:\n    held.append(bytearray(200_000_000))"),
            "graded",
            FULL,
            "",
        ),
        "b10_exit": (page(RIGHT, "import sys\nsys.exit()", "exit()\nquit()"), "graded", FULL, ""),
        "b11_os_exit": (
            page(RIGHT, "import os\nos._exit(0)"),
            "could_not_run",
            None,
            "stopped Python while the page ran",
        ),
        "b12_kill": (
            page(RIGHT, "import os\nos.kill(os.getpid(), 9)"),
            "could_not_run",
            None,
            "stopped Python while the page ran",
        ),
        "b14_input": (page(RIGHT, "name = input('Who? ')"), "graded", FULL, "asked somebody to type"),
        "b18_labels_stripped": (page(RIGHT, label=False), "graded", FULL, "lost its label"),
        "b26_big_picture": (
            page(
                RIGHT,
                "from IPython.display import Image, display\ndisplay(Image(b'\\x89PNG\\r\\n\\x1a\\n' + b'x' *"
                " 20_000_000))",
            ),
            "graded",
            FULL,
            "",
        ),
        "b28_unclosed": (page(RIGHT | {"double": "def double(x:\n    return ("}), "graded", 6, "2 of 3 tests"),
        "b29_warning_in_test": (
            page(
                RIGHT
                | {
                    "double": (
                        "def double(x):\n    import sys, warnings\n    warnings.warn('old')\n    print('!',"
                        " file=sys.stderr)\n    return 2 * x"
                    )
                }
            ),
            "graded",
            FULL,
            "",
        ),
        "b30_reset": (page(RIGHT, "", "%reset -f"), "graded", FULL, ""),
        "b31_shell": (page(RIGHT, "!echo hello", "%%bash\necho hello"), "graded", FULL, ""),
        "c01_part": (page(RIGHT | {"part": "def part(x):\n    return 0"}), "graded", 7, "2 of 3 tests"),
        "c02_odd_text": (page(RIGHT, "x = '\\ud800 Zoë \\x00'"), "graded", FULL, ""),
        "h08_write_elsewhere": (page(RIGHT | {"double": BLOCKED.format(paths=secrets)}), "graded", FULL, ""),
        "h12_fill_disk": (page(RIGHT | {"part": f"{fill}\n{RIGHT['part']}"}), "graded", FULL, ""),
        "h13_sockets": (page(RIGHT, connect), "graded", FULL, ""),
        "h14_forks": (page(RIGHT | {"part": f"{forks}\n{RIGHT['part']}"}), "look", FULL, INSIDE),
        "h17_daemon": (page(RIGHT, daemon), "graded", FULL, ""),
        "h18_signals": (page(RIGHT, kill), "look", FULL, INSIDE),
        "h30_write_tests": (page(RIGHT, tests), "graded", FULL, ""),
    }
    return honest | tricks


def shipped():
    """Files that a learner sends along to stand before the course's own."""
    fake = b"def near(*a):\n    return True\n"
    return {
        f"{NAME}/helper.py": fake,
        f"{NAME}/pandas/__init__.py": b"raise SystemExit",
        f"{NAME}/data.csv": b"a\n9\n",
        f"{NAME}/sitecustomize.py": b"raise SystemExit",
    }


def gone(part):
    """Tell whether no process of a sandbox with this in its command is left; the system takes a moment to end one."""
    end = time.monotonic() + GONE_SECONDS
    while any(part in line for line in processes()):
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def processes():
    """The command lines of processes that are, or were started in, a sandbox of this test run; its size of scratch
    space marks it.
    """
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            found.append(path.read_bytes().replace(b"\0", b" "))
        except OSError:
            pass
    return [line for line in found if str(SIZE).encode() in line]


@pytest.fixture(autouse=True)
def own_size(monkeypatch):
    monkeypatch.setattr(command, "SCRATCH", SIZE)
    yield
    sandbox.close()


@pytest.fixture
def listener():
    """A service on this computer, and what it was sent."""
    heard, server = [], socket.create_server(("127.0.0.1", 0))
    threading.Thread(target=lambda: heard.append(server.accept()), daemon=True).start()
    yield server.getsockname()[1], heard
    server.close()


@pytest.mark.slow
def test_each_gets_what_is_due_and_nothing_is_left(cohort, course, listener, monkeypatch, snapshot):
    monkeypatch.setattr(mark_code, "SECONDS", 5)
    monkeypatch.setattr(runner, "GRACE", 1)
    monkeypatch.setattr(sandbox, "MEMORY", 2**30)
    monkeypatch.setattr(tempfile, "tempdir", str(cohort.root / "scratch"))
    (cohort.root / "scratch").mkdir()
    cohort.course = course
    port, heard = listener
    expected = cases(course, cohort.out, port)
    ordinary = {"aaron": page(RIGHT), "mm-middle": page(RIGHT | {"part": NONE["part"]}), "zz-last": page({})}
    for id, data in ({id: due[0] for id, due in expected.items()} | ordinary).items():
        cohort.zip(id, {f"{NAME}/{NAME}.ipynb": data, **(shipped() if id[0] in "bh" else {})})
    before = snapshot(cohort.hand_ins), snapshot(course)
    found = cohort.mark()
    amiss = {}
    for id, (_, status, points, words) in expected.items():
        verdict = found[id, NAME]
        told = " ".join([verdict.sentence, *verdict.notes])
        due = verdict.status == (status or verdict.status) and (verdict.status == "look" or verdict.points == points)
        if not due or words not in told or "Traceback" in told or verdict.status == "grader_error":
            amiss[id] = verdict
    assert amiss == {}
    assert [found[id, NAME].points for id in ordinary] == [9, 6, 0], "R1"
    assert (snapshot(cohort.hand_ins), snapshot(course)) == before, "R5, R7: nothing of theirs or ours is changed"
    assert gone(b"") and heard == [], "R6: no process is left, and nobody came out"
    assert os.listdir(tempfile.gettempdir()) == [], "R6: no scratch is left"
    monkeypatch.setattr(mark_exercise, "with_code", lambda *_: pytest.fail("R8: code ran again"))
    assert cohort.mark() == found


def test_a_cell_of_the_course_that_stops_is_never_the_learner_s_slip(cohort, course, tmp_path):
    shutil.copytree(course, tmp_path / "course")
    cohort.course = tmp_path / "course"
    (cohort.course / "release" / NAME / "helper.py").unlink()
    cohort.zip("asha", {f"{NAME}/{NAME}.ipynb": page(RIGHT)})
    verdict = cohort.mark()["asha", NAME]
    assert (verdict.status, verdict.points) == ("look", 9) and "A cell of the course's own stopped" in verdict.sentence


ODD_SHOWS = {
    "numpy in a chart's data": ("{'text/plain': 'chart', 'application/x': [numpy.arange(3)]}", {}, ["text/plain"]),
    "numpy in metadata": ("{'text/plain': 'chart'}", "{'width': numpy.int64(3)}", ["text/plain"]),
    "a set": ("{'text/plain': 'chart', 'application/x': {1, 2}}", {}, ["text/plain"]),
    "keys that are no texts": ("{'text/plain': 'x', 'application/x': {(1, 2): 3, float('nan'): 4}, 5: 6}", {}, 2),
    "a circle": ("{'text/plain': 'chart', 'application/x': circle}", {}, ["text/plain"]),
    "a text that no file can hold": ("{'text/plain': 'half \\ud83d'}", {}, ["text/plain"]),
    "a text of its own kind": ("{'text/plain': Odd('odd')}", {}, ["text/plain"]),
    "a thing that cannot be written": ("{'text/plain': Odd}", {}, []),
    "a number of 9,000 digits": ("{'application/x': 10 ** 9_000, 'text/plain': '1'}", {}, ["text/plain"]),
    "far too much": ("{'text/plain': 'x' * 10_000_000}", {}, []),
}
ODD_THINGS = """
import numpy
from IPython.display import publish_display_data as show
circle = []
circle.append(circle)
class Odd(str):
    __len__ = __str__ = __getitem__ = lambda *_: 1 / 0
class Named(type):
    __name__ = property(lambda self: {1})
class Quiet(Exception, metaclass=Named):
    __bool__ = lambda self: False
    __str__ = lambda self: Odd("quiet")
"""


def test_what_json_cannot_hold_is_left_out_of_what_a_cell_shows_and_the_page_goes_on():
    shows = [f"show({data}, {metadata})" for data, metadata, _ in ODD_SHOWS.values()]
    more = ["import sys; sys.stdout.write(Odd('odd'))", "raise Quiet"]
    ran = sandbox.run([{"source": source, "role": "learner"} for source in [ODD_THINGS, *shows, *more]], {}, 60)
    assert ran.end == "done"
    *told, printed, stopped = [ran.cells[place] for place in range(1, len(ran.cells))]
    for (kind, (*_, kept)), one in zip(ODD_SHOWS.items(), told, strict=True):
        assert one["error"] is None, kind
        mimes = [mime for shown in one["outputs"] for mime in shown["data"]]
        assert mimes == kept or len(mimes) == kept, kind
    assert printed["outputs"][0]["text"] == "odd"
    assert stopped["error"] == ["Quiet", "quiet"]


def test_a_test_that_gives_a_number_no_file_can_hold_is_still_told():
    cells = [("learner", "def big():\n    return 10 ** 9_000"), ("test", "big()"), ("test", "1.5")]
    ran = sandbox.run([{"role": role, "source": source} for role, source in cells], {}, 60)
    assert [ran.cells[place]["points"] for place in (1, 2)] == [float("inf"), 1.5]


def test_a_test_never_gives_more_points_than_there_are(cohort, course, tmp_path):
    """Its last line gives what the learner's function says; 4 points and no number are looked at."""
    cohort.course = tmp_path / "course"
    for part in ("source", "release"):
        shutil.copytree(course / part, cohort.course / part)
        held = cohort.course / part / NAME / f"{NAME}.ipynb"
        held.write_text(held.read_text().replace(TESTS["part"], "float(part(1))"))
    given = {"half": "1.5", "all": "3", "more": "99", "endless": "float('inf')", "nothing": "float('nan')"}
    for id, number in given.items():
        code = {"part": f"def part(x):\n    return {number}"}
        cohort.zip(id, {f"{NAME}/{NAME}.ipynb": page(code)})
    found = cohort.mark()
    got = {id: (found[id, NAME].points, found[id, NAME].status) for id in given}
    assert got == {
        "half": (1.5, "graded"),
        "all": (3, "graded"),
        **dict.fromkeys(("more", "endless", "nothing"), (3, "look")),
    }


LEAKS = {
    "double": "def double(x):\n    raise AssertionError('hidden ' + 'tests')",
    "frame": "def frame():\n    raise type('Hidden' + 'Tests', (Exception,), {})('hidden ' + 'tests')",
    "part": "def part(x):\n    values = [x]\n    return values['hidden ' + 'tests']",
}


def test_nothing_that_other_code_says_comes_into_the_feedback(cohort, course):
    cohort.course = course
    cohort.zip("asha", {f"{NAME}/{NAME}.ipynb": page(LEAKS)})
    cohort.zip("ben", {f"{NAME}/{NAME}.ipynb": page(NONE | {"part": "def part(x:\n    return 2"})})
    found = cohort.mark()
    said = {id: [mark.sentence for mark in found[id, NAME].marks] for id in ("asha", "ben")}
    assert not any(secret in " ".join(said["asha"]) for secret in ("hidden tests", "HiddenTests"))
    assert said["asha"][0].startswith("Your code stopped with AssertionError at this line")
    assert said["asha"][1].startswith("Your code stopped with an error of its own kind at this line: “raise type(")
    assert said["asha"][2] == (
        "Your code stopped with TypeError at this line: “return values['hidden ' + 'tests']”. Run the cell to see why."
    )
    assert said["ben"][0] == "Two times two is four."
    assert said["ben"][1] == NOT_YET
    assert said["ben"][2].startswith("Your code stopped with SyntaxError at this line: “def part(x:”")


def children(number, megabytes, what):
    """A cell that starts processes, each of which does something with so much memory, and waits until they end."""
    return f"""
import os, time
def fill():
    held = bytearray({megabytes} * 2**20)
    held[::4096] = b"x" * len(held[::4096])
    return held
table = fill()
started = []
for number in range({number}):
    started.append(os.fork())
    if not started[-1]:
        {what}
        time.sleep(1.5)
        os._exit(0)
print(sum(os.waitpid(one, 0)[1] == 0 for one in started))
"""


MUCH_TOGETHER = {
    "many processes": children(6, 100, "held = fill()"),
    "one below the other": "import os\nfor level in range(6):\n    if os.fork():\n        break\n"
    + children(0, 100, "pass")
    + "time.sleep(1.5)\nos._exit(0) if level else os.waitpid(-1, 0)",
    "files that are only in memory": """
import os, time
held = [os.memfd_create("x") for number in range(60)]
for one in held:
    os.write(one, b"x" * 10_000_000)
time.sleep(1.5)
""",
}


@pytest.mark.parametrize("kind", MUCH_TOGETHER)
def test_a_page_that_takes_too_much_memory_as_a_whole_is_ended(monkeypatch, kind):
    monkeypatch.setattr(sandbox, "MEMORY", 800 * 2**20)
    ran = sandbox.run([{"source": MUCH_TOGETHER[kind], "role": "learner"}], {}, 60)
    assert ran.end == "full" and ran.cells == {} and gone(b"")


def test_memory_that_processes_share_counts_once(monkeypatch):
    monkeypatch.setattr(sandbox, "MEMORY", 800 * 2**20)
    ran = sandbox.run([{"source": children(12, 100, "pass"), "role": "learner"}], {}, 60)
    assert ran.end == "done" and ran.cells[0]["outputs"][0]["text"] == "12\n"


def test_one_process_that_takes_too_much_stops_in_its_cell_and_the_page_goes_on(monkeypatch):
    monkeypatch.setattr(sandbox, "MEMORY", 800 * 2**20)
    more = "held = []\nwhile True:\n    held.append(b'x' * 10_000_000)"
    ran = sandbox.run([{"source": source, "role": "learner"} for source in (more, "held = None\nprint(1)")], {}, 60)
    assert ran.end == "done" and ran.cells[0]["error"][0] == "MemoryError" and ran.cells[1]["error"] is None


def test_a_page_that_was_ended_for_its_memory_says_so(cohort, course, monkeypatch):
    cohort.course = course
    monkeypatch.setattr(sandbox, "MEMORY", 800 * 2**20)
    cohort.zip("asha", {f"{NAME}/{NAME}.ipynb": page(RIGHT, MUCH_TOGETHER["many processes"])})
    cohort.zip("ben", {f"{NAME}/{NAME}.ipynb": page(RIGHT)})
    found = cohort.mark()
    asha, ben = found["asha", NAME], found["ben", NAME]
    assert (asha.status, asha.points) == ("could_not_run", None) and "memory in all" in asha.sentence
    assert (ben.status, ben.points) == ("graded", 9)


PROBE = """
import os, socket, subprocess
mounts = [line.split() for line in open("/proc/mounts")]
system = ("devtmpfs", "devpts", "proc")
places = sorted({where for _, where, kind, how, *_ in mounts if how.startswith("rw") and kind not in system})
seen = sorted(name for place in places for name in os.listdir(place) if name.startswith("left-"))
for place in places:
    open(os.path.join(place, "left-here"), "w").write("x")
powers = {line.split()[1] for line in open("/proc/self/status") if line.startswith("Cap")}
more = subprocess.run(["unshare", "-Ur", "true"], capture_output=True).returncode
few, nets = sum(name.isdigit() for name in os.listdir("/proc")) < 6, [name for _, name in socket.if_nameindex()]
told = [places, seen, sorted(powers), more != 0, few, nets, os.getuid() != 0, "SECRET" in os.environ, os.listdir(".")]
print(told)
left = subprocess.Popen(["sh", "-c", "sleep 37; echo SIZE"], start_new_session=True)
"""


@pytest.mark.parametrize("way", ["warm", "a new one for each page"])
def test_a_page_is_alone_and_leaves_nothing_for_the_next_one(way, monkeypatch):
    monkeypatch.setenv("SECRET", "1")
    monkeypatch.setattr(sandbox, "_WARM", {} if way == "warm" else {"refused": True})
    try:
        for _ in range(2):
            ran = sandbox.run(
                [{"source": PROBE.replace("SIZE", str(SIZE)), "role": "learner"}], {"data.csv": "YQo="}, 60
            )
            assert ran.end == "done" and ran.cells[0]["error"] is None
            told = ast.literal_eval("".join(shown["text"] for shown in ran.cells[0]["outputs"]))
            assert told == [
                ["/dev/shm", command.scratch_place()],
                [],
                ["0000000000000000"],
                True,
                True,
                ["lo"],
                True,
                False,
                ["data.csv"],
            ]
            assert ("runner" in sandbox._WARM) == (way == "warm") and gone(b"sleep")
    finally:
        sandbox.close()
    assert gone(b"")


def test_where_pages_cannot_be_set_apart_each_gets_a_new_sandbox(monkeypatch):
    monkeypatch.setattr(sandbox, "_WARM", {})
    real = sandbox.bubblewrap
    monkeypatch.setattr(sandbox, "bubblewrap", lambda nested=False: real())  # the warm one may make no namespaces
    assert sandbox.run([{"source": "1 + 1", "role": "learner"}], {}, 60).end == "done"
    assert sandbox._WARM == {"refused": True}


ASK = """
from equityqi.sandbox import sandbox
print(sandbox.works(), sandbox.run([{"source": "1", "role": "learner"}], {}, 60).end)
"""


@pytest.mark.parametrize("way", ["with a step back", "through a link", "back, and through a link", "by its name"])
def test_the_sandbox_is_found_however_python_was_started(tmp_path, way):
    here = tmp_path / "here"
    here.mkdir()
    (tmp_path / "environment").symlink_to(Path(sys.executable).parents[1])
    started = {
        "with a step back": os.path.relpath(sys.executable, os.path.realpath(here)),
        "through a link": f"{tmp_path}/environment/bin/python",
        "back, and through a link": "../environment/bin/python",
        "by its name": "python",
    }[way]
    path = os.pathsep.join(["../environment/bin", os.environ["PATH"]])
    said = subprocess.run(
        ["/usr/bin/env", started, "-c", ASK], cwd=here, env={**os.environ, "PATH": path}, capture_output=True, text=True
    )
    assert said.stdout.split() == ["True", "done"], said.stderr[-500:]


@pytest.mark.parametrize("later", [0, 0.5], ids=["before a page begins", "in the middle of a page"])
def test_a_sandbox_ends_with_the_process_that_started_it(later):
    start = (
        f"from equityqi.sandbox import command, sandbox\ncommand.SCRATCH = {SIZE}\n"
        "sandbox.run([{'source': '1', 'role':"
        " 'learner'}], {}, 60)\nprint('ran', flush=True)\nsandbox.run([{'source': 'while True: pass', 'role':"
        " 'learner'}], {}, 600)"
    )
    other = subprocess.Popen([sys.executable, "-c", start], stdout=subprocess.PIPE)
    assert other.stdout.readline() == b"ran\n" and processes()
    time.sleep(later)
    other.kill()
    other.wait()
    assert gone(b"")
