"""
An attempt to do a shard, in a folder of its own.

When its ends are on the disk, the folder takes the name of the shard: the first attempt that
comes so far has done it, and what others have made of it goes. So no two attempts mix,
however many processes try, and whenever one of them is killed.
"""

import contextlib
import os
import socket
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import attrs
import orjson

from textflow.errors import TextflowError
from textflow.pipeline.model import Connector
from textflow.running import disk
from textflow.running.compiled import StageCount
from textflow.running.resumable_input import NotedDocuments
from textflow.running.work import StopRunError, Work
from textflow.sharding.ends import EndsFile, NotedEnd, read_ends

_ENDS, _FACTS = "ends", "shard.json"
#: What the folder of an attempt ends in.
ATTEMPT = ".attempt"


@attrs.frozen
class ShardDone:
    """What became of a shard; how its documents ended is in the folder of the run."""

    number: int
    #: The folder with its ends; empty where it could not be done.
    folder: str = ""
    #: What ends the run, behind the documents that are there.
    error: TextflowError | None = None


@attrs.frozen
class DoneShard:
    """The folder of a shard that has been done."""

    folder: Path
    facts: Mapping[str, Any]

    @classmethod
    def of(cls, folder: Path) -> "DoneShard":
        """Return it; raises OSError, ValueError."""
        return cls(folder, orjson.loads((folder / _FACTS).read_bytes()))

    @property
    def counts(self) -> dict[str, StageCount]:
        """What each stage has cost and done."""
        return {name: StageCount(*row) for name, row in self.facts["stages"].items()}

    def ends(self) -> Iterator[NotedEnd]:
        """Yield how each document ended; raises OutputError where the file is not whole."""
        return read_ends(self.folder / _ENDS, self.facts["documents"], self.facts["checksum"])


def is_done(folder: Path) -> bool:
    """Return whether a shard has been done in ``folder``."""
    return (folder / _FACTS).is_file()


def attempted(
    final: Path, documents: NotedDocuments, work: Work, engine: Connector
) -> tuple[str, TextflowError] | None:
    """
    Have ``engine`` do the documents, and call the result ``final``.

    Where a document ends the run, return the folder that has the ends before it, and why.
    Raises TextflowError, OSError; nothing is left then.
    """
    folder = final.with_name(f"{final.name}.{_unique()}{ATTEMPT}")
    folder.mkdir()
    with contextlib.ExitStack() as undo:
        undo.callback(_removed, folder)
        stop = _filled(folder, documents, work, engine)
        if stop is not None:
            undo.pop_all()
            return folder.name, stop
        _claimed(folder, final)
    return None


def _filled(
    folder: Path, documents: NotedDocuments, work: Work, engine: Connector
) -> TextflowError | None:
    """Write the ends of the documents, and then what they are; return what ends the run."""
    stop: TextflowError | None = None
    file = EndsFile.open(folder / _ENDS)
    try:
        for end in work.ends(engine):
            file.add(end, documents.name_of_ended())
    except StopRunError as error:
        stop = error.__cause__ if isinstance(error.__cause__, TextflowError) else None
    finally:
        file.close(synced=True)
    facts = {
        "documents": file.documents,
        "checksum": file.checksum,
        "stages": {name: attrs.astuple(count) for name, count in work.counts.items()},
        "by": _unique(),
    }
    data = orjson.dumps(facts, option=orjson.OPT_APPEND_NEWLINE)
    disk.write_file(folder / _FACTS, data, new=True)
    disk.sync_folder(folder)
    return stop


def _claimed(folder: Path, final: Path) -> None:
    """Give the attempt its name, unless another one has it already."""
    try:
        os.rename(folder, final)  # noqa: PTH104 - it fails where `final` is there and has files
    except OSError:
        if not is_done(final):
            raise
    disk.sync_folder(final.parent)


def _removed(folder: Path) -> None:
    with contextlib.suppress(OSError):
        disk.remove(folder)


def _unique() -> str:
    host = "".join(one if one.isalnum() else "-" for one in socket.gethostname()[:40])
    return f"{host}-{os.getpid()}-{os.urandom(4).hex()}"
