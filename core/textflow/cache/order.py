"""What a process must know to use the cache of a run."""

from pathlib import Path
from typing import NamedTuple


class CacheOrder(NamedTuple):
    """The cache of a run, for any process of it; it can be pickled."""

    folder: Path
    #: Bytes that it may have.
    most: int
    #: The number of the run in this cache.
    run: int
    #: A key for each stage whose results are kept, the first ones of the pipeline.
    stages: tuple[bytes, ...]
