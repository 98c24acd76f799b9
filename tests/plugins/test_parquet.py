"""The sink and the source ``parquet``: nested, the same columns always, read by other programs."""

import datetime as dt
import io
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
import pytest
from table_records import HOSTILE, PARTIES, facts, hostile_records, odd_records, record

import textflow
from textflow.reading.inputs import find_inputs
from textflow.testing import PluginContract

pa = pytest.importorskip("pyarrow", reason="needs the extra `parquet`")

import pyarrow.parquet as pq  # noqa: E402 - see above

from textflow_plugins.files import parquet_files  # noqa: E402
from textflow_plugins.files.parquet_files import parquet, read_back, write_parquet  # noqa: E402


@pytest.mark.slow
class TestContract(PluginContract):
    """What third parties are held to."""

    plugin = "parquet"
    huge = 1_000_000
    hostile = 16_000


def written(path: Path, records: Iterable[dict[str, Any]], **options: Any) -> Path:
    """Write a file and return its path."""
    write_parquet(iter(records), path, facts(), **options)
    return path


@pytest.mark.parametrize("records", [hostile_records, odd_records])
def test_records_come_back(records: Any, tmp_path: Path) -> None:
    """Equal, whatever is in them."""
    assert list(read_back(written(tmp_path / "a.parquet", records()))) == list(records())


def test_columns_are_those_of_the_schemas(tmp_path: Path) -> None:
    """Whatever the records contain: files of several runs can be read as one."""
    full = pq.read_schema(written(tmp_path / "a.parquet", hostile_records()))
    empty = pq.read_schema(written(tmp_path / "b.parquet", []))
    assert full.equals(empty, check_metadata=True)
    layers = full.field("annotations").type
    assert str(layers.field("quotes").type.value_type.field("cue").type) == (
        "struct<start: int64, end: int64, text: string>"
    )
    parties = layers.field("acme.parties").type.value_type
    assert [one.name for one in parties] == [*PARTIES["items"]["properties"], "item_2"]


def test_pyarrow_reads_it(tmp_path: Path) -> None:
    """As nested values; numbers are numbers."""
    rows = pq.read_table(written(tmp_path / "a.parquet", hostile_records())).to_pylist()
    assert [row["annotations"]["quotes"][0]["text"] for row in rows] == HOSTILE
    assert {row["annotations"]["quotes"][0]["confidence"] for row in rows} == {0.5}


def test_duckdb_reads_it(tmp_path: Path) -> None:
    """As a table of lists of structs."""
    duckdb = pytest.importorskip("duckdb", reason="needs the extra `readers`")
    path = written(tmp_path / "a.parquet", hostile_records(), compression="snappy")
    query = f"SELECT annotations.quotes[1].text FROM '{path}'"  # noqa: S608 - our own path
    with duckdb.connect() as database:
        assert [text for (text,) in database.execute(query).fetchall()] == HOSTILE


def test_polars_reads_it(tmp_path: Path) -> None:
    """As a frame of lists of structs."""
    polars = pytest.importorskip("polars", reason="needs the extra `readers`")
    frame = polars.read_parquet(written(tmp_path / "a.parquet", hostile_records()))
    quotes = frame.select(polars.col("annotations").struct.field("quotes")).explode("quotes")
    assert quotes["quotes"].struct.field("text").to_list() == HOSTILE


def test_the_same_records_give_the_same_bytes(tmp_path: Path) -> None:
    """No time is in them."""
    one = written(tmp_path / "a.parquet", odd_records()).read_bytes()
    assert one == written(tmp_path / "b.parquet", odd_records()).read_bytes()


def test_another_file_has_no_records(tmp_path: Path) -> None:
    """Which is said, with what it may be used for."""
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"text": ["a"]}), path)
    with pytest.raises(ValueError, match="no records of a run in it; read it as a source"):
        list(read_back(path))


def read(columns: dict[str, Any], name: str = "a.parquet", **options: Any) -> list[Any]:
    """Return what the source makes of a table."""
    stream = io.BytesIO()
    pq.write_table(pa.table(columns), stream)
    entry = textflow.Input.from_bytes(stream.getvalue(), name, textflow.Caps(document=2_000_000))
    return list(parquet(entry, **options))


def test_each_row_is_a_document() -> None:
    """Other columns go into meta, as JSON has them."""
    when = dt.datetime(2020, 1, 2, tzinfo=dt.UTC)
    row = {"n": Decimal("1.50"), "when": when, "bytes": b"a", "deep": {"x": [1, float("nan")]}}
    one, two = read(
        {"text": ["a", "b"], "id": [7, None], **{key: [v, None] for key, v in row.items()}}
    )
    assert (one.id, one.text, two.id, two.meta) == ("7", "a", "a.parquet#2", {})
    assert one.meta == {
        "n": "1.50",
        "when": "2020-01-02T00:00:00+00:00",
        "bytes": "YQ==",
        "deep": {"x": [1, None]},
    }


def test_columns_may_be_chosen() -> None:
    """By the names that the table has."""
    (one,) = read(
        {"nr": ["1"], "body": ["a"], "x": [1], "y": [2]}, id="nr", text="body", meta=["y"]
    )
    assert (one.id, one.text, one.meta) == ("1", "a", {"y": 2})


def test_a_row_without_text_costs_itself_alone() -> None:
    """So does one that is too large."""
    found = read({"text": ["a", None, "x" * 3_000_000, "b"]})
    assert [getattr(one, "text", None) or one.error for one in found] == [
        "a",
        "NoText",
        "TooLarge",
        "b",
    ]


@pytest.mark.parametrize("data", [b"", b"PAR1", b"PAR1" + bytes(99) + b"PAR1", b"text\n"])
def test_what_is_no_table_is_one_dead_letter(data: bytes) -> None:
    """With the reason."""
    (one,) = parquet(textflow.Input.from_bytes(data, "a.parquet"))
    assert (one.error, "cannot be read as Parquet" in one.message) == ("NotParquet", True)


def test_a_table_without_the_column_is_one_dead_letter() -> None:
    """With the columns that there are."""
    (one,) = read({"body": ["a"]})
    assert "no column is called 'text'; there are: body" in one.message


def test_records_as_a_source(tmp_path: Path) -> None:
    """What a run has written can be run again."""
    path = written(tmp_path / "a.parquet", [record("a", "one")])
    (one,) = parquet(textflow.Input.from_bytes(path.read_bytes(), "a.parquet"), meta=[])
    assert (one.id, one.text, one.meta) == ("a", "one", {})


@pytest.mark.parametrize("size", [1, 2_000, 10**9])
def test_row_groups_give_the_documents_of_the_whole(tmp_path: Path, size: int) -> None:
    """With the same ids, for as many readers as there are pieces."""
    path = tmp_path / "a.parquet"
    rows = [{"text": f"Text {at}, {'x' * 50}."} for at in range(100)]
    pq.write_table(pa.Table.from_pylist(rows), path, row_group_size=10)
    (entry,) = find_inputs(["a.parquet"], tmp_path)
    pieces = list(parquet_files.pieces(entry, size))
    found = [one for piece in pieces for one in parquet(attrs.evolve(entry, piece=piece))]
    assert found == list(parquet(entry))
    assert (len(pieces) == 10, len(pieces) == 1) == (size == 1, size == 10**9)


def test_what_is_no_table_has_no_row_groups(tmp_path: Path) -> None:
    """It is read as a whole, and that says what is wrong."""
    (tmp_path / "a.parquet").write_bytes(b"no table")
    (entry,) = find_inputs(["a.parquet"], tmp_path)
    assert list(parquet_files.pieces(entry, 1)) == []
