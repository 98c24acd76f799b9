"""Inputs given on the command line take the place of a pipeline's source."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import attrs

from textflow.errors import UsageError
from textflow.pipeline.common_mistakes import unexpanded, unreachable
from textflow.pipeline.folders import Folders
from textflow.pipeline.model import STDIN_TYPE, Connector, Pipeline, merged
from textflow.plugins.registry import Component, Registry
from textflow.reading.suffixes import suffix_type
from textflow.wording import shown


def with_inputs(pipeline: Pipeline, inputs: Sequence[str], registry: Registry) -> Pipeline:
    """
    Return ``pipeline`` reading ``inputs``, if any, paths relative to the working directory.

    Each is read as its suffix says, a folder as the suffixes of its files say; `-`, and
    a suffix that no plugin reads, as the pipeline's own source is. Raises UsageError.
    """
    if not inputs:
        return pipeline
    folders = Folders(Path.cwd(), registry)
    sources = merged(
        one for written in inputs for one in _sources(pipeline, written, folders, registry)
    )
    canonical = dict(pipeline.canonical) | {"source": list(inputs)}
    notes = (*pipeline.notes, *folders.notes())
    return attrs.evolve(pipeline, sources=sources, canonical=canonical, notes=notes)


def demand_source(pipeline: Pipeline) -> None:
    """Raise UsageError where there is nothing to read."""
    if not pipeline.sources:
        message = (
            f"{pipeline.path}: nothing to read: add `source:` to it, or name inputs, as in "
            f"`textflow run {pipeline.path} articles/*.txt`"
        )
        raise UsageError(message)


def demand_single_pass(pipeline: Pipeline, instead: str) -> None:
    """Raise UsageError where a stage learns of all documents first; ``instead`` says what to do."""
    for stage in pipeline.stages:
        for option in stage.learning:
            message = (
                f"stage {stage.component.name!r} learns {option!r} from all documents before it "
                f"begins{instead}, or take {option!r} out"
            )
            raise UsageError(message)


def _check_expanded(written: str) -> None:
    wrong = unreachable(written)
    if wrong:
        raise UsageError(wrong)
    mistake = unexpanded(written, Path.cwd()) if written != "-" else ""
    if mistake:
        message = f"{mistake}; or type it without quotation marks, so that your shell expands it"
        raise UsageError(message)


def _sources(
    pipeline: Pipeline, written: str, folders: Folders, registry: Registry
) -> Iterator[Connector]:
    """Yield what reads ``written``: for a folder as many as there are types of files in it."""
    _check_expanded(written)
    own = _own(pipeline)
    kinds = folders.look(written)
    components = [registry.component("source", kind) for kind in kinds]
    for component in components or [_component(own, written, registry)]:
        if component is None:
            raise UsageError(_unread(written, registry))
        options = own.options if own and own.component == component else {}
        yield Connector(component, (written,), options, Path.cwd())


def _own(pipeline: Pipeline) -> Connector | None:
    """Return the first source of the pipeline that reads files."""
    return next((one for one in pipeline.sources if one.component.takes_path), None)


def _component(own: Connector | None, written: str, registry: Registry) -> Component | None:
    kind = suffix_type(written)[0]
    component = registry.component("source", kind) if kind and written != "-" else None
    if component is None and own is None and written == "-":
        component = registry.component("source", STDIN_TYPE)
    return component or (own.component if own else None)


def _unread(written: str, registry: Registry) -> str:
    there = [one.name for one in registry.known_components().values() if one.role == "source"]
    return (
        f"{shown(written)}: no source reads such files; installed: {registry.listed(there)}; "
        "name the type in the pipeline, as in `source: {txt: {path: ...}}`"
    )
