"""What a JupyterHub starts for each person: their own work folder, the profile of their group, the Hub's own words."""

from dataclasses import replace

import pytest

from equityqi.cases.case_files import course_cases
from equityqi.files import course_root
from equityqi.lab import hub_server
from equityqi.lab.launch import CouldNotStart
from equityqi.settings import read_settings
from equityqi.workfolder.answers_file import answers_name, read_answers, write_answers


@pytest.fixture
def from_hub(tmp_path, monkeypatch):
    """What the Hub gives a server; ``jupyterhub`` itself is no part of the course."""
    monkeypatch.setattr(hub_server, "find_spec", lambda name: name == "jupyterhub")
    given = {
        "HOME": str(tmp_path / "asha"),
        "JUPYTERHUB_SERVICE_URL": "http://0.0.0.0:8888/user/asha/",
        "JUPYTERHUB_API_TOKEN": "abc",
        "JUPYTER_PATH": "/somewhere/else",
    }
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    return given


@pytest.mark.slow
def test_a_person_gets_their_own_folder_and_the_profile_of_their_group_and_keeps_their_answers(from_hub, tmp_path):
    case = list(course_cases())[2]
    days = {"EQUITYQI_SESSION_DATE": "2026-12-01", "EQUITYQI_SECOND_DATE": "8 December 2026"}
    command, environment, work = hub_server.hub_server({**from_hub, "EQUITYQI_CASE": case, **days}, ["--port=5"])
    assert work == tmp_path / "asha/equityqi/my-work" and not work.is_relative_to(course_root())
    assert command[1:] == [
        "-m",
        "jupyterhub.singleuser",
        f"--ServerApp.root_dir={work}",
        "--CourseKernels.spare=False",
        "--port=5",
    ]
    assert environment["MALLOC_ARENA_MAX"] == "2"
    assert environment["JUPYTERHUB_API_TOKEN"] == "abc" and "JUPYTER_PATH" not in environment
    assert environment["JUPYTERHUB_DEFAULT_URL"] == "/lab/tree/course/00-start.ipynb"
    assert environment["JUPYTER_CONFIG_DIR"] == str(work / ".learner/config")
    assert list((work / ".learner/data").glob("nbsignatures.db"))  # pages that may run by themselves
    settings = read_settings(work)
    assert settings["case"] == case
    assert [str(settings[name]) for name in ("session_date", "second_date")] == ["2026-12-01", "2026-12-08"]

    keep(work / "exercises/01-what-is-inequity", "gap-years", 8.7)
    _, environment, again = hub_server.hub_server({**from_hub, "EQUITYQI_PROFILE": "trainer"}, [])
    assert environment["JUPYTER_CONFIG_DIR"] == str(work / ".trainer/config") and again == work
    assert environment["JUPYTERHUB_DEFAULT_URL"] == "/lab/tree/course/trainer/home.ipynb"
    assert (work / "course/trainer/home.ipynb").is_file() and read_settings(work)["case"] == case
    name = "01-what-is-inequity"
    answers, damaged = read_answers(work / f"exercises/{name}" / answers_name(name), name)
    assert answers.answers == {"gap-years": 8.7} and not damaged


def keep(folder, question, answer):
    path = folder / answers_name(folder.name)
    held, _ = read_answers(path, folder.name)
    write_answers(path, replace(held, answers={question: answer}))


def test_without_a_hub_it_says_what_to_use(from_hub, monkeypatch):
    with pytest.raises(CouldNotStart, match="On your own computer, use: learn"):
        hub_server.hub_server({"HOME": from_hub["HOME"]}, [])
    with pytest.raises(CouldNotStart, match="has to be learner or trainer"):
        hub_server.hub_server({**from_hub, "EQUITYQI_PROFILE": "admin"}, [])
    monkeypatch.setattr(hub_server, "prepare", lambda *_: None)
    with pytest.raises(CouldNotStart, match="EQUITYQI_SECOND_DATE: .*soon"):
        hub_server.hub_server({**from_hub, "EQUITYQI_SECOND_DATE": "soon"}, [])
    monkeypatch.setattr(hub_server, "find_spec", lambda name: None)
    with pytest.raises(CouldNotStart, match="Install the version that your Hub has"):
        hub_server.hub_server(from_hub, [])
