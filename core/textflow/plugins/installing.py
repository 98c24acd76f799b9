"""The line that installs something for the very Python that runs."""

import os
import sys
from importlib.util import find_spec


def install_line(*requirements: str) -> str:
    """Return the command that installs ``requirements`` here, whichever environment is active."""
    import shlex  # noqa: PLC0415 - only where something is missing
    import subprocess  # noqa: PLC0415

    python = sys.executable or "python"
    installer = [python, "-m", "pip", "install"]
    if find_spec("pip") is None:  # an environment that uv has made
        installer = ["uv", "pip", "install", "--python", python]
    command = [*installer, *requirements]
    return subprocess.list2cmdline(command) if os.name == "nt" else shlex.join(command)
