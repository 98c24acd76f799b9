"""Cases are data: turn ``tests/cases/<stage>/<name>.json`` into pytest parameters."""

import json
from pathlib import Path
from typing import Any

import pytest

CASES = Path(__file__).parent / "cases"


def param(case: dict[str, Any]) -> Any:
    """Turn one row into a parameter set; a row with ``fails`` is a strict xfail."""
    marks = [pytest.mark.xfail(reason=case["fails"])] if "fails" in case else []
    return pytest.param(case, id=case["label"], marks=marks)


def read_cases(stage: str, *names: str) -> list[Any]:
    """Return the rows of the named case files of ``stage``, in order."""
    rows: list[dict[str, Any]] = []
    for name in names:
        rows += json.loads((CASES / stage / f"{name}.json").read_text("utf-8"))
    return [param(row) for row in rows]
