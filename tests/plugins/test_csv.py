"""The sink and the source ``csv``: safe in a spreadsheet, back to the letter, a bad row alone."""

import csv
import itertools
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from case_files import read_cases
from table_records import HOSTILE, facts, hostile_records, odd_records, quotation, record

import textflow
from textflow_plugins.files.csv_files import csv_rows, write_csv
from textflow_plugins.files.tables.csv_writing import NoSuchTableError
from textflow_plugins.files.tables.formulas import cell_text, plain_cell

#: What begins a formula in one program or another.
FORMULAS = tuple("=+-@\t\r\n|%\uff1d\uff0b\uff0d\uff20")


def table(path: Path, **options: Any) -> list[dict[str, str]]:
    """Return the rows of a file as Python's own reader has them."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, strict=True, **options))


def written(path: Path, records: Iterable[dict[str, Any]], **options: Any) -> Path:
    """Write a file or folder and return its path."""
    write_csv(iter(records), path, facts(), **options)
    return path


def test_every_table_is_read_back(tmp_path: Path) -> None:
    """By Python's own reader, equal to the records but for the apostrophes."""
    folder = written(tmp_path / "all", hostile_records())
    quotes = table(folder / "quotes.csv")
    assert [cell_text(row["text"]) for row in quotes] == HOSTILE
    assert [cell_text(row["text"]) for row in table(folder / "documents.csv")] == HOSTILE
    assert [cell_text(row["rule"]) for row in table(folder / "dropped.csv")] == HOSTILE
    doubled = [text for text in HOSTILE for _ in range(2)]
    assert [cell_text(row["text"]) for row in table(folder / "mentions.csv")] == doubled
    assert {row["parent"] for row in table(folder / "mentions.csv")} == {"s1"}
    assert {(row["start"], row["confidence"], row["cue_text"]) for row in quotes} == {
        ("0", "0.5", "")
    }
    assert [row["end"] for row in quotes] == [str(len(text)) for text in HOSTILE]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:12]))
def test_no_cell_is_a_formula(text: str) -> None:
    """Numbers are numbers; what is written can be had back."""
    cell = plain_cell(text)
    assert not cell.startswith(FORMULAS) or float(cell) < 0
    assert cell_text(cell) == text


def test_formulas_are_left_where_wanted(tmp_path: Path) -> None:
    """For programs that do not obey them."""
    path = written(tmp_path / "a.csv", hostile_records(), table="quotes", formulas=True)
    assert [row["text"] for row in table(path)] == HOSTILE


def test_a_file_is_of_quotations(tmp_path: Path) -> None:
    """With who said them; another table by its name, which must be one."""
    records = [record("a", "ab", quotes=[quotation("ab", None)], speakers=[])]
    (row,) = table(written(tmp_path / "a.csv", records))
    assert (row["quotation"], row["speaker"], row["document"]) == ("ab", "", "a")
    tabbed = table(written(tmp_path / "a.tsv", records, table="documents"), delimiter="\t")
    assert [row["id"] for row in tabbed] == ["a"]
    with pytest.raises(NoSuchTableError, match=r"there is no table 'quote'; there are: .*quotes"):
        written(tmp_path / "b.csv", records, table="quote")


def test_a_table_without_rows_has_a_head(tmp_path: Path) -> None:
    """And a mark that tells Excel its encoding, where wanted; odd items cost nothing."""
    path = written(tmp_path / "a.csv", odd_records(), table="amounts", bom=True)
    assert path.read_bytes().startswith(b"\xef\xbb\xbfdocument,start,end,text,kind,value")
    folder = written(tmp_path / "all", odd_records())
    assert len(table(folder / "acme_parties.csv")) == 9


def read(data: bytes | str, **options: Any) -> list[Any]:
    """Return what the source makes of ``data``, as the case files write it."""
    raw = data.encode() if isinstance(data, str) else data
    caps = textflow.Caps(document=5_000_000)
    return [
        [one.error, one.id, one.message]
        if isinstance(one, textflow.Unreadable)
        else [one.id, one.text, one.meta]
        for one in csv_rows(textflow.Input.from_bytes(raw, "a.csv", caps), **options)
    ]


@pytest.mark.parametrize("case", read_cases("csv", "rows"))
def test_csv_cases(case: dict[str, Any]) -> None:
    """Each row is a document, or a dead letter that says where, what and how to fix it."""
    assert read(case["text"], **case.get("options", {})) == case["expect"]


def test_what_the_sink_writes_the_source_reads(tmp_path: Path) -> None:
    """Every character of every cell, in quotation marks or not."""
    path = written(tmp_path / "a.csv", hostile_records(), table="documents", formulas=True)
    found = read(path.read_bytes())
    assert [text for _, text, _ in found] == HOSTILE


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_line_ends_within_cells_stay(ends: str) -> None:
    """The text is that of the file; lines between rows are not part of it."""
    data = ends.join(["text,id", '"one', 'two",7', ""])
    assert read(data) == [["7", f"one{ends}two", {}]]


def test_each_line_has_its_encoding() -> None:
    """Unless it is stated: old spreadsheets are not in UTF-8."""
    data = "text\ncaf\u00e9 au lait\n".encode("cp1252")
    assert read(data)[0][1] == "caf\u00e9 au lait"
    assert read("text\n\u0416\n".encode("koi8_r"), encoding="koi8_r")[0][1] == "\u0416"


def test_a_cell_without_end_costs_no_more_than_a_document() -> None:
    """The rows behind it are read again from the next line on."""
    caps = textflow.Caps(document=100)
    lines = ["text", "good", '"never closed', *["x" * 50] * 3, "last"]
    found = list(csv_rows(textflow.Input.from_bytes("\n".join(lines).encode(), "a.csv", caps)))
    assert [getattr(one, "text", "dead") for one in found] == ["good", "dead", "x" * 50, "last"]
    assert "never closed" in found[1].message


def test_a_line_that_is_too_long_costs_itself_alone() -> None:
    """However long it is."""
    caps = textflow.Caps(document=100)
    data = "\n".join(["text", "good", "x" * 1000, "last"]).encode()
    found = list(csv_rows(textflow.Input.from_bytes(data, "a.csv", caps)))
    assert [getattr(one, "text", None) or one.error for one in found] == [
        "good",
        "TooLarge",
        "last",
    ]


def test_memory_does_not_grow_with_rows() -> None:
    """The first rows come before the last are read."""
    drawn = itertools.count()

    class Endless(textflow.Input):
        def chunks(self) -> Any:
            """Yield rows for ever, and count them."""
            yield b"text\n"
            while True:
                next(drawn)
                yield b"row\n"

    entry = Endless("a", "a", "a.csv", lambda: iter(()))  # type: ignore[arg-type, return-value]
    assert len(list(itertools.islice(csv_rows(entry), 10))) == 10
    assert next(drawn) <= 12
