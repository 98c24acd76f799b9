"""A folder as a source: what is in it, and in the folders below, by its suffix."""

from collections import Counter
from pathlib import Path

from textflow.reading._globs import walk
from textflow.reading.suffixes import suffix_type

#: Every file below a folder but the hidden ones; links to folders are not entered.
ALL = ("**", "*")


def types_in(folder: Path) -> Counter[str]:
    """Return the type that the suffix of each file in ``folder`` says, and how many have it."""
    return Counter(suffix_type(found.path)[0] for found in walk(str(folder), ALL))
