"""What the kit says of a promise that is not kept."""

import traceback

from attrs import frozen

from textflow.errors import TextflowError
from textflow.plugins import Part

#: Frames of a plugin's own traceback that are shown.
_FRAMES = 4


@frozen
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


def broken(part: Part, where: str, found: str, wanted: str) -> BrokenPromiseError:
    """Return the error for ``part``; ``where`` names a text, an option, a layer."""
    of_part = f"{part.role} {part.name!r}"
    place = f"{of_part}, {where}" if where else of_part
    return BrokenPromiseError(part.entry.name, place, found, wanted)


def story(error: BaseException) -> str:
    """Return what ``error`` says, and where in the plugin it began."""
    cause = error.__cause__
    if cause is None or cause.__traceback__ is None:
        return str(error)
    frames = traceback.extract_tb(cause.__traceback__)[-_FRAMES:]
    return f"{error}\n\n{''.join(traceback.format_list(frames))}{type(cause).__name__}"
