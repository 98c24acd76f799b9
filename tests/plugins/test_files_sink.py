"""The sink ``jsonl``: one record, one line, for every reader."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textflow_plugins.files.jsonl import write_jsonl

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text()
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@settings(deadline=None)
@given(st.dictionaries(st.text(), VALUES, max_size=5))
def test_record_round_trips(record: dict[str, Any]) -> None:
    """What is written is what any JSON parser reads back, keys in their order."""
    line = write_jsonl(record)
    assert json.loads(line) == record
    assert list(json.loads(line)) == list(record)


@settings(deadline=None)
@given(st.text())
def test_record_is_one_line_to_every_reader(text: str) -> None:
    """Even ``str.splitlines``, which cuts at U+0085 and U+2028, sees one line."""
    assert len(write_jsonl({"text": text}).decode().splitlines()) == 1


def test_line_ends_of_unicode_are_escaped() -> None:
    """U+0085, U+2028 and U+2029 are written as escapes, other characters as themselves."""
    assert (
        write_jsonl({"text": "é\x85\u2028\u2029"}) == '{"text":"é\\u0085\\u2028\\u2029"}\n'.encode()
    )


def test_lone_surrogate_is_refused() -> None:
    """A lone surrogate raises before a byte is written."""
    with pytest.raises(TypeError, match="surrogates"):
        write_jsonl({"text": "\ud800"})
