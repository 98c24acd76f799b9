"""The evaluation sets beside the project and the scorers that come with them."""

import gzip
import hashlib
import json
import sys
from importlib.util import module_from_spec, spec_from_file_location
from types import ModuleType
from typing import Any

import pytest
from shared_files import shared


def rows(name: str, sha256: str | None = None) -> list[dict[str, Any]]:
    """Return the rows of a set, which must be the one that its floors were measured on."""
    packed = shared(name).read_bytes()
    assert sha256 is None or hashlib.sha256(packed).hexdigest() == sha256
    return [json.loads(line) for line in gzip.decompress(packed).split(b"\n") if line]


def scorer(name: str, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Load a scorer; nothing is written beside it, the sets are read-only."""
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    spec = spec_from_file_location("scorer", shared(name))
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
