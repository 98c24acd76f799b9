"""One place that a sink writes to: on this machine, or in a store at the end of the run."""

import hashlib
import os
from pathlib import Path
from typing import NamedTuple

from textflow.masking import masked
from textflow.pipeline.model import Connector
from textflow.remote.addresses import split
from textflow.running import disk
from textflow.stages import Declaration


class SinkOutput(NamedTuple):
    """One place that a sink writes to."""

    sink: Connector
    #: As the pipeline has it.
    name: str
    #: Absolute; of standard output, just `-`. For a store: what it would be in the working folder.
    path: Path
    #: What the files of a folder are called, ``*`` for the number of each; empty for one file.
    parts: str = ""
    #: Where in a store the file or folder goes at the end; empty for one on this machine.
    address: str = ""

    @property
    def is_stream(self) -> bool:
        """Whether it is standard output."""
        return self.name == "-"

    @property
    def declaration(self) -> Declaration:
        """What the sink's decorator was told."""
        declaration = self.sink.component.declaration
        if not isinstance(declaration, Declaration):  # pragma: no cover - a sink has this
            raise TypeError
        return declaration

    def sibling(self, suffix: str) -> Path:
        """Return the path of what is beside the output under its name and ``suffix``."""
        return self.path.with_name(f"{self.path.name}{suffix}")

    def part(self, number: int) -> str:
        """Return the name of one of its files."""
        return self.parts.replace("*", f"{number:05d}")

    def sibling_address(self, path: Path) -> str:
        """Return the address of ``path``, a sibling of it; empty where it is in no store."""
        return self.address and f"{split(self.address)[0]}/{path.name}"

    @property
    def part_folder(self) -> Path:
        """The folder in which it is made, always on this machine."""
        return self.path.with_name(Path(self.part_name).name)

    @property
    def part_name(self) -> str:
        """What that folder is called in messages."""
        if not self.address:
            return f"{self.name}.part"
        whole = hashlib.sha256(self.address.encode()).hexdigest()[:8]
        return f"{self.path.name}-{whole}.part"  # two addresses may end in the same name


def path_beside(first: SinkOutput, path: Path, address: str) -> str:
    """Return how the manifest beside ``first`` names what is at ``path``, or at ``address``."""
    if not (address or first.address):
        return disk.relative(path, first.path.parent)
    place = address or str(path).replace(os.sep, "/")
    return masked(place.removeprefix(f"{split(first.address)[0]}/"))
