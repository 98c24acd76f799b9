"""``--set key=value``: change a pipeline from the command line."""

import copy
from collections.abc import Mapping
from typing import Any

from textflow.errors import UsageError
from textflow.limits import DEFAULT_ENGINE
from textflow.wording import did_you_mean, listed, shown
from textflow.yaml.reader import YamlError, read_value

#: Processes at work: an option of whichever engine the pipeline has.
_WORKERS = "workers"
_TOP = ("name", "source", "sink", "engine", "vars", "limits", "cache")


def apply_settings(data: Mapping[str, Any], settings: Mapping[str, str]) -> dict[str, Any]:
    """
    Return the pipeline with ``settings`` in place.

    A key is a path of names: a top-level key (``sink``, ``limits.max_errors``,
    ``vars.lang``) or a stage's option (``summarise.sentences``). A value is read as
    YAML. Raises UsageError.
    """
    changed: dict[str, Any] = copy.deepcopy(dict(data))
    for key, text in settings.items():
        value = setting_value(key, text)
        _set(changed, f"engine.{_engine(changed)}.workers" if key == _WORKERS else key, value)
    return changed


def setting_value(key: str, text: str) -> Any:
    """Return the value of ``--set key=text``, read as YAML; raises UsageError."""
    try:
        return read_value(text)
    except YamlError as error:
        message = f"--set {key}: {shown(text)} is no YAML value: {error}"
        raise UsageError(message) from error


def _engine(data: dict[str, Any]) -> str:
    """Return the engine that the pipeline names, or the one that it has for want of that."""
    engine = data.get("engine", DEFAULT_ENGINE)
    named = engine if isinstance(engine, str) else next(iter(engine or ()), "")
    data["engine"] = {named: {}} if isinstance(engine, str) else copy.deepcopy(dict(engine))
    return str(named)


def _set(data: dict[str, Any], key: str, value: Any) -> None:
    first, _, rest = key.partition(".")
    if first in _TOP:
        holder, names = data, key.split(".")
    else:
        name, rest = _stage_and_option(data, key)
        holder, names = _stage(data, name), rest.split(".")
    for name in names[:-1]:
        inner = holder.get(name)
        holder[name] = inner if isinstance(inner, dict) else {}
        holder = holder[name]
    holder[names[-1]] = value


def _stage_and_option(data: dict[str, Any], key: str) -> tuple[str, str]:
    """Split ``acme.parties.min`` at the name of a stage that the pipeline has."""
    stages = _stage_names(data)
    for name in sorted(stages, key=len, reverse=True):
        if key.startswith(f"{name}."):
            return name, key[len(name) + 1 :]
    first = key.partition(".")[0]
    advice = did_you_mean(first, [*_TOP, *stages])
    message = (
        f"--set {key}: there is no stage {shown(first)} here, and no such key can be set{advice}; "
        f"it may begin with {listed([*_TOP, *stages])}"
    )
    raise UsageError(message)


def _stage_names(data: dict[str, Any]) -> list[str]:
    stages = data.get("stages")
    names: list[str] = []
    for stage in stages if isinstance(stages, list) else []:
        names += [stage] if isinstance(stage, str) else [*stage] if isinstance(stage, dict) else []
    return names


def _stage(data: dict[str, Any], name: str) -> dict[str, Any]:
    """Return the options of the stage ``name``, to be changed in place."""
    stages: list[Any] = data["stages"]
    at = next(at for at, stage in enumerate(stages) if stage == name or _has(stage, name))
    if stages[at] == name:
        stages[at] = {name: {}}
    options = stages[at][name]
    stages[at][name] = options = options if isinstance(options, dict) else {}
    return options


def _has(stage: Any, name: str) -> bool:
    return isinstance(stage, dict) and name in stage
