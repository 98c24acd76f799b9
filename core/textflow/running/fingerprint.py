"""What decides the records of a run: facts that name the work, and that a resume compares."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

import attrs
import orjson

from textflow.pipeline.model import Pipeline
from textflow.plugins.discovery import EntryPoint, host_version
from textflow.running.correcting import corrections_digest
from textflow.running.editable_plugins import package_digests
from textflow.wording import cut

#: The keys of a pipeline file that say what is done, not where to or how fast.
_WORK = ("textflow", "source", "stages")
_LIMIT = "--limit"


@attrs.frozen
class Fingerprint:
    """Everything that the records of a run depend on, but the input."""

    #: The name of the work: the same facts, the same name.
    run: str
    #: What to call a fact to what it is; secrets are only in the name.
    facts: Mapping[str, str]
    #: Plugin, of any kind, to what names its files, where it is not released.
    files: Mapping[str, str] = attrs.field(factory=dict[str, str])

    def as_row(self) -> dict[str, Any]:
        """Return it as plain JSON."""
        return {"run": self.run, "facts": dict(self.facts)}

    def changes(self, before: Mapping[str, Any]) -> list[str]:
        """Return what is not as it was in ``before``, a row of another fingerprint."""
        old: Mapping[str, str] = before["facts"]
        changed = [
            f"{key}: was {cut(old.get(key, 'not there'), 100)}, "
            f"is {cut(self.facts.get(key, 'not there'), 100)}"
            for key in dict.fromkeys((*old, *self.facts))
            if old.get(key) != self.facts.get(key)
        ]
        if not changed and before["run"] != self.run:
            changed.append("env: the value of an environment variable is another one")
        return changed


def fingerprint(pipeline: Pipeline, limit: int | None = None) -> Fingerprint:
    """
    Return the fingerprint of ``pipeline``.

    Where the records go and how fast has no part in its name, nor has ``limit``. Secrets
    have, so that other secrets make another name, but they cannot be read back.
    """
    every = (component.entry for component in pipeline.components())
    files = package_digests((*every, *pipeline.extra))
    facts = dict(_named_facts(pipeline, files))
    named = [facts, dict(pipeline.secrets)]
    return Fingerprint(_short_digest(named), facts | _limited(limit), files)


def _short_digest(facts: Any) -> str:
    data = orjson.dumps(facts, option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(data).hexdigest()[:12]


def _limited(limit: int | None) -> dict[str, str]:
    return {} if limit is None else {_LIMIT: str(limit)}


def _named_facts(pipeline: Pipeline, files: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for key in _WORK:
        yield key, json.dumps(pipeline.canonical.get(key), sort_keys=True)
    if pipeline.wrappers:
        yield "plugins", json.dumps(pipeline.canonical.get("plugins"), sort_keys=True)
    corrections = corrections_digest(pipeline.corrections)
    if corrections:
        yield "corrections", corrections
    limits = pipeline.limits
    yield "limits.max_document_bytes", str(limits.max_document_bytes)
    yield "limits.max_record_bytes", str(limits.max_record_bytes)
    yield "limits.timeout", str(limits.timeout)
    yield "textflow-engine", host_version()
    for entry in entries_of(pipeline):
        yield f"plugin {entry.name}", f"{entry.distribution} {entry.version}"
        if entry.name in files:
            yield f"the files of plugin {entry.name}", files[entry.name]
    yield from _layer_facts(pipeline)
    for stage in pipeline.stages:
        for option, keys in stage.learnt.items():
            fact = f"what stage {stage.component.name} has learnt for {option}"
            yield fact, f"{len(keys)} keys, {_short_digest(keys)}"


def _layer_facts(pipeline: Pipeline) -> Iterator[tuple[str, str]]:
    for stage in pipeline.stages:
        for layer, schema in stage.schemas.items():
            own = layer in stage.component.layers
            # What a declared one says of its fields is for the stage to read, too.
            facts = _deciding(schema) if own else schema
            fact = f"the schema of layer {layer} of stage {stage.component.name}"
            yield fact, _short_digest(facts)


def _deciding(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Return the schema of a layer without what its fields mean: that is for people alone."""
    return {key: _undescribed(value) if key == "items" else value for key, value in schema.items()}


def _undescribed(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_undescribed(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        key: _undescribed(value)
        for key, value in schema.items()
        if not (key == "description" and isinstance(value, str))
    }


def entries_of(pipeline: Pipeline) -> list[EntryPoint]:
    """Return the plugins that have a say in the records: of all but sinks and the engine."""
    connectors = (*pipeline.sources, *pipeline.wrappers)
    components = [one.component for one in pipeline.stages]
    components += [one.component for one in connectors]
    entries = {
        one.name: one for one in (*(component.entry for component in components), *pipeline.extra)
    }
    return [entries[name] for name in sorted(entries)]
