"""
Entries: the one format of all word tables, and its two readers.

A table is UTF-8 text. Its head is comment lines, two of them `# Source: ` and
`# Licence: `. Then one entry a line, its cells parted by one tab each; empty cells at
the end may be left out. A line that opens with `# ` is a comment wherever it is.

There are two kinds of table:

- a table of **classes**: a class and one of its words on each line, such as
  `determiner`, tab, `the`. `read_classes` gives a frozen value with one set a class.
- a table of **records**: one record on each line, a cell for each of its fields.
  `read_records` gives the records.

Both are read into a frozen attrs class, which states what is allowed; whatever else
is in the file is a fault with file and line.
"""

from collections.abc import Iterator
from importlib.resources.abc import Traversable
from typing import Any, NamedTuple, NoReturn, TypeVar

import attrs

from textflow_plugins.languages.cells import CellError, converters

_HEAD = ("# Source: ", "# Licence: ")
T = TypeVar("T", bound=attrs.AttrsInstance)


@attrs.frozen
class TableError(Exception):
    """A line of a table is not what the table allows."""

    file: str
    line: int
    found: str
    wanted: str

    def __str__(self) -> str:
        """Return "file:line: what is there, what was wanted"."""
        return f"{self.file}:{self.line}: {self.found}, wanted {self.wanted}"


class _Entry(NamedTuple):
    """One entry of a table, and where it is."""

    file: str
    line: int
    cells: list[str]

    def refuse(self, found: str, wanted: str) -> NoReturn:
        """Say what is wrong with the entry."""
        raise TableError(self.file, self.line, found, wanted)


def read_classes(table: Traversable, kind: type[T]) -> T:
    """Return a table of classes as a `kind`: each of its fields is the set of its words."""
    names = [field.name for field in attrs.fields(kind)]
    classes: dict[str, dict[str, int]] = {name: {} for name in names}
    for entry in _entries(table, 2):
        if len(entry.cells) < 2:  # noqa: PLR2004 - class and word
            entry.refuse("one cell", "a class, a tab and a word")
        name, word = entry.cells
        if name not in classes:
            entry.refuse(f"unknown class {name!r}", f"one of {', '.join(names)}")
        first = classes[name].setdefault(word, entry.line)
        if first != entry.line:
            entry.refuse(f"{name} {word!r} is in line {first} already", "each entry once")
    return kind(**{name: frozenset(words) for name, words in classes.items()})


def read_records(table: Traversable, kind: type[T]) -> tuple[T, ...]:
    """
    Return the records of a table in order, each a `kind`.

    The type of a field says what its cell may hold: see `cells`. Two records that are
    equal are a duplicate: the fields that are no part of the key have `eq=False`.
    """
    fields = converters(kind)
    records: dict[T, int] = {}
    for entry in _entries(table, len(fields)):
        record = _record(entry, kind, fields)
        first = records.setdefault(record, entry.line)
        if first != entry.line:
            key = " ".join(entry.cells[: _key_size(kind)])
            entry.refuse(f"{key!r} is in line {first} already", "each entry once")
    return tuple(records)


def _record(entry: _Entry, kind: type[T], fields: dict[str, Any]) -> T:
    cells = entry.cells + [""] * (len(fields) - len(entry.cells))
    values: dict[str, Any] = {}
    for (name, convert), cell in zip(fields.items(), cells, strict=True):
        try:
            values[name] = convert(cell)
        except CellError as error:
            entry.refuse(f"{name} is {cell!r}", str(error))
    return kind(**values)


def _key_size(kind: type[attrs.AttrsInstance]) -> int:
    return sum(bool(field.eq) for field in attrs.fields(kind))


def _entries(table: Traversable, columns: int) -> Iterator[_Entry]:
    """Yield the entries of a table, none with more cells than it has columns."""
    file, lines = str(table), _text(table).split("\n")
    for number in _check_head(lines, file):
        entry = _Entry(file, number, lines[number - 1].split("\t"))
        _check_entry(entry, columns)
        yield entry


def _text(table: Traversable) -> str:
    data = table.read_bytes()
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise TableError(str(table), line, "a byte that is no UTF-8", "UTF-8") from None


def _check_head(lines: list[str], file: str) -> list[int]:
    """Return the numbers of the lines with an entry; check what is before the first."""
    entries = [number for number, line in enumerate(lines, 1) if not _is_comment(line)]
    first = entries[0] if entries else len(lines)
    for mark in _HEAD:
        if not any(line.startswith(mark) for line in lines[: first - 1]):
            found = f"a head without {mark.strip()!r}"
            raise TableError(file, first, found, "a comment line that states it")
    return entries


def _is_comment(line: str) -> bool:
    return line in ("", "#") or line.startswith("# ")


def _check_entry(entry: _Entry, columns: int) -> None:
    """Check the shape of an entry."""
    cells = entry.cells
    if len(cells) > columns:
        entry.refuse(f"{len(cells)} cells", f"{columns} at most")
    if not cells[0]:
        entry.refuse("nothing before the first tab", "an entry")
    if cells[-1] == "":
        entry.refuse("a tab at the end", "nothing after the last cell")
    for cell in cells:
        if cell != cell.strip() or "  " in cell:
            entry.refuse(f"spaces around or twice in {cell!r}", "single spaces within a cell")
