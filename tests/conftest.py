"""What several tests share: an exercise folder, a work folder, and two promises of the whole run.

With CI set, a test may be skipped only for the want of ``../shared``. No test writes into the
my-work folder of the person at this computer.
"""

import os
import shutil
import sys
from pathlib import Path

import pytest
from _pytest.runner import runtestprotocol
from hypothesis import settings

from equityqi.files import course_root
from equityqi.organisation import ANOTHER, organisation

EXERCISE = "01-what-is-inequity"
written_in_my_work = []
settings.register_profile("unhurried", deadline=None, derandomize=True)  # the same examples on each run, however slow
settings.load_profile("unhurried")


def _watch(event, arguments):
    if event == "open":
        path, mode, _ = arguments
        if not isinstance(mode, str) or not set("wax+") & set(mode):
            return
    elif event in ("os.mkdir", "os.remove", "os.rename"):
        path = arguments[1 if event == "os.rename" else 0]
    else:
        return
    if isinstance(path, (str, bytes)):
        steps = Path(os.fsdecode(path)).absolute().parts
        if any(
            step.startswith("my-work") and not step.startswith("my-work-browser-") and Path(*steps[:at]) == ROOT
            for at, step in enumerate(steps)
        ):
            written_in_my_work.append(str(path))


ROOT = course_root()
sys.addaudithook(_watch)


@pytest.fixture(autouse=True)
def nobodys_own_work_is_touched():
    yield
    found, written_in_my_work[:] = list(written_in_my_work), []
    assert not found, f"A test wrote into a person's own work: {found}"


@pytest.fixture(scope="session", autouse=True)
def an_address_of_its_own():
    """Let the kernels that a test itself starts listen on an address of this worker's own: Jupyter looks for a free
    port some time before the kernel takes it, and a kernel of the other worker may be quicker.
    """
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    if worker and sys.platform.startswith("linux"):
        from jupyter_client import connect, localinterfaces

        address = f"127.0.1.{int(worker.removeprefix('gw')) + 1}"
        localinterfaces.local_ips()
        localinterfaces.LOCAL_IPS.append(address)
        connect.localhost = lambda: address


@pytest.fixture
def second_organisation(monkeypatch):
    """The course is run by a second organisation, in Scotland, with a logo, two dates and other starting times."""
    path = Path(__file__).with_name("second-organisation") / "organisation.yml"
    monkeypatch.setenv(ANOTHER, str(path))
    return organisation()


@pytest.fixture(scope="module")
def nobodys_organisation():
    """The course as it comes: nobody runs it yet. For tests that hold it so, whoever runs the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(ANOTHER, str(Path(__file__).with_name("second-organisation") / "nobody.yml"))
        yield organisation()


@pytest.fixture(params=["nobody", "a second"])
def either_organisation(request):
    """The course is run by nobody yet, and then by a second organisation."""
    return request.getfixturevalue(f"{'nobodys' if request.param == 'nobody' else 'second'}_organisation")


@pytest.fixture
def exercise_folder(tmp_path, monkeypatch):
    """A learner's copy of the first exercise, with no browser; it is the current folder."""
    folder = tmp_path / EXERCISE
    shutil.copytree(ROOT / "exercises" / EXERCISE, folder, ignore=shutil.ignore_patterns("*.answers.json*", ".*"))
    monkeypatch.chdir(folder)
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    return folder


@pytest.fixture(scope="session")
def prepared(tmp_path_factory):
    """A work folder of the real course, prepared once; tests get copies of it."""
    from equityqi.workfolder.prepare import prepare

    folder = tmp_path_factory.mktemp("prepared") / "my-work-asha"
    prepare(folder, "asha")
    return folder


@pytest.fixture
def work(prepared, tmp_path, monkeypatch):
    """A prepared work folder of the real course, for a person called Asha."""
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    return shutil.copytree(prepared, tmp_path / "my-work-asha")


FIRST = ("tests/test_style.py",)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Run the style tools first, then file by file as they were collected."""
    items.sort(key=lambda item: not item.nodeid.startswith(FIRST))


def _not_in_ci(report):
    """Turn a skip into a failure where everything should be there, save the papers in ../shared."""
    if not os.environ.get("CI") or not report.skipped or hasattr(report, "wasxfail"):
        return
    reason = str(report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr)
    if "../shared" not in reason:
        report.outcome, report.longrepr = "failed", f"CI is set, so this must run. {reason}"


@pytest.hookimpl(hookwrapper=True, tryfirst=True)
def pytest_runtest_makereport():
    outcome = yield
    _not_in_ci(outcome.get_result())


@pytest.hookimpl(hookwrapper=True, tryfirst=True)
def pytest_make_collect_report():
    outcome = yield
    _not_in_ci(outcome.get_result())


second_tries = []


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item, nextitem):
    """Try a test in the browser once more when it fails, and say so at the end: on a busy computer a browser is late
    now and then. What fails twice has failed.
    """
    if not item.get_closest_marker("browser"):
        return None
    item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    reports = runtestprotocol(item, nextitem=nextitem, log=False)
    if any(report.failed for report in reports):
        first = reports
        item._initrequest()  # fixtures anew
        reports = runtestprotocol(item, nextitem=nextitem, log=False)
        why = next(report.longreprtext for report in first if report.failed).strip().splitlines()[-1]
        reports[-1].user_properties.append(("failed at first", why))
    for report in reports:
        item.ihook.pytest_runtest_logreport(report=report)
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True


def pytest_runtest_logreport(report):
    second_tries.extend(f"{report.nodeid}: {why}" for name, why in report.user_properties if name == "failed at first")


def pytest_terminal_summary(terminalreporter):
    if second_tries:
        terminalreporter.section("Failed in the browser at first, tried once more")
        for line in second_tries:
            terminalreporter.write_line(line)
