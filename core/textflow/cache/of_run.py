"""The cache of one run, if it has one."""

from textflow.cache.order import CacheOrder
from textflow.pipeline.model import Pipeline


def cache_of(pipeline: Pipeline, *, anywhere: bool) -> CacheOrder | None:
    """
    Return the order for one more run of ``pipeline``; None where it keeps nothing.

    Raises PlaceError and OutputError as ``opened_cache`` does.
    """
    if pipeline.cache is None:
        return None
    from textflow.cache.folder import opened_cache  # noqa: PLC0415 - it loads SQLite

    return opened_cache(pipeline, pipeline.cache, anywhere=anywhere)
