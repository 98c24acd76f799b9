"""The cases of a pipeline: what it must find and must not find, each with its place in a file."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import attrs

from textflow.errors import PipelineError
from textflow.pipeline import schema_problems
from textflow.pipeline.model import Pipeline
from textflow.plugins.schemas import read_schema
from textflow.problems import Path as Steps
from textflow.problems import Place, Problem
from textflow.wording import did_you_mean, from_here, listed, shown
from textflow.yaml.reader import YamlError, YamlFile, read_yaml

#: What a case may say of an item beside the fields of its layer.
_TEXT = "text"


@attrs.frozen
class Expected:
    """One item that a case names, in part, and where."""

    layer: str
    fields: Mapping[str, Any]
    #: Of the item, and of each of its fields.
    place: Place
    places: Mapping[str, Place]


@attrs.frozen
class Case:
    """One text, and what is expected of it."""

    name: str
    #: The file that the case is in, as it is shown.
    source: str
    place: Place
    #: As it is written.
    written: Mapping[str, Any] = attrs.field(repr=False)
    #: Layer to the items that must be found there; none: nothing may be found.
    wanted: Mapping[str, Sequence[Expected]]
    unwanted: tuple[Expected, ...]
    #: Where each layer that must be empty is named.
    layers: Mapping[str, Place]
    folder: Path


def beside(pipeline: Path) -> Path:
    """Return where the tests of a pipeline are, if they are in a file of their own."""
    return pipeline.with_name(f"{pipeline.stem}.test.yml")


def read_cases(pipeline: Pipeline) -> tuple[Case, ...]:
    """
    Return the cases in the pipeline file, then those in the file beside it.

    Raises PipelineError with everything that is wrong with them: a misspelt field would
    make what must be absent absent for ever.
    """
    own = _read(pipeline.path)
    cases = list(_cases(own, pipeline.path, pipeline)) if own.value.get("tests") else []
    other = beside(pipeline.path)
    if other.is_file():
        file = _read(other)
        _demand(other, file, schema_problems.schema_problems(read_schema("tests.json"), file.value))
        cases += _cases(file, other, pipeline)
    return tuple(cases)


def _read(path: Path) -> YamlFile:
    try:
        return read_yaml(path.read_bytes())
    except YamlError as error:
        raise PipelineError(path=from_here(path), problems=error.problems) from error
    except OSError as error:
        problem = Problem.at((), f"cannot be read: {error.strerror or error}")
        raise PipelineError(path=from_here(path), problems=(problem,)) from error


def _cases(file: YamlFile, path: Path, pipeline: Pipeline) -> Iterator[Case]:
    _demand(path, file, _slips(file.value["tests"], pipeline))
    for at, row in enumerate(file.value["tests"]):
        yield _case(file, path, at, row)


def _demand(path: Path, file: YamlFile, problems: Iterator[Problem]) -> None:
    """Raise PipelineError with ``problems`` in file order, if there are any."""
    placed = [one._replace(place=place_in(file, one.path)) for one in problems]
    if placed:
        every = sorted(placed, key=lambda one: one.place)
        raise PipelineError(path=from_here(path), problems=tuple(every))


def place_in(file: YamlFile, path: Steps) -> Place:
    """Return the place of ``path``, or of the nearest thing around it that is in the file."""
    for end in range(len(path), -1, -1):
        place = file.keys.get(path[:end]) or file.values.get(path[:end])
        if place:
            return place
    return Place(1, 1)


def _case(file: YamlFile, path: Path, at: int, row: Mapping[str, Any]) -> Case:
    def items(side: str, layer: str) -> list[Expected]:
        start: Steps = ("tests", at, side, layer)
        return [
            _expected(file, (*start, number), layer, one)
            for number, one in enumerate(row[side][layer])
        ]

    expect, absent = row.get("expect", {}), row.get("absent", {})
    return Case(
        name=row["name"],
        source=from_here(path),
        place=place_in(file, ("tests", at)),
        written=row,
        wanted={layer: items("expect", layer) for layer in expect},
        unwanted=tuple(one for layer in absent for one in items("absent", layer)),
        layers={layer: place_in(file, ("tests", at, "expect", layer)) for layer in expect},
        folder=path.parent,
    )


def _expected(file: YamlFile, path: Steps, layer: str, written: Any) -> Expected:
    fields = {_TEXT: written} if isinstance(written, str) else written
    places = {name: place_in(file, (*path, name)) for name in fields}
    return Expected(layer, fields, place_in(file, path), places)


def _slips(tests: Sequence[Mapping[str, Any]], pipeline: Pipeline) -> Iterator[Problem]:
    """Yield what the schema of tests cannot know."""
    known = _layers(pipeline)
    for at, row in enumerate(tests):
        path: Steps = ("tests", at)
        if ("text" in row) == ("file" in row):
            yield Problem.at(path, "a case has either `text` or `file`: the document it is about")
        if "meta" in row and "file" in row:
            yield Problem.at((*path, "meta"), "`meta` goes with `text`; a file has its own")
        if not ({"expect", "absent"} & row.keys()):
            yield Problem.at(path, "a case has `expect`, `absent` or both: what to look for")
        for side in ("expect", "absent"):
            for layer, items in row.get(side, {}).items():
                yield from _layer_slips((*path, side, layer), items, known)


def _layer_slips(path: Steps, items: list[Any], known: Mapping[str, Any]) -> Iterator[Problem]:
    layer = str(path[-1])
    if layer not in known:
        advice = did_you_mean(layer, known)
        message = f"no stage gives the layer {shown(layer)}{advice}; there are: {listed(known)}"
        yield Problem.at(path, message)
        return
    if path[-2] == "absent" and not items:
        wanted = f"write `expect: {{{layer}: []}}` if nothing at all may be found"
        yield Problem.at(path, f"an empty list here says nothing; {wanted}")
    for number, item in enumerate(items):
        if isinstance(item, dict) and known[layer]:
            yield from _field_slips((*path, number), item, known[layer])


def _field_slips(path: Steps, item: Mapping[str, Any], fields: frozenset[str]) -> Iterator[Problem]:
    for name in item:
        if name not in fields:
            advice = did_you_mean(name, fields)
            found = f"items of {shown(path[-2])} have no field {shown(name)}{advice}"
            yield Problem.at((*path, name), f"{found}; there are: {listed(fields)}")


def _layers(pipeline: Pipeline) -> dict[str, frozenset[str]]:
    """Return each layer that the stages give, with its fields; with none where any may be there."""
    found: dict[str, frozenset[str]] = {}
    for stage in pipeline.stages:
        for layer, name in stage.layers.items():
            item = stage.schemas[layer].get("items", {})
            closed = item.get("additionalProperties", True) is False
            fields = frozenset({*item.get("properties", {}), _TEXT}) if closed else frozenset[str]()
            found[name] = fields
    return found
