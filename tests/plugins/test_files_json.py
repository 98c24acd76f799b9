"""The source ``json``: one object, or a list of objects, a file."""

import json
from typing import Any

import pytest
from case_files import read_cases
from doubling import LIMIT, growth
from hypothesis import given, settings
from hypothesis import strategies as st

import textflow
from textflow_plugins.files.whole_json import whole_json

Outcome = textflow.RawDocument | textflow.Unreadable


def read(data: bytes | str, name: str = "news.json", **options: str) -> list[Outcome]:
    """Return what ``json`` makes of ``data``."""
    raw = data.encode() if isinstance(data, str) else data
    return list(whole_json(textflow.Input.from_bytes(raw, name), **options))


def brief(outcome: Outcome) -> list[Any]:
    """Return an outcome as the case files write it."""
    if isinstance(outcome, textflow.Unreadable):
        return [outcome.error, outcome.id, outcome.uri, outcome.message]
    return [outcome.id, outcome.text, outcome.meta]


@pytest.mark.parametrize("case", read_cases("json", "synthetic", "negative"))
def test_json_cases(case: dict[str, Any]) -> None:
    """Each object is a document, or a dead letter that says where, what and how to fix it."""
    assert [brief(outcome) for outcome in read(case["text"])] == case["expect"]


ROWS = st.lists(st.dictionaries(st.text(), st.text() | st.integers(-(2**63), 2**64 - 1)))


@settings(deadline=None)
@given(ROWS, st.sampled_from([None, 1, "\t"]), st.booleans())
def test_any_list_is_read_back(rows: list[dict[str, Any]], indent: Any, ascii_only: bool) -> None:  # noqa: FBT001 - given by hypothesis
    """Whatever is in texts and other fields comes back as it was, however it is laid out."""
    rows = [{**row, "id": f"n{at}", "text": f"t{at}"} for at, row in enumerate(rows)]
    found = read(json.dumps(rows, indent=indent, ensure_ascii=ascii_only))
    rest = [{k: v for k, v in row.items() if k not in ("id", "text")} for row in rows]
    assert [brief(one) for one in found] == [
        [f"n{at}", f"t{at}", meta] for at, meta in enumerate(rest)
    ]


@settings(deadline=None)
@given(st.binary() | st.text(alphabet='[]{}",: a\\').map(str.encode))
def test_any_bytes_end_in_outcomes(data: bytes) -> None:
    """No bytes crash the source, and nothing it yields contains a lone surrogate."""
    for outcome in read(data):
        json.dumps(brief(outcome), ensure_ascii=False).encode()


def test_other_fields() -> None:
    """As for JSON lines."""
    (one,) = read('{"number": 7, "body": "One."}', id="number", text="body")
    assert brief(one) == ["7", "One.", {}]


HOSTILE = {
    "items": lambda size: b"[" + b'{"text": ""},' * size + b"{}]",
    "brackets": lambda size: b"[" * size,
    "numbers": lambda size: b"[" + b"1," * size + b"1]",
    "space": lambda size: b" " * size + b"[" + b" " * size + b"]",
}


@pytest.mark.parametrize("family", HOSTILE)
def test_time_is_linear(family: str) -> None:
    """Twice the input takes at most two and a half times the CPU time."""
    once, twice = HOSTILE[family](20_000), HOSTILE[family](40_000)
    assert growth(lambda: read(once), lambda: read(twice)) <= LIMIT
