"""The folder of a cache: made by runs alone, and known for what it is."""

import os
import warnings
from collections.abc import Iterable
from pathlib import Path

from textflow.cache.keys import stage_keys
from textflow.cache.order import CacheOrder
from textflow.cache.store import Store
from textflow.errors import OutputError, PlaceError
from textflow.pipeline.model import CacheSpec, Pipeline
from textflow.running import disk
from textflow.running.disk_errors import output_error
from textflow.running.run_outputs import homes
from textflow.running.source_paths import SourcePaths

#: What programs that make backups look for, and what we look for.
TAG = "CACHEDIR.TAG"
_TEXT = (
    b"Signature: 8a477f597d28d172789f06886806bc55\n"
    b"# A cache of textflow: what stages have found in documents. It can be removed at any time.\n"
)


def opened_cache(pipeline: Pipeline, spec: CacheSpec, *, anywhere: bool) -> CacheOrder | None:
    """
    Open the cache of ``pipeline`` for one more run; None where it cannot be used.

    Raises PlaceError for a folder that it must not write to, OutputError for one that is
    no cache or cannot be made.
    """
    folder = _checked(spec, pipeline, anywhere=anywhere or spec.typed)
    _make(folder, str(spec.folder))
    store = Store.open(folder, spec.max_bytes)
    if store.fault:  # a file that was damaged is gone by now
        store = Store.open(folder, spec.max_bytes)
    run = store.next_run()
    store.close()
    if store.fault:
        advice = "the run goes on without it; `textflow cache clear` makes it new"
        message = f"the cache {spec.folder} cannot be used: {store.fault}; {advice}"
        warnings.warn(message, RuntimeWarning, stacklevel=2)
        return None
    return CacheOrder(folder, spec.max_bytes, run, stage_keys(pipeline))


def _checked(spec: CacheSpec, pipeline: Pipeline, *, anywhere: bool) -> Path:
    """Return the folder, absolute; raises PlaceError."""
    folder = Path(os.path.realpath(spec.folder))
    fix = "give the cache another folder"
    if not (anywhere or _is_below(folder, homes(pipeline))):
        found = (
            "it is neither below the folder of the pipeline file nor below the working directory"
        )
        fix = "allow it with --allow-outside, or name it yourself with --set cache=DIR"
        raise PlaceError(str(spec.folder), found, fix)
    if SourcePaths.of(pipeline.sources).covers(folder / TAG):
        raise PlaceError(str(spec.folder), "the source reads it", fix)
    if _is_below(folder, (one.base / path for one in pipeline.sinks for path in one.paths)):
        raise PlaceError(str(spec.folder), "a sink writes there", fix)
    return folder


def _is_below(folder: Path, others: Iterable[Path]) -> bool:
    return any(folder.is_relative_to(os.path.realpath(other)) for other in others)


def _make(folder: Path, name: str) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if is_cache(folder):
            return
        if any(folder.iterdir()):
            found = "it is a folder with other things in it"
            raise OutputError(name, found, "name an empty folder, or one that is not there")
        file = disk.open_own(folder / TAG)
        try:
            disk.write_all(file, _TEXT)
        finally:
            os.close(file)
    except OSError as error:
        raise output_error(name, error) from error


def is_cache(folder: Path) -> bool:
    """Return whether a run has made ``folder`` for what it keeps."""
    tag = folder / TAG
    return tag.is_file() and _TEXT.startswith(tag.read_bytes()[: len(_TEXT)])
