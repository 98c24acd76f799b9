"""The run manifest: what was done, by which plugins, to how many documents."""

from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from textflow.pipeline.model import Pipeline
from textflow.plugins.discovery import EntryPoint, host_version
from textflow.running.compiled import StageCount
from textflow.running.editable_plugins import package_digest
from textflow.running.run_totals import RunTotals


@attrs.frozen
class Finish:
    """How a run has ended."""

    #: Whether every document that it was to read has ended.
    whole: bool
    #: What ``--limit`` said.
    limit: int | None
    #: Whether there were more documents than that.
    cut: bool = False


def manifest(
    run: str,
    pipeline: Pipeline,
    totals: RunTotals,
    stages: Mapping[str, StageCount],
    end: Finish,
) -> dict[str, Any]:
    """Return the manifest of a run as plain JSON, without its files."""
    return {
        "run": run,
        "textflow": host_version(),
        "complete": end.whole and not end.cut,
        "limit": end.limit,
        "pipeline": dict(pipeline.canonical),
        "plugins": _plugins(
            (component.entry for component in pipeline.components()), pipeline.extra
        ),
        "layers": _layers(pipeline),
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
    }


def _plugins(entries: Iterable[EntryPoint], extra: Iterable[EntryPoint]) -> list[dict[str, str]]:
    """Return each plugin in use, once, with its distribution and version."""
    every = {entry.name: entry for entry in (*entries, *extra)}
    return [_plugin(every[name]) for name in sorted(every)]


def _plugin(entry: EntryPoint) -> dict[str, str]:
    facts = {
        "plugin": entry.name,
        "distribution": entry.distribution,
        "version": entry.version,
    }
    digest = package_digest(entry)
    return facts | ({"files": digest} if digest else {})


def _layers(pipeline: Pipeline) -> dict[str, list[dict[str, str]]]:
    """Return, for each layer of the record, which stage and plugin gave it."""
    givers: dict[str, list[dict[str, str]]] = {}
    for stage in pipeline.stages:
        entry = stage.component.entry
        giver = {
            "stage": stage.component.name,
            "plugin": entry.name,
            "distribution": entry.distribution,
            "version": entry.version,
        }
        for layer in stage.layers.values():
            givers.setdefault(layer, []).append(giver)
    return givers
