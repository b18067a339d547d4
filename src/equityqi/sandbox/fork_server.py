"""Run page after page without a new start for each. Started as a script inside the sandbox, it imports what pages need
and then only forks.

Each page gets namespaces of its own (user, mounts, processes, network, names), a scratch space that nobody else sees,
no powers, and an end with which all that it started dies. This process itself reads no page and no test: only the fork
for a page does. It waits for one byte before each page, and tells on its standard output when the page and all of it
are gone. When nobody asks any more, it ends with all it holds. It must have exactly one thread.
"""

from __future__ import annotations

import ctypes
import gc
import os
import select
import sys
from functools import cache

sys.path.insert(0, os.path.dirname(__file__))
import run_page  # noqa: E402  the other script, beside this one

sys.path.pop(0)
del sys.modules["run_page"]  # the name is free for a page

WANTED = (
    "pandas.testing",
    "numpy.testing",
    "matplotlib.pyplot",
    "matplotlib.backends.backend_agg",
    "matplotlib_inline.backend_inline",
    "equityqi.cases.case",
    "equityqi.gaps",
    "equityqi.variation",
)
NEWNS, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET = 0x20000, 0x4000000, 0x8000000, 0x10000000, 0x20000000, 0x40000000
NOSUID, NODEV, NOEXEC, REC, PRIVATE = 2, 4, 8, 0x4000, 0x40000
CAPBSET_DROP, NO_NEW_PRIVS, CAPABILITY_VERSION = 24, 38, 0x20080522
NOT_ISOLATED = 77  # how a fork ends that could not be set apart


def main():
    shell = run_page.new_shell()
    with shell.builtin_trap:  # pandas looks for a notebook when it is imported
        for name in WANTED:
            try:
                __import__(name)
            except Exception:
                pass  # a page that needs it says so
    gc.collect()
    gc.freeze()
    while os.read(0, 1):
        child = os.fork()
        if not child:
            _page(shell)
        _wait_while_wanted(child)
        os.write(1, b'{"ended": %d}\n' % os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))


def _wait_while_wanted(child):
    """Return when the child has ended. Where whoever asked for the page has gone, end at once: the whole sandbox goes
    with this process. Root's first layer is not enough: it may not send a signal to another user's process.
    """
    try:
        ended = os.pidfd_open(child)
    except OSError:
        return  # an old system: the page ends with its own time
    try:
        wanted = select.poll()
        wanted.register(ended, select.POLLIN)
        wanted.register(0, 0)  # nothing but its being closed
        if any(one == 0 for one, _ in wanted.poll()):
            os._exit(1)
    finally:
        os.close(ended)


def _page(shell):
    """In the fork: set it apart, run the page in a process below it, and end when that one has ended. Never returns."""
    try:
        user, group = os.getuid(), os.getgid()
        _checked(_libc().unshare(NEWUSER | NEWNS | NEWUTS | NEWIPC | NEWPID | NEWNET))
        for name, text in (("setgroups", "deny"), ("uid_map", f"{user} {user} 1"), ("gid_map", f"{group} {group} 1")):
            _write(f"/proc/self/{name}", text)
        first = os.fork()
    except OSError:
        os._exit(NOT_ISOLATED)
    if first:
        os._exit(os.waitstatus_to_exitcode(os.waitpid(first, 0)[1]) & 127)
    try:
        _apart()
        page = os.fork()
    except OSError:
        os._exit(NOT_ISOLATED)
    if page:  # the first process of its own small world: it gathers the dead, and when it ends all end
        while os.wait()[0] != page:
            pass
        os._exit(0)
    run_page.main(shell)


def _apart():
    """Private processes, scratch space and shared memory; then no way to more, and no powers."""
    _mount(None, "/", None, REC | PRIVATE)
    _mount("proc", "/proc", "proc", NOSUID | NODEV | NOEXEC)
    scratch, size = sys.argv[1:]
    for place in (scratch, "/dev/shm"):
        _mount("tmpfs", place, "tmpfs", NOSUID | NODEV, f"size={size}")
    os.mkdir(f"{scratch}/page")
    os.chdir(f"{scratch}/page")
    _write("/proc/sys/user/max_user_namespaces", "0")
    for power in range(64):
        if _libc().prctl(CAPBSET_DROP, power, 0, 0, 0):
            break
    _checked(_libc().capset((ctypes.c_uint32 * 2)(CAPABILITY_VERSION, 0), (ctypes.c_uint32 * 6)()))
    _checked(_libc().prctl(NO_NEW_PRIVS, 1, 0, 0, 0))


@cache
def _libc():
    return ctypes.CDLL(None, use_errno=True)


def _mount(source, target, kind, flags, data=None):
    _checked(
        _libc().mount(
            *(part and part.encode() for part in (source, target, kind)), ctypes.c_ulong(flags), data and data.encode()
        )
    )


def _write(path, text):
    with open(path, "w") as file:
        file.write(text)


def _checked(result):
    if result:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


if __name__ == "__main__":
    main()
