"""
Check a pipeline file whole, before anything runs: all problems at once.

Check it against the schema composed of the options of the components it names, follow the
layers from stage to stage, and look for what people often mistake.
"""

import pathlib
from collections.abc import Iterator, Mapping
from typing import Any

from textflow.masking import masked
from textflow.pipeline.common_mistakes import quoted_by_a_word_processor, unexpanded, unreachable
from textflow.pipeline.composed_schema import composed_schema, engine_keys
from textflow.pipeline.declared_layers import misplaced_invalid
from textflow.pipeline.drafts import Draft
from textflow.pipeline.layer_flow import flow_problems
from textflow.pipeline.lookup import Components
from textflow.pipeline.model import ComponentRef, paths_of
from textflow.pipeline.requirements import requirement_problems
from textflow.pipeline.schema_problems import schema_problems
from textflow.plugins.registry import Registry
from textflow.problems import Path, Problem
from textflow.stages import Declaration
from textflow.wording import shown


def problems_in(
    draft: Draft, names: list[ComponentRef], components: Components, registry: Registry
) -> Iterator[Problem]:
    """Yield everything that is wrong with ``draft`` but names and layers that lead nowhere."""
    yield from draft.substitution.unresolved
    yield from requirement_problems(draft.data.get("requires"))
    yield from _unexpanded(draft, names, components)
    yield from _misfits(draft, names, components)
    yield from _nameless(draft.data.get("stages"))
    yield from _unstreamable(names, components)
    yield from _uncorrected(draft)
    stages = [(name, components[name.role, name.name]) for name in names if name.role == "stage"]
    for name, component in stages:
        yield from misplaced_invalid(name, component) if component else ()
    yield from flow_problems(stages, registry)


def _misfits(draft: Draft, names: list[ComponentRef], components: Components) -> Iterator[Problem]:
    known = [component for component in components.values() if component]
    unknown = [(name.role, name.name) for name in names if not components[name.role, name.name]]
    return schema_problems(composed_schema(known, unknown), draft.data)


def _unexpanded(
    draft: Draft, names: list[ComponentRef], components: Components
) -> Iterator[Problem]:
    for name in names:
        component = components[name.role, name.name]
        for written in paths_of(name.options) if component and component.takes_path else ():
            message = unreachable(written) or unexpanded(written, draft.base(name.role))
            if message:
                yield Problem.at(name.path, message)


def _nameless(stages: Any) -> Iterator[Problem]:
    """Yield a problem for each item of the stages that names none."""
    for at, item in enumerate(stages if isinstance(stages, list) else []):
        if isinstance(item, dict) and not set(item) - set(engine_keys()):
            message = "this item names no stage; write `- name` or `- name: options`"
            yield Problem.at(("stages", at), message)


def _unstreamable(names: list[ComponentRef], components: Components) -> Iterator[Problem]:
    """Yield a problem for each sink that would write a whole file to standard output."""
    for name in names:
        component = components[name.role, name.name] if name.role == "sink" else None
        facts = component.declaration if component else None
        if isinstance(facts, Declaration) and not facts.lines and "-" in paths_of(name.options):
            found = f"{shown(name.name)} makes a file and cannot write to standard output"
            message = f"{found}; give it a path, or take `jsonl`"
            yield Problem.at((*name.path, "path"), message)


def corrections_of(draft: Draft) -> pathlib.Path | None:
    """Return the file of corrections that a pipeline names, if it does."""
    written = draft.data.get("corrections")
    return draft.path.parent / written if isinstance(written, str) and written else None


def _uncorrected(draft: Draft) -> Iterator[Problem]:
    """Yield a problem where the file of corrections is not there."""
    path = corrections_of(draft)
    if path is not None and not path.is_file():
        advice = "save the corrections in the report (`textflow report`), or take the key out"
        yield Problem.at(("corrections",), f"there is no file {shown(str(path))}; {advice}")


def placed(problems: list[Problem], draft: Draft) -> Iterator[Problem]:
    """Yield problems in file order, the first one of each place or setting only."""
    first: dict[tuple[int, int, str], Problem] = {}
    for one in problems:
        place, setting = draft.place(one.path), _setting(one.path, draft.settings)
        message = quoted_by_a_word_processor(draft.at(one.path)) or one.message
        there = one._replace(place=place, message=masked(f"{setting}{message}"))
        first.setdefault((place.line, place.column, setting), there)
    for _, problem in sorted(first.items()):
        yield problem


def _setting(path: Path, settings: Mapping[str, str]) -> str:
    """Return ``--set key: `` where the value at ``path`` was given so, else nothing."""
    dotted = ".".join(map(str, path[2:] if path[:1] == ("stages",) else path))
    keys = (key for key in settings if f"{dotted}.".startswith(f"{key}."))
    return next((f"--set {key}: " for key in keys), "")
