"""What a run has left is read back: records one by one, and what lies beside them."""

import gzip
import json
from typing import Any

import pytest
from plugin_site import Bench

from textflow.errors import InputError, OutputError
from textflow.records import beside, read_lines, read_records, write_whole

RECORD: dict[str, Any] = {
    "id": "a.txt",
    "source": {"uri": "a.txt"},
    "text": "Say one.",
    "raw_map": [[0, 8, 0, 8]],
    "meta": {},
    "annotations": {"acme.numbers": [{"start": 4, "end": 7, "text": "one"}]},
    "run": "0123456789ab",
}


def line(**changed: Any) -> str:
    """Return a record as a line."""
    return f"{json.dumps(RECORD | changed)}\n"


@pytest.mark.parametrize("suffix", ["", ".gz"])
def test_records_are_read_one_by_one(bench: Bench, suffix: str) -> None:
    """Compressed ones too; empty lines say nothing."""
    lines = f"{line()}\n{line(id='b.txt')}".encode()
    bench.write(f"r.jsonl{suffix}", gzip.compress(lines) if suffix else lines)
    assert [record["id"] for record in read_records(f"r.jsonl{suffix}")] == ["a.txt", "b.txt"]


def test_what_a_run_writes_is_read(bench: Bench) -> None:
    """Records, manifest, dead letters."""
    bench.texts("Ada Lund said no.")
    bench.write("in/b.txt", b"\x89PNG\r\n\x1a\n\0\0")
    bench.pipeline("[segment, speakers]")
    assert bench.run().code == 1
    assert list(read_records("out.jsonl")) == bench.records
    left = beside("out.jsonl")
    assert left.manifest == bench.manifest
    assert list(left.dead) == bench.dead
    assert left.filtered == ()


def test_nothing_beside_is_no_error(bench: Bench) -> None:
    """A file of records may come alone."""
    bench.write("r.jsonl", line())
    left = beside("r.jsonl")
    assert (left.manifest, left.dead, left.filtered) == ({}, (), ())


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ("{", "no JSON: "),
        ("[1]", "no JSON object but [1]"),
        (line(text=None), "/text: None is not of type 'string'"),
        (line(annotations=[]), "/annotations: [] is not of type 'object'"),
        (line(text="Say two."), "/annotations/acme.numbers/0 does not lead to its text"),
        (line(annotations={"x": [{"start": 0, "end": 99}]}), "/annotations/x/0 does not lead"),
        (line(annotations={"x": [{"start": 3}]}), "/annotations/x/0 does not lead"),
        (line(annotations={"x": [{"start": "0", "end": 1}]}), "/annotations/x/0 does not lead"),
    ],
)
def test_what_is_no_record_is_refused_with_its_line(bench: Bench, bad: str, said: str) -> None:
    """And with what is wrong; the lines before it were read."""
    bench.write("r.jsonl", f"{line()}{bad}\n")
    records = read_records("r.jsonl")
    assert next(records)["id"] == "a.txt"
    with pytest.raises(InputError) as raised:
        next(records)
    assert "'r.jsonl:2': is not what a run writes: " in str(raised.value)
    assert said in str(raised.value)


def test_a_file_that_is_not_there_is_named(bench: Bench) -> None:
    """As any input that cannot be read."""
    assert bench.folder.exists()
    with pytest.raises(InputError, match=r"none\.jsonl"):
        list(read_lines("none.jsonl"))


def test_a_file_is_written_whole_or_not_at_all(bench: Bench) -> None:
    """What stood there is kept where the writing fails, and nothing else is left."""
    path = bench.write("deep/out.txt", "before")

    def broken() -> Any:
        yield b"half"
        raise OSError(28, "No space left on device")

    with pytest.raises(OutputError, match="No space left"):
        write_whole(str(path), broken())
    assert path.read_text() == "before"
    write_whole(str(path), [b"one ", b"two"])
    assert path.read_text() == "one two"
    assert list(path.parent.iterdir()) == [path]
