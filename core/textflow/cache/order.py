"""What a process must know to use the cache of a run."""

from pathlib import Path

import attrs

from textflow.pipeline.model import Pipeline


@attrs.frozen
class CacheOrder:
    """The cache of a run, for any process of it; it can be pickled."""

    folder: Path
    #: Bytes that it may have.
    most: int
    #: The number of the run in this cache.
    run: int
    #: A key for each stage whose results are kept, the first ones of the pipeline.
    stages: tuple[bytes, ...]


def cache_of(pipeline: Pipeline, *, anywhere: bool) -> CacheOrder | None:
    """
    Return the order for one more run of ``pipeline``; None where it keeps nothing.

    Raises PlaceError and OutputError as ``opened_cache`` does.
    """
    if pipeline.cache is None:
        return None
    from textflow.cache.folder import opened_cache  # noqa: PLC0415 - it loads SQLite

    return opened_cache(pipeline, pipeline.cache, anywhere=anywhere)
