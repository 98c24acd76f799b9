"""Where the evaluation sets are: beside the checkout, or where TEXTFLOW_SHARED says."""

import os
from pathlib import Path

import pytest
from checkout import ROOT

_BESIDE = ROOT.parent / "shared"
_PLACE = Path(os.environ.get("TEXTFLOW_SHARED") or _BESIDE)

#: The folder, or None where it is not.
SHARED: Path | None = _PLACE if (_PLACE / "eval").is_dir() else None

#: Marks a test that cannot run without it.
needs_shared = pytest.mark.skipif(
    SHARED is None, reason=f"no evaluation sets at {_PLACE}; TEXTFLOW_SHARED can name their folder"
)


def shared(path: str) -> Path:
    """Return the place of ``path`` there; only for tests that carry ``needs_shared``."""
    return _PLACE / path
