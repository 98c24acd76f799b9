"""The sink ``sqlite``: every record comes back, runs are kept apart, others can search it."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from table_records import HOSTILE, PARTIES, RUN, facts, hostile_records, odd_records, record

from textflow_plugins.files.sqlite.reading import read_database
from textflow_plugins.files.sqlite.writing import ForeignDatabaseError, write_database
from textflow_plugins.files.tables.layer import Layer


def written(
    path: Path, records: Iterable[dict[str, Any]], before: Path | None = None, **layers: Any
) -> Path:
    """Write a database and return its path."""
    write_database(iter(records), path, before, facts(layers or None), search=True)
    return path


def rows(path: Path, query: str) -> list[tuple[Any, ...]]:
    """Return what SQLite itself makes of a query."""
    with closing(sqlite3.connect(path)) as database:
        return database.execute(query).fetchall()


@pytest.mark.parametrize("records", [hostile_records, odd_records])
def test_records_come_back(records: Any, tmp_path: Path) -> None:
    """Equal, whatever is in them; the database is whole and its keys lead somewhere."""
    path = written(tmp_path / "a.sqlite", records())
    assert list(read_database(path)) == list(records())
    assert rows(path, "PRAGMA integrity_check") == [("ok",)]
    assert rows(path, "PRAGMA foreign_key_check") == []


def test_cells_are_the_strings_themselves(tmp_path: Path) -> None:
    """To the letter, for those who read the tables with another program."""
    path = written(tmp_path / "a.sqlite", hostile_records())
    assert [text for (text,) in rows(path, "SELECT text FROM quotes ORDER BY key")] == HOSTILE
    found = rows(path, "SELECT quotation, speaker, title, document FROM quotations ORDER BY quote")
    assert [row[:3] for row in found] == [(text, text, text) for text in HOSTILE]
    assert rows(path, "SELECT count(*), min(kind) FROM mentions") == [(2 * len(HOSTILE), "name")]


@settings(deadline=None, max_examples=40)
@given(
    st.lists(
        st.dictionaries(
            st.sampled_from([*PARTIES["items"]["properties"], "new"]),
            st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.text()
            | st.floats(allow_nan=False, allow_infinity=False)
            | st.lists(st.fixed_dictionaries({"start": st.integers(0, 9), "end": st.none()}))
            | st.dictionaries(st.sampled_from(["start", "end", "text"]), st.integers(0, 9)),
        )
    )
)  # fmt: skip
def test_any_item_comes_back(items: list[dict[str, Any]]) -> None:
    """Whether or not it is what its schema says, numbers of the same kind."""
    layer = Layer.of("acme.parties", PARTIES)
    for item in items:
        if layer.is_exact(item):
            told = layer.item(layer.cells(item))
            for child in layer.children:
                told[child.within] = [child.item(child.cells(one)) for one in item[child.within]]
            assert told == item
            assert {key: type(one) for key, one in told.items()} == {
                key: type(one) for key, one in item.items()
            }


def test_a_second_run_replaces_its_own_rows_alone(tmp_path: Path) -> None:
    """What others have written stays: another run, somebody's own table."""
    first = written(tmp_path / "a.sqlite", [record("a", "old"), record("b", "old")])
    with closing(sqlite3.connect(first)) as database, database:
        database.execute("CREATE TABLE notes (text)")
        database.execute("INSERT INTO notes VALUES ('mine')")
    other = {**record("x", "other"), "run": "f" * 12}
    second = written(tmp_path / "b.sqlite", [record("a", "new"), other], first)
    third = written(tmp_path / "c.sqlite", [record("c", "newer")], second)
    assert [(one["run"], one["text"]) for one in read_database(third)] == [
        ("f" * 12, "other"),
        (RUN, "newer"),
    ]
    assert rows(third, "SELECT * FROM notes") == [("mine",)]
    query = "SELECT rowid FROM documents_search WHERE documents_search MATCH 'old OR new'"
    assert rows(third, query) == []
    assert [one["text"] for one in read_database(first)] == ["old", "old"]


def test_the_same_run_again_gives_the_same_bytes(tmp_path: Path) -> None:
    """Where nothing else is in the file."""
    first = written(tmp_path / "a.sqlite", odd_records())
    second = written(tmp_path / "b.sqlite", odd_records(), first)
    assert first.read_bytes() == second.read_bytes()


def test_names_that_are_taken(tmp_path: Path) -> None:
    """By a layer, by a list of places within another, by us, or by SQLite."""
    items = [{"start": 0, "end": 1, "text": "a"}]
    seen = [{**items[0], "Item": None, "item": None, "seen": [{"start": 0, "end": 1}]}]
    names = ["acme.parties_seen", "mentions", "documents", "quotes document", "sqlite_x", "RUNS"]
    one = record("a", "ab", **dict.fromkeys(names, items), **{"acme.parties": seen})
    path = written(tmp_path / "a.sqlite", [one], **{"acme.parties": PARTIES})
    assert list(read_database(path)) == [one]


def test_another_layer_called_quotes(tmp_path: Path) -> None:
    """A stage's layer may have been renamed to anything; what needs its columns is left out."""
    one = record("a", "ab", quotes=[{"x": "y"}], speakers=[{"x": "y"}], documents=[{"x": "y"}])
    schema = {
        "type": "array",
        "items": {"properties": {"x": {"type": "string"}}, "required": ["x"]},
    }
    path = written(tmp_path / "a.sqlite", [one], quotes=schema, speakers=schema)
    assert list(read_database(path)) == [one]
    assert rows(path, "SELECT said_by, x FROM quotes") == [(None, "y")]


def test_words_are_found(tmp_path: Path) -> None:
    """In texts, quotations and names; without the index there are no such tables."""
    path = written(tmp_path / "a.sqlite", hostile_records())
    for name in ("documents", "quotes", "speakers"):
        query = f"SELECT rowid FROM {name}_search WHERE {name}_search MATCH 'owned'"  # noqa: S608
        assert len(rows(path, query)) == 1
    bare = tmp_path / "b.sqlite"
    write_database(iter([]), bare, None, facts(), search=False)
    assert rows(bare, "SELECT name FROM sqlite_master WHERE name LIKE '%search%'") == []


def test_a_layer_whose_schema_has_grown(tmp_path: Path) -> None:
    """Gets the new columns; the items of the run before are read by the schema of that time."""
    item = {"start": 0, "end": 1, "text": "a"}
    span = {"start": {"type": "integer"}, "end": {"type": "integer"}}
    old = {"type": "array", "items": {"properties": span, "required": ["start", "end"]}}
    other = {**record("x", "ab", **{"acme.parties": [{"start": 0, "end": 1}]}), "run": "f" * 12}
    first = written(tmp_path / "a.sqlite", [other], **{"acme.parties": old})
    now = record("a", "ab", **{"acme.parties": [{**item, "Item": True, "item": None}]})
    second = written(tmp_path / "b.sqlite", [now], first)
    assert list(read_database(second)) == [other, now]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"no database, but somebody's notes, which are long enough to be one" * 20, "no database"),
        (None, "not one of textflow's"),
    ],
)
def test_a_file_of_somebody_else_is_left_alone(
    content: bytes | None, message: str, tmp_path: Path
) -> None:
    """It is neither replaced nor added to."""
    before = tmp_path / "before.sqlite"
    if content is None:
        with closing(sqlite3.connect(before)) as database:
            database.execute("CREATE TABLE documents (text)")
    else:
        before.write_bytes(content)
    with pytest.raises(ForeignDatabaseError, match=message):
        written(tmp_path / "a.sqlite", [record("a", "a")], before)


def test_a_database_that_is_being_written_is_left_alone(tmp_path: Path) -> None:
    """Its last words are in the file beside it, and would be lost."""
    before = written(tmp_path / "before.sqlite", [record("a", "a")])
    with closing(sqlite3.connect(before)) as database:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("CREATE TABLE notes (text)")
        with pytest.raises(ForeignDatabaseError, match="another program is writing"):
            written(tmp_path / "a.sqlite", [record("a", "a")], before)
