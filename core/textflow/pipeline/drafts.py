"""A pipeline file as it is written: read, settings applied, references replaced."""

import pathlib
from collections.abc import Mapping
from typing import Any, NamedTuple

import attrs

from textflow.errors import PipelineError
from textflow.masking import hide
from textflow.pipeline.settings import apply_settings
from textflow.pipeline.substitution import Substitution, substitution_for
from textflow.problems import Path, Place, Problem
from textflow.yaml.reader import YamlError, YamlFile, read_yaml


class Draft(NamedTuple):
    """A pipeline file before anything in it is looked up."""

    path: pathlib.Path
    file: YamlFile
    settings: Mapping[str, str]
    #: Its content with the settings in place, and with the references replaced, too.
    written: Mapping[str, Any]
    data: Mapping[str, Any]
    substitution: Substitution

    @property
    def secrets(self) -> dict[str, str]:
        """Name and value of each environment variable that it uses."""
        return dict(self.substitution.secrets)

    def base(self, role: str) -> pathlib.Path:
        """Return where relative paths start: those of ``--set`` in the working directory."""
        return pathlib.Path.cwd() if role in self.settings else self.path.parent

    def canonical(self) -> Any:
        """Return it with variables put in, but environment values left out."""
        plain = attrs.evolve(self.substitution, allowed=frozenset(), secrets={}, unresolved=[])
        return plain.of(self.written)

    def at(self, path: Path) -> Any:
        """Return the value at ``path``, or the last key of it where that is none of the data."""
        value: Any = self.data
        for step in path:
            try:
                value = value[step]
            except (KeyError, IndexError, TypeError):
                return step
        return value

    def place(self, path: Path) -> Place:
        """Return the place of ``path``, or of the nearest thing around it that is in the file."""
        for end in range(len(path), -1, -1):
            place = self.file.keys.get(path[:end]) or self.file.values.get(path[:end])
            if place:
                return place
        return Place(1, 1)


def read_draft(path: pathlib.Path, settings: Mapping[str, str]) -> Draft:
    """
    Return the draft at ``path``, ``settings`` (``--set``) applied; its secrets never show.

    Raises PipelineError, and UsageError where a setting fits nowhere.
    """
    file = _read(path)
    if not isinstance(file.value, dict):  # pragma: no cover - the reader refuses it
        raise TypeError
    written = apply_settings(file.value, settings)
    substitution = substitution_for(written)
    data = substitution.of(written)
    hide(substitution.secrets)
    return Draft(path, file, settings, written, data, substitution)


def _read(path: pathlib.Path) -> YamlFile:
    try:
        return read_yaml(path.read_bytes())
    except OSError as error:
        message = (
            f"cannot be read: {error.strerror or error}; wanted a pipeline file; "
            "write one with `textflow init`, or correct the path"
        )
        raise PipelineError(path=str(path), problems=(Problem.at((), message),)) from error
    except YamlError as error:
        raise PipelineError(path=str(path), problems=error.problems) from error
