"""Run the command on a terminal, and type into it."""

import contextlib
import os
import pty
import subprocess
import sys

from workspaces import Workspace


def on_terminal(workspace: Workspace, *arguments: str, typed: str = "", **environment: str) -> str:
    """Run the command on a terminal, where somebody types ``typed``; return what it shows."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "-m", "textflow", *arguments],
        cwd=workspace.folder,
        env=workspace.environment(**({"TERM": "dumb"} | environment)),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    os.write(ours, typed.encode())
    shown = b""
    with contextlib.suppress(OSError):  # a terminal whose other side has gone gives EIO
        while piece := os.read(ours, 65_536):
            shown += piece
    os.close(ours)
    process.wait(60)
    return shown.decode()
