"""The source ``jsonl``: one document a line, a bad line costs itself alone."""

import gzip
import json
import tracemalloc
from typing import Any

import pytest
from case_files import read_cases
from doubling import LIMIT, growth
from hypothesis import given, settings
from hypothesis import strategies as st

import textflow
from textflow_plugins.files.jsonl import jsonl
from textflow_plugins.files.strict_json import StrictJsonError, parse_object

Outcome = textflow.RawDocument | textflow.Unreadable


def read(data: bytes | str, name: str = "news.jsonl", **options: str) -> list[Outcome]:
    """Return what ``jsonl`` makes of ``data``."""
    raw = data.encode() if isinstance(data, str) else data
    return list(jsonl(textflow.Input.from_bytes(raw, name), **options))


def brief(outcome: Outcome) -> list[Any]:
    """Return an outcome as the case files write it."""
    if isinstance(outcome, textflow.Unreadable):
        return [outcome.error, outcome.id, outcome.uri, outcome.message]
    return [outcome.id, outcome.text, outcome.meta]


@pytest.mark.parametrize("case", read_cases("jsonl", "synthetic", "negative"))
def test_jsonl_cases(case: dict[str, Any]) -> None:
    """Each line is a document, or a dead letter that says where, what and how to fix it."""
    assert [brief(outcome) for outcome in read(case["text"])] == case["expect"]


@settings(deadline=None)
@given(
    st.dictionaries(st.text(), st.text() | st.integers(-(2**63), 2**64 - 1) | st.none()), st.text()
)
def test_any_document_is_read_back(meta: dict[str, Any], text: str) -> None:
    """Whatever is in text and other fields comes back as it was, escaped or not."""
    row = {**meta, "id": "a", "text": text}
    rest = {key: value for key, value in row.items() if key not in ("id", "text")}
    wanted = [textflow.RawDocument(text, "a", "news.jsonl:1", rest)]
    assert read(json.dumps(row)) == wanted
    assert read(json.dumps(row, ensure_ascii=False)) == wanted


@settings(deadline=None)
@given(st.binary())
def test_any_bytes_end_in_outcomes(data: bytes) -> None:
    """No bytes crash the source, and nothing it yields contains a lone surrogate."""
    for outcome in read(data):
        json.dumps(brief(outcome), ensure_ascii=False).encode()


def test_fields_are_named_by_options() -> None:
    """``id`` and ``text`` say which fields to read."""
    (found,) = read('{"url": "u1", "body": "B.", "id": 5}', id="url", text="body")
    assert brief(found) == ["u1", "B.", {"id": 5}]


def test_utf16_file_is_named_once() -> None:
    """A UTF-16 file is one dead letter, not one for each of its lines."""
    (found,) = read('{"text": "a"}\n{"text": "b"}\n'.encode("utf-16"))
    assert brief(found)[0] == "NotUtf8"


def test_mark_and_crlf_are_no_part_of_a_line() -> None:
    """A BOM and Windows line ends change nothing."""
    found = read(b'\xef\xbb\xbf{"text": "a"}\r\n{"text": "b"}\r\n')
    assert [brief(outcome)[1] for outcome in found] == ["a", "b"]


def test_line_in_another_encoding_is_decoded_like_a_file() -> None:
    """A cp1252 line among UTF-8 lines is read, and says so."""
    _, found = read('{"text": "“a”"}\n'.encode() + '{"text": "café au lait"}'.encode("cp1252"))
    assert isinstance(found, textflow.RawDocument)
    assert (found.text, found.encoding) == ("café au lait", "cp1252")


def test_long_line_is_a_dead_letter_and_the_next_is_read() -> None:
    """A line past the cap is named; memory does not grow with it."""
    data = b'{"text": "' + b"a" * 5_000_000 + b'"}\n{"text": "b"}\n'
    entry = textflow.Input.from_bytes(data, "a.jsonl", textflow.Caps(document=1000))
    tracemalloc.start()
    first, second = jsonl(entry)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert brief(first)[:3] == ["TooLarge", "a.jsonl:1", "a.jsonl:1"]
    assert brief(second) == ["a.jsonl:2", "b", {}]
    assert peak < 1_000_000


def test_lines_before_a_cut_in_gzip_are_kept() -> None:
    """The whole lines are read; the cut is one dead letter."""
    rows = "".join(json.dumps({"text": hex(number**9)}) + "\n" for number in range(20_000))
    *kept, cut = read(gzip.compress(rows.encode())[:-40], "a.jsonl.gz")
    assert len(kept) > 10_000
    assert all(isinstance(found, textflow.RawDocument) for found in kept)
    assert brief(cut)[0] == "Damaged"


def test_deep_nesting_is_refused_and_allowed_up_to_the_cap() -> None:
    """One hundred levels pass, one more does not, a hundred thousand do no harm."""
    assert parse_object('{"a":' + "[" * 99 + "]" * 99 + "}")
    for depth in (100, 900, 100_000):
        with pytest.raises(StrictJsonError, match="deeper than 100"):
            parse_object('{"a":' + "[" * depth + "]" * depth + "}")


def test_many_brackets_side_by_side_are_not_deep() -> None:
    """Width is no depth."""
    assert parse_object('{"a":[' + ",".join(["[]"] * 500) + "]}")


@pytest.mark.parametrize("number", [-(2**63), 2**63, 2**64 - 1])
def test_integers_of_64_bits_are_exact(number: int) -> None:
    """The largest and smallest integers pass unchanged."""
    assert parse_object(f'{{"n": {number}}}') == {"n": number}


@pytest.mark.parametrize(
    "number", ["-9223372036854775809", "18446744073709551616", "9" * 5000, "1e400"]
)
def test_numbers_that_would_change_are_refused(number: str) -> None:
    """No integer becomes a float, no float infinity."""
    with pytest.raises(StrictJsonError, match="does not fit"):
        parse_object(f'{{"n": {number}}}')


HOSTILE = {
    "brackets": lambda size: b'{"text": "a", "m": [' + b"[]," * size + b"[]]}",
    "escapes": lambda size: b'{"text": "' + rb"\ud83d\ude00\"" * size + b'"}',
    "keys": lambda size: json.dumps({f"k{number}": 0 for number in range(size)}).encode(),
    "bad bytes": lambda size: b'{"text": "' + b"\xff" * size + b'"}',
    "lines": lambda size: b"{]\n" * (size // 10),
}


@pytest.mark.parametrize("family", HOSTILE)
def test_time_is_linear(family: str) -> None:
    """
    Doubling the input four times takes at most 2.5 ** 4 times the CPU time.

    One doubling says less: where a table of keys outgrows a cache, it costs 2.7 times as much.
    """
    once, many = HOSTILE[family](10_000), HOSTILE[family](160_000)
    limit = LIMIT**4
    assert growth(lambda: read(once), lambda: read(many), limit=limit) <= limit
