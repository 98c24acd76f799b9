"""Inputs given on the command line take the place of a pipeline's source."""

from collections.abc import Sequence
from pathlib import Path

import attrs

from textflow.errors import UsageError
from textflow.pipeline.model import STDIN_TYPE, Endpoint, Pipeline, merged
from textflow.plugins.registry import Registry
from textflow.reading.inputs import suffix_type
from textflow.wording import listed, shown


def with_inputs(pipeline: Pipeline, inputs: Sequence[str], registry: Registry) -> Pipeline:
    """
    Return ``pipeline`` reading ``inputs``, paths relative to the working directory.

    Each is read as its suffix says; `-`, and a suffix that no plugin reads, as the
    pipeline's own source is. Raises UsageError where there is nothing to read.
    """
    if not inputs:
        if not pipeline.sources:
            message = (
                f"{pipeline.path}: nothing to read: add `source:` to it, or name inputs, as in "
                f"`textflow run {pipeline.path} articles/*.txt`"
            )
            raise UsageError(message)
        return pipeline
    sources = merged(_source(pipeline, written, registry) for written in inputs)
    canonical = dict(pipeline.canonical) | {"source": list(inputs)}
    return attrs.evolve(pipeline, sources=sources, canonical=canonical)


def _source(pipeline: Pipeline, written: str, registry: Registry) -> Endpoint:
    own = pipeline.sources[0] if pipeline.sources else None
    kind = suffix_type(written)[0]
    part = registry.part("source", kind) if kind and written != "-" else None
    if part is None and own is None and written == "-":
        part = registry.part("source", STDIN_TYPE)
    part = part or (own.part if own else None)
    if part is None:
        there = [one.name for one in registry.all_parts()[0].values() if one.role == "source"]
        message = (
            f"{shown(written)}: no source reads such files; installed: {listed(there)}; "
            "name the type in the pipeline, as in `source: {txt: {path: ...}}`"
        )
        raise UsageError(message)
    options = own.options if own and own.part == part else {}
    return Endpoint(part, (written,), options, Path.cwd())
