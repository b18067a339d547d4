"""A page's Python is ready before the page asks for it."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest

from equityqi.lab.kernels import CourseKernels


def run(work):
    """Run it in a thread of its own: where browser tests ran before, this one has a loop already."""
    with ThreadPoolExecutor(1) as aside:
        return aside.submit(asyncio.run, work).result()


async def where(kernels, kernel_id):
    client = kernels.get_kernel(kernel_id).client()
    client.start_channels()
    await client.wait_for_ready(timeout=60)
    said = []
    code = "import os, sys; print(os.getcwd(), os.environ['PAGE'], 'equityqi.forms.ask' in sys.modules)"
    await client.execute_interactive(
        code, output_hook=lambda message: said.append(message["content"].get("text", "")), timeout=60
    )
    client.stop_channels()
    return "".join(said).split()


def test_a_page_gets_the_spare_kernel_in_its_own_folder_also_after_a_restart(tmp_path):
    (tmp_path / "exercises").mkdir()

    async def visit():
        kernels = CourseKernels(root_dir=str(tmp_path))
        kernels.warm()
        spare = (await kernels._spare)[0]
        given = await kernels.start_kernel(path="exercises", kernel_name="python3", env={"PAGE": "one"})
        before = await where(kernels, given)
        await kernels.restart_kernel(given)
        after = await where(kernels, given)
        await kernels.shutdown_all()
        return spare == given, before, after

    folder = str(tmp_path / "exercises")
    handed, before, after = run(visit())
    assert handed and before == [folder, "one", "True"] and after[:2] == [folder, "one"]


def test_a_page_that_waits_for_its_kernel_gets_that_one_though_the_next_is_begun(tmp_path):
    """On a busy computer a spare is still warming when its page asks, and the next is begun meanwhile."""
    (tmp_path / "exercises").mkdir()

    async def visit():
        kernels = CourseKernels(root_dir=str(tmp_path))
        kernels.warm()
        asked = asyncio.ensure_future(
            kernels.start_kernel(path="exercises", kernel_name="python3", env={"PAGE": "one"})
        )
        await asyncio.sleep(0.1)
        kernels.warm()
        found = await where(kernels, await asked)
        await kernels._spare
        await kernels.shutdown_all()
        return found

    assert run(visit())[:2] == [str(tmp_path / "exercises"), "one"]


def test_a_page_starts_its_own_kernel_when_there_is_none_to_spare(tmp_path):
    async def visit():
        kernels = CourseKernels(root_dir=str(tmp_path))
        given = await kernels.start_kernel(path="", kernel_name="python3")
        running = given in kernels
        await kernels.shutdown_all()
        return running

    assert run(visit())


@pytest.mark.parametrize(("connections", "ends"), [(0, True), (1, False)])
def test_a_kernel_ends_when_no_page_is_connected_to_it(tmp_path, connections, ends):
    async def leave():
        kernels = CourseKernels(root_dir=str(tmp_path), cull_idle_timeout=1)
        given = await kernels.start_kernel(path="", kernel_name="python3")
        kernels._kernel_connections[given] = connections
        kernels.get_kernel(given).execution_state = "idle"
        kernels.get_kernel(given).last_activity = kernels.get_kernel(given).last_activity.replace(year=2020)
        await kernels.cull_kernel_if_idle(given)
        gone = given not in kernels
        await kernels.shutdown_all()
        return gone

    assert run(leave()) is ends


def test_a_kernel_that_starts_says_nothing_in_the_window(tmp_path, capfd):
    async def visit():
        kernels = CourseKernels(root_dir=str(tmp_path))
        given = await kernels.start_kernel(path="", kernel_name="python3", env={"PAGE": "one"})
        found = await where(kernels, given)
        await kernels.shutdown_all()
        return found

    assert run(visit())[1] == "one"
    assert capfd.readouterr().err == ""
