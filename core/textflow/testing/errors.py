"""What the kit says of a promise that is not kept."""

import os
import traceback
from pathlib import Path

from textflow.errors import TextflowError
from textflow.plugins.registry import Component

#: Where the engine's own modules are, with the separator.
_OWN = f"{Path(__file__).parent.parent}{os.sep}"

#: Frames of a plugin's own traceback that are shown.
_FRAMES = 4


class BrokenPromiseError(TextflowError):
    """A plugin does not do what the contract of plugins promises."""

    plugin: str
    #: ``stage 'acme.parties', text 'emoji'``; empty for the plugin as a whole.
    where: str
    found: str
    wanted: str

    def __str__(self) -> str:
        where = f", {self.where}" if self.where else ""
        return f"plugin {self.plugin!r}{where}: {self.found}; {self.wanted}"


def broken_promise(part: Component, where: str, found: str, wanted: str) -> BrokenPromiseError:
    """Return the error for ``part``; ``where`` names a text, an option, a layer."""
    of_component = f"{part.role} {part.name!r}"
    place = f"{of_component}, {where}" if where else of_component
    return BrokenPromiseError(part.entry.name, place, found, wanted)


def failure_text(error: BaseException) -> str:
    """Return what ``error`` says, and the plugin's own frames of what caused it."""
    cause = error.__cause__
    if cause is None:
        return str(error)
    frames = [
        frame
        for frame in traceback.extract_tb(cause.__traceback__)
        if not frame.filename.startswith(_OWN)
    ]
    if not frames:
        return str(error)
    shown = traceback.format_list(frames[-_FRAMES:])
    return f"{error}\n\n{''.join(shown)}{type(cause).__name__}"
