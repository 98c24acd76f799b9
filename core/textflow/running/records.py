"""Read records, and other rows, from files of lines."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import orjson


def lines_of(path: Path, size: int | None = None) -> Iterator[bytes]:
    """Yield the lines of the first ``size`` bytes of ``path``, or all, as they are written."""
    left = path.stat().st_size if size is None else size
    with path.open("rb") as stream:
        while left > 0 and (line := stream.readline()):
            left -= len(line)
            yield line


def records_of(lines: Iterable[bytes]) -> Iterator[dict[str, Any]]:
    """Yield the record that each line contains."""
    for line in lines:
        yield orjson.loads(line)
