"""A Python (kernel) for each page: ready before the page asks for it, and gone soon after the page is closed."""

from __future__ import annotations

import asyncio
import os
from datetime import timedelta
from typing import Any

import zmq
from jupyter_server._tz import utcnow
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from tornado.ioloop import IOLoop
from traitlets import Bool, List, Unicode

PREPARE = "import equityqi.forms.ask, equityqi.forms.question_form, equityqi.lessons.say"  # what the pages use
MOVE = "import os; os.chdir({cwd!r}); os.environ.update({env!r}); del os"
BREATH = 4  # seconds from a page's start until the next spare is made: the page itself comes first
WAIT = 60  # seconds for a spare on a busy computer


class CourseKernels(AsyncMappingKernelManager):
    """Jupyter's kernels, with one to spare that has the course imported; a page that opens gets it and finds it warm.

    A kernel that no page is connected to ends after ``cull_idle_timeout`` seconds, unless it is busy. A page that is
    open in another tab keeps its own.
    """

    spare = Bool(True, help="Whether one waits for the next page.").tag(config=True)
    also = List(Unicode(), help="What a kernel imports besides, for pages that draw when they run.").tag(config=True)

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        if zmq.has("curve"):  # else a kernel warns that others on this computer could listen to it
            self.config.KernelManager.transport_encryption = "auto"
        self._spare: asyncio.Task[tuple[str, Any] | None] | None = None
        self._warming: set[str] = set()  # kernels that wait for a page

    def warm(self) -> None:
        """Begin to make the spare kernel, if there is none."""
        if self.spare and self._spare is None:
            self._spare = asyncio.ensure_future(self._make_spare())

    async def _make_spare(self) -> tuple[str, Any] | None:
        kernel_id = ""
        try:
            kernel_id = await super()._async_start_kernel()
            self._warming.add(kernel_id)
            client: Any = self.get_kernel(kernel_id).client()
            client.start_channels()
            await client.wait_for_ready(timeout=WAIT)
            code = ", ".join([PREPARE, *self.also])
            await client._async_execute_interactive(code, silent=True, store_history=False, timeout=WAIT)
            return kernel_id, client
        except Exception:  # without a spare a page starts its own, a little later
            self._warming.discard(kernel_id)
            return None

    async def _hand_out(self, cwd: str, env: dict[str, str]) -> str | None:
        spare, self._spare = self._spare, None
        made = await spare if spare else None
        if made is None or made[0] not in self:
            return None
        kernel_id, client = made
        code = MOVE.format(cwd=cwd, env=env)
        try:
            reply = await client._async_execute_interactive(code, silent=True, store_history=False, timeout=WAIT)
        except TimeoutError:
            reply = {"content": {"status": "none"}}
        finally:
            client.stop_channels()
            self._warming.discard(kernel_id)
        if reply["content"]["status"] != "ok":
            await self.shutdown_kernel(kernel_id)
            return None
        kernel: Any = self.get_kernel(kernel_id)
        kernel._launch_args |= {"cwd": cwd, "env": os.environ | env}  # where it goes on when it is restarted
        kernel.last_activity = utcnow()
        return kernel_id

    async def _async_start_kernel(self, *, kernel_id: str | None = None, path: Any = None, **settings: Any) -> str:
        """Return the id of a kernel for the page in the folder ``path``: the spare, or a new one."""
        ordinary = settings.get("kernel_name") in (None, "", self.default_kernel_name)
        if kernel_id is None and path is not None and ordinary:
            env = settings.get("env") or {}
            changed = {name: value for name, value in env.items() if os.environ.get(name) != value}
            given = await self._hand_out(self.cwd_for_path(path, env=env), changed)
            IOLoop.current().call_later(BREATH, self.warm)
            if given:
                return given
        return await super()._async_start_kernel(kernel_id=kernel_id, path=path, **settings)

    start_kernel = _async_start_kernel  # as Jupyter's own class does

    async def cull_kernel_if_idle(self, kernel_id: str) -> None:
        """End a kernel that no page has been connected to for a while; Jupyter's own way prints a warning each time."""
        kernel: Any = self._kernels[kernel_id]
        idle = utcnow() - getattr(kernel, "last_activity", utcnow()) > timedelta(seconds=self.cull_idle_timeout)
        left = not self._kernel_connections.get(kernel_id) and kernel.execution_state != "busy"
        if idle and left and kernel_id not in self._warming:
            await self.shutdown_kernel(kernel_id)


def _load_jupyter_server_extension(app: Any) -> None:
    IOLoop.current().add_callback(app.kernel_manager.warm)
