"""The evaluation sets beside the project and the scorers that come with them."""

import gzip
import hashlib
import json
import sys
from importlib.util import module_from_spec, spec_from_file_location
from types import ModuleType
from typing import Any

import pytest
from case_files import CASES
from shared_files import shared

#: What each task of `evaluate.py` must at least show.
_TASKS = json.loads((CASES / "floors.json").read_text("utf-8"))
#: The measures that are better the lower they are.
_CEILINGS = {"lostw"}

TASKS = sorted(_TASKS.keys() - {"comment"})


def rows(name: str) -> list[dict[str, Any]]:
    """Return the rows of a set."""
    return _rows(shared(name).read_bytes())


def rated(task: str) -> list[dict[str, Any]]:
    """Return the rows of the set of a task, which must be the one its floors were measured on."""
    packed = shared(f"eval/{_TASKS[task]['set']}").read_bytes()
    assert hashlib.sha256(packed).hexdigest() == _TASKS[task]["sha256"]
    return _rows(packed)


def floors(task: str) -> dict[str, Any]:
    """Return the floors of a task: part of the set to measure to value."""
    found: dict[str, Any] = _TASKS[task]["floors"]
    return found


def below(measured: dict[str, float], least: dict[str, float]) -> dict[str, float]:
    """Return the measures that miss their floors; words lost have a ceiling."""
    return {
        name: measured[name]
        for name, floor in least.items()
        if (measured[name] > floor if name in _CEILINGS else measured[name] < floor)
    }


def _rows(data: bytes) -> list[dict[str, Any]]:
    lines = gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data
    return [json.loads(line) for line in lines.split(b"\n") if line]


def scorer(name: str, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Load a scorer; nothing is written beside it, the sets are read-only."""
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    spec = spec_from_file_location("scorer", shared(name))
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
