"""How much memory another process has, as the system at hand tells it."""

import os
import subprocess
import sys
from importlib import import_module
from typing import Any


def resident(process: int) -> int:
    """Return the bytes of memory that ``process`` has; 0 where that cannot be known."""
    try:
        return _READERS.get(sys.platform, _told_by_ps)(process)
    except (OSError, ValueError, IndexError, AttributeError):
        return 0


def _told_by_linux(process: int) -> int:
    with open(f"/proc/{process}/statm") as file:  # noqa: PTH123 - several times a second
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def _told_by_ps(process: int) -> int:
    command = ["ps", "-o", "rss=", "-p", str(process)]
    done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603 - a number
    return int(done.stdout) * 1024


def _told_by_windows(process: int) -> int:
    kernel: Any = getattr(import_module("ctypes"), "windll").kernel32  # noqa: B009 - not elsewhere
    ctypes: Any = import_module("ctypes")
    counters = (ctypes.c_size_t * 10)()
    handle = kernel.OpenProcess(0x1000, False, process)  # noqa: FBT003 - PROCESS_QUERY_LIMITED_INFORMATION
    try:
        kernel.K32GetProcessMemoryInfo(handle, ctypes.byref(counters), ctypes.sizeof(counters))
    finally:
        kernel.CloseHandle(handle)
    return int(counters[2])  # WorkingSetSize, behind two 32-bit numbers and the peak


_READERS = {"linux": _told_by_linux, "win32": _told_by_windows}
