"""Where a page runs: in Lab with a browser, or without one."""

from __future__ import annotations

import asyncio
import os


def has_browser() -> bool:
    """Tell whether Lab or Notebook started this kernel: they name its session, nbclient does not."""
    return bool(os.environ.get("JPY_SESSION_NAME"))


def running_loop() -> asyncio.AbstractEventLoop | None:
    """Return the loop of the page that runs this form, or None."""
    try:
        return asyncio.get_running_loop()
    except RuntimeError:  # no page is running: a test, or plain Python
        return None
