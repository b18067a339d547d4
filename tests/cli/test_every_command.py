"""cli: every command, with --help, with wrong words, with Ctrl-C, and with a folder that takes no file."""

import pytest
from click import testing as click_testing
from rich.console import Console
from typer.main import get_command

from equityqi.cli import options, verbs
from equityqi.cli.app import app
from equityqi.cli.verbs import STOPPED, by_hand, command_name, working


def every_command(command, words=()):
    """Yield each verb as the words that people type, with its command."""
    if not hasattr(command, "commands"):
        yield words, command
        return
    if words and command.invoke_without_command:
        yield words, command
    for name, below in command.commands.items():
        yield from every_command(below, (*words, name))


GROUP = get_command(app)
COMMANDS = dict(every_command(GROUP))
NAMES = [" ".join(words) for words in COMMANDS]
FILLED = {"out": "--out", "picture": "--picture", "word": "--word", "project": "--project"}  # options that are paths
WRITES = [
    (" ".join(words), option.opts[0])
    for words, command in COMMANDS.items()
    for option in command.params
    if option.name in FILLED and option.param_type_name == "option" and not option.is_flag
]
CASES = [" ".join(words) for words, command in COMMANDS.items() if any("--case" in one.opts for one in command.params)]


def needed(name):
    """The arguments and options that a command cannot do without, each with some word."""
    words = []
    for option in COMMANDS[tuple(name.split())].params:
        if option.required:
            words += ["x"] if option.param_type_name == "argument" else [option.opts[0], "x"]
    return words


def run(*words):
    return click_testing.CliRunner().invoke(GROUP, list(words))


@pytest.fixture
def nothing_is_done(monkeypatch):
    """Let each command fail the test once it begins its work."""
    for command in COMMANDS.values():
        if not hasattr(command, "commands"):
            monkeypatch.setattr(command, "callback", lambda *_, **__: pytest.fail("It began its work."))


def test_there_are_commands_to_walk():
    assert {"learn", "mark", "look", "site", "make words", "make forms", "make certificates", "check"} <= set(NAMES)
    assert len(NAMES) > 25 and len(WRITES) > 10 and len(CASES) > 4


@pytest.mark.parametrize("name", NAMES)
def test_help_only_helps(name, tmp_path, monkeypatch, nothing_is_done):
    monkeypatch.chdir(tmp_path)
    told = run(*name.split(), "--help")
    assert told.exit_code == 0 and "Usage:" in told.output and not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", [name for name in NAMES if name != "hub-server"])  # a Hub adds words of its own
def test_a_wrong_word_is_named_and_nothing_is_done(name, tmp_path, monkeypatch, nothing_is_done):
    monkeypatch.chdir(tmp_path)
    told = run(*name.split(), *needed(name), "--no-such-option")
    assert told.exit_code == 2 and "--no-such-option" in told.output and "Traceback" not in told.output
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", NAMES)
def test_ctrl_c_ends_in_one_line(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    told = stopped_in(name, monkeypatch, KeyboardInterrupt())
    assert (told.exit_code, told.output.strip()) == (130, STOPPED)


def stopped_in(name, monkeypatch, error):
    """Run a command in whose work something is raised."""

    def work(*_, **__):
        raise error

    command = COMMANDS[tuple(name.split())]
    monkeypatch.setattr(command, "callback", work)
    monkeypatch.setattr(command, "params", [])
    return run(*name.split())


@pytest.mark.parametrize(("name", "option"), WRITES)
def test_a_path_that_cannot_be_written_is_said_before_the_work(name, option, tmp_path, monkeypatch, nothing_is_done):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a file").write_text("")
    told = run(*name.split(), *needed(name), option, str(tmp_path / "a file" / "below" / "x"))
    assert told.exit_code == 1
    assert "is a file, so nothing can be written into" in told.output and told.output.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["a file"]


@pytest.mark.parametrize("name", ["evaluate", "commitments", "make projects"])
def test_a_place_that_nobody_named_and_that_cannot_be_written_is_said_before_the_work(name, tmp_path, monkeypatch):
    """Without ``--out`` it is the folder itself, or one beside it."""
    (tmp_path / "in").mkdir()
    for cannot in ("in", "in-follow-up", "in-projects"):
        monkeypatch.setattr(options, "why_not_into", lambda folder, c=cannot: f"No: {folder}" * (folder.name == c))
        told = run(*name.split(), str(tmp_path / "in"))
        expected = {"evaluate": "in", "commitments": "in-follow-up", "make projects": "in-projects"}[name]
        assert (told.output.strip() == f"No: {tmp_path / cannot}") == (cannot == expected), told.output


def test_a_set_to_print_that_there_is_not_is_refused_before_anything_is_said_of_running(tmp_path):
    told = run("make", "print", "--only", "name tent", "--out", str(tmp_path))
    assert told.exit_code == 1 and "Did you mean “name tents”?" in told.output and "run once" not in told.output


@pytest.mark.parametrize("name", CASES)
def test_a_case_that_is_not_there_does_not_speak_of_a_settings_file(name, tmp_path, monkeypatch, nothing_is_done):
    monkeypatch.chdir(tmp_path)
    told = run(*name.split(), "--case", "nope")
    assert told.exit_code == 1 and "There is no case called “nope”. The cases are: a-blood-pressure" in told.output
    assert "Check the word after --case." in told.output and "settings.yml" not in told.output


@pytest.mark.parametrize(
    ("words", "maker"),
    [
        (["site"], "equityqi.live.site.make_live_site"),
        (["make", "paper"], "equityqi.handouts.paper_pack.make_paper"),
        (["make", "print", "--only", "name tents"], "equityqi.handouts.print_session.run_pages"),
        (["make", "powerpoint"], "equityqi.lessons.slide_deck.make_decks"),
    ],
)
def test_what_is_made_without_a_case_says_which_case_it_takes(words, maker, tmp_path, monkeypatch):
    (tmp_path / "exercises").mkdir()
    (tmp_path / "settings.yml").write_text("case: c-asthma\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    took = []

    def make(*given, **_):
        took.append(given)
        raise OSError("the end of this test")

    monkeypatch.setattr(maker, make)
    told = run(*words, "--out", str(tmp_path / "out"))
    assert "The case is c-asthma. For another one, add --case" in told.output and "c-asthma" in str(took)
    told = run(*words, "--out", str(tmp_path / "out"), "--case", "e-second-mmr")
    assert "The case is" not in told.output and "e-second-mmr" in str(took[1:])


def test_ctrl_c_is_known_behind_the_error_that_what_runs_pages_makes_of_it():
    try:
        try:
            raise KeyboardInterrupt
        except KeyboardInterrupt:
            raise AssertionError("no kernel") from None
    except AssertionError as error:
        assert by_hand(error)
    assert not by_hand(ValueError("no"))


def test_another_error_is_not_taken_for_ctrl_c(monkeypatch):
    told = stopped_in("make words", monkeypatch, ValueError("a fault"))
    assert isinstance(told.exception, ValueError) and STOPPED not in told.output


def test_a_folder_is_no_file_to_look_at(tmp_path):
    told = run("look", str(tmp_path))
    assert (
        told.exit_code == 1
        and "is a folder. Give the name of a CSV or Excel file in it.\n" in told.output
        and "Close it" not in told.output
    )


def test_the_command_is_called_as_in_the_readme():
    assert command_name() == "python start.py"


BUSY = (
    "hand-in", "keep-copy", "make case", "make runsheet", "make slides", "make glossary", "make workbook", "make forms",
    "evaluate", "commitments", "make projects", "look", "check minutes", "check lint", "check",
)  # fmt: skip


@pytest.mark.parametrize("name", BUSY)
def test_what_takes_seconds_shows_that_it_works(name, tmp_path, monkeypatch):
    class Begun(Exception):
        pass

    def begins(words):
        raise Begun(words)

    modules = {"hand-in": "app", "keep-copy": "app", "check": "check", "evaluate": "evaluate", "look": "look"}
    verb = name.split()[0]
    held = modules.get(verb, verb)
    for module in {held, "make_for_people"} if verb == "make" else {held}:
        monkeypatch.setattr(f"equityqi.cli.{module}.working", begins)
    words = {"make case": ["--name", "g-new"], "hand-in": ["--name", "asha"]}.get(name, [])
    arguments = ["x"] if needed(name)[:1] == ["x"] else []
    monkeypatch.chdir(tmp_path)
    assert isinstance(run(*name.split(), *arguments, *words).exception, Begun)


def test_only_a_terminal_shows_that_it_works(capsys, monkeypatch):
    with working("Drawing"):
        pass
    assert capsys.readouterr() == ("", "")
    monkeypatch.setattr(verbs, "Console", lambda stderr: Console(stderr=stderr, force_terminal=True))
    with working("Drawing"):
        pass
    assert "Drawing" in capsys.readouterr().err
