"""Every document of a run: valid, and with an id of its own."""

import os
import tracemalloc
from contextlib import closing
from pathlib import Path

import pytest

from textflow import RawDocument, Unreadable
from textflow.pipeline.compiling import compile_pipeline
from textflow.plugins.registry import Registry
from textflow.running import seen_ids
from textflow.running.documents import documents_of, unique
from textflow.running.seen_ids import SeenIds, _File, _Memory


def documents(*rows: tuple[str, str]) -> list[RawDocument]:
    """Return documents with the given ids and texts."""
    return [
        RawDocument(text=text, id=name, uri=f"a.jsonl:{at}")
        for at, (name, text) in enumerate(rows, 1)
    ]


def test_the_second_document_of_an_id_is_named() -> None:
    """It is never overwritten and never lost."""
    first, second = unique(documents(("a", "one"), ("a", "two")))
    assert isinstance(first, RawDocument)
    assert isinstance(second, Unreadable)
    assert (second.error, second.raw) == ("DuplicateId", b"two")
    assert second.message.startswith("a.jsonl:2: the id 'a' has been used by a document before")


def test_ids_are_unique_across_sources(tmp_path: Path) -> None:
    """Two files of one name in two folders are two documents; one file is read once."""
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.txt").write_text("Text.")
    path = tmp_path / "p.yml"
    path.write_text("textflow: 1\nsource: [{txt: {path: [a/*.txt, b/*.txt]}}]\nstages: [segment]\n")
    pipeline = compile_pipeline(path, {}, (), Registry())
    assert [document.id for document in documents_of(pipeline)] == ["a/x.txt", "b/x.txt"]


@pytest.mark.parametrize("in_memory", [1 << 17, 1024])
def test_seen_ids_grow_without_forgetting(in_memory: int) -> None:
    """Ten thousand ids are new once, and known ever after, in memory and in a file."""
    names = [f"doc-{number}" for number in range(10_000)]
    with closing(SeenIds(in_memory)) as seen_ids:
        assert all(seen_ids.add(name) for name in names)
        assert not any(seen_ids.add(name) for name in names)
        assert all(name in seen_ids for name in names)
        assert not any(f"other {name}" in seen_ids for name in names)


@pytest.mark.parametrize("size", [1024, 4096])
@pytest.mark.parametrize("at_places", [True, False])
def test_seen_ids_behind_the_last_slot_begin_anew(
    monkeypatch: pytest.MonkeyPatch, size: int, *, at_places: bool
) -> None:
    """A key whose place is taken goes to the next free one, round the end of the table."""
    monkeypatch.setattr(seen_ids, "_AT_PLACES", at_places and hasattr(os, "pread"))
    last = 2**64 - 1
    tables = (_Memory(size), _File(size))
    for table in tables:
        assert all(table.put(last - step) for step in range(100))
        assert not any(table.put(last - step) for step in range(100))
        assert all(table.has(last - step) for step in range(100))
        assert not any(table.has(last - step) for step in range(100, 200))
        assert sorted(table.keys()) == [last - step for step in reversed(range(100))]
        table.close()


def test_seen_ids_of_a_long_run_fit_in_a_corner() -> None:
    """However many they are: a table of two megabytes is five percent of a whole run."""
    peaks = []
    for count in (1000, 20_000):
        tracemalloc.start()
        with closing(SeenIds()) as seen_ids:
            for number in range(count):
                seen_ids.add(str(number))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] - peaks[0] <= 400_000


def test_seen_ids_take_no_memory_of_their_own() -> None:
    """Four times as many ids cost what the fewer cost."""
    peaks = []
    for count in (16_000, 64_000):  # both tables are larger than what is read of them at once
        tracemalloc.start()
        with closing(SeenIds(1 << 12)) as seen_ids:
            for number in range(count):
                seen_ids.add(str(number))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] <= 1.05 * peaks[0]
