"""The run manifest: what was done, by which plugins, to how many documents."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from textflow.pipeline.model import Pipeline
from textflow.plugins.discovery import EntryPoint, host_version
from textflow.running.compiled import StageCount
from textflow.running.fingerprint import Fingerprint
from textflow.running.run_totals import RunTotals


class Finish(NamedTuple):
    """How a run has ended."""

    #: Whether every document that it was to read has ended.
    whole: bool
    #: What ``--limit`` said.
    limit: int | None
    #: Whether there were more documents than that.
    cut: bool = False


def manifest(
    fingerprint: Fingerprint,
    pipeline: Pipeline,
    totals: RunTotals,
    stages: Mapping[str, StageCount],
    end: Finish,
) -> dict[str, Any]:
    """Return the manifest of a run as plain JSON, without its files."""
    return {
        "run": fingerprint.run,
        "textflow": host_version(),
        "complete": end.whole and not end.cut,
        "limit": end.limit,
        "pipeline": dict(pipeline.canonical),
        "plugins": plugin_rows(pipeline, fingerprint.files),
        "layers": givers(pipeline),
        "counts": totals.counts(),
        "dead_by_reason": dict(sorted(totals.reasons.items())),
        "documents_with_skipped_stages": totals.skipped,
        "rejected_items": totals.rejected,
        "decoding": {
            "encodings": dict(sorted(totals.encodings.items())),
            "documents_with_replaced_bytes": totals.damaged,
            "replaced_bytes": totals.replaced,
        },
        "stages": [
            {
                "stage": name,
                "seconds": round(count.seconds, 6),
                "documents": count.documents,
                "failed": count.failed,
            }
            for name, count in stages.items()
        ],
        **_learnt(pipeline),
    }


def _learnt(pipeline: Pipeline) -> dict[str, list[dict[str, Any]]]:
    """Return what stages have learnt of all documents, if any has."""
    rows = [
        {"stage": stage.component.name, "option": option, "keys": list(keys)}
        for stage in pipeline.stages
        for option, keys in stage.learnt.items()
    ]
    return {"learnt": rows} if rows else {}


def plugin_rows(pipeline: Pipeline, files: Mapping[str, str]) -> list[dict[str, str]]:
    """Return each plugin in use, once, with its distribution, version and files."""
    entries = (*(component.entry for component in pipeline.components()), *pipeline.extra)
    every = {entry.name: entry for entry in entries}
    return [_plugin(every[name], files.get(name)) for name in sorted(every)]


def _plugin(entry: EntryPoint, files: str | None) -> dict[str, str]:
    facts = {
        "plugin": entry.name,
        "distribution": entry.distribution,
        "version": entry.version,
    }
    return facts | ({"files": files} if files else {})


def givers(pipeline: Pipeline) -> dict[str, list[dict[str, str]]]:
    """Return, for each layer of the record, which stage and plugin gave it."""
    found: dict[str, list[dict[str, str]]] = {}
    for stage in pipeline.stages:
        entry = stage.component.entry
        giver = {
            "stage": stage.component.name,
            "plugin": entry.name,
            "distribution": entry.distribution,
            "version": entry.version,
        }
        for layer in stage.layers.values():
            found.setdefault(layer, []).append(giver)
    return found
