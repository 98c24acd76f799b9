"""Read the documents of a JSON file: one object, or a list of objects."""

from collections.abc import Iterator

import textflow
from textflow_plugins.files.row_errors import NotJsonError
from textflow_plugins.files.rows import Fields, Outcome, Piece, from_row
from textflow_plugins.files.strict_json import StrictJsonError, as_object, parse_start, space_end

_WANTED = "wanted one JSON object, or a list of them"
_LINES = (
    "if each line is an object of its own, end the name in .jsonl, or name the type, as in "
    "`source: {jsonl: {path: ...}}`"
)


def read_items(entry: textflow.Input, fields: Fields) -> Iterator[Outcome]:
    """Yield the document of each object; behind broken JSON nothing more can be read."""
    raw = b""
    try:
        raw = entry.read()
        decoded = textflow.decode(raw, uri=entry.uri)
    except textflow.InputError as error:
        yield textflow.Unreadable.because(error, id=entry.id, raw=raw)
        return
    start = space_end(decoded.text, 0)
    if decoded.text[start : start + 1] == "[":
        yield from _listed(entry, decoded, start + 1, fields)
    else:
        yield from _alone(Piece(entry, "", raw), decoded, start, fields)


def _alone(
    piece: Piece, decoded: textflow.Decoded, start: int, fields: Fields
) -> Iterator[Outcome]:
    """Yield the one document of a file that contains one object."""
    try:
        value, end = parse_start(decoded.text, start)
        row = as_object(value, decoded.text)
    except StrictJsonError as error:
        yield piece.refused(NotJsonError, f"{error}; {_WANTED}", "correct the file")
        return
    if space_end(decoded.text, end) < len(decoded.text):
        found = f"something follows the object (character {end + 1}); {_WANTED}"
        yield piece.refused(NotJsonError, found, _LINES)
        return
    yield from_row(row, piece, fields, decoded)


def _listed(
    entry: textflow.Input, decoded: textflow.Decoded, at: int, fields: Fields
) -> Iterator[Outcome]:
    """Yield a document for each object of the list that begins before ``at``."""
    text, number = decoded.text, 0
    at = space_end(text, at)
    if text[at : at + 1] == "]":
        yield from _rest(entry, text, at + 1)
        return
    while True:
        number += 1
        start = space_end(text, at)
        try:
            value, at = parse_start(text, start)
        except StrictJsonError as error:
            yield _broken(entry, text[start:], number, str(error))
            return
        yield _item(value, Piece(entry, f"#{number}", text[start:at].encode()), fields, decoded)
        at = space_end(text, at)
        if text[at : at + 1] != ",":
            break
        at += 1
    if text[at : at + 1] != "]":
        yield _broken(entry, text[at:], number + 1, f"no comma and no ] (character {at + 1})")
        return
    yield from _rest(entry, text, at + 1)


def _item(value: object, piece: Piece, fields: Fields, decoded: textflow.Decoded) -> Outcome:
    try:
        row = as_object(value, piece.raw.decode())
    except StrictJsonError as error:
        return piece.refused(NotJsonError, f"{error}; {_WANTED}", "correct or remove the item")
    return from_row(row, piece, fields, decoded)


def _rest(entry: textflow.Input, text: str, end: int) -> Iterator[Outcome]:
    """Yield a dead letter where something follows the list."""
    if space_end(text, end) < len(text):
        yield _broken(entry, text[end:], 0, f"something follows the list (character {end + 1})")


def _broken(entry: textflow.Input, rest: str, number: int, found: str) -> textflow.Unreadable:
    """Return the dead letter of what cannot be read to the end of the file."""
    piece = Piece(entry, f"#{number}-" if number else "#-", rest.encode())
    return piece.refused(NotJsonError, f"{found}; {_WANTED}", "correct the file from there on")
