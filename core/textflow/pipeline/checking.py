"""
Check a pipeline file whole, before anything runs: all problems at once.

Read, substitute, look up the parts it names, hold it against the schema composed
of their options, follow the layers from stage to stage.
"""

from collections.abc import Iterator, Mapping
from importlib import metadata
from pathlib import Path
from typing import Any

import attrs
import orjson

from textflow.errors import PipelineError, PluginError, Problem
from textflow.pipeline.composing import ENGINE_KEYS, compose
from textflow.pipeline.layer_flow import flow_problems
from textflow.pipeline.model import (
    Endpoint,
    Limits,
    Named,
    Pipeline,
    StageSpec,
    merged,
    names_in,
    paths_of,
)
from textflow.pipeline.required import unset
from textflow.pipeline.schema_problems import schema_problems
from textflow.pipeline.settings import apply_settings
from textflow.pipeline.substitution import Substitution, substitution_for
from textflow.plugins.registry import Part, Registry
from textflow.stages import PartFacts
from textflow.wording import cut, did_you_mean, listed, shown
from textflow.yaml.reader import Place, YamlError, YamlFile, read_yaml

#: A problem before its place is looked up: where in the data, and what.
Complaint = tuple[tuple[str | int, ...], str]


def read_pipeline(path: Path, settings: Mapping[str, str], registry: Registry) -> Pipeline:
    """
    Return the pipeline at ``path``, ``settings`` (``--set``) applied.

    Raises PipelineError with every problem found, UsageError where a setting fits
    nowhere.
    """
    file = _read(path)
    if not isinstance(file.value, dict):  # pragma: no cover - the reader sees to it
        raise TypeError
    written = apply_settings(file.value, settings)
    substitution = substitution_for(written)
    data = substitution.of(written)
    names = list(names_in(data))
    parts, complaints = _looked_up(names, registry)
    complaints += [(one.path, one.message) for one in substitution.unresolved]
    complaints += _requirement_problems(data.get("requires"))
    complaints += _schema_complaints(data, names, parts)
    complaints += _nameless(data.get("stages"))
    complaints += _unstreamable(names, parts)
    stages = [(name, parts[name.role, name.name]) for name in names if name.role == "stage"]
    complaints += flow_problems(stages, registry)
    if complaints:
        problems = tuple(_placed(complaints, file, settings))
        raise PipelineError(path=str(path), problems=problems)
    bases = {role: Path.cwd() if role in settings else path.parent for role in ("source", "sink")}
    return _built(
        path,
        _without_secrets(written, substitution),
        data,
        _Resolved(names, parts, bases),
        substitution,
    )


def _read(path: Path) -> YamlFile:
    try:
        return read_yaml(path.read_bytes())
    except OSError as error:
        message = (
            f"cannot be read: {error.strerror or error}; wanted a pipeline file; "
            "write one with `textflow init`, or mend the path"
        )
        raise PipelineError(path=str(path), problems=(Problem(1, 1, message),)) from error
    except YamlError as error:
        problems = (
            Problem(one.place.line, one.place.column, one.message) for one in error.problems
        )
        raise PipelineError(path=str(path), problems=tuple(problems)) from error


def _nameless(stages: Any) -> Iterator[Complaint]:
    """Yield a complaint for each item of the stages that names none."""
    for at, item in enumerate(stages if isinstance(stages, list) else []):
        if isinstance(item, dict) and not set(item) - set(ENGINE_KEYS):
            yield ("stages", at), "this item names no stage; write `- name` or `- name: options`"


def _unstreamable(names: list[Named], parts: "Parts") -> Iterator[Complaint]:
    """Yield a complaint for each sink that would write a whole file to standard output."""
    for name in names:
        part = parts[name.role, name.name] if name.role == "sink" else None
        facts = part.facts if part else None
        if isinstance(facts, PartFacts) and not facts.lines and "-" in paths_of(name.options):
            found = f"{shown(name.name)} makes a file and cannot write to standard output"
            yield (*name.path, "path"), f"{found}; give it a path, or take `jsonl`"


Parts = dict[tuple[str, str], Part | None]


def _looked_up(names: list[Named], registry: Registry) -> tuple[Parts, list[Complaint]]:
    """Return the part behind each name, None where there is none, and why."""
    parts: Parts = {}
    complaints: list[Complaint] = []
    for name in names:
        try:
            parts[name.role, name.name] = part = registry.part(name.role, name.name)
        except PluginError as error:
            parts[name.role, name.name] = None
            complaints.append((name.path, str(error)))
            continue
        message = unset(name, part) if part else _unknown(name, registry)
        complaints += [(name.path, message)] if message else []
    return parts, complaints


def _unknown(name: Named, registry: Registry) -> str:
    there = sorted(_names(name.role, registry))
    if name.role in ("source", "sink") and name.path[-1] != name.name:  # a plain path
        verb = "reads" if name.role == "source" else "writes"
        kind = f".{name.name}" if name.name else "without a suffix"
        return (
            f"no {name.role} {verb} files {kind} ({shown(name.options['path'])}); name the type, "
            f"as in `{name.role}: {{{there[0] if there else 'txt'}: {{path: ...}}}}`; "
            f"installed: {listed(there)}"
        )
    keys = ENGINE_KEYS if name.role == "stage" else ()
    advice = did_you_mean(name.name, [*there, *keys]) or f"; installed: {listed(there)}"
    if name.neighbours:
        advice += f"; if it is an option of {shown(name.neighbours[0])}, indent it below that"
    return f"there is no {name.role} named {shown(name.name)}{advice}"


def _names(role: str, registry: Registry) -> set[str]:
    """Return what could have been meant; an unknown stage is no reason to import anything."""
    if role == "stage":
        near = (part.name for part in registry.near().values() if part.role == role)
        return {*near, *registry.installed.entries}
    return {part.name for part in registry.all_parts()[0].values() if part.role == role}


def _requirement_problems(requirements: Any) -> list[Complaint]:
    if not isinstance(requirements, list):
        return []
    found = [
        (("requires", at), _unmet(requirement))
        for at, requirement in enumerate(requirements)
        if isinstance(requirement, str)
    ]
    return [(path, message) for path, message in found if message]


def _unmet(requirement: str) -> str:
    from packaging.requirements import InvalidRequirement, Requirement  # noqa: PLC0415 - seldom

    try:
        wanted = Requirement(requirement)
    except InvalidRequirement as error:
        first = str(error).partition("\n")[0]
        return f"{shown(requirement)} is no requirement as pip knows them: {cut(first)}"
    try:
        version = metadata.version(wanted.name)
    except metadata.PackageNotFoundError:
        return f"{wanted.name} is not installed: run `pip install '{wanted}'`"
    if not wanted.specifier.contains(version, prereleases=True):
        return f"{wanted.name} is {version} here: run `pip install '{wanted}'`"
    return ""


def _schema_complaints(data: Any, names: list[Named], parts: Parts) -> list[Complaint]:
    known = [part for part in parts.values() if part]
    unknown = [(name.role, name.name) for name in names if not parts[name.role, name.name]]
    return list(schema_problems(compose(known, unknown), data))


def _placed(
    complaints: list[Complaint], file: YamlFile, settings: Mapping[str, str]
) -> Iterator[Problem]:
    """Yield problems in file order, the first complaint of each place or setting only."""
    first: dict[tuple[int, int, str], str] = {}
    for path, message in complaints:
        place, setting = _place(path, file), _setting(path, settings)
        first.setdefault((place.line, place.column, setting), f"{setting}{message}")
    for (line, column, _), message in sorted(first.items()):
        yield Problem(line, column, message)


def _setting(path: tuple[str | int, ...], settings: Mapping[str, str]) -> str:
    """Return ``--set key: `` where the value at ``path`` was given so, else nothing."""
    dotted = ".".join(map(str, path[2:] if path[:1] == ("stages",) else path))
    keys = (key for key in settings if f"{dotted}.".startswith(f"{key}."))
    return next((f"--set {key}: " for key in keys), "")


def _place(path: tuple[str | int, ...], file: YamlFile) -> Place:
    """Return where ``path`` stands, or the nearest thing around it that is in the file."""
    for end in range(len(path), -1, -1):
        place = file.keys.get(path[:end]) or file.values.get(path[:end])
        if place:
            return place
    return Place(1, 1)


def _without_secrets(written: Any, substitution: Substitution) -> Any:
    """Return the pipeline with variables put in, but environment values left out."""
    return attrs.evolve(substitution, allowed=frozenset(), secrets={}, unresolved=[]).of(written)


@attrs.frozen
class _Resolved:
    """Every name of a pipeline with the part behind it."""

    names: list[Named]
    parts: Parts
    #: Role to where its relative paths start: ``--set`` is typed in the working directory.
    bases: Mapping[str, Path]

    def of(self, role: str) -> Iterator[tuple[Named, Part]]:
        """Yield each name of ``role`` with its part."""
        for name in self.names:
            part = self.parts[name.role, name.name]
            if part is not None and name.role == role:
                yield name, part

    def endpoints(self, role: str, folder: Path) -> tuple[Endpoint, ...]:
        """Return sources, sinks or engines as a run uses them."""
        base = self.bases.get(role, folder)
        return tuple(_endpoint(name, part, base) for name, part in self.of(role))


def _built(
    path: Path, canonical: Any, data: Any, resolved: _Resolved, substitution: Substitution
) -> Pipeline:
    limits = Limits(**(data.get("limits") or {}))
    return Pipeline(
        path=path,
        name=data.get("name") or path.stem,
        canonical=orjson.loads(orjson.dumps(canonical)),
        secrets=dict(substitution.secrets),
        stages=tuple(_stage_spec(name, part, limits) for name, part in resolved.of("stage")),
        sources=merged(resolved.endpoints("source", path.parent)),
        sinks=resolved.endpoints("sink", path.parent),
        engine=resolved.endpoints("engine", path.parent)[0],
        limits=limits,
    )


def _endpoint(name: Named, part: Part, base: Path) -> Endpoint:
    options = {key: value for key, value in name.options.items() if key != "path"}
    return Endpoint(part, paths_of(name.options), options, base)


def _stage_spec(name: Named, part: Part, limits: Limits) -> StageSpec:
    renamed = name.beside.get("as") or {}
    return StageSpec(
        part=part,
        options=dict(name.options),
        layers={layer: renamed.get(layer, layer) for layer in part.layers},
        timeout=name.beside.get("timeout", limits.timeout),
        on_error=name.beside.get("on_error", "dead"),
        max_record_bytes=limits.max_record_bytes,
    )
