"""A folder as a source: the files in it and in the folders below, told by their suffixes."""

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from textflow.reading.globs import Found, walk
from textflow.reading.suffixes import suffix_type

#: What runs and `textflow init` write beside pipelines and records.
_OURS = (".run.json", ".dead.jsonl", ".filtered.jsonl", ".inputs.jsonl", ".schema.json")


def files_in(folder: str) -> Iterator[Found]:
    """
    Yield the files in ``folder`` and below, sorted by name, folder by folder.

    Left out are hidden files, and what textflow itself has written: records that lie
    beside the manifest of their run, and such manifests. Links to folders are not entered.
    """
    for found in walk(folder, ("**", "*")):
        if not found.path.endswith(_OURS) and not os.path.lexists(
            f"{folder}/{found.path}.run.json"
        ):
            yield found


def types_in(folder: Path) -> Counter[str]:
    """Return the type that the suffix of each file in ``folder`` says, and how many have it."""
    return Counter(suffix_type(found.path)[0] for found in files_in(str(folder)))
