"""What names a result: the document, and everything that decides what stages make of it."""

import hashlib
import sys
from collections.abc import Iterator, Mapping, Sequence
from importlib import metadata
from pathlib import Path
from typing import Any

import attrs
import orjson

from textflow.cache.named_files import contents, named_in
from textflow.pipeline.model import Pipeline, StageSpec
from textflow.reading.sources import RawDocument
from textflow.running.bound_stage import named_stages
from textflow.running.editable_plugins import package_digest, package_of

#: Bytes of a key: two of a million million documents share one with a probability of 1e-15.
SIZE = 16
#: Of textflow itself.
_OWN = ("textflow", "textflow_schemas")
#: What of a stage has no say in a result that is kept: none is kept behind a failure.
_SILENT = frozenset({"component", "on_error", "schemas"})


def document_key(source: RawDocument) -> bytes:
    """Return what names a document: all that stages see of it before the first."""
    whole = hashlib.blake2b(digest_size=SIZE)
    text = source.text.encode("utf-8", "surrogatepass")
    whole.update(orjson.dumps([len(text), source.id, source.through, source.meta]))
    whole.update(text)
    return whole.digest()


def result_key(document: bytes, work: bytes) -> bytes:
    """Return what names the result of ``work`` on a document."""
    return hashlib.blake2b(document + work, digest_size=SIZE).digest()


def stage_keys(pipeline: Pipeline) -> tuple[bytes, ...]:
    """
    Return a key for each stage, of itself and of all before it, up to the first that is not kept.

    A stage may read whatever those before it gave. So its results are as good as known only
    where all of these are the same.
    """
    every = [spec for _, spec in named_stages(pipeline)]
    kept = next((at for at, one in enumerate(every) if not one.declaration.cache), len(every))
    host = _digest([sys.version, *map(package_digest, _OWN), *_installed()])
    folders = (pipeline.path.parent, Path.cwd())
    keys: list[bytes] = []
    for spec in every[:kept]:
        facts = _digest(dict(stage_facts(spec, folders)))
        keys.append(result_key(keys[-1] if keys else host, facts))
    return tuple(keys)


def _digest(facts: Any) -> bytes:
    return hashlib.blake2b(orjson.dumps(facts), digest_size=SIZE).digest()


def _installed() -> list[str]:
    """Return every distribution with its version: a model, too, may be one."""
    return sorted({f"{name} {version}" for name, version in _distributions()})


def _distributions() -> Iterator[tuple[str, str]]:
    for one in metadata.distributions():
        try:
            yield one.name, one.version
        except Exception:  # noqa: BLE001 - metadata that is broken names nothing
            yield "", ""


def stage_facts(spec: StageSpec, folders: Sequence[Path]) -> Iterator[tuple[str, Any]]:
    """Yield all that decides what a stage gives for a document."""
    entry = spec.component.entry
    yield "plugin", [spec.component.name, entry.distribution, entry.version]
    if entry.file:
        path = Path(entry.file)
        yield "files", contents(named_in(path), [path.parent, *folders])
    else:
        yield "files", package_digest(package_of(entry))
    yield "schemas", {layer: dict(schema) for layer, schema in spec.schemas.items()}
    fields = (field.name for field in attrs.fields(StageSpec) if field.name not in _SILENT)
    yield "pipeline", {name: getattr(spec, name) for name in fields}
    yield "named", contents(_texts(spec.options), folders)


def _texts(value: Any) -> Iterator[str]:
    """Yield every string within options."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)
