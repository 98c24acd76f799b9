"""
The job of a worker, on Windows: what is in it ends with the run, however that ends.

A worker and all that it starts are in one. The system ends them when nobody has a handle
of the job any more: where there are process groups, the guardian does that.
"""

import ctypes
from typing import Any, Self

import attrs

_SET_QUOTA, _TERMINATE = 0x100, 0x1
_EXTENDED_LIMITS = 9
_END_WITH_LAST_HANDLE = 0x2000


class _Limits(ctypes.Structure):
    """JOBOBJECT_EXTENDED_LIMIT_INFORMATION, whose one field of interest is the flags."""

    _fields_ = (
        ("times", ctypes.c_int64 * 2),
        ("flags", ctypes.c_uint32),
        ("working_set", ctypes.c_size_t * 2),
        ("active_processes", ctypes.c_uint32),
        ("affinity", ctypes.c_size_t),
        ("classes", ctypes.c_uint32 * 2),
        ("transfers", ctypes.c_uint64 * 6),
        ("memory", ctypes.c_size_t * 4),
    )


@attrs.frozen
class Job:
    """A job with one process in it, and all that this one starts."""

    _kernel: Any
    _handle: int

    @classmethod
    def of(cls, process: int) -> Self | None:
        """Put ``process`` into a job of its own; None where that cannot be."""
        windows: Any = getattr(ctypes, "windll", None)
        handle = windows and windows.kernel32.CreateJobObjectW(None, None)
        if not handle:
            return None
        job = cls(windows.kernel32, handle)
        if job._ends_with_its_handle() and job._takes(process):
            return job
        job.close()
        return None

    def _ends_with_its_handle(self) -> bool:
        limits = _Limits(flags=_END_WITH_LAST_HANDLE)
        given = ctypes.byref(limits), ctypes.sizeof(limits)
        return bool(self._kernel.SetInformationJobObject(self._handle, _EXTENDED_LIMITS, *given))

    def _takes(self, process: int) -> bool:
        found = self._kernel.OpenProcess(_SET_QUOTA | _TERMINATE, False, process)  # noqa: FBT003 - nobody inherits it
        if not found:
            return False
        try:
            return bool(self._kernel.AssignProcessToJobObject(self._handle, found))
        finally:
            self._kernel.CloseHandle(found)

    def end(self) -> None:
        """End all that is in it, at once."""
        self._kernel.TerminateJobObject(self._handle, 1)

    def close(self) -> None:
        """Let go of it; what is left in it ends."""
        self._kernel.CloseHandle(self._handle)
