"""Standard output and standard error that take nothing: the exit code stays that of the work."""

import errno
import subprocess
from pathlib import Path

import pytest
from workspaces import Workspace

from textflow.running.disk_errors import unwritten

pytestmark = pytest.mark.skipif(
    not Path("/dev/full").exists(), reason="this system has no /dev/full"
)
BAD = "[{segment: {nothing: 1}}]"


def ended(workspace: Workspace, arguments: str, tail: str) -> tuple[int, str]:
    """Return how a command ends whose output is led as ``tail`` says, and what it says."""
    command = " ".join(workspace.command(*arguments.split()))
    done = subprocess.run(  # noqa: S603 - our own command
        ["/bin/bash", "-o", "pipefail", "-c", f"{command} {tail}"],
        cwd=workspace.folder,
        env=workspace.environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stderr


@pytest.mark.parametrize(
    ("arguments", "stages", "code"),
    [
        ("run p.yml", "[segment]", 0),
        ("run p.yml in picture.txt", "[segment]", 1),
        ("run p.yml in picture.txt --debug", "[segment]", 1),
        ("run p.yml", BAD, 2),
        ("run p.yml --set sink=-", "[segment]", 0),
        ("check p.yml", BAD, 2),
        ("check absent.yml", "[segment]", 2),
        ("absent", "[segment]", 2),
    ],
)
def test_a_standard_error_on_a_full_disk(
    workspace: Workspace, arguments: str, stages: str, code: int
) -> None:
    """Nobody can be told, but the code is the one that the words would have had."""
    workspace.texts("One.")
    workspace.write("picture.txt", b"\x89PNG\r\n\x1a\n" + bytes(200))
    workspace.pipeline(stages)
    assert ended(workspace, arguments, ">/dev/null 2>/dev/full") == (code, "")


@pytest.mark.parametrize(
    "arguments", ["check p.yml", "schema record", "plugins", "graph p.yml", "--version", "--help"]
)
def test_a_standard_output_on_a_full_disk(workspace: Workspace, arguments: str) -> None:
    """Exit 5 and one line: what was asked for is not there."""
    workspace.texts("One.")
    workspace.pipeline("[segment]")
    code, errors = ended(workspace, arguments, ">/dev/full")
    found = "standard output: cannot be written: No space left on device"
    assert (code, errors) == (5, f"textflow: {found}; free some space and run again\n")


@pytest.mark.parametrize("arguments", ["schema record", "schema pipeline", "plugins info segment"])
def test_a_reader_that_never_reads(workspace: Workspace, arguments: str) -> None:
    """It ends as a program does that a shell stops for that, without a word."""
    assert ended(workspace, arguments, "| true") in ((141, ""), (0, ""))


@pytest.mark.parametrize(
    ("error", "is_told"),
    [
        (OSError(errno.ENOSPC, "full"), True),
        (OSError(errno.EMFILE, "too many open files"), False),
        (OSError(errno.ENOSPC, "full", "out.jsonl"), False),
    ],
)
def test_only_a_failed_write_is_laid_to_standard_output(error: OSError, *, is_told: bool) -> None:
    """What else fails without a path is a fault of our own; what has a path is told by it."""
    assert (unwritten(error) is not None) is is_told
