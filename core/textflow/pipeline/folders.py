"""Folders as sources: which types of files in them are read, and what is left out."""

import pathlib
from collections import Counter
from collections.abc import Iterator

import attrs

from textflow.errors import PluginError
from textflow.plugins.registry import Registry
from textflow.reading.converters import CONVERTERS
from textflow.reading.folders import types_in
from textflow.reading.suffixes import suffix_type
from textflow.wording import shown

#: Suffixes that a note names.
_NAMED = 5


@attrs.define(eq=False, repr=False)
class Folders:
    """Looks into the folders that a pipeline names as its source."""

    base: pathlib.Path
    registry: Registry
    #: Path of a folder, as written, to what no source reads.
    left_out: dict[str, Counter[str]] = attrs.field(factory=dict[str, Counter[str]])

    def look(self, written: str) -> tuple[str, ...]:
        """Return the types of the files in a folder that sources read; none for no folder."""
        if written == "-" or self.reads(suffix_type(written)[0]):
            return ()
        folder = self.base / written
        found = types_in(folder) if folder.is_dir() else Counter[str]()
        kinds = tuple(sorted(kind for kind in found if self.reads(kind)))
        if kinds:
            self.left_out[written] = found - Counter({kind: found[kind] for kind in kinds})
        return kinds

    def reads(self, kind: str) -> bool:
        """Return whether a source reads files of this type."""
        try:
            component = self.registry.component("source", kind)
        except PluginError:
            return True  # looked up again, and then complained about
        return component is not None and component.takes_path

    def notes(self) -> Iterator[str]:
        """Yield a sentence for each folder in which something is left out."""
        for written, found in self.left_out.items():
            if found:
                many = "1 file is" if found.total() == 1 else f"{found.total():,} files are"
                left = f"{shown(written)}: {many} left out, which no source reads: {types(found)}"
                yield f"{left}{_conversions(found)}"


def _conversions(found: Counter[str]) -> str:
    """Return how what is left out could be read after all."""
    known = sorted(kind for kind in found if kind in CONVERTERS)
    tools = [f"{_suffix_phrase(kind)} with {CONVERTERS[kind][1]}" for kind in known]
    return f"; convert {', '.join(tools)}" if tools else ""


def types(found: Counter[str]) -> str:
    """Return how many files there are of each type, the most frequent first."""
    most = sorted(found.items(), key=lambda row: (-row[1], row[0]))
    words = [f"{count:,} {_suffix_phrase(kind)}" for kind, count in most[:_NAMED]]
    return ", ".join([*words, *(["..."] if len(most) > _NAMED else [])])


def _suffix_phrase(kind: str) -> str:
    return shown(f".{kind}", 24)[1:-1] if kind else "without a suffix"
