"""start.py: what it refuses, when it installs, and how. No test here needs the network."""

import ast
import errno
import importlib.util
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

ROOT = Path(__file__).resolve().parents[1]


def load_start(path=ROOT / "start.py"):
    spec = importlib.util.spec_from_file_location("start", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


start = load_start()

from starting import refusals, venv  # noqa: E402  (start.py makes it importable)
from starting import set_up as setting_up  # noqa: E402

LOCK = """\
typer==0.15.1 \\
    --hash=sha256:aa
uv==0.13.9 ; sys_platform != 'emscripten' \\
    --hash=sha256:bb \\
    --hash=sha256:cc
uvicorn==1.0 \\
    --hash=sha256:dd
"""


# ---- An old Python ----


def test_an_old_python_is_told_in_one_sentence():
    assert start.too_old((3, 11, 0)) is None and start.too_old((3, 14, 0)) is None
    for version in ((2, 7, 18), (3, 6, 15), (3, 10, 13)):
        assert start.too_old(version).startswith(
            f"The course needs Python 3.11 or newer, but this is Python {version[0]}.{version[1]}."
        )


def test_start_keeps_to_the_grammar_of_python_2():
    tree = ast.parse((ROOT / "start.py").read_text("ascii"))
    ast.parse((ROOT / "start.py").read_text("ascii"), feature_version=(3, 4))
    newer = (ast.JoinedStr, ast.AnnAssign, ast.AsyncFunctionDef, ast.Await, ast.Starred, ast.NamedExpr, ast.Match)
    newer += (ast.YieldFrom, ast.Nonlocal)
    for node in ast.walk(tree):
        assert not isinstance(node, newer), f"line {node.lineno}: {type(node).__name__}"
        if isinstance(node, ast.arguments):
            assert not node.kwonlyargs and not node.posonlyargs
            assert not any(argument.annotation for argument in node.args)
        if isinstance(node, ast.FunctionDef):
            assert node.returns is None
        if isinstance(node, ast.Raise):
            assert node.cause is None


def old_pythons():
    names = [f"python{version}" for version in ("2.7", "3.6", "3.7", "3.8", "3.9", "3.10")]
    pyenv = Path.home() / ".pyenv" / "versions"
    found = [*filter(None, map(shutil.which, names)), *map(str, pyenv.glob("*/bin/python"))]
    show = "import sys; print('%d.%d' % sys.version_info[:2])"
    for program in found:
        answer = subprocess.run([program, "-c", show], capture_output=True, text=True)
        if answer.returncode == 0 and tuple(map(int, answer.stdout.split("."))) < (3, 11):
            yield program, answer.stdout.strip()


def test_the_old_pythons_of_this_computer_say_so():
    for program, version in old_pythons():
        answer = subprocess.run([program, str(ROOT / "start.py")], capture_output=True, text=True)
        assert (answer.returncode, answer.stderr) == (1, ""), program
        assert answer.stdout.startswith(f"The course needs Python 3.11 or newer, but this is Python {version}.")


def test_start_alone_asks_for_the_rest_of_the_course(tmp_path):
    shutil.copy(ROOT / "start.py", tmp_path)
    answer = subprocess.run([sys.executable, "start.py"], cwd=tmp_path, capture_output=True, text=True)
    assert answer.returncode == 1 and "Extract all" in answer.stdout and answer.stderr == ""


def test_help_sets_nothing_up(capsys, tmp_path):
    assert start.main(["--help"], str(tmp_path)) == 0
    assert "start.py test" in capsys.readouterr().out and not list(tmp_path.iterdir())


@pytest.mark.parametrize("verb", ["bundle", "set-up"])
def test_help_of_the_verbs_of_start_alone_does_nothing(capsys, tmp_path, verb):
    assert start.main([verb, "--help"], str(tmp_path)) == 0
    assert "start.py bundle" in capsys.readouterr().out and not list(tmp_path.iterdir())


# ---- Folders where the course cannot work ----


@pytest.mark.parametrize(
    "folder, environ, platform, refused",
    [
        (r"C:\Users\asha\OneDrive - NHS\equityqi", {}, "win32", True),
        (r"C:\Users\asha\onedrive\Desktop\equityqi", {}, "win32", True),
        (r"D:\Work\equityqi", {"OneDriveCommercial": "D:\\work\\"}, "win32", True),
        (r"D:\Workshop\equityqi", {"OneDrive": r"D:\Work"}, "win32", False),
        (r"C:\Users\asha\equityqi", {"OneDrive": ""}, "win32", False),
        (r"C:\Users\asha\my-onedrive\equityqi", {}, "win32", False),
        ("/Users/asha/Library/CloudStorage/OneDrive-NHS/equityqi", {}, "darwin", True),
        ("/home/asha/equityqi", {}, "linux", False),
    ],
)
def test_onedrive(folder, environ, platform, refused):
    sentence = refusals.in_onedrive(folder, environ, platform)
    assert bool(sentence) is refused
    if refused:
        assert folder in sentence and "Move the whole folder" in sentence
        assert (r"C:\Users\you\equityqi" in sentence) is (platform == "win32")


def test_a_long_windows_path():
    deep = str(PureWindowsPath("C:\\Users\\firstname.surname", "a" * 80, "equityqi"))
    sentence = refusals.too_long(deep, "win32", False)
    assert f"{len(deep)} characters; 78 at most" in sentence and deep in sentence
    assert refusals.too_long(deep, "win32", True) is None
    assert refusals.too_long(deep, "darwin", False) is None
    assert refusals.too_long("C:\\" + "a" * 75, "win32", False) is None
    assert refusals.too_long("C:\\" + "a" * 76, "win32", False)


def test_the_longest_installed_file_keeps_within_the_margin():
    site = Path(sys.prefix)
    lib = site / "lib" / f"python{sys.version_info[0]}.{sys.version_info[1]}"
    longest = 0
    for folder, _, files in os.walk(site):
        inside = Path(folder)
        inside = Path("Lib") / inside.relative_to(lib) if inside.is_relative_to(lib) else inside.relative_to(site)
        if "__pycache__" not in inside.parts and files:
            longest = max(longest, len(f".venv/{inside}/") + max(map(len, files)))
    assert longest <= refusals.LONGEST


@pytest.mark.parametrize("missing", ["venv", "ensurepip", "ssl"])
def test_a_python_without_venv(missing):
    sentence = refusals.without_venv(lambda name: name != missing, (3, 12, 1))
    assert f"'{missing}'" in sentence and "sudo apt install python3.12-venv" in sentence
    assert refusals.without_venv(lambda name: True, (3, 12, 1)) is None


def test_room_and_rights():
    assert refusals.no_room(5e9) is None
    assert "enough room on the disk" in refusals.no_room(1e8)
    assert "enough room on the disk" in refusals.cannot_write("/c", OSError(errno.ENOSPC, "full"), "linux")
    assert "can't save files in this folder: /c" in refusals.cannot_write("/c", OSError(errno.EROFS, "ro"), "linux")
    assert r"C:\Users\you" in refusals.cannot_write("H:\\c", OSError(errno.EACCES, "no"), "win32")


def test_every_sentence_is_ascii_and_ends():
    for sentence in refusals.SENTENCES.values():
        assert sentence.isascii() and sentence[0].isupper() and not sentence.endswith(" ")
    assert (ROOT / "start.py").read_text("utf-8").isascii()
    assert set(refusals.SIGNS) <= set(refusals.SENTENCES)


# ---- What uv 0.13.9, pip 23.2 and Windows really print ----


@pytest.mark.parametrize(
    "kind, text",
    [
        (
            "network",
            (
                "error: Request failed after 3 retries in 4.1s\n  cause: client error (Connect)\n  cause: tunnel "
                "error: failed to create underlying connection\n  cause: tcp connect error"
            ),
        ),
        ("network", "error: Request failed after 3 retries in 4.8s\n  cause: dns error\n  cause: error resolving DNS"),
        (
            "network",
            (
                "WARNING: Retrying (Retry(total=4)) after connection broken by 'ProxyError('Cannot connect to "
                "proxy.', NewConnectionError('Failed to establish a new connection: [Errno 111] Connection "
                "refused'))': /simple/uv/\nERROR: No matching distribution found for uv==0.13.9"
            ),
        ),
        (
            "network",
            (
                "NewConnectionError('Failed to establish a new connection: [Errno -3] Temporary failure in name "
                "resolution')\nERROR: No matching distribution found for uv==0.13.9"
            ),
        ),
        ("network", "NewConnectionError('Failed to establish a new connection: [Errno 11001] getaddrinfo failed')"),
        (
            "certificate",
            (
                "SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify "
                "failed: self-signed certificate (_ssl.c:1006)'))\nERROR: No matching distribution found"
            ),
        ),
        (
            "certificate",
            (
                "  cause: error sending request for url\n  cause: client error (Connect)\n  cause: invalid "
                "peer certificate: Other(OtherError(CaUsedAsEndEntity))"
            ),
        ),
        (
            "disk",
            (
                "error: Failed to download `uv==0.13.9`\n  cause: failed to write to file: No space left on device "
                "(os error 28)"
            ),
        ),
        ("disk", "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device"),
        ("disk", "There is not enough space on the disk. (os error 112)"),
        ("changed", "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE."),
        ("changed", "error: Hash mismatch for `uv==0.13.9`"),
        (
            "missing",
            (
                "ERROR: Could not find a version that satisfies the requirement uv==0.13.9 (from versions: none)\n"
                "ERROR: No matching distribution found for uv==0.13.9"
            ),
        ),
        ("missing", "error: No solution found when resolving dependencies"),
        ("in use", "[WinError 5] Access is denied: 'C:\\\\c\\\\.venv\\\\Scripts\\\\python.exe'"),
        ("unknown", "Segmentation fault"),
    ],
)
def test_the_kind_of_trouble(kind, text):
    assert refusals.kind_of(text) == kind


# ---- The environment ----


def test_programs_of_both_systems():
    assert venv.program(r"C:\c", "python", "win32") == r"C:\c\.venv\Scripts\python.exe"
    assert venv.program("/c", "uv", "linux") == str(PurePosixPath("/c/.venv/bin/uv"))


def test_the_environment_of_what_is_started():
    given = {"PATH": "/usr/bin", "PYTHONHOME": "/x", "PYTHONPATH": "/y", "HTTPS_PROXY": "p", "SSL_CERT_FILE": "c"}
    env = venv.environment("/c", given, "linux")
    assert env == {"PATH": "/c/.venv/bin:/usr/bin", "VIRTUAL_ENV": "/c/.venv", "HTTPS_PROXY": "p", "SSL_CERT_FILE": "c"}
    assert venv.environment("C:\\c", {"PATH": "W"}, "win32")["PATH"] == r"C:\c\.venv\Scripts;W"


def test_the_block_of_uv_is_taken_out_of_the_lock():
    uv, others = setting_up.split_lock(LOCK, "uv")
    assert uv.startswith("uv==0.13.9 ;") and uv.count("--hash") == 2
    assert others.count("--hash") == 2 and "uvicorn" in others and "uv==" not in others
    for name in (venv.LOCK, venv.TEST_LOCK):
        uv, others = setting_up.split_lock((ROOT / name).read_text("utf-8"), "uv")
        assert uv.startswith("uv==") and uv.count("==") == 1 and len(uv) + len(others) == len((ROOT / name).read_text())


def test_the_stamp(tmp_path):
    course(tmp_path)
    plain, test = (venv.stamp_for(str(tmp_path), lock, (3, 12, 1)) for lock in (venv.LOCK, venv.TEST_LOCK))
    assert venv.fits(plain, plain) and venv.fits(test, test) and venv.fits(json.loads(json.dumps(plain)), plain)
    assert venv.fits(test, plain), "a test set-up satisfies a plain start"
    assert not venv.fits(plain, test)
    assert not venv.fits(None, plain)
    assert not venv.fits({**plain, "folder": "/elsewhere"}, plain)
    assert not venv.fits(plain, venv.stamp_for(str(tmp_path), venv.LOCK, (3, 13, 0)))
    (tmp_path / "pyproject.toml").write_text("changed")
    assert not venv.fits(plain, venv.stamp_for(str(tmp_path), venv.LOCK, (3, 12, 1)))
    course(tmp_path)
    (tmp_path / venv.LOCK).write_text(LOCK + "more==1")
    assert not venv.fits(plain, venv.stamp_for(str(tmp_path), venv.LOCK, (3, 12, 1)))


# ---- Setting up, with a runner that only takes notes ----


def course(folder):
    for name in (venv.LOCK, venv.TEST_LOCK, *venv.PROJECT, "start.py"):
        (folder / name).write_text(LOCK)


class Runner:
    """Stands for programs: notes each command, makes what venv would make, and fails where it is told to."""

    def __init__(self, **failures):
        self.commands, self.failures = [], failures

    def __call__(self, command, env, folder):
        self.commands.append(command)
        name = "venv" if command[1:3] == ["-m", "venv"] else "uv" if command[1] == "pip" else "pip"
        if name == "pip" and any(word.endswith("uv.txt") and "without" not in word for word in command):
            name = "get_uv"
        if name == "venv":
            python = Path(venv.program(folder, "python"))
            python.parent.mkdir()
            python.touch()
            Path(folder, ".venv", "pyvenv.cfg").write_text(f"home = {folder}\n")
        return (1, self.failures[name]) if name in self.failures else (0, "")

    def said(self):
        return [" ".join(command) for command in self.commands]


@pytest.fixture
def place(tmp_path, monkeypatch):
    course(tmp_path)
    monkeypatch.setattr(refusals, "ROOM", 0)
    return str(tmp_path)


def test_a_first_start_installs_and_a_second_does_not(place, capsys):
    first = Runner()
    setting_up.set_up(place, venv.LOCK, first)
    made, get_uv, packages, project = first.said()
    assert made.endswith("-m venv " + os.path.join(place, ".venv"))
    assert "--require-hashes" in get_uv and get_uv.endswith("uv.txt")
    assert "--require-hashes" in packages and "--system-certs" in packages and packages.endswith("requirements.lock")
    assert "--no-deps --no-build-isolation -e" in project
    steps = [line for line in capsys.readouterr().out.splitlines() if line.startswith("Step")]
    assert [line[:11] for line in steps] == [f"Step {n} of 4" for n in (1, 2, 3, 4)]
    second = Runner()
    setting_up.set_up(place, venv.LOCK, second)
    assert second.commands == [] and capsys.readouterr().out == ""


def test_the_tests_add_to_a_plain_set_up_and_satisfy_it(place):
    setting_up.set_up(place, venv.LOCK, Runner())
    tests = Runner()
    setting_up.set_up(place, venv.TEST_LOCK, tests)
    assert len(tests.commands) == 3 and "requirements-test.lock" in tests.said()[1]
    plain = Runner()
    setting_up.set_up(place, venv.LOCK, plain)
    assert plain.commands == []


@pytest.mark.parametrize("lost", ["set-up.json", "pyvenv.cfg", "python", "home"])
def test_a_broken_environment_is_made_afresh(place, lost):
    setting_up.set_up(place, venv.LOCK, Runner())
    (Path(place, ".venv", "half-a-package")).touch()
    if lost == "home":  # the Python below it was removed
        Path(place, ".venv", "pyvenv.cfg").write_text("home = /no/such/python\n")
    else:
        Path(venv.program(place, "python") if lost == "python" else Path(place, ".venv", lost)).unlink()
    again = Runner()
    setting_up.set_up(place, venv.LOCK, again)
    assert len(again.commands) == 4 and not Path(place, ".venv", "half-a-package").exists()


def test_a_moved_folder_is_set_up_afresh(place, tmp_path):
    setting_up.set_up(place, venv.LOCK, Runner())
    moved = shutil.copytree(place, tmp_path / "moved")
    again = Runner()
    setting_up.set_up(str(moved), venv.LOCK, again)
    assert len(again.commands) == 4


@pytest.mark.parametrize(
    "failure", [{"get_uv": "No matching distribution found"}, {"uv": "[Errno 13] blocked"}, {"uv": "No solution found"}]
)
def test_pip_is_used_where_uv_cannot_be(place, failure, capsys):
    runner = Runner(**failure)
    setting_up.set_up(place, venv.LOCK, runner)
    pip = runner.said()[-2]
    assert "-m pip" in pip and "--require-hashes" in pip and pip.endswith("without-uv.txt")
    assert "uv==" not in Path(place, ".venv", "without-uv.txt").read_text()
    assert "we're using pip" in capsys.readouterr().out and venv.read_stamp(place)


@pytest.mark.parametrize(
    "failure, sentence",
    [
        ({"get_uv": "dns error"}, "network"),
        ({"get_uv": "CERTIFICATE_VERIFY_FAILED"}, "certificate"),
        ({"uv": "No space left on device"}, "disk"),
        ({"uv": "Hash mismatch for `x`"}, "changed"),
        ({"uv": "No solution found", "pip": "No matching distribution found"}, "missing"),
        ({"uv": "?", "pip": "?"}, "unknown"),
    ],
)
def test_a_set_up_that_fails_says_why_and_leaves_no_stamp(place, failure, sentence):
    with pytest.raises(refusals.Refusal) as refusal:
        setting_up.set_up(place, venv.LOCK, Runner(**failure))
    first, details = str(refusal.value).splitlines()
    assert first == refusals.SENTENCES[sentence] and details.endswith("set-up.log")
    assert venv.read_stamp(place) is None


def test_a_refused_certificate_is_tried_again_with_the_systems_own_store(place):
    runner = Runner(get_uv="CERTIFICATE_VERIFY_FAILED")
    with pytest.raises(refusals.Refusal):
        setting_up.set_up(place, venv.LOCK, runner)
    assert runner.said()[-1].endswith("--use-feature=truststore") and len(runner.commands) == 3


def test_venv_that_fails_for_want_of_ensurepip(place):
    with pytest.raises(refusals.Refusal, match="has no part 'ensurepip'"):
        setting_up.set_up(place, venv.LOCK, Runner(venv="ensurepip is not available"))


def test_a_folder_of_wheels_is_used_without_the_network(place):
    Path(place, "wheels").mkdir()
    runner = Runner()
    setting_up.set_up(place, venv.LOCK, runner)
    for command in runner.said()[1:3]:
        assert "--no-index --find-links" in command and "--require-hashes" in command
    assert "--offline" in runner.said()[2]
    shutil.rmtree(Path(place, ".venv"))
    with pytest.raises(refusals.Refusal, match="'wheels' is for another computer"):
        setting_up.set_up(place, venv.LOCK, Runner(uv="No solution found", pip="No matching distribution found"))
    tests = Runner()
    setting_up.set_up(place, venv.TEST_LOCK, tests)
    assert not any("--no-index --find-links" in command for command in tests.said())


def test_only_one_window_sets_up(place):
    with setting_up.only_one(place), pytest.raises(refusals.Refusal, match="Another window is setting up the course"):
        setting_up.set_up(place, venv.LOCK, Runner())
    setting_up.set_up(place, venv.LOCK, Runner())


# ---- Words on the command line, and what a person sees ----


@contextmanager
def handed_over(monkeypatch):
    calls = []
    monkeypatch.setattr(start, "set_up", lambda folder, lock: calls.append(lock))
    monkeypatch.setattr(start, "hand_over", lambda command, env, cwd=None: calls.append(command[1:]) or 5)
    monkeypatch.setattr(refusals, "in_onedrive", lambda *_: None)
    yield calls


@pytest.mark.parametrize(
    "words, lock, command",
    [
        ([], venv.LOCK, ["-m", "equityqi", "learn"]),
        (
            ["--name", "asha", "--port", "8899"],
            venv.LOCK,
            ["-m", "equityqi", "learn", "--name", "asha", "--port", "8899"],
        ),
        (["teach", "--no-browser"], venv.LOCK, ["-m", "equityqi", "teach", "--no-browser"]),
        (["make", "exercises"], venv.LOCK, ["-m", "equityqi", "make", "exercises"]),
        (["test"], venv.TEST_LOCK, ["-m", "pytest", "-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]),
        (["test", "-k", "lock"], venv.TEST_LOCK, ["-m", "pytest", "-k", "lock"]),
    ],
)
def test_words_are_passed_on_with_the_exit_code(monkeypatch, place, words, lock, command):
    with handed_over(monkeypatch) as calls:
        assert start.main(words, place) == 5
    assert calls == [lock, command]


def test_set_up_sets_up_and_opens_nothing(monkeypatch, place, capsys):
    with handed_over(monkeypatch) as calls:
        assert start.main(["set-up"], place) == 0
    assert calls == [venv.LOCK] and "Everything is ready." in capsys.readouterr().out


@pytest.mark.parametrize("words, pipe", [([], True), (["teach"], True), (["hand-in"], False), (["test"], False)])
def test_the_course_has_a_pipe_to_end_with_and_other_commands_the_keyboard(monkeypatch, place, words, pipe):
    given = []
    with handed_over(monkeypatch):
        monkeypatch.setattr(start, "hand_over", lambda command, env, cwd=None: given.append(env) or 0)
        start.main(words, place)
    assert [start.ENDS_WITH in env for env in given] == [pipe]


STARTS = """
import os, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's job in the background has it ignored
if hasattr(signal, "SIGHUP"):
    signal.signal(signal.SIGHUP, signal.SIG_DFL)  # so has one that outlives its window
sys.path.insert(0, {root!r})
import start

server = "import os; print(os.getpid(), flush=True); os.read(0, 1); open({ended!r}, 'w').close()"
command = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {{server!r}}], stdin=sys.stdin).wait()"
sys.exit(start.hand_over([sys.executable, "-c", command], dict(os.environ, **{{start.ENDS_WITH: "stdin"}})))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals of Unix")
@pytest.mark.parametrize("how", ["SIGKILL", "SIGTERM", "SIGHUP", "SIGINT"])
def test_however_start_py_ends_the_server_hears_of_it(tmp_path, how):
    """The signal goes to start.py alone, not to what it started."""
    ended = tmp_path / "ended"
    process = subprocess.Popen(
        [sys.executable, "-c", STARTS.format(root=str(ROOT), ended=str(ended))],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        process.stdout.readline()
        assert not ended.exists()
        process.send_signal(getattr(signal, how))
        process.wait(10)
        end = time.monotonic() + 10
        while not ended.exists() and time.monotonic() < end:
            time.sleep(0.02)
        assert ended.exists()
    finally:
        with suppress(OSError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        process.stdin.close()
        process.stdout.close()


def test_ctrl_c_reaches_the_course_through_its_pipe(monkeypatch):
    reads = [sys.executable, "-c", "import os, signal; signal.signal(2, signal.SIG_IGN); os.read(0, 1); os._exit(7)"]
    wait, asked = subprocess.Popen.wait, []

    def interrupted_once(process, timeout=None):
        asked.append(process)
        if len(asked) == 1:
            raise KeyboardInterrupt
        return wait(process, timeout)

    monkeypatch.setattr(subprocess.Popen, "wait", interrupted_once)
    assert start.hand_over(reads, {**os.environ, start.ENDS_WITH: "stdin"}) == 7


@pytest.mark.parametrize(
    "trouble, code",
    [
        (KeyboardInterrupt, 130),
        (PermissionError(13, "Permission denied"), 1),
        (ZeroDivisionError("?"), 1),
        (refusals.Refusal("No."), 1),
    ],
)
def test_no_traceback_reaches_the_person(monkeypatch, place, capsys, trouble, code):
    def fail(*_):
        raise trouble

    monkeypatch.setattr(start, "set_up", fail)
    monkeypatch.setattr(refusals, "in_onedrive", lambda *_: None)
    assert start.main([], place) == code
    out, err = capsys.readouterr()
    assert err == "" and 1 <= len(out.splitlines()) <= 2 and "Traceback" not in out


def test_a_cp1252_console_can_print_any_folder(tmp_path):
    folder = tmp_path / "OneDrive \u03a9\u03bc\u03ad\u03b3\u03b1"
    (folder / "src").mkdir(parents=True)
    shutil.copy(ROOT / "start.py", folder)
    shutil.copytree(ROOT / "src" / "starting", folder / "src" / "starting")
    answer = subprocess.run(
        [sys.executable, "start.py"], cwd=folder, capture_output=True, env={**os.environ, "PYTHONIOENCODING": "cp1252"}
    )
    assert answer.returncode == 1 and answer.stderr == b""
    assert answer.stdout.startswith(b"This folder is inside OneDrive") and b"OneDrive ?????" in answer.stdout
