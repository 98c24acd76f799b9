"""Make a document of one JSON object, or say why it is none."""

from typing import Any, NamedTuple

import textflow
from textflow_plugins.files.row_errors import BadIdError, NoTextError, RowError
from textflow_plugins.files.strict_json import article

Outcome = textflow.RawDocument | textflow.Unreadable


class Fields(NamedTuple):
    """Which fields of a line contain what."""

    id: str
    text: str
    #: Those that go into meta; all others where it is None.
    meta: tuple[str, ...] | None = None

    def kept(self, row: dict[str, Any]) -> dict[str, Any]:
        """Return what of ``row`` goes into meta."""
        if self.meta is None:
            return row
        return {name: row[name] for name in self.meta if name in row}


class Piece(NamedTuple):
    """A piece of a file that should be one JSON object, and where it is."""

    entry: textflow.Input
    #: Behind the name of the file: ``:7`` for a line, ``#3`` for an item of a list, or nothing.
    mark: str
    raw: bytes

    @property
    def uri(self) -> str:
        """Where it is."""
        return f"{self.entry.uri}{self.mark}"

    @property
    def id(self) -> str:
        """The id of a document that states none."""
        return f"{self.entry.id}{self.mark}"

    def refused(
        self,
        kind: type[RowError],
        found: str,
        fix: str,
        *,
        id: str = "",  # noqa: A002 - the record's field
    ) -> textflow.Unreadable:
        """Return the dead letter that says what was found here and what to do."""
        error = kind(self.uri, found, "", fix)
        return textflow.Unreadable.because(error, id=id or self.id, raw=self.raw)


def from_row(
    row: dict[str, Any], piece: Piece, fields: Fields, decoded: textflow.Decoded
) -> Outcome:
    """Return the document in ``row``, or why there is none."""
    name = row.pop(fields.id, None)
    if isinstance(name, bool) or not isinstance(name, str | int | None):
        found = f"field {fields.id!r} is {article(name)}; wanted a string or an integer"
        return piece.refused(BadIdError, found, "correct it, or name another field with `id:`")
    stated = "" if name is None else str(name)
    if not isinstance(row.get(fields.text), str):
        return _no_text(row, piece, fields, stated)
    return textflow.RawDocument(
        text=row.pop(fields.text),
        id=stated or piece.id,
        uri=piece.uri,
        meta=fields.kept(row),
        replaced=decoded.replaced,
        encoding=decoded.encoding,
    )


def _no_text(row: dict[str, Any], piece: Piece, fields: Fields, stated: str) -> textflow.Unreadable:
    is_there = fields.text in row
    found = f"is {article(row[fields.text])}" if is_there else "is missing"
    names = ", ".join(sorted(row)[:8])
    fix = "correct it, or name another field with `text:`" + (f" (it has: {names})" if row else "")
    return piece.refused(
        NoTextError, f"field {fields.text!r} {found}; wanted a string", fix, id=stated
    )
