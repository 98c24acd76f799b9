"""
The last to leave: ends the workers, and all that they have started, when the run is gone.

A process of its own, in a session of its own, which waits for the end of its standard
input. Whatever ends the run, the system closes that pipe.
"""

import contextlib
import os
import subprocess
import sys
from typing import IO

_CODE = """
import os, sys
groups = set()
for line in sys.stdin:
    sign, group = line[0], int(line[1:])
    (groups.add if sign == "+" else groups.discard)(group)
for group in groups:
    try:
        os.killpg(group, 9)
    except OSError:
        pass
"""


class Guardian:
    """The guardian of one run; none where there are no process groups."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None
        if os.name == "posix":
            self._process = subprocess.Popen(  # noqa: S603 - our own Python
                [sys.executable, "-I", "-S", "-c", _CODE],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                text=True,
                start_new_session=True,
            )

    def watch(self, group: int) -> None:
        """End the process group ``group`` with the run."""
        self._say(f"+{group}\n")

    def forget(self, group: int) -> None:
        """Leave ``group`` alone: it is gone."""
        self._say(f"-{group}\n")

    def _say(self, line: str) -> None:
        pipe = self._pipe()
        if pipe is not None:
            try:
                pipe.write(line)
                pipe.flush()
            except OSError:  # somebody has ended it; the workers look after themselves
                self._process = None

    def _pipe(self) -> IO[str] | None:
        return None if self._process is None else self._process.stdin

    def close(self) -> None:
        """Let it go."""
        process, self._process = self._process, None
        if process is not None:
            if process.stdin is not None:
                with contextlib.suppress(OSError):
                    process.stdin.close()
            process.wait()
