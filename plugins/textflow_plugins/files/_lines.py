"""Read documents from the lines of a JSONL file; a bad line costs itself alone."""

from collections.abc import Iterator
from typing import Any

import attrs

import textflow
from textflow_plugins.files._strict import NotJsonError, article, parse_object

_BOM = b"\xef\xbb\xbf"
_BLANK = b" \t\r"
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\0")
_WANTED = "wanted one JSON object on each line"

Outcome = textflow.RawDocument | textflow.Unreadable


@attrs.frozen
class Fields:
    """Which fields of a line hold what."""

    id: str
    text: str


@attrs.frozen
class _Line:
    """One line and where it stands."""

    entry: textflow.Input
    number: int
    raw: bytes

    @property
    def uri(self) -> str:
        return f"{self.entry.uri}:{self.number}"

    @property
    def id(self) -> str:
        """The id of a document that states none."""
        return f"{self.entry.id}:{self.number}"

    def refused(
        self,
        error: str,
        found: str,
        fix: str,
        *,
        id: str = "",  # noqa: A002 - the record's field
    ) -> textflow.Unreadable:
        """Return the dead letter that says what was found here and what to do."""
        message = f"{self.uri}: {found}; {fix}"
        return textflow.Unreadable(id or self.id, self.uri, error, message, self.raw)


def read_documents(entry: textflow.Input, fields: Fields) -> Iterator[Outcome]:
    """Yield what each line that is not blank holds; stop where the file is no JSONL at all."""
    first = True
    try:
        for number, raw in entry.lines():
            if isinstance(raw, textflow.InputError):
                yield textflow.Unreadable.because(raw, id=f"{entry.id}:{number}")
                continue
            line = _Line(entry, number, raw.removeprefix(_BOM) if number == 1 else raw)
            if not line.raw.strip(_BLANK):
                continue
            if first and (unfit := _no_lines(line)):
                yield unfit
                return
            first = False
            yield _document(line, fields)
    except textflow.InputError as error:
        yield textflow.Unreadable.because(error, id=entry.id)


def _no_lines(line: _Line) -> textflow.Unreadable | None:
    """Look at the first line: is this a file of JSON lines at all."""
    if line.raw.startswith(_WIDE_MARKS) or line.raw[1:2] == b"\0":
        fix = "convert it first, with `iconv -f UTF-16 -t UTF-8`"
        return line.refused("NotUtf8", "looks like UTF-16 or UTF-32, not UTF-8", fix)
    start = line.raw.strip(_BLANK)
    if start in (b"{", b"[", b"[{") or (start[:1] == b"[" and start[-1:] != b"]"):
        found = f"begins a JSON document of several lines; {_WANTED}"
        fix = "convert it with `jq -c '.[]'`" if start[:1] == b"[" else "convert it with `jq -c .`"
        return line.refused("NotJson", found, fix)
    return None


def _document(line: _Line, fields: Fields) -> Outcome:
    try:
        decoded = textflow.decode(line.raw, uri=line.uri)
        row = parse_object(decoded.text)
    except textflow.InputError as error:
        return textflow.Unreadable.because(error, id=line.id, raw=line.raw)
    except NotJsonError as error:
        return line.refused("NotJson", f"{error}; {_WANTED}", _hint(line.raw))
    return _from_row(row, line, fields, decoded)


def _hint(raw: bytes) -> str:
    if raw.lstrip(_BLANK).startswith(b"["):
        return "if the whole file is one array, convert it with `jq -c '.[]'`"
    return "correct or remove the line"


def _from_row(
    row: dict[str, Any], line: _Line, fields: Fields, decoded: textflow.Decoded
) -> Outcome:
    name = row.pop(fields.id, None)
    if isinstance(name, bool) or not isinstance(name, str | int | None):
        found = f"field {fields.id!r} is {article(name)}; wanted a string or an integer"
        return line.refused("BadId", found, "correct it, or name another field with `id:`")
    stated = "" if name is None else str(name)
    if not isinstance(row.get(fields.text), str):
        return _no_text(row, line, fields, stated)
    return textflow.RawDocument(
        text=row.pop(fields.text),
        id=stated or line.id,
        uri=line.uri,
        meta=row,
        replaced=decoded.replaced,
        encoding=decoded.encoding,
    )


def _no_text(row: dict[str, Any], line: _Line, fields: Fields, stated: str) -> textflow.Unreadable:
    is_there = fields.text in row
    found = f"is {article(row[fields.text])}" if is_there else "is missing"
    names = ", ".join(sorted(row)[:8])
    fix = "correct it, or name another field with `text:`" + (f" (it has: {names})" if row else "")
    return line.refused("NoText", f"field {fields.text!r} {found}; wanted a string", fix, id=stated)
