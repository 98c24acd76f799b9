"""``textflow cache``."""

from collections.abc import Sequence
from pathlib import Path

import click
import orjson

from textflow.cache.folder import is_cache
from textflow.cache.store import NAME, Kept, Store
from textflow.commands.typed import pairs
from textflow.errors import UsageError
from textflow.pipeline.compiling import compile_pipeline
from textflow.plugins.registry import Registry
from textflow.wording import safe, safe_json, shown


def show_command(*, place: str, settings: Sequence[str], as_json: bool) -> int:
    """Print what is kept, stage by stage."""
    folder, most = _place(place, settings)
    rows, size = _kept(folder, most), _size(folder)
    if as_json:
        stages = [{"stage": one.stage, "results": one.count, "bytes": one.size} for one in rows]
        facts = {"folder": str(folder), "bytes": size, "max_bytes": most, "kept": stages}
        click.echo(safe_json(orjson.dumps(facts, option=orjson.OPT_INDENT_2).decode()))
        return 0
    limit = f" of {most:,}" if most else ""
    click.echo(safe(f"{folder}: {size:,} bytes{limit}"))
    for one in rows:
        what = f"{one.stage}: {one.count:,} results" if one.stage else f"{one.count:,} records"
        click.echo(safe(f"  {what}, {one.size:,} bytes"))
    return 0


def clear_command(*, place: str, settings: Sequence[str]) -> int:
    """Remove all that is kept."""
    folder, most = _place(place, settings)
    store = Store.open(folder, most)
    store.clear()
    store.close()
    if store.fault:
        message = (
            f"{folder}: cannot be cleared: {store.fault}; end the runs that use it, or remove it"
        )
        raise UsageError(message)
    click.echo(safe(f"{folder}: cleared"))
    return 0


def _place(written: str, settings: Sequence[str]) -> tuple[Path, int]:
    """Return the folder of a cache and the bytes that it may have; 0 where nobody says."""
    path, most = Path(written), 0
    if not path.is_dir():
        cache = compile_pipeline(path, pairs(settings), (), Registry()).cache
        if cache is None:
            message = f"{shown(written)} keeps nothing: add `cache: DIR` to it"
            raise UsageError(message)
        path, most = cache.folder, cache.max_bytes
    if not path.is_dir() or not is_cache(path):
        message = (
            f"{shown(str(path))} is no cache that a run has made; run a pipeline with `cache:`"
        )
        raise UsageError(message)
    return path, most


def _kept(folder: Path, most: int) -> tuple[Kept, ...]:
    store = Store.open(folder, most)
    rows = store.kept()
    store.close()
    return rows


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.glob(f"{NAME}*"))
