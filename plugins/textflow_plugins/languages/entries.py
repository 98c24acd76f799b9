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

Both are read into a `NamedTuple`, which states what is allowed; whatever else is in the
file is a fault with file and line. Tables are read a column at a time, which
is fast; only one that is not allowed is walked through again, to say where.
"""

from collections.abc import Sequence
from functools import partial
from importlib.resources.abc import Traversable
from itertools import compress, zip_longest
from typing import Any, NamedTuple, NoReturn, TypeVar

from textflow_plugins.languages.cells import CellError, Column, as_written, columns_of

_HEAD = ("# Source: ", "# Licence: ")
#: Spaces that are neither those within cells nor the ends of cells and lines.
_OTHER_SPACES = (
    "\v\f\r\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007"
    "\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)
#: One of these is in all entries that `_check_entry` refuses, beside those with too many cells.
_ODD = ("  ", " \t", "\t ", " \n", "\n ", "\n\t", "\t\n", *_OTHER_SPACES)
T = TypeVar("T", bound=NamedTuple)


class TableError(Exception):
    """A line of a table is not what the table allows."""

    def __str__(self) -> str:
        """Return "file:line: what is there, what was wanted"."""
        file, line, found, wanted = self.args
        return f"{file}:{line}: {found}, wanted {wanted}"


class _Table(NamedTuple):
    """The entries of a table: the line and the cells of each."""

    file: str
    lines: list[int]
    rows: list[list[str]]

    def refuse(self, number: int, found: str, wanted: str) -> NoReturn:
        """Say what is wrong with an entry."""
        raise TableError(self.file, self.lines[number], found, wanted)


def read_classes(table: Traversable, kind: type[T]) -> T:
    """Return a table of classes as a `kind`: each of its fields is the set of its words."""
    entries = _entries(table, 2)
    found: dict[str, list[str]] = {name: [] for name in kind._fields}
    try:
        for name, word in entries.rows:
            found[name].append(word)
    except (ValueError, KeyError):
        _refuse_class(entries, kind._fields)
    sets = [frozenset(words) for words in found.values()]
    if sum(map(len, sets)) < len(entries.rows):
        _refuse_class(entries, kind._fields)
    return kind._make(sets)


def _refuse_class(entries: _Table, names: Sequence[str]) -> NoReturn:
    """Say which entry is none, or of no class, or there already."""
    classes: dict[str, dict[str, int]] = {name: {} for name in names}
    for number, cells in enumerate(entries.rows):
        if len(cells) < 2:  # noqa: PLR2004 - class and word
            entries.refuse(number, "one cell", "a class, a tab and a word")
        name, word = cells
        if name not in classes:
            entries.refuse(number, f"unknown class {name!r}", f"one of {', '.join(classes)}")
        if classes[name].setdefault(word, number) != number:
            _refuse_repeated(entries, number, classes[name][word], f"{name} {word!r}")
    raise TypeError  # pragma: no cover - it was asked because one of them is wrong


def read_records(table: Traversable, kind: type[T]) -> tuple[T, ...]:
    """
    Return the records of a table in order, each a `kind`.

    The type of a field says what its cell may hold: see `cells`. Two records that are
    equal are a duplicate: the fields that are no part of the key are marked `Beside`.
    """
    columns = columns_of(kind)
    entries = _entries(table, len(columns))
    # A column at a time: each of its cells is read once, however often it is there.
    cells = zip_longest(*entries.rows, fillvalue="")
    none = ("",) * len(entries.rows)
    values = [_values(entries, column, next(cells, none)) for column in columns]
    _check_keys(entries, [*compress(values, (column.is_key for column in columns))])
    made: partial[T] = partial(tuple.__new__, kind)  # as `kind._make`, without its count of values
    return tuple(map(made, zip(*values, strict=True)))


def _values(entries: _Table, column: Column, cells: Sequence[str]) -> list[Any]:
    """Return what the cells of a column say."""
    if column.convert is as_written and all(cells):
        return list(cells)
    known: dict[str, Any] = dict.fromkeys(cells)
    for cell in known:
        try:
            known[cell] = column.convert(cell)
        except CellError as error:
            entries.refuse(cells.index(cell), f"{column.name} is {cell!r}", str(error))
    return [known[cell] for cell in cells]


def _check_keys(entries: _Table, columns: Sequence[Sequence[Any]]) -> None:
    """Check that no two records are equal."""
    keys = columns[0] if len(columns) == 1 else zip(*columns, strict=True)
    if len(set(keys)) == len(entries.rows):
        return
    first: dict[tuple[Any, ...], int] = {}
    for number, key in enumerate(zip(*columns, strict=True)):
        if first.setdefault(key, number) != number:
            words = " ".join(entries.rows[number][: len(columns)])
            _refuse_repeated(entries, number, first[key], repr(words))


def _refuse_repeated(entries: _Table, number: int, first: int, what: str) -> NoReturn:
    found = f"{what} is in line {entries.lines[first]} already"
    entries.refuse(number, found, "each entry once")


def _entries(table: Traversable, columns: int) -> _Table:
    """Return the entries of a table, none with more cells than it has columns."""
    file, text = str(table), _text(table)
    lines = text.split("\n")
    numbers = _check_head(lines, file)
    rows = [lines[number - 1].split("\t") for number in numbers]
    entries = _Table(file, numbers, rows)
    if _may_be_odd(text) or max(map(len, rows), default=0) > columns:
        for number in range(len(rows)):
            _check_entry(entries, number, columns)
    return entries


def _may_be_odd(text: str) -> bool:
    """Return False where `_check_entry` would find no odd space in any line of a table."""
    return any(odd in text for odd in _ODD) or text[:1].isspace() or text[-1:] in " \t"


def _text(table: Traversable) -> str:
    data = table.read_bytes()
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise TableError(str(table), line, "a byte that is no UTF-8", "UTF-8") from None


def _check_head(lines: list[str], file: str) -> list[int]:
    """Return the numbers of the lines with an entry; check what is before the first."""
    entries = [
        number
        for number, line in enumerate(lines, 1)
        if line and (line[0] != "#" or line[1:2] not in ("", " "))
    ]
    first = entries[0] if entries else len(lines)
    for mark in _HEAD:
        if not any(line.startswith(mark) for line in lines[: first - 1]):
            found = f"a head without {mark.strip()!r}"
            raise TableError(file, first, found, "a comment line that states it")
    return entries


def _check_entry(entries: _Table, number: int, columns: int) -> None:
    """Check the shape of an entry."""
    cells = entries.rows[number]
    if len(cells) > columns:
        entries.refuse(number, f"{len(cells)} cells", f"{columns} at most")
    if not cells[0]:
        entries.refuse(number, "nothing before the first tab", "an entry")
    if cells[-1] == "":
        entries.refuse(number, "a tab at the end", "nothing after the last cell")
    for cell in cells:
        if cell != cell.strip() or "  " in cell:
            found = f"spaces around or twice in {cell!r}"
            entries.refuse(number, found, "single spaces within a cell")
