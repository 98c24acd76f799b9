"""The run manifest: what was done, by which plugins, to how many documents."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import attrs
import orjson

from textflow.pipeline.model import Endpoint, Pipeline, StageSpec
from textflow.plugins.discovery import Entry, host_version
from textflow.plugins.registry import Part
from textflow.running.outcomes import Filtered, Outcome, Written
from textflow.running.work import StageCount

#: The keys of a pipeline file that say what is done, not where to or how fast.
_WORK = ("textflow", "source", "stages")


def run_name(pipeline: Pipeline) -> str:
    """
    Return the digest that names the work: same stages, schemas and versions, same name.

    Where the records go and how fast has no part in it. Secrets have, so that
    other secrets make another name, but they cannot be read back.
    """
    work = {
        "pipeline": {key: pipeline.canonical.get(key) for key in _WORK},
        "secrets": dict(pipeline.secrets),
        "textflow": host_version(),
        "plugins": _plugins([*_parts(pipeline.stages), *_parts(pipeline.sources)], pipeline.extra),
        "schemas": [dict(stage.part.layers) for stage in pipeline.stages],
        "limits": [pipeline.limits.max_document_bytes, pipeline.limits.timeout],
    }
    data = orjson.dumps(work, option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(data).hexdigest()[:12]


@attrs.define
class Account:
    """What has become of the documents so far."""

    read: int = 0
    written: int = 0
    filtered: int = 0
    dead: int = 0
    #: Error type to the number of dead letters.
    reasons: Counter[str] = attrs.field(factory=Counter)
    #: Encoding to the number of documents read in it.
    encodings: Counter[str] = attrs.field(factory=Counter)
    #: Documents with undecodable bytes, and how many bytes those are.
    damaged: int = 0
    replaced: int = 0
    #: Documents that a stage with ``on_error: skip`` failed on.
    skipped: int = 0
    #: Error type to the message of the first dead letter of that type.
    first_failures: dict[str, str] = attrs.field(factory=dict)
    #: Stage to what it has cost so far.
    stages: Mapping[str, StageCount] = attrs.field(factory=dict)

    def add(self, outcome: Outcome) -> None:
        """Count one document's end."""
        self.read += 1
        if isinstance(outcome, Written):
            self._add_written(outcome)
        elif isinstance(outcome, Filtered):
            self.filtered += 1
        else:
            self.dead += 1
            error = outcome.letter["error"]
            self.reasons[error["type"]] += 1
            self.first_failures.setdefault(error["type"], error["message"])

    def _add_written(self, outcome: Written) -> None:
        self.written += 1
        self.encodings[outcome.source.encoding] += 1
        self.damaged += outcome.source.replaced > 0
        self.replaced += outcome.source.replaced
        self.skipped += "skipped" in outcome.record

    def counts(self) -> dict[str, int]:
        """Return ``in``, ``out``, ``filtered`` and ``dead``, which always add up."""
        if self.read != self.written + self.filtered + self.dead:  # pragma: no cover - a bug here
            message = f"documents do not add up: {self}"
            raise AssertionError(message)
        return {
            "in": self.read,
            "out": self.written,
            "filtered": self.filtered,
            "dead": self.dead,
        }


def manifest(
    run: str, pipeline: Pipeline, account: Account, stages: Mapping[str, StageCount], *, whole: bool
) -> dict[str, Any]:
    """Return the manifest of a run as plain JSON."""
    return {
        "run": run,
        "textflow": host_version(),
        "complete": whole,
        "pipeline": dict(pipeline.canonical),
        "plugins": _plugins(pipeline.parts(), pipeline.extra),
        "layers": _layers(pipeline),
        "counts": account.counts(),
        "dead_by_reason": dict(sorted(account.reasons.items())),
        "documents_with_skipped_stages": account.skipped,
        "decoding": {
            "encodings": dict(sorted(account.encodings.items())),
            "documents_with_replaced_bytes": account.damaged,
            "replaced_bytes": account.replaced,
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


def _parts(users: Iterable[StageSpec | Endpoint]) -> Iterator[Part]:
    return (one.part for one in users)


def _plugins(parts: Iterable[Part], extra: Iterable[Entry]) -> list[dict[str, str]]:
    """Return each plugin in use, once, with its distribution and version."""
    entries = {entry.name: entry for entry in (*(part.entry for part in parts), *extra)}
    return [
        {"plugin": name, "distribution": entry.distribution, "version": entry.version}
        for name, entry in sorted(entries.items())
    ]


def _layers(pipeline: Pipeline) -> dict[str, list[dict[str, str]]]:
    """Return, for each layer of the record, which stage and plugin gave it."""
    givers: dict[str, list[dict[str, str]]] = {}
    for stage in pipeline.stages:
        entry = stage.part.entry
        giver = {
            "stage": stage.part.name,
            "plugin": entry.name,
            "distribution": entry.distribution,
            "version": entry.version,
        }
        for layer in stage.layers.values():
            givers.setdefault(layer, []).append(giver)
    return givers
