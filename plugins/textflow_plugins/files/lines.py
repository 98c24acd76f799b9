"""Read documents from the lines of a JSONL file; a bad line costs itself alone."""

from collections.abc import Iterator
from typing import Any

import textflow
from textflow_plugins.files.row_errors import NotJsonError, NotUtf8Error
from textflow_plugins.files.rows import Fields, Outcome, Piece, from_row
from textflow_plugins.files.strict_json import StrictJsonError, parse_object

_BOM = b"\xef\xbb\xbf"
_BLANK = b" \t\r"
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\0")
_WANTED = "wanted one JSON object on each line"


def read_documents(entry: textflow.Input, fields: Fields) -> Iterator[Outcome]:
    """Yield what each line that is not blank contains; stop where the file is no JSONL at all."""
    first = entry.starts
    try:
        for number, raw in entry.lines():
            if isinstance(raw, textflow.InputError):
                yield textflow.Unreadable.because(raw, id=f"{entry.id}:{number}")
                continue
            line = Piece(entry, f":{number}", raw.removeprefix(_BOM) if number == 1 else raw)
            if not line.raw.strip(_BLANK):
                continue
            if first and (unfit := _no_lines(line)):
                yield unfit
                return
            first = False
            yield _document(line, fields)
    except textflow.InputError as error:
        yield textflow.Unreadable.because(error, id=entry.id)


def pieces(entry: textflow.Input, size: int) -> Iterator[Any]:
    """Yield pieces of ``entry`` for several readers; none where it is no file of lines."""
    first = next((line for _, line in entry.lines() if _is_filled(line)), b"")
    if isinstance(first, bytes) and not _no_lines(Piece(entry, "", first.removeprefix(_BOM))):
        yield from entry.line_spans(size)


def _is_filled(line: bytes | textflow.InputError) -> bool:
    return isinstance(line, textflow.InputError) or bool(line.removeprefix(_BOM).strip(_BLANK))


def _no_lines(line: Piece) -> textflow.Unreadable | None:
    """Look at the first line: is this a file of JSON lines at all."""
    if line.raw.startswith(_WIDE_MARKS) or line.raw[1:2] == b"\0":
        fix = "convert it first, with `iconv -f UTF-16 -t UTF-8`"
        return line.refused(NotUtf8Error, "looks like UTF-16 or UTF-32, not UTF-8", fix)
    start = line.raw.strip(_BLANK)
    if start in (b"{", b"[", b"[{") or (start[:1] == b"[" and start[-1:] != b"]"):
        found = f"begins a JSON document of several lines; {_WANTED}"
        fix = "convert it with `jq -c '.[]'`" if start[:1] == b"[" else "convert it with `jq -c .`"
        return line.refused(NotJsonError, found, fix)
    return None


def _document(line: Piece, fields: Fields) -> Outcome:
    try:
        decoded = textflow.decode(line.raw, uri=line.uri)
        row = parse_object(decoded.text)
    except textflow.InputError as error:
        return textflow.Unreadable.because(error, id=line.id, raw=line.raw)
    except StrictJsonError as error:
        return line.refused(NotJsonError, f"{error}; {_WANTED}", _hint(line.raw))
    return from_row(row, line, fields, decoded)


def _hint(raw: bytes) -> str:
    if raw.lstrip(_BLANK).startswith(b"["):
        return "if the whole file is one array, convert it with `jq -c '.[]'`"
    return "correct or remove the line"
