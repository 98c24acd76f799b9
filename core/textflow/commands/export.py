"""``textflow export``."""

import contextlib
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from textflow.commands.typed import pairs, registry_without
from textflow.descriptors import set_aside
from textflow.errors import OutputError, PluginError, UsageError
from textflow.pipeline.model import Connector
from textflow.pipeline.schema_problems import schema_problems
from textflow.pipeline.settings import setting_value
from textflow.plugins.registry import Component, Registry
from textflow.plugins.schemas import Schema
from textflow.reading.suffixes import suffix_type
from textflow.records import beside, is_same_file, read_records
from textflow.remote.addresses import is_address
from textflow.running import disk
from textflow.running.disk_errors import writing
from textflow.running.part_folder import PartFolder
from textflow.running.record_line import record_line
from textflow.running.run_facts import RunFacts
from textflow.running.run_outputs import RECORDS
from textflow.running.sink_output import SinkOutput
from textflow.running.sinks import make_output, rendered
from textflow.telling import tell
from textflow.wording import did_you_mean, safe, shown


def export_command(
    records: str, *, to: str, output: str, settings: Sequence[str], without: Sequence[str]
) -> int:
    """Have a sink write the records of an earlier run; ``to`` names it, or a file of its kind."""
    registry = registry_without(without)
    if output == "-" and registry.component("sink", to) is None:
        kind = suffix_type(to)[0]
        to, output = (kind, to) if registry.component("sink", kind) else (to, output)
    component = _sink(to, registry)
    options = _options(component, pairs(settings))
    path = Path(output).absolute()
    target = SinkOutput(Connector(component, (output,), options, Path.cwd()), output, path)
    if output == "-":
        _stream(target, records)
        return 0
    _check(target, records)
    count = _make(target, records, registry)
    many = "1 record" if count == 1 else f"{count:,} records"
    tell(safe(f"wrote {output}: {many} as {component.name}"))
    return 0


def _sink(name: str, registry: Registry) -> Component:
    component = registry.component("sink", name)
    if component is None:
        there = [one.name for one in registry.known_components().values() if one.role == "sink"]
        near = did_you_mean(name, [*there, *registry.not_imported()])
        message = (
            f"--to {shown(name)}: no sink of this name is installed{near}; "
            f"there are: {registry.listed(there)}"
        )
        raise UsageError(message)
    return component


def _options(component: Component, settings: Mapping[str, str]) -> dict[str, Any]:
    """Read and check the options of a sink; raises UsageError."""
    options = {key: setting_value(key, text) for key, text in settings.items()}
    schema = {"type": "object", "properties": {component.name: component.options}}
    problem = next(schema_problems(schema, {component.name: options}), None)
    if problem:
        message = f"--set {'.'.join(map(str, problem.path[1:]))}: {problem.message}"
        raise UsageError(message)
    return options


def _stream(target: SinkOutput, records: str) -> None:
    if not target.declaration.lines:
        message = f"{shown(target.sink.component.name)} makes a file: give it a path with -o"
        raise UsageError(message)
    for record in read_records(records):
        with set_aside():
            line = rendered(target, record)
        sys.stdout.buffer.write(line)
    sys.stdout.buffer.flush()


def _check(target: SinkOutput, records: str) -> None:
    if is_same_file(target.name, records):
        message = f"{shown(target.name)} holds the records: give another path with -o"
        raise UsageError(message)
    if is_address(target.name):
        found = "export writes on this machine alone"
        raise OutputError(target.name, found, "give a path with -o, or run the pipeline again")
    if target.path.is_dir():
        fix = "choose another path with -o, or remove it first"
        raise OutputError(path=target.name, found="it is a folder that is there already", fix=fix)


def _make(target: SinkOutput, records: str, registry: Registry) -> int:
    """Make the file or folder beside its place, then bring it there; return how many records."""
    with writing(target.name):
        folder = PartFolder.open(target.part_folder, f"{target.name}.component")
        try:
            source = folder.path / RECORDS
            count = _copied(source, records)
            with set_aside():
                made = make_output(target, source, _facts(records, registry))
            disk.move(made, target.path)
            disk.sync_folder(target.path.parent)
        finally:
            disk.remove_file(folder.path / RECORDS)
            folder.remove()
    return count


def _facts(records: str, registry: Registry) -> RunFacts:
    """Return what is known of the run that has left ``records``."""
    manifest = dict(beside(records).manifest)
    if not manifest:
        return RunFacts.unknown()
    dead, filtered = (Path(f"{records}.{name}.jsonl") for name in ("dead", "filtered"))
    return RunFacts.of(manifest, dict(_layers(manifest, registry)), dead, filtered)


def _layers(manifest: Mapping[str, Any], registry: Registry) -> Iterator[tuple[str, Schema]]:
    """Yield the schema of each layer whose plugin is still installed."""
    for layer, givers in manifest["layers"].items():
        with contextlib.suppress(PluginError):
            stage = registry.component("stage", givers[-1]["stage"])
            given = dict(stage.layers) if stage else {}
            only = next(iter(given)) if len(given) == 1 else ""  # it may have been renamed
            if layer in given or only:
                yield layer, given[layer if layer in given else only]


def _copied(path: Path, records: str) -> int:
    """Write the records, checked, as a run keeps them for its sinks."""
    count = 0
    with path.open("xb") as stream:
        for line in _lines(records):
            stream.write(line)
            count += 1
    return count


def _lines(records: str) -> Iterator[bytes]:
    for record in read_records(records):
        yield record_line(record)
