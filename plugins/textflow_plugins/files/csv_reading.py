"""Read documents from the rows of a CSV file; a bad row costs itself alone."""

import csv
from collections import Counter
from collections.abc import Iterator
from typing import Any

import attrs

import textflow
from textflow_plugins.files.row_errors import NotCsvError, NoTextError, NotUtf8Error
from textflow_plugins.files.rows import Fields, Outcome, Piece, from_row

_BOM = b"\xef\xbb\xbf"
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")
#: What cells may be separated by, where the pipeline does not say it.
_DELIMITERS = ",;\t|"
_PLAIN = textflow.Decoded("", "utf-8", 0)

csv.field_size_limit(2**31 - 1)  # the caps of the run are the limit


@attrs.define
class _Lines:
    """The lines of a file on their way to the parser; those of the present row are kept."""

    entry: textflow.Input
    encoding: str | None
    _source: Iterator[tuple[int, Any]]
    #: The first line, once more: it has been looked at before the parser begins.
    again: list[str] = attrs.field(factory=list[str])
    #: The present row as it was read, and the number of its first line.
    raw: list[bytes] = attrs.field(factory=list[bytes])
    number: int = 0
    _size: int = 0
    decoded: textflow.Decoded = _PLAIN

    @classmethod
    def of(cls, entry: textflow.Input, encoding: str | None) -> "_Lines":
        """Return the lines of ``entry``."""
        return cls(entry, encoding, entry.lines(ends=True))

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        """Return the next line as text; raises InputError for one, or a row, that is too large."""
        if self.again:
            return self.again.pop()
        number, line = next(self._source)
        self.number = self.number or number
        if isinstance(line, textflow.InputError):
            raise line
        self.raw.append(line.removeprefix(_BOM) if number == 1 else line)
        self._size += len(line)
        if self._size > self.entry.caps.document + 2:
            found = "a cell has no end: the quotation mark that opens it is never closed"
            raise NotCsvError(self.piece.uri, found, "", "close it")
        decoded = textflow.decode(self.raw[-1], self.encoding, uri=self.piece.uri)
        replaced = self.decoded.replaced + decoded.replaced
        self.decoded = attrs.evolve(decoded, replaced=replaced)
        return decoded.text

    @property
    def piece(self) -> Piece:
        """The present row."""
        return Piece(self.entry, f":{self.number or 1}", b"".join(self.raw))

    def forget(self) -> None:
        """Let the next row begin."""
        self.raw, self.number, self._size, self.decoded = [], 0, 0, _PLAIN


def read_table(
    entry: textflow.Input, fields: Fields, delimiter: str | None, encoding: str | None
) -> Iterator[Outcome]:
    """Yield the document of each row below the head."""
    lines = _Lines.of(entry, encoding)
    try:
        first = next(lines, "")
        lines.again.append(first)
        between = delimiter or _delimiter(first, fields.text)
        rows = csv.reader(lines, delimiter=between, strict=True)
        head = next(rows, [])
    except (textflow.InputError, csv.Error) as error:
        yield _unreadable(error, lines.piece)
        return
    unfit = _unfit(head, lines.piece, fields)
    if unfit:
        yield unfit
        return
    lines.forget()
    yield from _documents(head, rows, lines, fields)


def _delimiter(head: str, text: str) -> str:
    """Return what separates the cells of ``head`` so that one of them names the text."""
    for one in _DELIMITERS:
        if text in next(csv.reader([head], delimiter=one), ()):
            return one
    return max(_DELIMITERS, key=head.count)


def _unfit(head: list[str], piece: Piece, fields: Fields) -> textflow.Unreadable | None:
    """Return why no row below this head is a document, if that is so."""
    if piece.raw.startswith(_WIDE_MARKS):
        fix = "convert it first, with `iconv -f UTF-16 -t UTF-8`"
        return piece.refused(NotUtf8Error, "looks like UTF-16, not UTF-8", fix)
    if fields.text not in head:
        names = ", ".join(map(repr, head[:8])) or "nothing"
        found = f"no column is called {fields.text!r}; the first row has {names}"
        return piece.refused(NoTextError, found, "name the column of the text with `text:`")
    twice = _named_twice(head)
    if twice:
        return piece.refused(NotCsvError, f"two columns are called {twice!r}", "rename one")
    return None


def _named_twice(head: list[str]) -> str | None:
    """Return the first name that more than one column has; columns without a name are none."""
    columns = Counter(filter(None, head))
    return next((name for name, count in columns.items() if count > 1), None)


def _documents(
    head: list[str], rows: Iterator[list[str]], lines: _Lines, fields: Fields
) -> Iterator[Outcome]:
    while True:
        try:
            row = next(rows, None)
        except (textflow.InputError, csv.Error) as error:
            yield _unreadable(error, lines.piece)
        else:
            if row is None:
                return
            if row:
                yield _document(head, row, lines, fields)
        lines.forget()


def _document(head: list[str], row: list[str], lines: _Lines, fields: Fields) -> Outcome:
    if len(row) != len(head):
        found = f"cells in the row: {len(row)}, in the head: {len(head)}"
        return lines.piece.refused(NotCsvError, found, "put cells with commas in quotation marks")
    cells: dict[str, Any] = {name: cell for name, cell in zip(head, row, strict=True) if name}
    filled = {name: cell for name, cell in cells.items() if cell or name == fields.text}
    return from_row(filled, lines.piece, fields, lines.decoded)


def _unreadable(error: Exception, piece: Piece) -> textflow.Unreadable:
    if isinstance(error, textflow.InputError):
        return textflow.Unreadable.because(error, id=piece.id, raw=piece.raw)
    return piece.refused(NotCsvError, f"it is no CSV: {error}", "correct or remove the row")
