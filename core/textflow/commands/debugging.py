"""``--debug``: tracebacks on standard error, the plugins' own frames first."""

import contextlib
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from textflow.errors import TextflowError
from textflow.markers import hookimpl
from textflow.telling import tell
from textflow.wording import safe

if TYPE_CHECKING:
    from traceback import FrameSummary

#: The folder of textflow itself, whose frames come last.
_OURS = str(Path(__file__).resolve().parents[1])


class Debugger:
    """An observer that shows why each document failed."""

    @hookimpl
    def textflow_document_failed(self, document: str, error: Exception) -> None:
        """Show the traceback of what a stage raised."""
        if error.__cause__ is not None:
            show(error.__cause__, f"document {document}")


@contextlib.contextmanager
def debugging(*, wanted: bool) -> Generator[None]:
    """Show the traceback of what ends the command, before its message."""
    try:
        yield
    except Exception as error:
        if wanted:
            show(error, "what ended the command")
        raise


def show(error: BaseException, about: str) -> None:
    """Write the traceback of ``error`` and of what it came from, without secrets."""
    for line in _lines(error, about):
        tell(safe(line))


def _lines(error: BaseException, about: str) -> Iterator[str]:
    chain = list(_chain(error))
    yield f"debug: {about}"
    import traceback  # noqa: PLC0415 - few runs are debugged

    for one in chain:
        frames = traceback.extract_tb(one.__traceback__)
        theirs = [frame for frame in frames if not frame.filename.startswith(_OURS)]
        ours = [frame for frame in frames if frame.filename.startswith(_OURS)]
        yield from _listed(theirs)
        if ours:
            yield "  called by textflow itself:" if theirs else "  in textflow itself:"
            yield from _listed(ours)
        yield from _message_lines(one)


def _listed(frames: list["FrameSummary"]) -> Iterator[str]:
    import traceback  # noqa: PLC0415 - few runs are debugged

    for entry in traceback.format_list(frames):
        yield from entry.rstrip("\n").split("\n")


def _message_lines(error: BaseException) -> list[str]:
    """Return type and message; a message of ours is said without it anyway."""
    if isinstance(error, TextflowError):
        return [f"{type(error).__name__}"]
    import traceback  # noqa: PLC0415 - few runs are debugged

    return "".join(traceback.format_exception_only(error)).rstrip("\n").split("\n")


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Yield what ``error`` came from, then ``error``: causes first, as Python has it."""
    cause = error.__cause__
    if cause is not None and cause is not error:
        yield from _chain(cause)
    yield error
