"""What a run has left is read back: records one by one, and what lies beside them."""

import gzip
import json
from typing import Any

import pytest
from workspaces import Workspace

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
def test_records_are_read_one_by_one(workspace: Workspace, suffix: str) -> None:
    """Compressed ones too; empty lines say nothing."""
    lines = f"{line()}\n{line(id='b.txt')}".encode()
    workspace.write(f"r.jsonl{suffix}", gzip.compress(lines) if suffix else lines)
    assert [record["id"] for record in read_records(f"r.jsonl{suffix}")] == ["a.txt", "b.txt"]


def test_what_a_run_writes_is_read(workspace: Workspace) -> None:
    """Records, manifest, dead letters."""
    workspace.texts("Ada Lund said no.")
    workspace.write("in/b.txt", b"\x89PNG\r\n\x1a\n\0\0")
    workspace.pipeline("[segment, speakers]")
    assert workspace.run().code == 1
    assert list(read_records("out.jsonl")) == workspace.records
    left = beside("out.jsonl")
    assert left.manifest == workspace.manifest
    assert list(left.dead) == workspace.dead
    assert left.filtered == ()


def test_nothing_beside_is_no_error(workspace: Workspace) -> None:
    """A file of records may come alone."""
    workspace.write("r.jsonl", line())
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
def test_what_is_no_record_is_refused_with_its_line(
    workspace: Workspace, bad: str, said: str
) -> None:
    """And with what is wrong; the lines before it were read."""
    workspace.write("r.jsonl", f"{line()}{bad}\n")
    records = read_records("r.jsonl")
    assert next(records)["id"] == "a.txt"
    with pytest.raises(InputError) as raised:
        next(records)
    assert "'r.jsonl:2': is not what a run writes: " in str(raised.value)
    assert said in str(raised.value)


def test_a_file_that_is_not_there_is_named(workspace: Workspace) -> None:
    """As any input that cannot be read."""
    assert workspace.folder.exists()
    with pytest.raises(InputError, match=r"none\.jsonl"):
        list(read_lines("none.jsonl"))


def test_a_file_is_written_whole_or_not_at_all(workspace: Workspace) -> None:
    """What was there is kept where the writing fails, and nothing else is left."""
    path = workspace.write("deep/out.txt", "before")

    def broken() -> Any:
        yield b"half"
        raise OSError(28, "No space left on device")

    with pytest.raises(OutputError, match="No space left"):
        write_whole(str(path), broken())
    assert path.read_text() == "before"
    write_whole(str(path), [b"one ", b"two"])
    assert path.read_text() == "one two"
    assert list(path.parent.iterdir()) == [path]
