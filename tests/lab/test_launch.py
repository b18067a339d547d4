"""Lab is opened on this computer only, with settings of the course's own."""

import asyncio
import json
import os
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from equityqi.lab.launch import CouldNotStart, free_port, settings_environment


@pytest.fixture(params=["learner", "trainer"])
def profile(request):
    return request.param


def test_nothing_of_the_person_s_own_jupyter_is_read_or_changed(tmp_path, monkeypatch, profile):
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", str(tmp_path / "own"))
    monkeypatch.setenv("JUPYTERLAB_SETTINGS_DIR", str(tmp_path / "own"))
    environment = settings_environment(profile, tmp_path / "work")
    script = (
        "import json, jupyter_core.paths as p; print(json.dumps([p.jupyter_config_path(), p.jupyter_path(),"
        " p.jupyter_runtime_dir()]))"
    )
    said = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True
    ).stdout
    config, data, runtime = json.loads(said)
    home = str(Path.home())
    for place in [config[0], data[0], runtime, environment["JUPYTERLAB_SETTINGS_DIR"], environment["IPYTHONDIR"]]:
        assert Path(place).is_relative_to(tmp_path / "work")
    assert not [
        place
        for place in config + data
        if place.startswith((home + os.sep + ".jupyter", home + os.sep + ".local", str(tmp_path / "own")))
    ]


def test_the_server_listens_on_this_computer_only_and_keeps_its_token(tmp_path, profile):
    settings_environment(profile, tmp_path)
    settings = json.loads(
        (tmp_path / f".{profile}" / "config" / "jupyter_server_config.json").read_text(encoding="utf-8")
    )
    assert settings["ServerApp"]["ip"] == "127.0.0.1"
    assert (
        not {"token", "password", "allow_origin", "disable_check_xsrf"} & set(settings["ServerApp"])
        and "IdentityProvider" not in settings
    )


def test_every_settings_file_is_good_json(tmp_path, profile):
    settings_environment(profile, tmp_path)
    files = list((tmp_path / f".{profile}").rglob("*.json"))
    assert len(files) >= 4
    for path in files:
        json.loads(path.read_text(encoding="utf-8"))


def test_the_pages_of_last_time_are_not_opened_behind_the_start_page(tmp_path, profile):
    settings_environment(profile, tmp_path)
    old = tmp_path / f".{profile}" / "workspaces" / "default.jupyterlab-workspace"
    old.parent.mkdir()
    old.write_text("{}")
    settings_environment(profile, tmp_path)
    assert not old.exists()


def test_a_busy_port_is_told_in_one_sentence():
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        with pytest.raises(
            CouldNotStart,
            match=(
                f"^Port {port} is in use by another program. Leave out --port, or choose another number, such as"
                f" {port + 1}.$"
            ),
        ):
            free_port(port)
    assert free_port(port) == port


def test_a_port_that_cannot_be_is_told_as_well():
    with pytest.raises(CouldNotStart, match="Port 70000"):
        free_port(70000)


def test_a_console_that_lacks_a_letter_does_not_fail(tmp_path):
    command = [sys.executable, "-m", "equityqi", "hand-in", "--name", "…"]
    environment = {**os.environ, "PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"}
    said = subprocess.run(command, capture_output=True, env=environment, cwd=tmp_path)
    assert said.returncode == 1 and b"Traceback" not in said.stderr and b"has no letter or number in it" in said.stderr


def test_a_trainers_slides_fetch_no_letters_from_elsewhere():
    """Of jupyterlab-rise's themes this one has its letters with it; most others ask Google for theirs."""
    import equityqi

    settings = (
        Path(equityqi.__file__).parent
        / "lab"
        / "profiles"
        / "trainer"
        / "config"
        / "labconfig"
        / "default_setting_overrides.json"
    )
    assert json.loads(settings.read_text(encoding="utf-8"))["jupyterlab-rise:plugin"]["theme"] == "white"


def test_what_a_trainer_runs_in_the_course_s_own_pages_is_not_stored_in_them(tmp_path, monkeypatch):
    """Lab stores outputs into a page at each save; in a clone, each lesson that was shown would differ from the
    course's.
    """
    from equityqi.files import course_root
    from equityqi.lab import clean_on_save

    stored = (course_root() / "course" / "session-1" / "01-what-is-inequity.ipynb").read_bytes()
    for folder in (tmp_path / "course", tmp_path / "my-work" / "course"):
        folder.mkdir(parents=True)
        (folder / "lesson.ipynb").write_bytes(stored)
    monkeypatch.setattr(clean_on_save, "course_root", lambda: tmp_path)
    config = Path(clean_on_save.__file__).with_name("profiles") / "trainer" / "config" / "jupyter_server_config.json"
    assert (
        json.loads(config.read_text(encoding="utf-8"))["ServerApp"]["contents_manager_class"]
        == f"{clean_on_save.__name__}.{clean_on_save.CleanPages.__name__}"
    )

    async def run_and_save(path):
        files = clean_on_save.CleanPages(root_dir=str(tmp_path))
        page = (await files.get(path))["content"]
        page["metadata"] |= {"widgets": {"state": {}}, "language_info": {"name": "python", "version": "3.11.2"}}
        for cell in page["cells"]:
            if cell["cell_type"] == "code":
                cell["outputs"], cell["execution_count"] = (
                    [{"output_type": "stream", "name": "stdout", "text": "shown once"}],
                    7,
                )
                cell["metadata"] |= {"execution": {}, "scrolled": True, "trusted": True}
        await files.save({"type": "notebook", "format": "json", "content": page}, path)

    with ThreadPoolExecutor() as aside:  # a browser test may have left an event loop in this thread
        for path in ("course/lesson.ipynb", "my-work/course/lesson.ipynb"):
            aside.submit(asyncio.run, run_and_save(path)).result()
    assert (tmp_path / "course" / "lesson.ipynb").read_bytes() == stored
    assert b"shown once" in (tmp_path / "my-work" / "course" / "lesson.ipynb").read_bytes()
