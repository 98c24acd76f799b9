"""Something that is wrong at a place of a file: one type, whoever finds it."""

from typing import NamedTuple

#: Keys and list indices from the root.
Path = tuple[str | int, ...]


class Place(NamedTuple):
    """A place in a file, 1-based."""

    line: int
    column: int


class Problem(NamedTuple):
    """One thing that is wrong with a file, and where."""

    place: Place
    #: Of the value that has the problem; of the innermost open one for a syntax error.
    path: Path
    #: What was found, what was wanted and what to do.
    message: str

    @classmethod
    def at(cls, path: Path, message: str) -> "Problem":
        """Return a problem whose place in the file is still to be looked up."""
        return cls(Place(1, 1), path, message)
