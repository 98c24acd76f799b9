"""Look up the components that a pipeline names; say what is near where there is none."""

from collections.abc import Iterator

from textflow.errors import PluginError
from textflow.pipeline.composed_schema import engine_keys
from textflow.pipeline.drafts import Draft
from textflow.pipeline.folders import types
from textflow.pipeline.model import ComponentRef
from textflow.pipeline.required_options import unset
from textflow.plugins.registry import Component, Registry
from textflow.problems import Problem
from textflow.reading.converters import CONVERTERS
from textflow.reading.folders import types_in
from textflow.wording import did_you_mean, listed, shown

Components = dict[tuple[str, str], Component | None]

_GLUED = (
    "this line and the next are read as one: begin each stage in the same column, "
    "with a dash and a space"
)


def looked_up(
    names: list[ComponentRef], registry: Registry, draft: Draft
) -> tuple[Components, list[Problem]]:
    """Return the component behind each name, None where there is none, and why."""
    components: Components = {}
    problems: list[Problem] = []
    for name in names:
        try:
            components[name.role, name.name] = component = registry.component(name.role, name.name)
        except PluginError as error:
            components[name.role, name.name] = None
            problems.append(Problem.at(name.path, str(error)))
            continue
        message = unset(name, component) if component else _unknown(name, registry, draft)
        problems += [Problem.at(name.path, message)] if message else []
    return components, problems


def _unknown(name: ComponentRef, registry: Registry, draft: Draft) -> str:
    there = list(_known(name.role, registry))
    if name.role in ("source", "sink") and name.path[-1] != name.name:  # a plain path
        return f"{_unknown_file(name, there, draft)}; installed: {_names(there, registry)}"
    if name.role == "stage" and " -" in name.name:
        return f"there is no stage named {shown(name.name)}: {_GLUED}"
    found = f"there is no {name.role} named {shown(name.name)}"
    owner = _owner(name, there)
    if owner:
        return (
            f"{found}; it is an option of {shown(owner)}: write "
            f"`{name.role}: {{{owner}: {{{name.name}: ...}}}}`, or with --set "
            f"`{name.role}.{owner}.{name.name}=...`"
        )
    return f"{found}{_near(name, there, registry)}"


def _near(name: ComponentRef, there: list[Component], registry: Registry) -> str:
    """Return what could have been meant, or all that there is."""
    if name.role == "stage":
        names = {component.name for component in there} | set(registry.installed.entries)
        near, more = did_you_mean(name.name, {*names, *engine_keys()}), listed(names)
    else:
        names = {component.name for component in there}
        near = did_you_mean(name.name, {*names, *registry.not_imported()})
        more = registry.listed(names)
    advice = near or f"; installed: {more}"
    if name.earlier_names:
        advice += f"; if it is an option of {shown(name.earlier_names[0])}, indent it below that"
    return advice


def _known(role: str, registry: Registry) -> Iterator[Component]:
    """Yield what could have been meant; an unknown stage is no reason to import anything."""
    known = registry.loaded_components() if role == "stage" else registry.known_components()
    return (component for component in known.values() if component.role == role)


def _names(there: list[Component], registry: Registry) -> str:
    return registry.listed(component.name for component in there)


def _owner(name: ComponentRef, there: list[Component]) -> str:
    """Return the engine, source or sink that has an option of this very name."""
    if name.role == "stage":
        return ""
    always = ("path",) if name.role in ("source", "sink") else ()
    able = (
        component
        for component in there
        if name.name in (*always, *component.options.get("properties", {}))
    )
    return next((component.name for component in able), "")


def _unknown_file(name: ComponentRef, there: list[Component], draft: Draft) -> str:
    written = name.options["path"]
    folder = draft.base(name.role) / written
    if name.role == "source" and folder.is_dir():
        found = types(types_in(folder)) or "nothing"
        return f"no source reads what is in the folder {shown(written)}: it contains {found}"
    if name.role == "source" and name.name in CONVERTERS:
        what, tool = CONVERTERS[name.name]
        return f"{shown(written)} is {what}, which no source reads: convert it first, with {tool}"
    example = f"`{name.role}: {{{there[0].name if there else 'txt'}: {{path: ...}}}}`"
    return f"{_no_reader(name, written)}; name the type, as in {example}"


def _no_reader(name: ComponentRef, written: str) -> str:
    verb = "reads" if name.role == "source" else "writes"
    kind = f".{name.name}" if name.name else "without a suffix"
    nowhere = "" if name.name or name.role == "sink" else ", and there is no such folder"
    return f"no {name.role} {verb} files {kind} ({shown(written)}){nowhere}"
